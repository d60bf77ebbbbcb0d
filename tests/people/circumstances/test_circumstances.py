# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lebenslage: who stands up for a minor, school and benefits; dated, asked for, never a lock."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from scharnier.foundation.writes import DomainError
from scharnier.people.circumstances import actions
from scharnier.people.circumstances.models import BenefitPeriod, Circumstance, Guardianship, SchoolPeriod, rows_of
from scharnier.people.circumstances.queries import is_minor
from scharnier.people.models import Person, Precision, ResidenceStatus
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn, statements
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def minor(house: World) -> Person:
    with factories.as_staff(house.here.mentor):
        return factories.person(house.here, birth_date=date(2010, 5, 3))


def page(person: Person, *parts: str) -> str:
    return "/".join([f"/desk/personen/{person.pk}/stammdaten/lebenslage", *parts, ""])


def rows(house: World, model: type[Circumstance]) -> list[Any]:
    with factories.as_staff(house.here.mentor):
        return list(rows_of(model).order_by("valid_from", "pk"))


def test_a_minor_without_anybody_is_asked_about_and_never_held_up(house: World, sign_in: SignIn, minor: Person) -> None:
    client = sign_in(house.here.mentor)
    assert "Wer vertritt sie?" in client.get(page(minor)).text
    file, missing = f"/desk/personen/{minor.pk}/", "minderjährig, gesetzliche Vertretung fehlt"
    assert missing in client.get(file).text
    url = page(minor, "vertretung", "neu")
    sent = {"kind": "office_guardian", "name": "Jugendamt Waren, Frau Kern", "phone": "030 23125001"}
    assert client.post(url, {**drawn(client, url), **sent}).status_code == 302
    found = client.get(page(minor)).text
    assert "Wer vertritt sie?" not in found
    assert missing not in client.get(file).text
    with factories.as_staff(house.here.mentor):
        rows_of(Guardianship).update(valid_from=None, valid_to=date(2026, 11, 23))
        grown = factories.person(house.here, "Erwachsen", birth_date=date(2000, 5, 3))
    assert missing in client.get(file).text
    assert missing not in client.get(f"/desk/personen/{grown.pk}/").text
    assert "Amtsvormundschaft (Jugendamt)" in found
    assert "Jugendamt Waren, Frau Kern" in found
    assert rows(house, Guardianship)[0].phone == "+493023125001"


@pytest.mark.parametrize(
    ("born", "precision", "minor"),
    [
        (date(2008, 11, 24), Precision.DAY, False),
        (date(2008, 11, 25), Precision.DAY, True),
        (date(2008, 11, 1), Precision.MONTH, True),
        (date(2008, 10, 1), Precision.MONTH, False),
        (date(2008, 1, 1), Precision.YEAR, True),
        (date(2007, 1, 1), Precision.YEAR, False),
        (date(2008, 1, 1), Precision.ESTIMATED, True),
        (None, Precision.DAY, False),
    ],
)
def test_who_is_known_to_the_year_counts_as_a_minor_until_its_end(
    born: date | None, precision: str, minor: bool
) -> None:
    person = Person(birth_date=born, birth_precision=precision)
    assert is_minor(person, TODAY) is minor


def test_a_change_of_school_ends_the_one_before(house: World, sign_in: SignIn, minor: Person) -> None:
    client = sign_in(house.here.mentor)
    url = page(minor, "schule", "neu")
    for sent in (
        {"kind": "preparatory", "school": "Schule am See", "valid_from": "01.02.2026", "end_previous": "on"},
        {"kind": "lower_secondary", "grade": "8b", "valid_from": "01.09.2026", "end_previous": "on"},
    ):
        assert client.post(url, {**drawn(client, url), **sent}).status_code == 302
    first, second = rows(house, SchoolPeriod)
    assert (first.valid_to, second.valid_to) == (date(2026, 8, 31), None)


def test_benefits_run_side_by_side_and_the_one_at_entry_is_marked(house: World, sign_in: SignIn, minor: Person) -> None:
    with factories.as_staff(house.here.mentor):
        for kind, begin, end in (
            ("asylblg_3", date(2025, 1, 1), date(2026, 5, 31)),
            ("sgb2", date(2026, 6, 1), None),
            ("kinderzuschlag", date(2026, 6, 1), None),
        ):
            actions.add(BenefitPeriod, minor, {"kind": kind, "valid_from": begin, "valid_to": end})
    text = sign_in(house.here.mentor).get(page(minor)).text
    assert text.count("beim Eintritt") == 1
    assert text.index("beim Eintritt") > text.index("Grundleistungen")
    assert text.count(">jetzt<") == 2
    assert "Jobcenter" in text


