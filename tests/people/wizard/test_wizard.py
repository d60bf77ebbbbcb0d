# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Aufnahme step by step: saved as it goes, there on another machine, asking what is needed and never blocking."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from scharnier.foundation import principals, projections
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import Draft
from scharnier.network.programmes.models import ProgrammeSetting
from scharnier.people import actions
from scharnier.people.actions import NewParticipant
from scharnier.people.circumstances.models import BenefitPeriod, Guardianship, SchoolPeriod, rows_of
from scharnier.people.housing.models import HousingPeriod
from scharnier.people.models import Enrolment, Person, ResidenceStatus
from scharnier.people.names.models import FormerName
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements
from tests.people.consents.conftest import rests

pytestmark = pytest.mark.django_db
NAME = {
    "family_name": "Haddad",
    "given_names": "Nour",
    "own_script_name": "نور حداد",
    "former_name": "Nour Khalil",
    "former_kind": "birth",
    "birth_date": "2010",
    "sex": "f",
    "nationality": "SY",
    "further_nationalities": "Irak",
}
CONTACT = {"phone": "0176 04069031", "channel": "messenger", "messenger": "Signal", "speaks": ["ar"], "reads": "ar"}
STAY = {
    "code": "duldung",
    "stay_from": "01.02.2025",
    "valid_to": "31.01.2027",
    "document": "Duldung, gesehen",
    "obligation": "Landkreis Bautzen",
    "stay-endorsement": "Beschäftigung nur mit Erlaubnis",
}
LIVING = {
    "guardian_kind": "office_guardian",
    "guardian_name": "Jugendamt",
    "school_kind": "preparatory",
    "benefit_kind": "asylblg_3",
}
ENTRY = {"concern": "Ausbildung", "entered_on": "24.11.2026"}


def at(draft: UUID, step: str) -> str:
    return f"/desk/aufnahme/{draft}/{step}/"


def walk(client: Client, draft: UUID, **own: Any) -> Any:
    """Every step as it comes; returns the answer to the last one."""
    sent: dict[str, dict[str, Any]] = {
        "person": NAME,
        "kontakt": CONTACT,
        "aufenthalt": STAY,
        "lebenslage": LIVING,
        "arbeit": {},
        "aufnehmen": ENTRY,
    }
    answer: Any = None
    step = "person"
    for _ in range(8):
        answer = client.post(at(draft, step), {**sent[step], **own.get(step, {})})
        if answer.status_code != 302 or not answer["Location"].startswith("/desk/aufnahme/"):
            return answer
        step = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    return answer


def test_an_intake_becomes_a_whole_file(house: World, sign_in: SignIn) -> None:
    draft = uuid7()
    answer = walk(sign_in(house.here.mentor), draft, aufnehmen={"staff": str(house.here.mentor.pk)})
    with factories.as_staff(house.here.mentor):
        person, row, stay = Person.objects.get(), Enrolment.objects.get(), ResidenceStatus.objects.get()
        assert FormerName.objects.get().name == "Nour Khalil"
        assert rows_of(Guardianship).get().name == "Jugendamt"
        assert rows_of(SchoolPeriod).get().kind == "preparatory"
        assert rows_of(BenefitPeriod).get().kind == "asylblg_3"
        assert not Draft.objects.exists()
    assert answer["Location"] == f"/desk/personen/{person.pk}/"
    assert (person.birth_date, person.birth_precision) == (date(2010, 1, 1), "year")
    assert (person.nationality, person.further_nationalities) == ("SY", ["IQ"])
    assert (person.channel, person.messenger, person.speaks) == ("messenger", "Signal", ["ar"])
    assert (stay.valid_from, stay.document, stay.obligation) == (
        date(2025, 2, 1),
        "Duldung, gesehen",
        "Landkreis Bautzen",
    )
    assert stay.endorsement == "Beschäftigung nur mit Erlaubnis"
    assert (row.entered_on, row.concern, row.staff_id) == (date(2026, 11, 24), "Ausbildung", house.here.mentor.pk)
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []


def test_what_has_no_basis_is_not_asked_for(house: World, sign_in: SignIn) -> None:
    rests(house, "messenger", "consent")
    client, draft = sign_in(house.here.mentor), uuid7()
    walk(client, draft, aufnehmen={"staff": str(house.here.mentor.pk)})
    with factories.as_staff(house.here.mentor):
        assert Person.objects.get().messenger == ""
    shown = client.get(at(uuid7(), "kontakt")).content.decode()
    assert 'name="messenger"' not in shown
    assert 'id="closed-messenger"' in shown


