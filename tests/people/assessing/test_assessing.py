# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Competence assessments: dated, begun with the last answers, compared in words, with health kept apart."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from scharnier.foundation import principals, projections
from scharnier.foundation.models import Draft, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import matching, occupations
from scharnier.network.models import Role, User
from scharnier.people.assessing import actions
from scharnier.people.assessing.actions import Found
from scharnier.people.assessing.answers import compare, lines
from scharnier.people.assessing.models import Assessment, HealthNeed
from scharnier.people.competence import actions as entries
from scharnier.people.competence import queries
from scharnier.people.competence.models import Education, LanguageLevel, OccupationWish, WorkExperience
from scharnier.people.models import Enrolment, Person, ResidenceStatus
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn, statements
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db

SENT: dict[str, Any] = {
    "held_on": "20.11.2026",
    "method": "interview",
    "orientation": "Möchte wieder als Elektriker arbeiten.",
    "competences-reliability": "2",
    "competences-reliability-evidence": "kam zweimal zu spät",
    "competences-teamwork": "4",
    "motivation-work_soon": "3",
    "childcare": "partly",
    "childcare_note": "Kita bis 14 Uhr",
    "licences": ["B"],
    "vehicles": ["public_transport"],
    "radius": "30",
    "hours_from": "20",
    "hours_to": "30",
    "times": ["early"],
    "hinders": "Deutsch in der Schriftform",
    "health": "nicht schwer heben",
}


@pytest.fixture
def nour(house: World) -> Person:
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here)
        said = {"language": "de", "speaking": "A2", "source": "selbsteinschaetzung"}
        entries.add(person, LanguageLevel, {**said, "stated_on": TODAY})
        electrician = occupations.find("Elektriker")[0].occupation
        job = {"wording": "Elektriker", "occupation": electrician.id, "code": electrician.code}
        entries.add(person, WorkExperience, {**job, "country": "SY"})
        return person


@pytest.fixture
def placement(house: World) -> User:
    with principals.entering(principals.SYSTEM):
        who = factories.user("Placement Here")
        factories.member(who, house.here.carrier, house.here.project, Role.PLACEMENT)
        return who


def page(person: Person, part: str = "") -> str:
    return f"/desk/personen/{person.pk}/kompetenzen/erhebung/{part}"


def assess(house: World, sign_in: SignIn, person: Person, **other: Any) -> str:
    client = sign_in(house.here.mentor)
    answer = client.post(page(person, "neu/"), {**drawn(client, page(person, "neu/")), **SENT, **other})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def rows(house: World, model: type[Any]) -> list[Any]:
    with factories.as_staff(house.here.mentor):
        return list(model.objects.order_by("id"))


def test_an_assessment_keeps_the_six_aspects_and_what_the_file_knew(
    house: World, sign_in: SignIn, nour: Person
) -> None:
    shown, count = statements(sign_in(house.here.mentor), assess(house, sign_in, nour))
    assert count <= 14
    for text in (
        "Kompetenzerhebung vom 20.11.2026",
        "Möchte wieder als Elektriker arbeiten.",
        "Deutsch, Sprechen",
        "gelingt teilweise",
        "kam zweimal zu spät",
        "Kita bis 14 Uhr",
        "B (Pkw)",
        "Frühschicht",
        "nicht schwer heben",
        "nicht für die Vermittlung",
    ):
        assert text in shown.text, text
    (row,) = rows(house, Assessment)
    assert row.assessor_id == house.here.mentor.pk
    assert "heben" not in json.dumps(row.answers)
    text = sign_in(house.here.mentor).get(f"/desk/personen/{nour.pk}/kompetenzen/").text
    assert "20.11.2026" in text


def test_the_form_stays_within_fourteen_statements(house: World, sign_in: SignIn, nour: Person) -> None:
    assess(house, sign_in, nour)
    _, count = statements(sign_in(house.here.mentor), page(nour, "neu/"))
    assert count <= 14
    _, count = statements(sign_in(house.here.mentor), f"/desk/personen/{nour.pk}/kompetenzen/")
    assert count <= 14


