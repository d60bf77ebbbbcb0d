# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A household is parted: afterwards no page and no row connects the two, in the past neither."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.models import AuditEvent
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Role, User
from scharnier.people.finding.queries import find
from scharnier.people.household import actions as household
from scharnier.people.household import queries
from scharnier.people.household.actions import Belonging, Relative
from scharnier.people.household.models import HouseholdMember
from scharnier.people.models import Person
from scharnier.people.separation import actions
from scharnier.people.separation.models import Separation
from tests import factories
from tests.factories import House, World
from tests.people.conftest import SignIn, statements
from tests.people.separation.test_separation import HUSBAND, PAGES, WIFE, on_file

pytestmark = pytest.mark.django_db
ALL_PAGES = (
    *PAGES,
    "haushalt/",
    "haushalt/ohne-akte/",
    "haushalt/anschrift/",
    "gespraeche/neu/",
    "bedarf/",
    "vertraulich/",
)


def row(pk: UUID) -> HouseholdMember:
    found = queries.open_row(Person.objects.get(pk=pk))
    assert found is not None
    return found


def names(house: House, pk: UUID, who: User | None = None) -> set[str]:
    with factories.as_staff(who or house.lead) as scope:
        return {each.row.full_name for each in queries.household(scope, pk)}


@pytest.fixture
def third(house: World) -> User:
    """Somebody of the project who is responsible for neither, and so sees both."""
    with principals.entering(principals.SYSTEM):
        who = factories.user("third.nord")
        factories.member(who, house.here.carrier, house.here.project, Role.CASEWORKER)
    return who


@pytest.fixture
def family(house: World, third: User) -> dict[str, UUID]:
    """She is the mentor's case, he the colleague's, a grown son another one's; a daughter and a mother have no file."""
    here = house.here
    made = {
        WIFE: on_file(here, WIFE, here.mentor),
        HUSBAND: on_file(here, HUSBAND, here.colleague),
        "Omar": on_file(here, "Omar", third),
    }
    with factories.as_staff(here.lead):
        wife = Person.objects.get(pk=made[WIFE])
        husband = Person.objects.get(pk=made[HUSBAND])
        household.add_file(wife, husband, Belonging("spouse", since=date(2015, 5, 1), contact=True))
        his = row(husband.pk).pk
        household.add_file(wife, Person.objects.get(pk=made["Omar"]), Belonging("child", {his: "child"}))
        made["lina"] = household.add_relative(wife, Relative("Haddad", "Lina"), Belonging("child", {his: "child"})).pk
        made["amal"] = household.add_relative(husband, Relative("Haddad", "Amal"), Belonging("parent")).pk
    return made


def part(house: House, family: dict[str, UUID], *stay: str, who: User | None = None) -> None:
    with factories.as_staff(who or house.mentor) as scope:
        home = queries.household(scope, family[WIFE])
        rows = [each.row.pk for each in home if each.row.given_names in stay or each.row.person.given_names in stay]
        rows = [pk for pk in rows if pk != family["lina"] or "Lina" in stay]
        rows = [pk for pk in rows if pk != family["amal"] or "Amal" in stay]
        actions.separate(family[WIFE], family[HUSBAND], "Schutz", None, rows)


def connected(house: House, one: UUID, other: UUID) -> list[Any]:
    """Rows of the database in which the two still have something in common, whoever may read them."""
    with principals.entering(principals.system(house.carrier)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, b.id FROM people_householdmember a "
            "JOIN people_householdmember b ON b.household = a.household WHERE a.person_id = %s AND b.person_id = %s",
            [one, other],
        )
        return list(cursor.fetchall())


def test_before_each_file_shows_the_whole_family(house: World, family: dict[str, UUID]) -> None:
    assert names(house.here, family[WIFE]) == {"Bashar Haddad", "Omar Haddad", "Lina Haddad", "Amal Haddad"}
    assert names(house.here, family[HUSBAND]) == {"Rania Haddad", "Omar Haddad", "Lina Haddad", "Amal Haddad"}


def test_the_household_becomes_two_for_everybody(house: World, third: User, family: dict[str, UUID]) -> None:
    part(house.here, family, "Omar", "Lina")
    for who in (house.here.lead, third):
        assert names(house.here, family[WIFE], who) == {"Omar Haddad", "Lina Haddad"}
        assert names(house.here, family[HUSBAND], who) == {"Amal Haddad"}
        assert names(house.here, family["Omar"], who) == {"Rania Haddad", "Lina Haddad"}
    assert names(house.here, family[WIFE], house.here.mentor) == {"Omar Haddad", "Lina Haddad"}
    assert names(house.here, family[HUSBAND], house.here.colleague) == {"Amal Haddad"}
    assert connected(house.here, family[WIFE], family[HUSBAND]) == []
    with principals.entering(principals.system(house.here.carrier)):
        ids = {str(each.pk): each.household for each in HouseholdMember.objects.all()}
        for each in HouseholdMember.objects.all():
            assert all(ids[key] == each.household for key in each.relations)


