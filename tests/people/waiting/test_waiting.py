# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places and the waiting list: an order with reasons, offers that are asked after, never a lock."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Project
from scharnier.people import actions as people
from scharnier.people.erasing import queries as erasing
from scharnier.people.models import Enrolment
from scharnier.people.waiting import actions, queries
from scharnier.people.waiting.models import WaitingEntry
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
LIST = "/desk/warteliste/"
WHY = "Die Duldung endet im Januar, die Stelle ist zugesagt."


def asks(house: World, name: str) -> Enrolment:
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here, name, entered_on=None)
        return Enrolment.objects.select_related("person").get(person=person)


def waits(house: World, name: str, since: date) -> WaitingEntry:
    row = asks(house, name)
    with factories.as_staff(house.here.mentor):
        return actions.wait(row, since=since, by=house.here.mentor.pk)


def page(row: Enrolment, what: str) -> str:
    return f"/desk/personen/{row.person_id}/stammdaten/teilnahme/{row.pk}/{what}/"


def holds(house: World, places: int) -> None:
    with principals.entering(principals.SYSTEM):
        Project.objects.filter(pk=house.here.project).update(places=places)


def entry(house: World, pk: Any) -> WaitingEntry:
    with factories.as_staff(house.here.mentor):
        return WaitingEntry.objects.get(pk=pk)


def test_an_enquiry_takes_no_place_and_the_list_says_how_many_are_free(house: World, sign_in: SignIn) -> None:
    holds(house, 2)
    with factories.as_staff(house.here.mentor):
        factories.person(house.here)
    asks(house, "Tesfay")
    client = sign_in(house.here.mentor)
    found = client.get(LIST)
    assert "1 von 2 Plätzen besetzt." in found.text
    assert "1 frei" in found.text
    assert "Tesfay" in found.text
    holds(house, 1)
    assert "kein Platz frei" in client.get(LIST).text


def test_the_order_is_that_of_the_day_and_the_position_is_shown(house: World, sign_in: SignIn) -> None:
    second = waits(house, "Zarif", date(2026, 11, 3))
    waits(house, "Alnur", date(2026, 10, 1))
    client = sign_in(house.here.mentor)
    text = client.get(LIST).text
    assert text.index("Alnur") < text.index("Zarif")
    edit = f"/desk/personen/{second.person_id}/stammdaten/teilnahme/{second.enrolment_id}/"
    assert "Platz 2 auf der Warteliste, seit 03.11.2026." in client.get(edit).text


def test_a_place_is_offered_in_order_and_asked_after_on_today(house: World, sign_in: SignIn) -> None:
    first = waits(house, "Alnur", date(2026, 10, 1))
    client = sign_in(house.here.mentor)
    sent = {"until": "30.11.2026", "version": first.version}
    assert client.post(page(first.enrolment, "platz-anbieten"), sent).status_code == 302
    assert "Platz angeboten: Antwort?" in client.get("/desk/").text
    with principals.entering(principals.system(house.here.carrier)):
        assert not [each for each in projections.compare(house.here.carrier) if "place_offer" in each]
    client.post(page(first.enrolment, "platz-abgelehnt"), {"version": entry(house, first.pk).version})
    assert entry(house, first.pk).state == "waiting"
    with factories.as_staff(house.here.mentor):
        assert not AgendaItem.objects.exists()


def test_whoever_is_taken_out_of_order_needs_a_reason(house: World, sign_in: SignIn) -> None:
    waits(house, "Alnur", date(2026, 10, 1))
    later = waits(house, "Zarif", date(2026, 11, 3))
    client = sign_in(house.here.mentor)
    for what, days in (("platz-anbieten", {"until": "30.11.2026"}), ("aufnehmen", {"entered_on": "24.11.2026"})):
        sent: dict[str, Any] = {**days, "version": later.version}
        answer = client.post(page(later.enrolment, what), sent)
        assert "reason" in answer.context["form"].errors
        short = client.post(page(later.enrolment, what), {**sent, "reason": "eilig"})
        assert "Jemand anderes wartet länger" in short.text
    sent = {"entered_on": "24.11.2026", "reason": WHY, "version": later.version}
    done = client.post(page(later.enrolment, "aufnehmen"), sent)
    assert done.status_code == 302
    kept = entry(house, later.pk)
    assert (kept.state, kept.reason, kept.closed_on) == ("taken", WHY, TODAY)
    with factories.as_staff(house.here.mentor):
        assert Enrolment.objects.get(pk=later.enrolment_id).entered_on == TODAY


