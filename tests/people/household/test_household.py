# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who lives together: with a file and without one, with what they are for each other, and who may see whom."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from scharnier.foundation import principals
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Role, User
from scharnier.people import actions as people
from scharnier.people.actions import NewParticipant
from scharnier.people.finding.queries import find
from scharnier.people.household import actions, queries
from scharnier.people.household.actions import Belonging, Relative
from scharnier.people.household.models import HouseholdMember
from scharnier.people.housing.actions import NewHousing, add_housing
from scharnier.people.housing.models import HousingPeriod
from scharnier.people.merging import actions as merging
from scharnier.people.merging import queries as comparing
from scharnier.people.merging.models import Merge
from scharnier.people.models import Person
from tests import factories
from tests.factories import House, World
from tests.people.conftest import SignIn, statements

pytestmark = pytest.mark.django_db


def on_file(house: House, given: str, staff: User | None = None, **fields: Any) -> UUID:
    row = NewParticipant(
        carrier=house.carrier,
        project=house.project,
        family_name=fields.pop("family_name", "Haddad"),
        given_names=given,
        staff=(staff or house.mentor).pk,
        entered_on=date(2026, 1, 14),
        **fields,
    )
    with factories.as_staff(house.lead):
        return people.create_person(row)


def person(pk: UUID) -> Person:
    return Person.objects.get(pk=pk)


def together(house: House, mine: UUID, other: UUID, how: Belonging | None = None, who: User | None = None) -> None:
    with factories.as_staff(who or house.lead):
        actions.add_file(person(mine), person(other), how or Belonging("spouse"))


def shown(house: House, pk: UUID, who: User | None = None) -> list[tuple[str, str]]:
    """Name and relation of everybody whom somebody sees in a household, former members included."""
    with factories.as_staff(who or house.mentor) as scope:
        return [(each.row.full_name, each.code) for each in queries.household(scope, pk)]


@pytest.fixture
def family(house: World) -> tuple[UUID, UUID, UUID]:
    """A couple and a son with files, a daughter without one."""
    wife, husband, son = (on_file(house.here, name) for name in ("Rania", "Bashar", "Omar"))
    with factories.as_staff(house.here.mentor):
        actions.add_file(person(wife), person(husband), Belonging("spouse", since=date(2020, 1, 1)))
        of_husband = queries.open_row(person(husband))
        assert of_husband is not None
        actions.add_file(person(wife), person(son), Belonging("child", {of_husband.pk: "child"}))
        lina = Relative("Haddad", "Lina", date(2018, 1, 1), "year")
        actions.add_relative(person(wife), lina, Belonging("child", {of_husband.pk: "child"}))
    return wife, husband, son


def test_each_file_says_what_the_others_are_for_this_one(house: World, family: tuple[UUID, UUID, UUID]) -> None:
    wife, husband, son = family
    assert sorted(shown(house.here, wife)) == [
        ("Bashar Haddad", "spouse"),
        ("Lina Haddad", "child"),
        ("Omar Haddad", "child"),
    ]
    assert sorted(shown(house.here, husband)) == [
        ("Lina Haddad", "child"),
        ("Omar Haddad", "child"),
        ("Rania Haddad", "spouse"),
    ]
    assert sorted(shown(house.here, son)) == [
        ("Bashar Haddad", "parent"),
        ("Lina Haddad", ""),
        ("Rania Haddad", "parent"),
    ]


def test_the_page_shows_names_and_nothing_else_of_the_other_files(
    house: World, sign_in: SignIn, family: tuple[UUID, UUID, UUID]
) -> None:
    wife, husband, _ = family
    with factories.as_staff(house.here.mentor):
        Person.objects.filter(pk=husband).update(remark="Nur in seiner Akte", phone="+4917604069031")
    answer, count = statements(sign_in(house.here.mentor), f"/desk/personen/{wife}/haushalt/")
    page = answer.content.decode()
    assert count <= 14
    for text in (
        "Bashar Haddad",
        "Ehefrau oder Ehemann",
        "Lina Haddad",
        "etwa 8 Jahre",
        "keine Akte",
        "seit 01.01.2020",
    ):
        assert text in page
    assert "Nur in seiner Akte" not in page
    assert "04069031" not in page