def test_what_is_typed_is_there_on_another_machine(house: World, sign_in: SignIn) -> None:
    draft, first = uuid7(), sign_in(house.here.mentor)
    kept = first.post(f"{at(draft, 'person')}entwurf/", {**NAME, "birth_date": "31.02.19"})
    assert kept.status_code == 204
    second = sign_in(house.here.mentor)
    assert "Aufnahme: Nour Haddad" in second.get("/desk/").text
    assert "Aufnahme: Nour Haddad" in second.get("/desk/aufnahme/").text
    page = second.get(at(draft, "person"))
    assert 'value="Haddad"' in page.text
    assert 'value="31.02.19"' in page.text
    assert "نور حداد" in page.text
    assert sign_in(house.here.colleague).get(at(draft, "person")).context["form"]["family_name"].value() is None
    assert "Haddad" not in sign_in(house.here.colleague).get("/desk/").text


def test_going_back_keeps_what_was_typed_and_checks_nothing(house: World, sign_in: SignIn) -> None:
    draft, client = uuid7(), sign_in(house.here.mentor)
    client.post(at(draft, "person"), NAME)
    answer = client.post(at(draft, "kontakt"), {"phone": "12", "to": "person"})
    assert answer["Location"] == at(draft, "person")
    page = client.get(at(draft, "kontakt"))
    assert "Das ist keine Telefonnummer." in page.text
    assert 'value="12"' in page.text
    client.post(at(draft, "kontakt"), {"speaks": ["ar", "ti"], "to": "person"})
    client.post(at(draft, "kontakt"), {"to": "person"})
    assert client.get(at(draft, "kontakt")).context["form"]["speaks"].value() in (None, [])


def test_the_end_leads_to_the_first_step_that_is_wrong(house: World, sign_in: SignIn) -> None:
    draft, client = uuid7(), sign_in(house.here.mentor)
    client.post(f"{at(draft, 'person')}entwurf/", {"birth_date": "31.02.1990"})
    answer = client.post(at(draft, "aufnehmen"), ENTRY)
    assert answer["Location"] == at(draft, "person")
    page = client.get(at(draft, "person"))
    assert "Meinten Sie 28.02.1990?" in page.text
    with factories.as_staff(house.here.mentor):
        assert not Person.objects.exists()
        assert Draft.objects.get().content["fields"]["concern"] == ["Ausbildung"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"family_name": "", "given_names": ""}, "Tragen Sie einen Namen ein"),
        ({"family_name": "x" * 81}, "sh-f--bad"),
        ({"given_names": "---", "family_name": ""}, "Das ist kein Name"),
        ({"birth_date": "24.11.2027"}, "Das liegt in der Zukunft."),
        ({"nationality": "stateless", "further_nationalities": "Irak"}, "steht allein"),
        ({"further_nationalities": "Atlantis"}, "kennen wir nicht"),
    ],
)
def test_bad_input_is_named_and_stays(house: World, sign_in: SignIn, fields: dict[str, str], said: str) -> None:
    draft, client = uuid7(), sign_in(house.here.mentor)
    answer = client.post(at(draft, "person"), {**NAME, **fields})
    assert answer.status_code == 200
    assert said in answer.text
    again = client.get(at(draft, "person"))
    for name, value in fields.items():
        assert again.context["form"][name].value() in (value, value or None)


@pytest.mark.parametrize("name", ["Ó", "x" * 80, "Нур", "\u202bنور\u202c"])
def test_names_of_one_letter_or_eighty_and_without_surname(house: World, sign_in: SignIn, name: str) -> None:
    only = {"given_names": name, "family_name": "", "former_name": "", "former_kind": "", "own_script_name": ""}
    assert walk(sign_in(house.here.mentor), uuid7(), person=only).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Person.objects.get().given_names == name.strip("\u202b\u202c")


def test_a_minor_without_guardian_is_asked_about_and_taken_in(house: World, sign_in: SignIn) -> None:
    draft, client = uuid7(), sign_in(house.here.mentor)
    nobody = {"guardian_kind": "", "guardian_name": ""}
    client.post(at(draft, "person"), NAME)
    assert "Wer vertritt sie?" in client.get(at(draft, "lebenslage")).text
    assert walk(client, draft, lebenslage=nobody).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Person.objects.count() == 1
        assert not Guardianship.objects.exists()