def test_whoever_takes_part_waits_no_more_whichever_way_it_was_written(house: World) -> None:
    waiting = waits(house, "Alnur", date(2026, 10, 1))
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.select_related("person").get(pk=waiting.enrolment_id)
        people.change_enrolment(row, None, {"entered_on": TODAY})
        assert queries.waiting(principals.scope(), house.here.project).rows == []
    assert entry(house, waiting.pk).state == "taken"
    waits(house, "Alnur", date(2026, 10, 1))
    later = waits(house, "Zarif", date(2026, 11, 3))
    with factories.as_staff(house.here.mentor), pytest.raises(DomainError, match="wartet länger") as refused:
        people.change_enrolment(later.enrolment, None, {"entered_on": TODAY})
    assert refused.value.field == "entered_on"


def test_an_enquiry_ends_on_a_day_for_a_reason_and_its_period_runs(house: World, sign_in: SignIn) -> None:
    row, client = asks(house, "Tesfay"), sign_in(house.here.mentor)
    url = page(row, "anfrage-beenden")
    edit = f"/desk/personen/{row.person_id}/stammdaten/"
    assert url in client.get(edit).text
    assert client.get(page(row, "austritt")).url == url  # type: ignore[attr-defined]  # a redirect
    sent = {"on": "20.11.2026", "why": "referred", "reason": "An die Migrationsberatung verwiesen."}
    for wrong, field in (({"reason": "weg"}, "reason"), ({"on": "25.11.2026"}, "on"), ({"why": "work"}, "why")):
        assert field in client.post(url, {**sent, **wrong}).context["form"].errors, field
    waiting = waits(house, "Alnur", date(2026, 10, 1)).enrolment
    assert client.post(url, sent).status_code == 302
    assert client.post(page(waiting, "anfrage-beenden"), {**sent, "why": "no_place"}).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert queries.waiting(principals.scope(), house.here.project).rows == []
        assert queries.enquiries(principals.scope(), house.here.project).rows == []
        ended = Enrolment.objects.get(pk=row.pk)
        assert (ended.entered_on, ended.exited_on, ended.exit_reason) == (None, date(2026, 11, 20), "referred")
        kept = WaitingEntry.objects.get(enrolment=row)
        assert (kept.state, kept.reason) == ("withdrawn", "An die Migrationsberatung verwiesen.")
        entry = TimelineEntry.objects.get(kind="exit", source_id=row.pk)
        assert entry.title == "Anfrage beendet"
        with pytest.raises(DomainError, match="keine Teilnahme"):
            people.change_enrolment(ended, None, {"entered_on": TODAY})
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []
    assert "Tesfay" not in client.get("/desk/faelle/").text
    assert "Tesfay" not in client.get("/desk/faelle/?stand=ausgetreten").text
    assert "Anfrage beendet" in client.get("/desk/faelle/?stand=alle").text
    assert "Anfrage beendet am 20.11.2026" in client.get(f"/desk/personen/{row.person_id}/").text
    with clock.frozen(date(2031, 1, 1)), factories.as_staff(house.here.lead):
        assert row.person_id in {each.person for each in erasing.due(house.here.carrier)}
    back = f"/desk/personen/{row.person_id}/stammdaten/teilnahme/{row.pk}/zurueck/"
    assert "Anfrage wieder öffnen" in client.get(edit).text
    assert client.post(back, {"version": ended.version}).status_code == 302
    assert "Tesfay" in client.get(LIST).text