def test_somebody_is_found_added_changed_and_ended(house: World, sign_in: SignIn) -> None:
    wife, husband = on_file(house.here, "Rania"), on_file(house.here, "Bashar")
    client, home = sign_in(house.here.mentor), f"/desk/personen/{wife}/haushalt/"
    assert "Noch niemand eingetragen." in client.get(home).content.decode()
    found = client.post(home, {"name": "bashar"}).content.decode()
    assert f"{home}dazu/{husband}/" in found
    assert "Niemand gefunden" in client.post(home, {"name": "Zzyzx"}).content.decode()
    sent = client.post(f"{home}dazu/{husband}/", {"relation": "spouse", "since": "1.2.2024", "contact": "on"})
    assert sent["Location"] == home
    page = client.get(f"/desk/personen/{husband}/haushalt/").content.decode()
    assert "Bashar Haddad ist Ansprechperson" in page
    with factories.as_staff(house.here.mentor):
        row = HouseholdMember.objects.get(person_id=husband)
    edit = {
        "version": row.version,
        "relation": "partner",
        "since": "1.2.2024",
        "until": "1.3.2026",
        "reason": "moved_out",
    }
    assert client.post(f"{home}{row.pk}/", {**edit, "until": "1.3.2023"}).status_code == 200
    assert client.post(f"{home}{row.pk}/", edit)["Location"] == home
    page = client.get(home).content.decode()
    assert "Früher" in page
    assert "01.02.2024 – 01.03.2026" in page
    assert "ausgezogen" in page
    assert client.post(f"{home}{row.pk}/entfernen/").status_code == 302
    assert "Noch niemand eingetragen." in client.get(home).content.decode()


def test_two_editors_are_told_apart(house: World, sign_in: SignIn, family: tuple[UUID, UUID, UUID]) -> None:
    wife, husband, _ = family
    with factories.as_staff(house.here.mentor):
        row = HouseholdMember.objects.get(person_id=husband, given_names="")
    client, url = sign_in(house.here.mentor), f"/desk/personen/{wife}/haushalt/{row.pk}/"
    first = {"version": row.version, "relation": "spouse", "since": "1.5.2021"}
    assert client.post(url, first).status_code == 302
    second = client.post(url, {**first, "since": "1.6.2022"})
    assert second.status_code == 409
    assert "01.05.2021" in second.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"given_names": "", "family_name": ""}, "Tragen Sie einen Namen ein"),
        ({"given_names": "…", "family_name": "?"}, "Es steht kein Buchstabe darin"),
        ({"given_names": "x" * 81}, "sh-f--bad"),
        ({"birth_date": "1.1.2099"}, "sh-f--bad"),
        ({"since": "1.1.2099"}, "sh-f--bad"),
        ({"relation": "cousin"}, "sh-f--bad"),
        ({"country": "XX"}, "sh-f--bad"),
    ],
)
def test_bad_input_adds_nobody_and_loses_nothing(
    house: World, sign_in: SignIn, fields: dict[str, str], said: str
) -> None:
    wife = on_file(house.here, "Rania")
    typed = {"family_name": "Al-Masri", "given_names": "Yusuf", "birth_date": "2.3.1961", **fields}
    page = sign_in(house.here.mentor).post(f"/desk/personen/{wife}/haushalt/ohne-akte/", typed).content.decode()
    assert said in page
    assert f'value="{typed["birth_date"]}"' in page
    with factories.as_staff(house.here.mentor):
        assert not HouseholdMember.objects.exists()


def test_a_double_click_adds_once(house: World, sign_in: SignIn) -> None:
    wife = on_file(house.here, "Rania")
    client = sign_in(house.here.mentor)
    typed = {"given_names": "Lina", "relation": "child", "form_token": "018f0000-0000-7000-8000-000000000001"}
    for _ in range(2):
        assert client.post(f"/desk/personen/{wife}/haushalt/ohne-akte/", typed).status_code == 302
    assert shown(house.here, wife) == [("Lina", "child")]


def test_who_is_on_file_already_is_noticed_and_beyond_ones_projects_only_the_project(
    house: World, sign_in: SignIn
) -> None:
    wife = on_file(house.here, "Rania")
    son = on_file(house.here, "Omar", birth_date=date(2001, 4, 2))
    elsewhere = on_file(house.other_project, "Samira", birth_date=date(1970, 2, 3))
    client, url = sign_in(house.here.mentor), f"/desk/personen/{wife}/haushalt/ohne-akte/"
    typed = {"family_name": "Haddad", "given_names": "Omar", "birth_date": "2.4.2001", "relation": "child"}
    assert f"dazu/{son}/" in client.post(url, typed).content.decode()
    away = {"family_name": "Haddad", "given_names": "Samira", "birth_date": "3.2.1970", "relation": "parent"}
    page = client.post(url, away).content.decode()
    assert "Fragen Sie im Projekt Projekt sued nach." in page
    assert str(elsewhere) not in page
    assert client.post(url, {**away, "anyway": "1"}).status_code == 302
    assert shown(house.here, wife) == [("Samira Haddad", "parent")]


