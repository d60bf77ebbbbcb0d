# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of cases: whose, in which order, narrowed to what, and how much it costs."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from scharnier.foundation import principals, projections
from scharnier.network.models import Role
from scharnier.people import actions
from scharnier.people.actions import NewParticipant, NewStay
from scharnier.people.caseload import queries
from scharnier.people.caseload.filters import Filters
from tests import factories
from tests.factories import House, World
from tests.people.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
LIST = "/desk/faelle/"


def write(house: House, *rows: dict[str, Any]) -> list[UUID]:
    usual = {"given_names": "Nour", "staff": house.mentor.pk, "entered_on": date(2026, 1, 14)}
    made = [NewParticipant(carrier=house.carrier, project=house.project, **{**usual, **row}) for row in rows]
    with factories.as_staff(house.mentor):
        return actions.create_many(made)


def names(client: Client, url: str = LIST) -> list[str]:
    page = client.get(url)
    assert page.status_code == 200
    return re.findall(r'data-key="enter">([^<,]+),', page.content.decode())


def test_a_mentor_begins_with_the_own_active_cases(house: World, sign_in: SignIn) -> None:
    write(
        house.here,
        {"family_name": "Zaher"},
        {"family_name": "Özdemir"},
        {"family_name": "Ahmadi"},
        {"family_name": "Kollege", "staff": house.here.colleague.pk},
        {"family_name": "Tandem", "staff": house.here.colleague.pk, "second_staff": house.here.mentor.pk},
        {"family_name": "Fertig", "exited_on": date(2026, 6, 30), "exit_reason": "work"},
    )
    client = sign_in(house.here.mentor)
    assert names(client) == ["Ahmadi", "Özdemir", "Tandem", "Zaher"]
    assert "Kollege" in names(client, LIST + "?fachkraft=alle")
    assert names(client, LIST + "?stand=ausgetreten") == ["Fertig"]


def test_lead_and_auditor_begin_with_the_whole_project(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Zaher"}, {"family_name": "Bah", "staff": None})
    for who in (house.here.lead, house.here.auditor):
        assert names(sign_in(who)) == ["Bah", "Zaher"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?phase=placement", ["Bah"]),
        ("?sprache=so", ["Diallo"]),
        ("?still=60", ["Bah"]),
        ("?faellig=ueberfaellig", ["Bah"]),
        ("?faellig=nichts", ["Ceesay"]),
        ("?aufenthalt=tolerated", ["Diallo"]),
        ("?aufenthalt=laeuft-ab", ["Diallo"]),
        ("?fachkraft=niemand", ["Ceesay"]),
        ("?phase=placement&sprache=so", []),
        ("?phase=unfug&sprache=xx&fachkraft=niemals&after=nichts", ["Bah", "Diallo"]),
    ],
)
def test_filters_narrow_the_list(house: World, sign_in: SignIn, query: str, expected: list[str]) -> None:
    bah, diallo, _ = write(
        house.here,
        {"family_name": "Bah", "phase": "placement"},
        {
            "family_name": "Diallo",
            "speaks": ("so", "fr"),
            "stays": (NewStay("duldung", date(2026, 1, 1), TODAY + timedelta(days=50)),),
        },
        {"family_name": "Ceesay", "staff": None},
    )
    with factories.as_staff(house.here.mentor):
        actions.note_contact(person=bah, project=house.here.project, on=TODAY - timedelta(days=61))
        actions.note_contact(person=diallo, project=house.here.project, on=TODAY - timedelta(days=3))
        anchor = projections.Anchor(house.here.carrier, house.here.project, bah, "follow_up", bah)
        projections.put([projections.Due(anchor, TODAY - timedelta(days=1), "Bah, Nour", "Rückruf")])
    everybody = "&fachkraft=alle" if "faellig=nichts" in query else ""
    assert names(sign_in(house.here.mentor), LIST + query + everybody) == expected


