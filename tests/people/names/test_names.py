# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names of any length and script, names somebody had before, several nationalities and languages."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from scharnier.foundation import projections
from scharnier.foundation.writes import DomainError
from scharnier.people import actions, words
from scharnier.people.actions import NewParticipant
from scharnier.people.finding.queries import find
from scharnier.people.models import Person
from scharnier.people.names import actions as names
from scharnier.people.names import text
from scharnier.people.names.models import FormerName
from tests import factories
from tests.factories import House, World
from tests.people.conftest import SignIn, statements
from tests.people.test_record import drawn

ARABIC, PERSIAN, TIGRINYA = "محمد الحسن", "فاطمه مي‌دان", "ተስፋይ"


def on_file(house: House, family: str, given: str, **fields: Any) -> UUID:
    row = NewParticipant(carrier=house.carrier, project=house.project, family_name=family, given_names=given, **fields)
    with factories.as_staff(house.mentor):
        return actions.create_person(row)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Al-  Hassan\t", "Al- Hassan"),
        ("\u202eHassan\u202c", "Hassan"),
        ("\u2067محمد\u2069\u200f", "محمد"),
        ("Mu\u0308ller", "Müller"),
        ("Has\u200bsan\ufeff", "Hassan"),
        ("مي\u200cدان", "مي\u200cدان"),
        ("\u200cمحمد\u200d", "محمد"),
        ("O", "O"),
        ("a\x00b", "ab"),
        ("Has\u00adsan", "Hassan"),
    ],
)
def test_marks_nobody_sees_fall_off_and_letters_stay(typed: str, kept: str) -> None:
    assert text.clean(typed) == kept
    assert text.clean(kept) == kept


def test_script_and_direction_come_from_the_letters() -> None:
    assert [text.script_of(name) for name in (ARABIC, TIGRINYA, "Шевченко", "Müller", "123", "")] == [
        "Arab", "Ethi", "Cyrl", "Latn", "", "",
    ]  # fmt: skip
    assert [text.direction_of(name) for name in (ARABIC, TIGRINYA, "12 محمد", "")] == ["rtl", "ltr", "rtl", "ltr"]


@pytest.mark.django_db
def test_the_database_folds_arabic_script_as_python_does() -> None:
    for name in (ARABIC, PERSIAN, "أحمد إبراهيم", "مُحَمَّد", "مـحـمد", "علی کاظمی", "هدى", "شيخة", "Шевченко", "ۀھەۆ"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT script_fold(%s)", [name])
            assert cursor.fetchone()[0] == text.fold_script(name)


@pytest.mark.django_db
@pytest.mark.parametrize("family", ["O", "x" * 80, "", "Ḥ", "ثامر", "Nguyễn", "d'Arc", "Ó Briain-Ñandú"])
def test_a_name_may_be_as_short_as_long_and_as_foreign_as_it_is(house: World, sign_in: SignIn, family: str) -> None:
    pk = on_file(house.here, family, "Li")
    page = sign_in(house.here.mentor).get(f"/desk/personen/{pk}/")
    assert page.status_code == 200
    with factories.as_staff(house.here.mentor):
        assert Person.objects.get().family_name == family


@pytest.mark.django_db
@pytest.mark.parametrize(("family", "given"), [("", ""), ("---", ""), ("\u202e\u200f", "12"), (" ", "\u200b")])
def test_what_has_no_letter_is_no_name(house: World, family: str, given: str) -> None:
    with pytest.raises(DomainError) as refused:
        on_file(house.here, family, given)
    assert refused.value.field == "family_name"


@pytest.mark.django_db
def test_marks_that_turn_a_line_around_reach_neither_file_nor_list(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    answer = client.post("/desk/personen/neu/", {"family_name": "\u202eHaddad", "given_names": "Nour\u2066"})
    assert answer.status_code == 302
    with factories.as_staff(house.here.mentor):
        assert Person.objects.get().list_name == "Haddad, Nour"
    assert "\u202e" not in client.get("/desk/faelle/").content.decode()


@pytest.mark.django_db
def test_the_head_of_the_file_shows_the_own_script_with_its_direction_and_language(
    house: World, sign_in: SignIn
) -> None:
    pk = on_file(house.here, "Al Hassan", "Mohammed", own_script_name=ARABIC, speaks=("ti", "ar"), reads="ti")
    page = sign_in(house.here.mentor).get(f"/desk/personen/{pk}/").content.decode()
    assert f'<bdi class="sh-own" lang="ar" dir="rtl">{ARABIC}</bdi>' in page


@pytest.mark.django_db
def test_a_language_in_another_script_is_not_taken_for_that_of_the_name(house: World) -> None:
    pk = on_file(house.here, "Tesfay", "Selam", own_script_name=TIGRINYA, reads="ar", speaks=("ar",))
    with factories.as_staff(house.here.mentor):
        assert words.own_language(Person.objects.get(pk=pk)) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [ARABIC, "محمد", "مُحَمَّد", "الحسن\u200f", "مـحمد"])
def test_the_search_finds_the_own_script_however_it_is_written(house: World, typed: str) -> None:
    on_file(house.here, "Al Hassan", "Mohammed", own_script_name="مُحَمَّد الحسن")
    with factories.as_staff(house.here.mentor) as scope:
        assert [hit.label for group in find(scope, typed) for hit in group.hits] == ["Al Hassan, Mohammed"]


@pytest.mark.django_db
def test_a_former_name_is_kept_with_its_day_found_and_corrected(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here, "Haddad", "Nour")
    client = sign_in(house.here.mentor)
    new = {"name": "Al\u200f Khatib", "kind": "birth", "valid_to": "03.05.2019", "source": "Heiratsurkunde"}
    assert client.post(f"/desk/personen/{pk}/stammdaten/name/neu/", new).status_code == 302
    with factories.as_staff(house.here.mentor) as scope:
        row = FormerName.objects.get()
        assert (row.name, row.kind, row.valid_to) == ("Al Khatib", "birth", date(2019, 5, 3))
        assert [hit.label for group in find(scope, "khatib") for hit in group.hits] == ["Haddad, Nour"]
        assert projections.compare(house.here.carrier) == []
    page = client.get(f"/desk/personen/{pk}/stammdaten/").content.decode()
    assert "Al Khatib" in page
    assert "03.05.2019" in page
    url = f"/desk/personen/{pk}/stammdaten/name/{row.pk}/"
    assert client.post(url, {**new, "name": "El Khatib", "version": "1"}).status_code == 302
    stale = client.post(url, {**new, "name": "Anders", "version": "1"})
    assert stale.status_code == 409
    assert client.post(f"{url}entfernen/").status_code == 302
    with factories.as_staff(house.here.mentor) as scope:
        assert Person.objects.get().former_names == ""
        assert find(scope, "khatib") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "\u200f"}, "sh-f--bad"),
        ({"name": "12"}, "Tragen Sie einen Namen ein."),
        ({"name": "x" * 161}, "sh-f--bad"),
        ({"kind": "unsinn"}, "sh-f--bad"),
        ({"valid_to": "01.01.2030"}, "Das liegt in der Zukunft."),
        ({"valid_to": "01.01.1970"}, "Das liegt vor der Geburt."),
    ],
)
def test_a_former_name_that_can_not_be_is_refused(
    house: World, sign_in: SignIn, fields: dict[str, str], said: str
) -> None:
    pk = on_file(house.here, "Haddad", "Nour", birth_date=date(1990, 5, 3))
    new = {"name": "Khatib", "kind": "birth", **fields}
    answer = sign_in(house.here.mentor).post(f"/desk/personen/{pk}/stammdaten/name/neu/", new)
    assert said in answer.content.decode()
    with factories.as_staff(house.here.mentor):
        assert not FormerName.objects.exists()