def test_the_next_one_begins_with_the_last_answers_and_is_compared_in_words(
    house: World, sign_in: SignIn, nour: Person
) -> None:
    assess(house, sign_in, nour, held_on="01.03.2026")
    start = sign_in(house.here.mentor).get(page(nour, "neu/")).text
    assert "beginnt mit den Antworten vom 01.03.2026" in start
    assert "Möchte wieder als Elektriker arbeiten." in start
    with factories.as_staff(house.here.mentor):
        said = {"language": "de", "speaking": "B1", "source": "einstufungstest", "stated_on": TODAY}
        entries.add(nour, LanguageLevel, said)
        entries.add(nour, OccupationWish, {"wording": "Elektriker", "form": "employment", "rank": 1})
    changed = {"competences-reliability": "3", "competences-teamwork": "3", "childcare": "secured", "hours_to": "39"}
    assess(house, sign_in, nour, **changed, hinders="")
    shown, count = statements(sign_in(house.here.mentor), page(nour, "vergleich/"))
    assert count <= 14
    for text in (
        "Deutsch, Sprechen ist von „A2“ auf „B1“ gestiegen.",
        "Zuverlässigkeit und Pünktlichkeit ist von „gelingt teilweise (kam zweimal zu spät)“ auf „sicher",
        "Zusammenarbeit ist von „Stärke“ auf „sicher“ gefallen.",
        "Kinderbetreuung: vorher „zum Teil (Kita bis 14 Uhr)“, jetzt „gesichert (Kita bis 14 Uhr)“.",
        "Stunden in der Woche bis: vorher „30“, jetzt „39“.",
        "Was hindert ist weggefallen: Deutsch in der Schriftform",
        "Wunsch ist neu: Elektriker · Arbeit",
    ):
        assert text in shown.text, text
    assert "Motivation" not in shown.text
    first, second = rows(house, Assessment)
    back = sign_in(house.here.mentor).get(page(nour, f"vergleich/?von={second.pk}&zu={first.pk}")).text
    assert "Deutsch, Sprechen ist von „B1“ auf „A2“ gefallen." in back


def test_equal_answers_compare_to_nothing() -> None:
    answers = {"competences": {"stamina": {"rating": "3", "evidence": ""}}, "known": {"jobs": {"1": ["Koch", "2015"]}}}
    assert compare(answers, answers) == []
    assert [line.key for line in lines(answers)] == ["job:1", "competences:stamina"]


def test_nothing_typed_is_lost(house: World, sign_in: SignIn, nour: Person) -> None:
    client = sign_in(house.here.mentor)
    typed = {**SENT, "orientation": "halb fertig", "licences": ["B", "forklift"]}
    assert client.post(page(nour, "entwurf/"), typed).status_code == 204
    with factories.as_staff(house.here.mentor):
        assert "schwer heben" not in json.dumps(Draft.objects.get().content)
    again = client.get(page(nour, "neu/")).text
    assert "halb fertig" in again
    assert "nicht schwer heben" in again
    assert again.count("checked") >= 5
    assert "halb fertig" not in sign_in(house.here.colleague).get(page(nour, "neu/")).text
    wrong = client.post(page(nour, "neu/"), {**typed, "hours_from": "35", "method": "test"})
    assert "Das ist weniger als die kleinste Stundenzahl." in wrong.text
    assert "welcher Test das war" in wrong.text
    assert "halb fertig" in wrong.text
    assess(house, sign_in, nour)
    with factories.as_staff(house.here.mentor):
        assert not Draft.objects.exists()


def test_a_draft_can_be_thrown_away(house: World, sign_in: SignIn, nour: Person) -> None:
    client = sign_in(house.here.mentor)
    client.post(page(nour, "entwurf/"), SENT)
    assert client.post(page(nour, "entwurf/"), {"drop": "1"}).status_code == 302
    assert "Entwurf von" not in client.get(page(nour, "neu/")).text


def test_placement_reads_health_once_it_is_released(
    house: World, sign_in: SignIn, nour: Person, placement: User
) -> None:
    address = assess(house, sign_in, nour)
    reader = sign_in(placement)
    seen = reader.get(address).text
    assert "Elektriker" in seen
    assert "schwer heben" not in seen
    form = reader.get(f"{address}aendern/").text
    assert "schwer heben" not in form
    assert 'name="health"' not in form
    changed = {name: value for name, value in SENT.items() if name != "health"}
    sent = {**drawn(reader, f"{address}aendern/"), **changed, "radius": "50"}
    assert reader.post(f"{address}aendern/", sent).status_code == 302
    assert [row.text for row in rows(house, HealthNeed)] == ["nicht schwer heben"]
    client = sign_in(house.here.mentor)
    client.post(f"{address}aendern/", {**drawn(client, f"{address}aendern/"), "released": "on"})
    assert rows(house, HealthNeed)[0].released_by_id == house.here.mentor.pk
    assert "nicht schwer heben" in reader.get(address).text
    client.post(f"{address}aendern/", {**drawn(client, f"{address}aendern/"), "health": ""})
    assert rows(house, HealthNeed) == []