def test_access_of_today_stands_in_the_row_and_narrows_the_list(house: World, sign_in: SignIn) -> None:
    write(
        house.here,
        {"family_name": "Bah", "stays": (NewStay("ne_9", date(2026, 1, 1)),)},
        {"family_name": "Diallo", "stays": (NewStay("duldung", date(2026, 1, 1)),)},
        {"family_name": "Ceesay"},
    )
    client = sign_in(house.here.mentor)
    page = client.get(LIST).content.decode()
    assert '<span class="sh-access sh-access--open">frei</span>' in page
    assert page.count('<span class="sh-access sh-access--unknown">nicht bekannt</span>') == 2
    assert names(client, LIST + "?zugang=unrestricted") == ["Bah"]
    assert names(client, LIST + "?zugang=unknown") == ["Ceesay", "Diallo"]
    assert names(client, LIST + "?zugang=none") == []
    assert names(client, LIST + "?zugang=unfug") == ["Bah", "Ceesay", "Diallo"]
    assert "Zugang heute: nicht erlaubt" in client.get(LIST + "?zugang=none").content.decode()


def test_a_row_says_what_comes_next_and_who_has_not_been_heard_of(house: World, sign_in: SignIn) -> None:
    (bah,) = write(house.here, {"family_name": "Bah"})
    with factories.as_staff(house.here.mentor):
        actions.note_contact(person=bah, project=house.here.project, on=TODAY - timedelta(days=34))
        anchor = projections.Anchor(house.here.carrier, house.here.project, bah, "follow_up", bah)
        projections.put([projections.Due(anchor, TODAY - timedelta(days=4), "Bah, Nour", "Rückruf")])
    page = sign_in(house.here.mentor).get(LIST).content.decode()
    assert "Rückruf" in page
    assert 'is-late">seit 4 Tagen' in page
    assert re.search(r"sh-tag--warn[^/]*/span>vor 34 Tagen", page)


def test_what_is_typed_finds_and_never_stands_in_the_address(house: World, sign_in: SignIn) -> None:
    write(
        house.here,
        {"family_name": "Müller", "given_names": "Nour"},
        {"family_name": "Bah", "given_names": "Ibrahim", "phone": "+4917604069031"},
    )
    client = sign_in(house.here.mentor)
    for typed, expected in (("mueller", ["Müller"]), ("0176 / 040 690 31", ["Bah"]), ("gibtesnicht", [])):
        answer = client.post(LIST, {"text": typed})
        assert answer.status_code == 302
        assert typed.split()[0] not in answer["Location"]
        assert names(client, answer["Location"]) == expected
    assert names(client) == ["Bah", "Müller"]