def test_a_full_project_takes_in_with_a_sentence_that_stays(house: World, sign_in: SignIn) -> None:
    holds(house, 1)
    with factories.as_staff(house.here.mentor):
        factories.person(house.here)
    row, client = asks(house, "Tesfay"), sign_in(house.here.mentor)
    edit = f"/desk/personen/{row.person_id}/stammdaten/teilnahme/{row.pk}/"
    assert "1 von 1 Plätzen sind besetzt." in client.get(edit).text
    wizard = f"/desk/aufnahme/{row.person_id}/aufnehmen/"
    for address in (edit, wizard, "/desk/personen/neu/"):
        assert 'name="over_places"' in client.get(address).text, address
    sent = {"phase": "clearing", "entered_on": "24.11.2026", "version": row.version}
    assert "Kein Platz ist frei." in client.post(edit, sent).text
    assert "over_places" in client.post(wizard, {"entered_on": "24.11.2026"}).context["form"].errors
    new = {"family_name": "Neu", "phone": "", "entered_on": "24.11.2026"}
    assert "over_places" in client.post("/desk/personen/neu/", new).context["form"].errors
    before = {"family_name": "Davor", "entered_on": ""}
    assert client.post("/desk/personen/neu/", before).status_code == 302
    assert client.post(edit, {**sent, "over_places": WHY}).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Enrolment.objects.get(pk=row.pk).over_places == WHY
    file = client.get(f"/desk/personen/{row.person_id}/").text
    assert WHY in file
    assert WHY in client.get(f"/desk/personen/{row.person_id}/verlauf/angaben/").text
    holds(house, 9)
    assert 'name="over_places"' not in client.get("/desk/personen/neu/").text


def test_an_offered_place_is_free_for_nobody_else_until_the_day_of_the_answer(house: World, sign_in: SignIn) -> None:
    holds(house, 2)
    with factories.as_staff(house.here.mentor):
        factories.person(house.here)
    offered, client = waits(house, "Alnur", date(2026, 10, 1)), sign_in(house.here.mentor)
    client.post(page(offered.enrolment, "platz-anbieten"), {"until": "30.11.2026", "version": offered.version})
    text = client.get(LIST).text
    assert "1 von 2 Plätzen besetzt. 1 angeboten." in text
    assert "kein Platz frei" in text
    other = asks(house, "Tesfay")
    edit = f"/desk/personen/{other.person_id}/stammdaten/teilnahme/{other.pk}/"
    wizard = f"/desk/aufnahme/{other.person_id}/aufnehmen/"
    for address in (edit, wizard, "/desk/personen/neu/"):
        text = client.get(address).text
        assert "1 von 2 Plätzen sind besetzt, 1 jemand anderem angeboten (nächste Antwort bis 30.11.2026)." in text, (
            address
        )
        assert "Alnur" not in text, address
        assert 'name="over_places"' in text, address
    sent = {"phase": "clearing", "entered_on": "24.11.2026", "version": other.version}
    new = {"family_name": "Neu", "phone": "", "entered_on": "24.11.2026"}
    for address, values in ((edit, sent), (wizard, sent), ("/desk/personen/neu/", new)):
        (told,) = client.post(address, values).context["form"].errors["over_places"]
        assert "jemand anderem angeboten, Antwort bis 30.11.2026" in told, address
    mine = page(offered.enrolment, "aufnehmen")
    own_edit = f"/desk/personen/{offered.person_id}/stammdaten/teilnahme/{offered.enrolment_id}/"
    for address in (mine, own_edit, f"/desk/aufnahme/{offered.person_id}/aufnehmen/"):
        assert "over_places" not in client.get(address).text, address
    with clock.frozen(date(2026, 12, 1)):
        assert "1 frei" in sign_in(house.here.mentor).get(LIST).text
        assert "over_places" not in sign_in(house.here.mentor).get(edit).text
    waits(house, "Zarif", date(2026, 11, 3))
    version = entry(house, offered.pk).version
    assert client.post(mine, {"entered_on": "24.11.2026", "version": version}).status_code == 302
    assert entry(house, offered.pk).state == "taken"
    assert "2 von 2 Plätzen besetzt. <" in client.get(LIST).text
    assert "Kein Platz ist frei." in client.post(edit, sent).text


def test_of_two_offers_the_first_to_come_takes_the_place_and_a_refusal_frees_it(house: World, sign_in: SignIn) -> None:
    holds(house, 1)
    rows, client = [waits(house, name, date(2026, 10, 1)) for name in ("Alnur", "Zarif")], sign_in(house.here.mentor)
    for row in rows:
        client.post(
            page(row.enrolment, "platz-anbieten"), {"until": "30.11.2026", "reason": WHY, "version": row.version}
        )
    third = asks(house, "Tesfay")
    edit = f"/desk/personen/{third.person_id}/stammdaten/teilnahme/{third.pk}/"
    assert "0 von 1 Plätzen sind besetzt, 2 jemand anderem angeboten" in client.get(edit).text
    taken = {"entered_on": "24.11.2026", "version": entry(house, rows[0].pk).version}
    assert client.post(page(rows[0].enrolment, "aufnehmen"), taken).status_code == 302
    late = {"entered_on": "24.11.2026", "version": entry(house, rows[1].pk).version}
    assert "Kein Platz ist frei." in client.post(page(rows[1].enrolment, "aufnehmen"), late).text
    holds(house, 2)
    assert 'name="over_places"' in client.get(edit).text
    client.post(page(rows[1].enrolment, "platz-abgelehnt"), {"version": entry(house, rows[1].pk).version})
    assert 'name="over_places"' not in client.get(edit).text