def test_who_has_no_file_goes_with_those_with_whom_they_stay(house: World, family: dict[str, UUID]) -> None:
    part(house.here, family, "Amal")
    assert names(house.here, family[WIFE]) == {"Amal Haddad"}
    assert names(house.here, family[HUSBAND]) == {"Omar Haddad", "Lina Haddad"}
    assert connected(house.here, family[WIFE], family[HUSBAND]) == []


def test_the_past_is_parted_too(house: World, family: dict[str, UUID]) -> None:
    with factories.as_staff(house.here.lead):
        left = Belonging("spouse", since=date(2015, 5, 1), until=date(2024, 1, 1), reason="moved_out")
        household.change(Person.objects.get(pk=family[WIFE]), row(family[HUSBAND]), None, left)
    assert "Bashar Haddad" in names(house.here, family[WIFE])
    part(house.here, family, "Omar", "Lina")
    assert names(house.here, family[WIFE]) == {"Omar Haddad", "Lina Haddad"}
    assert "Rania Haddad" not in names(house.here, family[HUSBAND])
    assert connected(house.here, family[WIFE], family[HUSBAND]) == []


def test_noted_without_a_file_the_other_is_gone_as_well(house: World, third: User) -> None:
    wife, husband = on_file(house.here, WIFE, house.here.mentor), on_file(house.here, HUSBAND, house.here.colleague)
    with factories.as_staff(house.here.lead):
        for mine, name in ((wife, HUSBAND), (husband, WIFE)):
            household.add_relative(Person.objects.get(pk=mine), Relative("Haddad", name), Belonging("spouse"))
    with factories.as_staff(house.here.mentor):
        actions.separate(wife, husband, "Schutz")
    for who in (house.here.lead, third):
        assert names(house.here, wife, who) == names(house.here, husband, who) == set()


def test_no_page_of_the_files_and_of_the_childs_shows_both(
    house: World, sign_in: SignIn, third: User, family: dict[str, UUID]
) -> None:
    part(house.here, family, "Omar", "Lina")
    for who in (house.here.lead, third):
        client = sign_in(who)
        for own, other in ((family[WIFE], HUSBAND), (family[HUSBAND], WIFE), (family["Omar"], HUSBAND)):
            # Whoever may be the same person stands in lists by likeness, beside nobody.
            by_likeness = ("dubletten/", "trennen/") if own == family["Omar"] else ()
            for page in (each for each in ALL_PAGES if each not in by_likeness):
                answer = client.get(f"/desk/personen/{own}/{page}")
                assert answer.status_code == 200, page
                assert other not in answer.content.decode(), page


def test_the_search_hints_at_nobody_kept_apart(house: World, third: User, family: dict[str, UUID]) -> None:
    def hints(who: User) -> dict[str, str]:
        with factories.as_staff(who) as scope:
            return {hit.label: hit.detail for group in find(scope, "haddad") for hit in group.hits}

    assert "Haushalt: Bashar, Omar" in hints(third)["Haddad, Rania"]
    part(house.here, family, "Omar", "Lina")
    for who in (third, house.here.lead):
        found = hints(who)
        assert found["Haddad, Rania"].endswith("Haushalt: Omar")
        assert found["Haddad, Omar"].endswith("Haushalt: Rania")
        assert "Haushalt" not in found["Haddad, Bashar"]


def test_nobody_brings_them_together_again(house: World, sign_in: SignIn, third: User, family: dict[str, UUID]) -> None:
    part(house.here, family, "Omar", "Lina")
    wife, husband, son = family[WIFE], family[HUSBAND], family["Omar"]
    client = sign_in(third)
    home = f"/desk/personen/{wife}/haushalt/"
    assert f"dazu/{husband}/" not in client.post(home, {"name": "haddad"}).content.decode()
    assert client.get(f"{home}dazu/{husband}/").status_code == 404
    lone = on_file(house.here, "Karim", third)
    for mine, other in ((wife, husband), (husband, wife), (son, husband), (husband, son)):
        with pytest.raises(DomainError), factories.as_staff(third):
            household.add_file(Person.objects.get(pk=mine), Person.objects.get(pk=other), Belonging("spouse"))
    with factories.as_staff(third):
        household.add_file(Person.objects.get(pk=wife), Person.objects.get(pk=lone), Belonging("other"))
        # Not even with the forms left out: the row stands alone.
        HouseholdMember.objects.filter(person_id=husband, given_names="").update(household=row(wife).household)
    assert connected(house.here, wife, husband) == []


