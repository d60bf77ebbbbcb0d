# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Languages, schooling, work, wishes and courses of a file: entered, changed, removed, read by those who may."""

from __future__ import annotations

import time
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from scharnier.foundation.writes import DomainError
from scharnier.people.competence import actions
from scharnier.people.competence.models import (
    CourseAttended,
    Education,
    LanguageLevel,
    OccupationWish,
    WorkExperience,
)
from scharnier.people.models import Person
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def nour(house: World) -> Person:
    with factories.as_staff(house.here.mentor):
        return factories.person(house.here)


def page(person: Person) -> str:
    return f"/desk/personen/{person.pk}/kompetenzen/"


def rows(house: World, model: type[Any]) -> list[Any]:
    with factories.as_staff(house.here.mentor):
        return list(model.objects.order_by("id"))


JOB = {
    "wording": "Elektriker auf Baustellen",
    "occupation": "electrician",
    "country": "SY",
    "begun": "2012",
    "ended": "05/2015",
    "employer": "Familienbetrieb",
    "tasks": "Leitungen verlegt",
}
GERMAN = {
    "language": "de",
    "overall": "B1",
    "writing": "A2",
    "source": "selbsteinschaetzung",
    "stated_on": "01.03.2026",
}
DEGREE = {
    "kind": "training",
    "title": "Elektroniker",
    "country": "SY",
    "begun": "2009",
    "ended": "2012",
    "completed": "yes",
    "level": "3",
    "recognition": "partial",
    "recognition_note": "Anpassungslehrgang fehlt",
    "wording": "",
}
WISH = {"wording": "Elektriker", "occupation": "electrician", "form": "apprenticeship", "rank": "1", "note": ""}
COURSE = {
    "kind": "integrationskurs",
    "state": "broken_off",
    "begun": "01.02.2024",
    "ended": "",
    "hours_entitled": "600",
    "hours_used": "480",
}


def enter(house: World, sign_in: SignIn, person: Person, slug: str, sent: dict[str, str]) -> Any:
    client = sign_in(house.here.mentor)
    address = f"{page(person)}{slug}/neu/"
    return client.post(address, {**drawn(client, address), **sent})


def known(wording: str) -> str:
    from scharnier.knowledge import occupations

    return occupations.find(wording)[0].occupation.id


def test_everything_entered_stands_on_one_page(house: World, sign_in: SignIn, nour: Person) -> None:
    electrician = known("Elektriker")
    for slug, sent in (
        ("arbeit", {**JOB, "occupation": electrician}),
        ("wuensche", {**WISH, "occupation": electrician}),
        ("sprachen", GERMAN),
        ("bildung", DEGREE),
        ("kurse", COURSE),
    ):
        answer = enter(house, sign_in, nour, slug, sent)
        assert answer.status_code == 302, (slug, answer.context and answer.context["form"].errors)
        assert answer.url == f"{page(nour)}#{slug}"
    shown, count = statements(sign_in(house.here.mentor), page(nour))
    assert count <= 14
    assert len(shown.content) < 60 * 1024
    for text in (
        "Elektriker auf Baustellen",
        "2012 – 05/2015",
        "3 Jahre",
        "Ausbildung",
        "Hören B1 · Sprechen B1 · Lesen B1 · Schreiben A2",
        "teilweise anerkannt",
        "Anpassungslehrgang fehlt",
        "480 von 600 Stunden genutzt, 120 übrig",
        "Sprachkurs 600 (§ 11 IntV)",
    ):
        assert text in shown.text, text
    # In February 2024 a repetition was still possible.
    assert "einmalige Wiederholung 300 (§ 5 Abs. 5 IntV a. F.)" in shown.text


def test_an_empty_page_says_what_to_do_and_what_the_list_brought(house: World, sign_in: SignIn, nour: Person) -> None:
    with factories.as_staff(house.here.mentor):
        Person.objects.filter(pk=nour.pk).update(occupation="Schneiderin, 5 Jahre")
    text = sign_in(house.here.mentor).get(page(nour)).text
    assert "Noch keine Sprache eingetragen." in text
    assert "In den Stammdaten steht: Schneiderin, 5 Jahre" in text
    taken_over = sign_in(house.here.mentor).get(f"{page(nour)}arbeit/neu/?stammdaten").text
    assert 'value="Schneiderin, 5 Jahre"' in taken_over
    assert "Gemeint ist" in taken_over


