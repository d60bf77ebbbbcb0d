# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stammdaten: changing facts, stays and participation; what goes wrong and what the page says then."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from scharnier.foundation import principals, projections
from scharnier.foundation.models import AuditEvent
from scharnier.people import actions
from scharnier.people.actions import NewParticipant, NewStay
from scharnier.people.models import Enrolment, Person, ResidenceStatus
from tests import factories
from tests.factories import House, World
from tests.people.conftest import TODAY, SignIn

pytestmark = pytest.mark.django_db


def on_file(house: House, **fields: Any) -> UUID:
    facts = {"family_name": "Sheikho", "given_names": "Mahmoud", "staff": house.mentor.pk, **fields}
    facts.setdefault("entered_on", date(2026, 1, 14))
    with factories.as_staff(house.mentor):
        return actions.create_person(NewParticipant(carrier=house.carrier, project=house.project, **facts))


def drawn(client: Client, url: str) -> dict[str, str]:
    """What a browser would send back of the page's form without touching it (text, ticked boxes, hidden fields)."""
    page = client.get(url)
    assert page.status_code == 200, url
    form = page.context["form"]
    sent: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            sent[field.html_name] = f"{value:%d.%m.%Y}" if isinstance(value, date) else value
    return sent


def person(world: World, pk: UUID) -> Person:
    with factories.as_staff(world.here.mentor):
        return Person.objects.get(pk=pk)


def test_facts_are_changed_and_the_file_shows_them(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here, speaks=("ar",))
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/"
    facts = {**drawn(client, url), "place": "Neubrandenburg", "birth_date": "1988", "phone": "0176 / 040 690 31"}
    answer = client.post(url, {**facts, "speaks": ["ar", "kmr"], "further_language": "zza"})
    assert answer.status_code == 302, answer.context["form"].errors
    changed = person(house, pk)
    assert (changed.place, changed.phone, changed.version) == ("Neubrandenburg", "+4917604069031", 2)
    assert (changed.birth_date, changed.birth_precision) == (date(1988, 1, 1), "year")
    assert changed.speaks == ["ar", "kmr", "zza"]