@pytest.mark.parametrize("since", ["25.11.2026", "", "32.1.2026"])
def test_bad_days_are_named(house: World, sign_in: SignIn, since: str) -> None:
    row = asks(house, "Tesfay")
    answer = sign_in(house.here.mentor).post(page(row, "warten"), {"since": since})
    assert "since" in answer.context["form"].errors


def test_nobody_waits_twice_or_after_the_entry(house: World) -> None:
    waiting = waits(house, "Alnur", date(2026, 10, 1))
    with factories.as_staff(house.here.mentor):
        taken = Enrolment.objects.get(person=factories.person(house.here, "Schon"))
        row = Enrolment.objects.get(pk=waiting.enrolment_id)
        for each in (row, taken):
            with pytest.raises(DomainError):
                actions.wait(each, since=TODAY, by=house.here.mentor.pk)


def test_the_second_to_decide_is_told(house: World, sign_in: SignIn) -> None:
    first = waits(house, "Alnur", date(2026, 10, 1))
    client, url = sign_in(house.here.mentor), page(first.enrolment, "platz-anbieten")
    seen = entry(house, first.pk).version
    client.post(url, {"until": "30.11.2026", "version": seen})
    again = client.post(url, {"until": "01.12.2026", "version": seen})
    assert "inzwischen entschieden" in again.text


def test_strangers_and_readers_do_not_decide(house: World, sign_in: SignIn) -> None:
    first = waits(house, "Alnur", date(2026, 10, 1))
    auditor = sign_in(house.here.auditor)
    assert "Alnur" in auditor.get(LIST).text
    assert "Platz anbieten" not in auditor.get(LIST).text
    for what in ("warten", "platz-anbieten", "aufnehmen", "anfrage-beenden", "platz-abgelehnt"):
        assert auditor.post(page(first.enrolment, what), {}).status_code == 403, what
        assert sign_in(house.other_project.mentor).post(page(first.enrolment, what), {}).status_code == 404, what
    assert "Alnur" not in sign_in(house.other_project.mentor).get(LIST).text


def test_long_lists_go_on_from_page_to_page(house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for day, name in enumerate(("Alnur", "Berhane", "Chaban", "Dawit", "Elyas"), 1):
        waits(house, name, date(2026, 10, min(day, 4)))
    for name in ("Fatma", "Goran", "Hiwot"):
        asks(house, name)
    client = sign_in(house.here.mentor)
    seen, address = [], LIST
    for _page in range(3):
        found = client.get(address)
        seen += [(line.position, line.entry.person.family_name) for line in found.context["page"].rows]
        address = f"{LIST}?after={found.context['page'].after}"
    assert seen == list(enumerate(("Alnur", "Berhane", "Chaban", "Dawit", "Elyas"), 1))
    assert found.context["page"].after is None
    first = client.get(LIST).context["enquiries"]
    second = client.get(f"{LIST}?anfragen={first.after}").context["enquiries"]
    assert [row.person.family_name for row in (*first.rows, *second.rows)] == ["Fatma", "Goran", "Hiwot"]
    assert client.get(f"{LIST}?after=x&anfragen=y").status_code == 200
    start = client.get(LIST).context["page"].after
    assert statements(client, f"{LIST}?after={start}&anfragen={first.after}")[1] <= 14


def test_the_pages_take_few_statements(house: World, sign_in: SignIn) -> None:
    first = waits(house, "Alnur", date(2026, 10, 1))
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    edit = f"/desk/personen/{first.person_id}/stammdaten/teilnahme/{first.enrolment_id}/"
    for address in (LIST, page(first.enrolment, "platz-anbieten"), page(first.enrolment, "aufnehmen"), edit):
        assert statements(client, address)[1] <= 14, address