def test_a_day_is_kept_as_exactly_as_it_is_known(house: World, sign_in: SignIn, nour: Person) -> None:
    enter(house, sign_in, nour, "arbeit", {**JOB, "occupation": known("Elektriker")})
    (row,) = rows(house, WorkExperience)
    assert (row.begun_on, row.begun_precision) == (date(2012, 1, 1), "year")
    assert (row.ended_on, row.ended_precision) == (date(2015, 5, 31), "month")
    assert row.code == "26212" or len(row.code) == 5
    text = sign_in(house.here.mentor).get(f"{page(nour)}arbeit/{row.pk}/").text
    assert 'value="2012"' in text
    assert 'value="05/2015"' in text


def test_the_head_of_the_file_follows_the_latest_german(house: World, sign_in: SignIn, nour: Person) -> None:
    enter(house, sign_in, nour, "sprachen", GERMAN)
    assert rows(house, Person)[0].german_level == "A2"
    later = {**GERMAN, "overall": "B2", "writing": "B1", "stated_on": "20.11.2026"}
    enter(house, sign_in, nour, "sprachen", later)
    assert rows(house, Person)[0].german_level == "B1"
    enter(house, sign_in, nour, "sprachen", {**GERMAN, "overall": "A1", "writing": "", "stated_on": "01.01.2020"})
    assert rows(house, Person)[0].german_level == "B1"
    text = sign_in(house.here.mentor).get(page(nour)).text
    assert "davor: A2 (03/2026), A1 (01/2020)" in text
    newest = max(rows(house, LanguageLevel), key=lambda row: row.stated_on)
    sign_in(house.here.mentor).post(f"{page(nour)}sprachen/{newest.pk}/entfernen/")
    assert rows(house, Person)[0].german_level == "A2"