def test_of_a_child_with_both_only_the_household_of_today_is_shown(
    house: World, third: User, family: dict[str, UUID]
) -> None:
    part(house.here, family, "Omar", "Lina")
    with factories.as_staff(third):
        mother = Person.objects.get(pk=family[WIFE])
        left = Belonging("child", since=date(2015, 5, 1), until=date(2026, 6, 1), reason="moved_out")
        household.change(mother, row(family["Omar"]), None, left)
        father, son = Person.objects.get(pk=family[HUSBAND]), Person.objects.get(pk=family["Omar"])
        household.add_file(father, son, Belonging("child", since=date(2026, 6, 2)))
    assert names(house.here, family["Omar"], third) == {"Bashar Haddad", "Amal Haddad"}
    assert "Bashar Haddad" not in names(house.here, family[WIFE], third)


def test_lifting_it_brings_nobody_back_by_itself(house: World, family: dict[str, UUID]) -> None:
    part(house.here, family, "Omar", "Lina")
    with factories.as_staff(house.here.lead):
        actions.lift(Separation.objects.get(), "Auf ihren Wunsch", house.here.lead.pk)
    assert names(house.here, family[WIFE]) == {"Omar Haddad", "Lina Haddad"}
    with factories.as_staff(house.here.lead):
        wife, husband = (Person.objects.get(pk=family[who]) for who in (WIFE, HUSBAND))
        household.add_file(wife, husband, Belonging("spouse"))
    assert "Bashar Haddad" in names(house.here, family[WIFE])


def test_the_form_asks_who_stays_and_takes_the_other_from_the_household(
    house: World, sign_in: SignIn, family: dict[str, UUID]
) -> None:
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{family[WIFE]}/trennen/?mit={family[HUSBAND]}"
    answer, count = statements(client, url)
    page = answer.content.decode()
    assert count <= 14
    with factories.as_staff(house.here.lead):
        number = Person.objects.get(pk=family[HUSBAND]).file_number
    assert f'value="{number}"' in page
    assert "Wer bleibt bei dieser Person?" in page
    assert "Haddad, Bashar," not in page
    form = {"number": number, "reason": "Schutz", "stay": [str(family["lina"])]}
    assert client.post(url, {**form, "stay": [str(uuid4())]}).status_code == 200
    assert client.post(url, form).status_code == 302
    assert names(house.here, family[WIFE]) == {"Lina Haddad"}
    assert names(house.here, family[HUSBAND]) == {"Omar Haddad", "Amal Haddad"}


def crawled(client: Client, own: UUID) -> dict[str, str]:
    """Every page of a file that a link leads to, from its overview on: address and content."""
    start, found = f"/desk/personen/{own}/", dict[str, str]()
    wanted = [start, *(f"{start}{page}" for page in ALL_PAGES)]
    while wanted and len(found) < 120:
        url = wanted.pop(0)
        if url in found:
            continue
        answer = client.get(url)
        found[url] = b"".join(answer).decode("utf-8", "replace") if answer.status_code == 200 else ""
        links = re.findall(rf'href="({start}[^"#]*)"', found[url])
        wanted += [html.unescape(link) for link in links if html.unescape(link) not in found]
    return found


def test_every_page_that_a_link_of_the_file_leads_to_says_nothing_of_the_other(
    house: World, sign_in: SignIn, third: User, family: dict[str, UUID]
) -> None:
    talk = {"form": "phone", "day": "24.11.2026", "time": "9:30", "minutes": "10", "note": "Brief erklärt."}
    shared = {"also": [str(family[HUSBAND]), str(family["Omar"])], "named": "on"}
    sent = sign_in(house.here.lead).post(f"/desk/personen/{family[WIFE]}/gespraeche/neu/", {**talk, **shared})
    assert sent.status_code == 302
    client = sign_in(third)
    assert HUSBAND in client.get(f"/desk/personen/{family[WIFE]}/haushalt/").content.decode()
    part(house.here, family, "Omar", "Lina")
    pages = crawled(client, family[WIFE])
    assert len(pages) > 25
    for url, page in pages.items():
        assert HUSBAND not in page, url
        assert str(family[HUSBAND]) not in page, url


def test_the_audit_repeats_nothing_that_joined_them(house: World, family: dict[str, UUID]) -> None:
    part(house.here, family, "Omar", "Lina")
    with principals.entering(principals.SYSTEM):
        events = list(AuditEvent.objects.filter(table="people_householdmember"))
    assert events
    for event in events:
        told = json.dumps(event.payload)
        assert "Bashar" not in told
        assert "Lina" not in told
        for column in ("household", "relations", "given_names"):
            assert not (event.payload or {}).get(column), column