def test_only_what_is_needed_is_asked(house: World, sign_in: SignIn) -> None:
    draft, client = uuid7(), sign_in(house.here.mentor)
    client.post(at(draft, "person"), {**NAME, "birth_date": "03.05.1980"})
    names = client.get(at(draft, "lebenslage")).context["form"].fields
    assert "guardian_kind" not in names
    assert "school_kind" not in names
    assert {"housing_kind", "benefit_kind"} <= set(names)
    with principals.entering(principals.SYSTEM):
        ProgrammeSetting.objects.filter(key="plan.fields").update(value=["arbeit"])
        factories.says(house.programme, "course.phase_needs", {}, date(2020, 1, 1))
    assert [step for step, _, _ in client.get(at(draft, "person")).context["steps"]] == [
        "person",
        "kontakt",
        "aufenthalt",
        "aufnehmen",
    ]
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "records.required", ["entry"], date(2020, 1, 1))
        factories.says(house.programme, "records.hours_before_entry", 8, date(2020, 1, 1))
    last = client.get(at(draft, "aufnehmen"))
    assert "arbeit" in [step for step, _, _ in last.context["steps"]]
    assert "Fragebogen zum Eintritt" in last.text
    assert "zählen 8 Stunden Beratung" in last.text
    assert last.context["form"]["entered_on"].value() is None