@pytest.mark.parametrize(
    ("slug", "fields", "field"),
    [
        ("vertretung", {"kind": ""}, "kind"),
        ("vertretung", {"kind": "koenig"}, "kind"),
        ("vertretung", {"kind": "parents", "name": "x" * 161}, "name"),
        ("vertretung", {"kind": "parents", "phone": "12"}, "phone"),
        ("vertretung", {"kind": "parents", "email": "kein@"}, "email"),
        ("schule", {"kind": "primary", "valid_from": "31.02.2026"}, "valid_from"),
        ("schule", {"kind": "primary", "valid_from": "01.03.2026", "valid_to": "01.02.2026"}, "valid_to"),
        ("leistungen", {"kind": "sgb2", "valid_from": "01.03.2009"}, "valid_from"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    house: World, sign_in: SignIn, minor: Person, slug: str, fields: dict[str, str], field: str
) -> None:
    client = sign_in(house.here.mentor)
    url = page(minor, slug, "neu")
    answer = client.post(url, {**drawn(client, url), **fields})
    assert field in answer.context["form"].errors
    for model in (Guardianship, SchoolPeriod, BenefitPeriod):
        assert rows(house, model) == []


def test_the_action_takes_no_code_that_is_none(house: World, minor: Person) -> None:
    for kind in ("", "gibtsnicht"):
        with factories.as_staff(house.here.mentor), pytest.raises(DomainError) as refused:
            actions.add(SchoolPeriod, minor, {"kind": kind})
        assert refused.value.field == "kind"


def test_the_second_of_two_editors_is_told(house: World, sign_in: SignIn, minor: Person) -> None:
    with factories.as_staff(house.here.mentor):
        row = actions.add(Guardianship, minor, {"kind": "parents", "name": "Aisha Haddad"})
    url = page(minor, "vertretung", str(row.pk))
    mine, theirs = sign_in(house.here.mentor), sign_in(house.here.colleague)
    my_form, their_form = drawn(mine, url), drawn(theirs, url)
    assert theirs.post(url, {**their_form, "name": "Karim Haddad"}).status_code == 302
    answer = mine.post(url, {**my_form, "name": "Nour Haddad"})
    assert answer.status_code == 409
    assert "Karim Haddad" in answer.text


def test_strangers_and_readers_do_not_write(house: World, sign_in: SignIn, minor: Person) -> None:
    with factories.as_staff(house.here.mentor):
        row = actions.add(Guardianship, minor, {"kind": "parents"})
    for address in (page(minor, "vertretung", "neu"), page(minor, "vertretung", str(row.pk))):
        assert sign_in(house.other_project.mentor).get(address).status_code == 404
        assert sign_in(house.here.auditor).post(address, {"kind": "curator"}).status_code == 403
    assert sign_in(house.other_project.mentor).get(page(minor)).status_code == 404
    assert "Neue Vertretung" not in sign_in(house.here.auditor).get(page(minor)).text
    mentor = sign_in(house.here.mentor)
    for address in (page(minor, "haustiere", "neu"), page(minor, "vertretung", str(uuid4()))):
        assert mentor.get(address).status_code == 404
    with factories.as_staff(house.other_project.mentor):
        assert not Guardianship.objects.exists()


def test_the_pages_take_few_statements(house: World, sign_in: SignIn, minor: Person) -> None:
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    for address in (page(minor), page(minor, "leistungen", "neu")):
        assert statements(client, address)[1] <= 14, address


def test_a_gap_or_an_overlap_of_stays_needs_a_reason(house: World, sign_in: SignIn, minor: Person) -> None:
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{minor.pk}/stammdaten/aufenthalt/neu/"
    first = {"code": "gestattung", "valid_from": "01.01.2025", "valid_to": "31.12.2025", "end_previous": "on"}
    assert client.post(url, {**drawn(client, url), **first}).status_code == 302
    late = {"code": "duldung", "valid_from": "15.01.2026", "valid_to": "30.06.2026", "end_previous": "on"}
    asked = client.post(url, {**drawn(client, url), **late})
    assert "fehlen Tage" in asked.text
    with_reason = {**late, "irregular": "Termin bei der Behörde erst im Januar"}
    assert client.post(url, {**drawn(client, url), **with_reason}).status_code == 302
    twice = {"code": "fiktion_81_4", "valid_from": "01.06.2026", "end_previous": ""}
    assert "schon in einem anderen Status" in client.post(url, {**drawn(client, url), **twice}).text
    assert client.post(url, {**drawn(client, url), **twice, "irregular": "Fiktion zusätzlich"}).status_code == 302
    text = client.get(f"/desk/personen/{minor.pk}/stammdaten/").text
    assert "Termin bei der Behörde erst im Januar" in text
    with factories.as_staff(house.here.mentor):
        row = ResidenceStatus.objects.get(code="duldung")
    edit = url.replace("neu", str(row.pk))
    only_words = {**late, "valid_from": "15.01.2026", "irregular": "", "source": "Dokument gesehen"}
    assert client.post(edit, {**drawn(client, edit), **only_words}).status_code == 302