def test_saving_without_a_change_changes_nothing(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here, birth_date=date(1988, 3, 4), phone="+4917604069031", speaks=("ar", "kmr"))
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/"
    assert client.post(url, drawn(client, url)).status_code == 302
    assert person(house, pk).version == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("birth_date", "31.02.1990", "Diesen Tag gibt es in dem Monat nicht. Meinten Sie 28.02.1990?"),
        ("birth_date", "01.01.2030", "Das liegt in der Zukunft."),
        ("birth_date", "gestern", "Das ist kein Geburtsdatum."),
        ("entered_germany_on", "24.11.2027", "Das liegt in der Zukunft. Meinten Sie 24.11.2026?"),
        ("phone", "ruf mich an", "Das ist keine Telefonnummer."),
        ("postcode", "1703", "Eine Postleitzahl hat fünf Ziffern."),
        ("family_name", "x" * 81, "80"),
        ("remark", "x" * 4001, "4000"),
        ("nationality", "Syrien", ""),
        ("email", "keine-adresse", ""),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(
    house: World, sign_in: SignIn, field: str, value: str, said: str
) -> None:
    pk = on_file(house.here)
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/"
    answer = client.post(url, {**drawn(client, url), field: value, "occupation": "Tischler"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert said in page
    assert 'value="Tischler"' in page
    if field not in ("nationality",):
        assert value in page
    assert person(house, pk).version == 1


def test_arrival_before_birth_is_refused(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/"
    dates = {"birth_date": "04.03.1988", "entered_germany_on": "01.01.1980"}
    page = client.post(url, {**drawn(client, url), **dates}).content.decode()
    assert "Die Einreise liegt vor der Geburt." in page


def test_the_second_editor_sees_both_versions_and_decides(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    first, second = sign_in(house.here.mentor), sign_in(house.here.colleague)
    url = f"/desk/personen/{pk}/stammdaten/"
    mine, theirs = drawn(first, url), drawn(second, url)
    assert second.post(url, {**theirs, "place": "Demmin"}).status_code == 302
    conflict = first.post(url, {**mine, "place": "Neubrandenburg"})
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Colleague Nord hat das um" in page
    assert "Demmin" in page
    assert "Neubrandenburg" in page
    assert person(house, pk).place == "Demmin"
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert first.post(url, {**mine, "place": "Neubrandenburg", "version": version[1]}).status_code == 302
    assert person(house, pk).place == "Neubrandenburg"


def test_a_form_without_its_version_overwrites_nothing(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/"
    sent = {name: value for name, value in drawn(client, url).items() if name != "version"}
    assert client.post(url, {**sent, "place": "Demmin"}).status_code == 409
    assert person(house, pk).place == ""


def test_a_double_click_writes_once(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/aufenthalt/neu/"
    sent = {**drawn(client, url), "code": "duldung", "valid_from": "01.06.2026", "valid_to": "14.12.2026"}
    answers = [client.post(url, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    with factories.as_staff(house.here.mentor):
        assert ResidenceStatus.objects.filter(person_id=pk).count() == 1


def test_a_new_status_ends_the_one_before(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here, stays=(NewStay("gestattung", date(2025, 1, 1)),))
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/aufenthalt/neu/"
    sent = {**drawn(client, url), "code": "ae_25_2_1", "valid_from": "01.06.2026", "end_previous": "on"}
    assert client.post(url, sent).status_code == 302
    with factories.as_staff(house.here.mentor):
        ends = dict(ResidenceStatus.objects.filter(person_id=pk).values_list("code", "valid_to"))
    assert ends == {"gestattung": date(2026, 5, 31), "ae_25_2_1": None}


def test_overlaps_and_gaps_are_shown_not_refused(house: World, sign_in: SignIn) -> None:
    stays = (
        NewStay("ankunftsnachweis", date(2024, 1, 1), date(2024, 3, 31)),
        NewStay("gestattung", date(2024, 4, 11), date(2026, 6, 10)),
        NewStay("duldung", date(2026, 6, 1), date(2027, 6, 1)),
    )
    pk = on_file(house.here, stays=stays)
    page = sign_in(house.here.mentor).get(f"/desk/personen/{pk}/stammdaten/").content.decode()
    assert "Überschneidet sich um 10 Tage mit dem Status davor." in page
    assert "Davor fehlen 10 Tage." in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"valid_from": "01.06.2026", "valid_to": "31.05.2026"}, "Das Ende liegt vor dem Beginn."),
        ({"valid_from": "01.01.1960"}, "Der Beginn liegt vor der Geburt."),
        ({"code": ""}, "sh-f--bad"),
        ({"code": "§ 25 Abs. 2"}, "sh-f--bad"),
    ],
)
def test_impossible_stays_are_refused(house: World, sign_in: SignIn, fields: dict[str, str], said: str) -> None:
    pk = on_file(house.here, birth_date=date(1988, 3, 4), stays=(NewStay("duldung", date(2026, 1, 1)),))
    with factories.as_staff(house.here.mentor):
        stay = ResidenceStatus.objects.get(person_id=pk)
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/aufenthalt/{stay.pk}/"
    page = client.post(url, {**drawn(client, url), **fields}).content.decode()
    assert said in page
    with factories.as_staff(house.here.mentor):
        assert ResidenceStatus.objects.get(person_id=pk).version == 1


def test_the_stay_of_another_person_is_unknown_here(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    other = on_file(house.here, family_name="Bah", stays=(NewStay("duldung", date(2026, 1, 1)),))
    with factories.as_staff(house.here.mentor):
        stay = ResidenceStatus.objects.get(person_id=other)
    client = sign_in(house.here.mentor)
    assert client.get(f"/desk/personen/{pk}/stammdaten/aufenthalt/{stay.pk}/").status_code == 404
    assert client.get(f"/desk/personen/{other}/stammdaten/aufenthalt/{stay.pk}/").status_code == 200


def enrolment(world: World, pk: UUID) -> Enrolment:
    with factories.as_staff(world.here.mentor):
        return Enrolment.objects.get(person_id=pk)


def test_only_the_lead_hands_a_case_to_somebody_else(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    url = f"/desk/personen/{pk}/stammdaten/teilnahme/{enrolment(house, pk).pk}/"
    mentor, lead = sign_in(house.here.mentor), sign_in(house.here.lead)
    sent = {**drawn(mentor, url), "phase": "placement", "staff": str(house.here.colleague.pk)}
    assert mentor.post(url, sent).status_code == 302
    assert enrolment(house, pk).staff_id == house.here.mentor.pk
    assert lead.post(url, {**drawn(lead, url), "staff": str(house.here.colleague.pk)}).status_code == 302
    assert enrolment(house, pk).staff_id == house.here.colleague.pk
    assert enrolment(house, pk).phase == "placement"


def test_the_phases_are_those_of_the_project(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "course.phases", ["orientation", "placement"])
        factories.says(house.programme, "course.phase_words", {"placement": "Passung"})
    mentor = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/teilnahme/{enrolment(house, pk).pk}/"
    offered = dict(mentor.get(url).context["form"].fields["phase"].choices)
    # Whoever stands in a phase that was left out stays there.
    assert list(offered) == ["orientation", "placement", "clearing"]
    assert mentor.post(url, {**drawn(mentor, url), "phase": "retention"}).status_code == 200
    assert mentor.post(url, {**drawn(mentor, url), "phase": "placement"}).status_code == 302
    assert ">Passung</span>" in mentor.get(f"/desk/personen/{pk}/").content.decode()
    caseload = mentor.get("/desk/faelle/?phase=placement").content.decode()
    assert caseload.count("Passung") == 2  # the filter and the row


def test_nobody_from_elsewhere_is_made_responsible(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    url = f"/desk/personen/{pk}/stammdaten/teilnahme/{enrolment(house, pk).pk}/"
    lead = sign_in(house.here.lead)
    answer = lead.post(url, {**drawn(lead, url), "staff": str(house.away.mentor.pk)})
    assert "staff" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("13.01.2026", "Der Austritt liegt vor dem Eintritt am 14.01.2026."),
        ("24.11.2027", "Das liegt in der Zukunft. Meinten Sie 24.11.2026?"),
        ("31.11.2026", "Diesen Tag gibt es in dem Monat nicht."),
    ],
)
def test_an_impossible_exit_is_refused(house: World, sign_in: SignIn, day: str, said: str) -> None:
    pk = on_file(house.here)
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/teilnahme/{enrolment(house, pk).pk}/austritt/"
    page = client.post(url, {**drawn(client, url), "exited_on": day, "exit_reason": "work"}).content.decode()
    assert said in page
    assert enrolment(house, pk).exited_on is None


def test_leaving_with_open_follow_ups_is_asked_about(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    with factories.as_staff(house.here.mentor):
        anchor = projections.Anchor(house.here.carrier, house.here.project, pk, "residence_expiry", pk)
        projections.put([projections.Due(anchor, TODAY, "Sheikho, Mahmoud", "gilt nicht als offen")])
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/teilnahme/{enrolment(house, pk).pk}/austritt/"
    assert "Es ist noch etwas offen." not in client.get(url).content.decode()
    with factories.as_staff(house.here.mentor):
        anchor = projections.Anchor(house.here.carrier, house.here.project, pk, "follow_up", pk)
        projections.put([projections.Due(anchor, TODAY, "Sheikho, Mahmoud", "Rückruf")])
    assert "Es ist noch etwas offen." in client.get(url).content.decode()
    assert "Wählen Sie, was zutrifft." in client.post(url, drawn(client, url)).content.decode()
    sent = {**drawn(client, url), "exit_reason": "moved"}
    assert "Es ist noch 1 Punkt offen." in client.post(url, sent).content.decode()
    assert client.post(url, {**sent, "confirmed": "on"}).status_code == 302
    assert enrolment(house, pk).exited_on == TODAY


def test_an_exit_is_taken_back_and_somebody_comes_again(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here)
    client = sign_in(house.here.mentor)
    part = f"/desk/personen/{pk}/stammdaten/teilnahme/"
    again = client.post(part + "neu/", {**drawn(client, part + "neu/"), "entered_on": "24.11.2026"})
    assert "nimmt schon teil (Eintritt 14.01.2026)" in again.content.decode()
    leave = f"{part}{enrolment(house, pk).pk}/austritt/"
    assert client.post(leave, {**drawn(client, leave), "exit_reason": "work"}).status_code == 302
    left = enrolment(house, pk)
    assert client.post(f"{part}{left.pk}/zurueck/", {"version": left.version - 1}).status_code == 200
    assert enrolment(house, pk).exited_on is not None
    assert client.post(f"{part}{left.pk}/zurueck/", {"version": left.version}).status_code == 302
    assert enrolment(house, pk).exited_on is None
    assert client.get(f"{part}{left.pk}/zurueck/").status_code == 405


def test_the_history_of_a_file_survives_its_changes(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here, stays=(NewStay("duldung", date(2026, 1, 1), TODAY + timedelta(days=10)),))
    with factories.as_staff(house.here.mentor):
        stay = ResidenceStatus.objects.get(person_id=pk)
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/aufenthalt/{stay.pk}/"
    assert client.post(url, {**drawn(client, url), "valid_to": "14.12.2027"}).status_code == 302
    with principals.entering(principals.SYSTEM):
        change = AuditEvent.objects.get(table="people_residencestatus", action="update", row_id=str(stay.pk))
    assert change.payload is not None
    assert change.payload["valid_to"] == [str(TODAY + timedelta(days=10)), "2027-12-14"]