def test_somebody_alike_is_asked_about_once_at_the_end(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    walk(client, uuid7())
    draft = uuid7()
    asked = walk(client, draft)
    assert "Trotzdem anlegen" in asked.text
    assert client.post(at(draft, "aufnehmen"), {**ENTRY, "anyway": "1"}).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Person.objects.count() == 2


def test_a_double_click_at_the_end_makes_one_file(house: World, sign_in: SignIn) -> None:
    draft, client = uuid7(), sign_in(house.here.mentor)
    token = str(uuid7())
    first = walk(client, draft, aufnehmen={"form_token": token})
    second = client.post(at(draft, "aufnehmen"), {**ENTRY, "form_token": token})
    assert first["Location"] == second["Location"]
    with factories.as_staff(house.here.mentor):
        assert Person.objects.count() == 1


def enquiry(house: World) -> UUID:
    with factories.as_staff(house.here.mentor):
        return actions.create_person(
            NewParticipant(
                carrier=house.here.carrier,
                project=house.here.project,
                given_names="Nour",
                family_name="Haddad",
                phone="+4917604069031",
                speaks=("ar",),
                concern="Arbeit",
                staff=house.here.mentor.pk,
            )
        )


def test_an_enquiry_is_taken_in_with_what_is_known_already(house: World, sign_in: SignIn) -> None:
    person, client = enquiry(house), sign_in(house.here.mentor)
    assert at(person, "person") in client.get(f"/desk/personen/{person}/").text
    page = client.get(at(person, "person"))
    assert 'value="Haddad"' in page.text
    assert 'value="0176 04069031"' in client.get(at(person, "kontakt")).text
    assert client.get(at(person, "aufnehmen")).context["form"]["entered_on"].value() == "24.11.2026"
    done = walk(client, person)
    assert done["Location"] == f"/desk/personen/{person}/"
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.get()
        assert (row.entered_on, row.staff_id) == (date(2026, 11, 24), house.here.mentor.pk)
        assert Person.objects.get().nationality == "SY"
        assert ResidenceStatus.objects.get().code == "duldung"
    assert "aufenthalt" not in [step for step, _, _ in client.get(at(person, "person")).context["steps"]]


def test_a_colleague_who_was_faster_is_named_and_nothing_is_lost(house: World, sign_in: SignIn) -> None:
    person, client = enquiry(house), sign_in(house.here.mentor)
    client.post(at(person, "person"), NAME)
    with factories.as_staff(house.here.colleague):
        actions.update_person(Person.objects.get(), None, {"email": "nour@example.org"})
    answer = walk(client, person, kontakt={"email": "nour@example.org"})
    assert "Jemand anderes hat die Akte inzwischen geändert." in answer.text
    assert client.post(at(person, "aufnehmen"), ENTRY).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Enrolment.objects.get().entered_on == date(2026, 11, 24)


def test_who_may_not_is_kept_out(house: World, sign_in: SignIn) -> None:
    person = enquiry(house)
    for who in (house.here.auditor, house.here.admin):
        for address in ("/desk/aufnahme/", at(uuid7(), "person"), at(person, "person")):
            assert sign_in(who).get(address).status_code == 403, address
    stranger = sign_in(house.other_project.mentor)
    assert "Haddad" not in stranger.get(at(person, "person")).text
    assert stranger.get(f"/desk/personen/{person}/").status_code == 404


def test_a_draft_is_thrown_away_on_purpose_only(house: World, sign_in: SignIn) -> None:
    draft, client = uuid7(), sign_in(house.here.mentor)
    client.post(at(draft, "person"), NAME)
    assert client.post(f"{at(draft, 'person')}entwurf/", {"drop": "1"}).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert not Draft.objects.exists()


def test_the_steps_take_few_statements(house: World, sign_in: SignIn) -> None:
    person, client = enquiry(house), sign_in(house.here.mentor)
    client.post(at(person, "person"), {**NAME, "to": "person"})
    client.post(at(person, "aufenthalt"), {**STAY, "to": "person"})
    client.get("/desk/suche/")
    for step in ("person", "kontakt", "aufenthalt", "lebenslage", "aufnehmen"):
        assert statements(client, at(person, step))[1] <= 14, step


def test_housing_is_kept_when_the_rules_did_not_ask_for_it(house: World, sign_in: SignIn) -> None:
    lives = {"housing_kind": "eigene_wohnung", "municipality": "Bautzen", "housing_from": "01.05.2026"}
    assert walk(sign_in(house.here.mentor), uuid7(), aufenthalt={"code": "", "stay_from": "", "valid_to": "",
        "document": "", "obligation": "", "stay-endorsement": ""}, lebenslage=lives).status_code == 302  # fmt: skip
    with factories.as_staff(house.here.mentor):
        row = HousingPeriod.objects.get()
    assert (row.kind, row.municipality, row.valid_from) == ("eigene_wohnung", "Bautzen", date(2026, 5, 1))


def test_several_rows_of_each_are_asked_for_one_after_the_other_and_stay_in_the_draft(
    house: World, sign_in: SignIn
) -> None:
    client, draft = sign_in(house.here.mentor), uuid7()
    client.post(at(draft, "person"), NAME)
    address = at(draft, "lebenslage")
    typed = {"housing_kind": "eigene_wohnung", "municipality": "Bautzen", "housing_from": "01.05.2026"}
    more = client.post(address, {**typed, "more": "housing"})
    assert more["Location"] == f"{address}#housing"
    shown = client.get(address)
    assert shown.context["form"]["municipality"].value() == "Bautzen"
    assert "Unterbringung 2" in shown.text
    for key in ("guardian", "benefit", "school", "housing"):
        typed[f"rows-{key}"] = "3" if key == "housing" else "1"
        client.post(address, {**typed, "rows-housing": "2", "more": key})
    for _ in range(9):
        client.post(address, {**typed, "rows-housing": "6", "more": "housing"})
    assert client.get(address).text.count('name="municipality') == 6
    rows: dict[str, Any] = {
        **typed,
        "housing_kind-2": "gemeinschaftsunterkunft", "municipality-2": "Görlitz", "housing_from-2": "01.02.2025",
        "housing_kind-3": "erstaufnahme", "housing_from-3": "01.10.2024", "housing_to-3": "20.01.2025",
        "rows-guardian": "2", "guardian_kind": "parents", "guardian_kind-2": "office_guardian",
        "guardian_name-2": "Jugendamt",
        "rows-school": "2", "school_kind": "vocational", "school_kind-2": "preparatory", "school_to-2": "31.07.2026",
        "rows-benefit": "2", "benefit_kind": "asylblg_3", "benefit_kind-2": "bab",
        "benefit_from-2": "01.03.2025",
    }  # fmt: skip
    wrong = client.post(address, {**rows, "housing_to-3": "20.01.2024", "benefit_kind-2": ""})
    assert {"housing_to-3", "benefit_kind-2"} <= set(wrong.context["form"].errors)
    assert wrong.context["form"]["municipality-2"].value() == "Görlitz"
    assert client.post(address, rows).status_code == 302
    assert "Görlitz" in sign_in(house.here.mentor).get(address).text
    answer = client.post(at(draft, "aufnehmen"), {**ENTRY, "staff": str(house.here.mentor.pk)})
    assert answer["Location"].startswith("/desk/personen/")
    with factories.as_staff(house.here.mentor):
        homes = HousingPeriod.objects.order_by("valid_from").values_list("kind", "valid_from", "valid_to")
        assert list(homes) == [
            ("erstaufnahme", date(2024, 10, 1), date(2025, 1, 20)),
            ("gemeinschaftsunterkunft", date(2025, 2, 1), date(2026, 4, 30)),
            ("eigene_wohnung", date(2026, 5, 1), None),
        ]
        assert rows_of(Guardianship).count() == rows_of(SchoolPeriod).count() == rows_of(BenefitPeriod).count() == 2
        assert rows_of(SchoolPeriod).get(kind="preparatory").valid_to == date(2026, 7, 31)