def test_somebody_without_a_file_gets_one_and_stays_a_member(
    house: World, sign_in: SignIn, family: tuple[UUID, UUID, UUID]
) -> None:
    wife, husband, _ = family
    with factories.as_staff(house.here.mentor):
        lina = HouseholdMember.objects.get(given_names="Lina")
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{wife}/haushalt/{lina.pk}/akte/"
    page = client.get(url).content.decode()
    assert 'value="Lina"' in page
    assert 'value="2018"' in page
    sent = client.post(url, {"family_name": "Haddad", "given_names": "Lina", "birth_date": "2018", "sex": "f"})
    made = UUID(sent["Location"].split("/")[3])
    assert ("Lina Haddad", "child") in shown(house.here, husband)
    assert ("Rania Haddad", "parent") in shown(house.here, made)
    with factories.as_staff(house.here.mentor):
        lina.refresh_from_db()
        assert (lina.person_id, lina.on_file, lina.birth_date) == (made, True, None)
    assert client.get(url)["Location"] == f"/desk/personen/{made}/"


def test_an_address_is_shared_with_whom_one_ticks(
    house: World, sign_in: SignIn, family: tuple[UUID, UUID, UUID]
) -> None:
    wife, husband, son = family
    with factories.as_staff(house.here.mentor):
        add_housing(person(wife), NewHousing("eigene_wohnung", "Leipzig", "SN", date(2026, 2, 1)))
        add_housing(person(husband), NewHousing("gemeinschaftsunterkunft", "Leipzig", "SN", date(2025, 1, 1)))
        people.update_person(person(wife), 1, {"street": "Lindenweg 3", "postcode": "04109", "place": "Leipzig"})
        row = HouseholdMember.objects.get(person_id=husband, given_names="")
    client, url = sign_in(house.here.mentor), f"/desk/personen/{wife}/haushalt/anschrift/"
    assert "Wählen Sie, wer dort wohnt." in client.post(url, {}).content.decode()
    assert client.post(url, {"who": str(row.pk)}).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert person(husband).street == "Lindenweg 3"
        assert person(son).street == ""
        periods = list(
            HousingPeriod.objects.filter(person_id=husband).order_by("valid_from").values_list("kind", "valid_to")
        )
    assert periods == [("gemeinschaftsunterkunft", date(2026, 1, 31)), ("eigene_wohnung", None)]


# ---------- who may see and write what ----------


def test_a_member_out_of_ones_projects_is_a_number_and_a_project(house: World, sign_in: SignIn) -> None:
    wife = on_file(house.here, "Rania")
    brother = on_file(house.other_project, "Karim")
    with principals.entering(principals.SYSTEM):
        factories.member(house.here.lead, house.here.carrier, house.other_project.project, Role.LEAD)
    together(house.here, wife, brother, Belonging("sibling"))
    mentor = sign_in(house.here.mentor)
    page = mentor.get(f"/desk/personen/{wife}/haushalt/").content.decode()
    assert "1 weitere Person, im Projekt Projekt sued. Fragen Sie dort." in page
    assert "Karim" not in page
    assert str(brother) not in page
    assert mentor.get(f"/desk/personen/{brother}/").status_code == 404
    with factories.as_staff(house.here.mentor):
        assert list(HouseholdMember._base_manager.values_list("person_id", flat=True)) == [wife]
    assert shown(house.other_project, brother, house.other_project.mentor) == []


def test_strangers_and_readers_write_no_household(
    house: World, sign_in: SignIn, family: tuple[UUID, UUID, UUID]
) -> None:
    wife, husband, _ = family
    with factories.as_staff(house.here.mentor):
        row = HouseholdMember.objects.get(person_id=husband, given_names="")
    home = f"/desk/personen/{wife}/haushalt/"
    pages = (home, f"{home}ohne-akte/", f"{home}anschrift/", f"{home}{row.pk}/", f"{home}{row.pk}/akte/")
    for who in (house.away.mentor, house.other_project.mentor):
        client = sign_in(who)
        assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    reader = sign_in(house.here.auditor)
    assert [reader.get(page).status_code for page in pages] == [200] + [403] * 4
    assert "Jemanden aufnehmen" not in reader.get(home).content.decode()
    assert reader.post(f"{home}{row.pk}/entfernen/").status_code == 403
    stranger = on_file(house.other_project, "Karim")
    assert sign_in(house.here.mentor).get(f"{home}dazu/{stranger}/").status_code == 404