def test_readers_read_strangers_see_nothing(house: World, sign_in: SignIn, nour: Person) -> None:
    address = assess(house, sign_in, nour)
    auditor = sign_in(house.here.auditor)
    seen = auditor.get(address)
    assert seen.status_code == 200
    assert "schwer heben" not in seen.text
    for part in ("neu/", f"{address.rstrip('/').rsplit('/', 1)[1]}/aendern/"):
        assert auditor.get(page(nour, part)).status_code == 403
    assert auditor.post(page(nour, "entwurf/"), SENT).status_code == 403
    stranger = sign_in(house.away.mentor)
    for part in ("neu/", "vergleich/"):
        assert stranger.get(page(nour, part)).status_code == 404
    assert stranger.get(address).status_code == 404
    assert stranger.post(page(nour, "entwurf/"), SENT).status_code == 404
    client = sign_in(house.here.mentor)
    assert client.get(page(nour, f"{uuid4()}/")).status_code == 404
    assert client.get(page(nour, "vergleich/")).status_code == 404


def test_two_editors_are_told(house: World, sign_in: SignIn, nour: Person) -> None:
    address = f"{assess(house, sign_in, nour)}aendern/"
    client = sign_in(house.here.mentor)
    mine, theirs = drawn(client, address), drawn(client, address)
    assert client.post(address, {**theirs, "helps": "Schwester hilft"}).status_code == 302
    second = client.post(address, {**mine, "helps": "Nachbarin hilft"})
    assert "Jemand anderes hat die Erhebung inzwischen geändert." in second.text
    assert "Nachbarin hilft" in second.text
    assert rows(house, Assessment)[0].answers["helps"] == "Schwester hilft"


def test_the_timeline_says_that_somebody_was_assessed(house: World, sign_in: SignIn, nour: Person) -> None:
    assess(house, sign_in, nour)
    with factories.as_staff(house.here.mentor):
        entry = TimelineEntry.objects.get(kind="assessment")
        assert entry.title == "Kompetenzerhebung: eigenes Gespräch"
    with principals.entering(principals.system(house.here.carrier)):
        assert [line for line in projections.compare(house.here.carrier) if "assessment" in line] == []


def test_an_action_refuses_the_future_and_unknown_methods(house: World, nour: Person) -> None:
    with factories.as_staff(house.here.mentor):
        enrolment = Enrolment.objects.get(person=nour)
        for found, field in (
            (Found(date(2027, 1, 1), "interview", "", {}), "held_on"),
            (Found(TODAY, "guess", "", {}), "method"),
        ):
            with pytest.raises(DomainError) as refused:
                actions.assess(enrolment, found, assessor=house.here.mentor.pk)
            assert refused.value.field == field


def test_matching_reads_the_facts_as_it_wants_them(house: World, sign_in: SignIn, nour: Person) -> None:
    with factories.as_staff(house.here.mentor):
        before = matching.read_person(queries.facts(Person.objects.get(pk=nour.pk)))
        assert (before.licences, before.radius, before.hours_to) == (None, None, None)
        cook = occupations.find("Koch")[0].occupation.code
        wish: dict[str, Any] = {"wording": "Koch", "code": cook, "form": "not_wanted", "rank": 2}
        entries.add(nour, OccupationWish, wish)
        degree = {"kind": "training", "title": "Elektroniker", "recognition": "full", "recognised_as": "26212"}
        entries.add(nour, Education, degree)
        ResidenceStatus.objects.create(
            carrier_id=nour.carrier_id, person=nour, code="duldung", valid_from=date(2025, 1, 1)
        )
    assess(house, sign_in, nour)
    with factories.as_staff(house.here.mentor):
        person = Person.objects.get(pk=nour.pk)
        row = queries.facts(person)
        read = matching.read_person(row)
        assert read.licences == frozenset(["B"])
        assert (read.radius, read.hours_from, read.hours_to) == (30, 20, 30)
        assert read.qualifications == ("26212",)
        assert read.excludes == (cook,)
        assert read.german == 2
        assert read.level == 2
        assert read.residence["status"] == "duldung"
        assert not set(row) & matching.NEVER_READ
        assert "health" not in json.dumps(row, default=str)
        assert queries.facts_of([person]) == {person.pk: row}