@pytest.mark.parametrize(
    ("slug", "sent", "says"),
    [
        ("sprachen", {**GERMAN, "overall": "", "writing": ""}, "Wählen Sie wenigstens eine Stufe."),
        ("sprachen", {**GERMAN, "source": "zertifikat"}, "Tragen Sie ein, welches Zertifikat das ist."),
        ("sprachen", {**GERMAN, "stated_on": "24.12.2026"}, "Das liegt in der Zukunft."),
        ("arbeit", {**JOB, "occupation": "", "ended": "2010"}, "Das Ende liegt vor dem Anfang."),
        ("arbeit", {**JOB, "ongoing": "on"}, "Lassen Sie das Ende leer"),
        ("arbeit", {**JOB, "wording": "Koch oder Pflege", "occupation": ""}, "Wählen Sie unten, was gemeint ist."),
        ("arbeit", {**JOB, "wording": "xqzzkw", "occupation": ""}, "Dazu finden wir keinen Beruf."),
        ("arbeit", {**JOB, "begun": "irgendwann"}, "Das ist kein Datum."),
        ("arbeit", {**JOB, "begun": "2030"}, "Das liegt in der Zukunft."),
        ("kurse", {**COURSE, "hours_used": "-3"}, "größer"),
        ("wuensche", {**WISH, "rank": "0"}, "größer"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(
    house: World, sign_in: SignIn, nour: Person, slug: str, sent: dict[str, str], says: str
) -> None:
    answer = enter(house, sign_in, nour, slug, sent)
    assert answer.status_code == 200
    assert says in answer.text
    for name in ("employer", "tasks", "note", "certificate"):
        if sent.get(name):
            assert sent[name] in answer.text
    for model in (LanguageLevel, Education, WorkExperience, OccupationWish, CourseAttended):
        assert rows(house, model) == []


def test_words_without_an_occupation_are_kept_when_somebody_says_so(
    house: World, sign_in: SignIn, nour: Person
) -> None:
    answer = enter(house, sign_in, nour, "arbeit", {**JOB, "wording": "Kamelzüchter", "occupation": "-"})
    assert answer.status_code == 302
    (row,) = rows(house, WorkExperience)
    assert (row.wording, row.occupation, row.code) == ("Kamelzüchter", "", "")


def test_a_word_that_says_it_all_is_taken_without_asking(house: World, sign_in: SignIn, nour: Person) -> None:
    answer = enter(house, sign_in, nour, "arbeit", {**JOB, "wording": "Putzfrau", "occupation": ""})
    assert answer.status_code == 302
    assert rows(house, WorkExperience)[0].code == "54101"


def test_occupations_are_suggested_by_everyday_words_at_once(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    assert "Reinigungskraft" in client.post("/desk/berufe/", {"wording": "puzfrau"}).text
    assert "Schneider" in client.post("/desk/berufe/", {"wording": "tailor"}).text
    assert client.post("/desk/berufe/", {"wording": ""}).text.strip() == ""
    taken = []
    for words in ("elektrik", "krankenschwst", "fahrer", "shnaider", "büro"):
        started = time.process_time()
        client.post("/desk/berufe/", {"wording": words})
        taken.append(time.process_time() - started)
    assert sorted(taken)[2] < 0.05
    assert client.get("/desk/berufe/").status_code == 405


def test_two_editors_are_told(house: World, sign_in: SignIn, nour: Person) -> None:
    enter(house, sign_in, nour, "sprachen", GERMAN)
    (row,) = rows(house, LanguageLevel)
    address = f"{page(nour)}sprachen/{row.pk}/"
    client = sign_in(house.here.mentor)
    mine, theirs = drawn(client, address), drawn(client, address)
    assert client.post(address, {**theirs, "speaking": "B2"}).status_code == 302
    second = client.post(address, {**mine, "speaking": "C1"})
    assert second.status_code == 409
    assert rows(house, LanguageLevel)[0].speaking == "B2"


def test_a_double_click_writes_once(house: World, sign_in: SignIn, nour: Person) -> None:
    client = sign_in(house.here.mentor)
    address = f"{page(nour)}sprachen/neu/"
    sent = {**drawn(client, address), **GERMAN}
    assert client.post(address, sent)["Location"] == client.post(address, sent)["Location"]
    assert len(rows(house, LanguageLevel)) == 1


def test_readers_read_strangers_see_nothing(house: World, sign_in: SignIn, nour: Person) -> None:
    enter(house, sign_in, nour, "sprachen", GERMAN)
    (row,) = rows(house, LanguageLevel)
    new, edit = f"{page(nour)}sprachen/neu/", f"{page(nour)}sprachen/{row.pk}/"
    auditor = sign_in(house.here.auditor)
    shown = auditor.get(page(nour))
    assert "Hören B1" in shown.text
    assert new not in shown.text
    assert [auditor.get(new).status_code, auditor.get(edit).status_code] == [403, 403]
    assert auditor.post(f"{edit}entfernen/").status_code == 403
    assert auditor.post("/desk/berufe/", {"wording": "Koch"}).status_code == 403
    stranger = sign_in(house.away.mentor)
    assert [stranger.get(address).status_code for address in (page(nour), new, edit)] == [404, 404, 404]
    mentor = sign_in(house.here.mentor)
    assert mentor.get(f"{page(nour)}sprachen/{uuid4()}/").status_code == 404
    assert mentor.get(f"{page(nour)}hobbys/neu/").status_code == 404
    assert mentor.get(f"{edit}entfernen/").status_code == 405


@pytest.mark.parametrize(
    ("model", "values", "field"),
    [
        (LanguageLevel, {"language": "xx", "speaking": "A1", "source": "zertifikat"}, "language"),
        (LanguageLevel, {"language": "de", "speaking": "Z9", "source": "zertifikat"}, "speaking"),
        (Education, {"kind": "school", "title": "x" * 161}, "title"),
        (WorkExperience, {"wording": "Koch", "code": "99"}, "wording"),
        (CourseAttended, {"kind": "kochkurs"}, "kind"),
    ],
)
def test_an_action_refuses_what_no_list_knows(
    house: World, nour: Person, model: type[Any], values: dict[str, Any], field: str
) -> None:
    with factories.as_staff(house.here.mentor):
        with pytest.raises(DomainError) as refused:
            actions.add(nour, model, values)
        assert refused.value.field == field


def test_rows_follow_when_two_files_become_one(house: World, sign_in: SignIn, nour: Person) -> None:
    from scharnier.people.merging.actions import merge

    with factories.as_staff(house.here.mentor):
        other = factories.person(house.here, "Hadad", "Nur")
        actions.add(other, OccupationWish, {"wording": "Koch", "form": "employment", "rank": 1})
        from scharnier.people.merging.queries import compare_files

        compared = compare_files(nour, other)
        choices = {field.name: "mine" for field in compared.choices}
        choices |= {clash.key: "mine" for clash in compared.clashes}
        merge(nour, other, choices, house.here.mentor.pk)
        assert [row.person_id for row in OccupationWish.objects.all()] == [nour.pk]