@pytest.mark.django_db
def test_names_of_strangers_are_neither_read_nor_written(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here, "Haddad", "Nour")
    with factories.as_staff(house.here.mentor):
        row = names.add(Person.objects.get(pk=pk), {"name": "Khatib", "kind": "birth"})
    url = f"/desk/personen/{pk}/stammdaten/name/{row.pk}/"
    assert sign_in(house.away.mentor).get(url).status_code == 404
    assert sign_in(house.other_project.mentor).post(f"{url}entfernen/").status_code == 404
    assert sign_in(house.here.auditor).get(url).status_code == 403
    with factories.as_staff(house.here.mentor):
        assert FormerName.objects.filter(pk=row.pk).exists()
    other = on_file(house.here, "Bah", "Ibrahim")
    assert sign_in(house.here.mentor).get(url.replace(str(pk), str(other))).status_code == 404


@pytest.mark.django_db
def test_several_nationalities_and_reading_languages(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here, "Haddad", "Nour", nationality="SY", reads="ar")
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/"
    facts = {**drawn(client, url), "further_nationalities": "Türkei, irakisch", "also_reads": ["ar", "en"]}
    facts |= {"channel": "messenger", "messenger": "Signal, 0176 04069031"}
    answer = client.post(url, facts)
    assert answer.status_code == 302, answer.context["form"].errors
    with factories.as_staff(house.here.mentor):
        kept = Person.objects.get(pk=pk)
    assert (kept.further_nationalities, kept.also_reads, kept.messenger) == (
        ["TR", "IQ"],
        ["en"],
        "Signal, 0176 04069031",
    )
    page = client.get(url).content.decode()
    assert "Türkei, Irak" in page
    assert "Arabisch, Englisch" in client.get(f"/desk/personen/{pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "further", "said"),
    [
        ("", "Syrien", "Tragen Sie zuerst die erste Staatsangehörigkeit ein."),
        ("stateless", "Syrien", "steht allein"),
        ("SY", "ungeklärt", "steht allein"),
        ("SY", "Syrien", "steht schon da"),
        ("SY", "Atlantis", "Atlantis"),
    ],
)
def test_nationalities_that_do_not_go_together_are_refused(
    house: World, sign_in: SignIn, first: str, further: str, said: str
) -> None:
    pk = on_file(house.here, "Haddad", "Nour")
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{pk}/stammdaten/"
    answer = client.post(url, {**drawn(client, url), "nationality": first, "further_nationalities": further})
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_the_page_of_facts_takes_few_statements_and_little_room(house: World, sign_in: SignIn) -> None:
    pk = on_file(house.here, "Haddad", "Nour", nationality="SY", reads="ar", also_reads=("en", "fr"))
    with factories.as_staff(house.here.mentor):
        for number in range(5):
            names.add(Person.objects.get(pk=pk), {"name": f"Khatib {'x' * number}", "kind": "spelling"})
    client = sign_in(house.here.mentor)
    answer, count = statements(client, f"/desk/personen/{pk}/stammdaten/")
    assert count <= 14
    assert len(answer.content) <= 60 * 1024