def test_who_belongs_to_another_household_stays_there(house: World) -> None:
    one, two, three, four = (on_file(house.here, name) for name in ("Rania", "Bashar", "Karim", "Samira"))
    together(house.here, one, two)
    together(house.here, three, four)
    with pytest.raises(DomainError, match="gehört zu einem anderen Haushalt"):
        together(house.here, one, three)
    with pytest.raises(DomainError, match="gehört schon dazu"):
        together(house.here, one, two)
    with pytest.raises(DomainError, match="die Person selbst"):
        together(house.here, one, one)


def test_who_is_alone_comes_to_the_household_of_the_other(house: World) -> None:
    one, two, three = (on_file(house.here, name) for name in ("Rania", "Bashar", "Karim"))
    together(house.here, one, two)
    together(house.here, three, one, Belonging("sibling"))
    assert sorted(shown(house.here, two)) == [("Karim Haddad", ""), ("Rania Haddad", "spouse")]
    assert ("Rania Haddad", "sibling") in shown(house.here, three)


def test_who_has_left_sees_nobody_who_came_later(house: World) -> None:
    wife, husband, later = (on_file(house.here, name) for name in ("Rania", "Bashar", "Karim"))
    together(house.here, wife, husband, Belonging("spouse", since=date(2020, 1, 1)))
    with factories.as_staff(house.here.mentor):
        row = HouseholdMember.objects.get(person_id=husband)
        ended = Belonging("spouse", since=date(2020, 1, 1), until=date(2023, 5, 1), reason="moved_out")
        actions.change(person(wife), row, None, ended)
    together(house.here, wife, later, Belonging("sibling", since=date(2024, 1, 1)))
    assert shown(house.here, husband) == [("Rania Haddad", "spouse")]
    assert sorted(shown(house.here, wife)) == [("Bashar Haddad", "spouse"), ("Karim Haddad", "sibling")]


# ---------- merging ----------


def merge(house: House, mine: UUID, other: UUID, keep: str) -> UUID:
    with factories.as_staff(house.mentor):
        one, two = person(mine), person(other)
        compared = comparing.compare_files(one, two)
        every = {field.name: "mine" for field in compared.choices} | {clash.key: keep for clash in compared.clashes}
        return merging.merge(one, two, every, house.mentor.pk).pk


@pytest.mark.parametrize("keep", ["mine", "other"])
def test_a_merge_moves_the_membership_and_undoing_brings_it_back(
    house: World, family: tuple[UUID, UUID, UUID], keep: str
) -> None:
    wife, husband, son = family
    again, friend = on_file(house.here, "Raniya"), on_file(house.here, "Karim", family_name="Aziz")
    together(house.here, again, friend, Belonging("other"))
    before = {pk: shown(house.here, pk) for pk in (wife, husband, son, again, friend)}
    done = merge(house.here, wife, again, keep)
    names = {name for name, _ in shown(house.here, wife)}
    assert names == (
        {"Bashar Haddad", "Omar Haddad", "Lina Haddad"} if keep == "mine" else {"Karim Aziz", "Lina Haddad"}
    )
    with factories.as_staff(house.here.mentor):
        merging.undo(Merge.objects.get(pk=done), house.here.mentor.pk, {})
    assert {pk: shown(house.here, pk) for pk in before} == before


def test_a_merge_takes_a_single_membership_along(house: World, family: tuple[UUID, UUID, UUID]) -> None:
    wife, _husband, son = family
    new = on_file(house.here, "Raniya")
    merge(house.here, new, wife, "mine")
    assert {name for name, _ in shown(house.here, new)} == {"Bashar Haddad", "Omar Haddad", "Lina Haddad"}
    assert ("Raniya Haddad", "parent") in shown(house.here, son)


# ---------- search ----------


def test_a_search_hints_at_the_household_within_ones_projects(house: World, family: tuple[UUID, UUID, UUID]) -> None:
    with factories.as_staff(house.here.mentor) as scope:
        hits = {hit.label: hit.detail for group in find(scope, "haddad") for hit in group.hits}
    assert hits["Haddad, Rania"].endswith("Haushalt: Bashar, Omar")