def test_no_result_offers_the_filter_whose_removal_helps(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah", "phase": "placement"})
    page = sign_in(house.here.mentor).get(LIST + "?phase=placement&sprache=so").content.decode()
    assert "Kein Fall passt zu" in page
    assert "Sprache weglassen" in page
    assert "Phase weglassen" not in page


def test_an_empty_project_says_what_to_do(house: World, sign_in: SignIn) -> None:
    page = sign_in(house.here.lead).get(LIST + "?stand=alle").content.decode()
    assert "noch niemand eingetragen" in page
    assert "/desk/personen/neu/" in page


def test_pages_go_on_by_name_and_come_back(house: World, sign_in: SignIn) -> None:
    write(house.here, *({"family_name": f"Name{number:02d}"} for number in range(60)))
    client = sign_in(house.here.mentor)
    seen, url = [], LIST
    for _ in range(3):
        page = client.get(url).content.decode()
        seen.append(names(client, url))
        found = re.search(r'rel="next" href="[^"]*after=([0-9a-f-]{36})', page)
        url = LIST + "?after=" + found[1] if found else ""
    assert [len(rows) for rows in seen] == [25, 25, 10]
    assert [name for rows in seen for name in rows] == [f"Name{number:02d}" for number in range(60)]
    assert url == ""
    back = re.search(r'rel="prev" href="[^"]*before=([0-9a-f-]{36})', page)
    assert back is not None
    assert names(client, LIST + "?before=" + back[1]) == seen[1]
    assert 'rel="prev"' not in client.get(LIST).content.decode()


def test_people_with_one_name_are_all_shown_once(house: World, sign_in: SignIn) -> None:
    write(house.here, *({"family_name": "Ahmad", "given_names": "Nour"} for _ in range(30)))
    client = sign_in(house.here.mentor)
    first = client.get(LIST).content.decode()
    second = client.get(LIST + "?after=" + first.split("after=")[1][:36]).content.decode()
    shown = re.findall(r"/desk/personen/([0-9a-f-]{36})/", first + second)
    assert len(shown) == len(set(shown)) == 30


def test_nobody_sees_another_project_in_the_list(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah"})
    write(house.away, {"family_name": "Fremd"})
    write(house.other_project, {"family_name": "Nebenan"})
    assert names(sign_in(house.here.mentor), LIST + "?fachkraft=alle&stand=alle") == ["Bah"]


def test_an_administrator_has_no_caseload_and_is_told_whom_to_ask(house: World, sign_in: SignIn) -> None:
    refused = sign_in(house.here.admin).get(LIST)
    assert refused.status_code == 403
    assert "hilft Ihnen" in refused.content.decode() or "fragen Sie" in refused.content.decode()
    assert Client().get(LIST)["Location"].startswith("/accounts/login/")


def test_whoever_works_in_two_projects_sees_the_present_one(house: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        other = house.other_project
        factories.member(house.here.mentor, other.carrier, other.project, Role.CASEWORKER)
    write(house.here, {"family_name": "Bah"})
    write(house.other_project, {"family_name": "Nebenan", "staff": house.here.mentor.pk})
    assert names(sign_in(house.here.mentor)) == ["Bah"]


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (Filters(staff="alle"), "enrolment_by_project"),
        (Filters(staff="alle", state="alle", silent="60"), "enrolment_by_project"),
        (Filters(staff="niemand"), "enrolment_by_project"),
    ],
)
def test_the_order_of_names_comes_from_an_index(house: World, filters: Filters, index: str) -> None:
    (first,) = write(house.here, {"family_name": "Bah"})
    with factories.as_staff(house.here.mentor) as scope:
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
        rows = queries.narrowed(scope, house.here.project, filters)
        later = rows.filter(queries.beyond("bah, nour", first, backwards=False)).order_by("name_sort", "id")[:26]
        plan = later.explain()
    assert index in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("query", ["", "?fachkraft=alle&stand=alle", "?sprache=so&faellig=heute&aufenthalt=laeuft-ab"])
def test_a_page_takes_few_statements_and_little_room(house: World, sign_in: SignIn, query: str) -> None:
    stay = NewStay("duldung", date(2026, 6, 1), TODAY + timedelta(days=95))
    rows = [
        {
            "family_name": f"Schewtschenko {number}",
            "own_script_name": "Оксана Шевченко",
            "speaks": ("uk",),
            "stays": (stay,),
        }
        for number in range(30)
    ]
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "support.months", 24)
    write(house.here, *rows)
    client = sign_in(house.here.mentor)
    client.get(LIST)
    answer, count = statements(client, LIST + query)
    assert (">Grenze</th>" in answer.content.decode()) == bool(answer.context["page"].rows)
    assert count <= 10
    assert len(answer.content) <= 60 * 1024


def test_the_addresses_of_a_menu_are_those_of_the_view_with_one_filter_changed() -> None:
    views = [Filters(), Filters(staff="alle", due="heute", text="Ali"), Filters(home="alle", staff="alle")]
    for view in views:
        for name in ("staff", "state", "language"):
            values = ["ich", "alle", "aktiv", "ti", "a&b ü"]
            short = [parse_qs(each[1:]) for each in view.queries(name, values)]
            assert short == [parse_qs(view.query(**{name: value})[1:]) for value in values]
