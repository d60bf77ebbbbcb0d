# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kurzberatung: a question answered without a file, counted by topic and language, never about a person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from scharnier.casework.advice import actions
from scharnier.casework.advice.actions import Advice
from scharnier.casework.advice.models import ShortAdvice
from scharnier.foundation.writes import DomainError
from tests import factories
from tests.factories import House, World
from tests.people.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
NEW, COUNT, LIST = "/desk/kurzberatung/", "/desk/kurzberatung/zaehlung/", "/desk/kurzberatung/liste/"
ASKED = {"topics": ["wohnen"], "language": "ar", "form": "phone", "day": "24.11.2026", "minutes": "10"}


def given(house: House, day: date = TODAY, **fields: Any) -> None:
    usual: dict[str, Any] = {"topics": ("wohnen",), "language": "ar", "form": "office_hour"}
    with factories.as_staff(house.mentor):
        advice = Advice(day, **{**usual, **fields})
        actions.note_advice(house.carrier, house.project, staff=house.mentor.pk, advice=advice)


def rows(house: House) -> list[ShortAdvice]:
    with factories.as_staff(house.mentor):
        return list(ShortAdvice.objects.order_by("pk"))


def test_one_click_on_a_topic_is_enough_and_the_next_form_remembers(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    page = client.post(NEW, ASKED, follow=True)
    assert "Kurzberatung gezählt." in page.text
    row = rows(house.here)[0]
    assert (row.topics, row.language, row.form, row.minutes, row.day) == (["wohnen"], "ar", "phone", 10, TODAY)
    form = page.context["form"]
    assert (form["language"].value(), form["form"].value(), form["topics"].value()) == ("ar", "phone", None)
    assert "Von Ihnen zuletzt" in page.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"topics": []}, "topics"),
        ({"topics": ["unsinn"]}, "topics"),
        ({"language": ""}, "language"),
        ({"language": "klingonisch"}, "language"),
        ({"form": "rauchzeichen"}, "form"),
        ({"day": "25.11.2026"}, "day"),
        ({"minutes": "9999"}, "minutes"),
    ],
)
def test_bad_input_is_named_and_nothing_is_counted(
    house: World, sign_in: SignIn, fields: dict[str, Any], field: str
) -> None:
    answer = sign_in(house.here.mentor).post(NEW, {**ASKED, **fields})
    assert field in answer.context["form"].errors
    assert rows(house.here) == []


def test_the_action_refuses_what_the_form_would_not_offer(house: World) -> None:
    for fields, field in (({"topics": ()}, "topics"), ({"language": "xx"}, "language"), ({"minutes": 0}, "minutes")):
        with pytest.raises(DomainError) as refused:
            given(house.here, **fields)
        assert refused.value.field == field


def test_a_double_click_counts_once(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    token = client.get(NEW).context["form"]["form_token"].value()
    for _ in range(2):
        client.post(NEW, {**ASKED, "form_token": token})
    assert len(rows(house.here)) == 1


def test_one_takes_back_one_s_own_slip_and_nobody_else_s(house: World, sign_in: SignIn) -> None:
    given(house.here)
    row = rows(house.here)[0]
    undo = f"/desk/kurzberatung/{row.pk}/zurueck/"
    assert "jemand anderes" in sign_in(house.here.colleague).post(undo, follow=True).text
    assert sign_in(house.other_project.mentor).post(undo).status_code == 404
    assert len(rows(house.here)) == 1
    assert "Zurückgenommen." in sign_in(house.here.mentor).post(undo, follow=True).text
    assert rows(house.here) == []


def test_a_period_is_counted_by_topic_language_form_and_month(house: World, sign_in: SignIn) -> None:
    given(house.here, minutes=20)
    given(house.here, topics=("wohnen", "finanzen"), language="fa", form="phone", minutes=70)
    given(house.here, day=date(2026, 10, 3))
    given(house.here, day=date(2025, 12, 31))
    given(house.other_project)
    page = sign_in(house.here.lead).get(COUNT)
    tally = page.context["tally"]
    assert (tally.total, tally.hours) == (3, "1:30")
    assert [(share.label, share.number) for share in tally.topics] == [("Wohnen", 3), ("Finanzen / Leistungen", 1)]
    assert {share.label: share.number for share in tally.languages} == {"Arabisch": 2, "Dari": 1} or sum(
        share.number for share in tally.languages
    ) == 3
    assert [share.number for share in tally.months] == [1, 2]
    assert "3 Kurzberatungen vom 01.01.2026 bis 24.11.2026" in page.text
    october = sign_in(house.here.lead).get(COUNT, {"von": "01.10.2026", "bis": "31.10.2026"})
    assert october.context["tally"].total == 1


def test_a_period_that_ends_before_it_begins_is_named(house: World, sign_in: SignIn) -> None:
    page = sign_in(house.here.lead).get(COUNT, {"von": "01.10.2026", "bis": "01.09.2026"})
    assert "Das Ende liegt vor dem Beginn." in page.text


def test_readers_see_the_count_and_write_nothing(house: World, sign_in: SignIn) -> None:
    auditor = sign_in(house.here.auditor)
    assert auditor.get(COUNT).status_code == 200
    assert auditor.get(NEW).status_code == 403
    assert auditor.post(NEW, ASKED).status_code == 403
    assert "In diesem Zeitraum ist keine Kurzberatung gezählt." in auditor.get(COUNT).text
    assert "Kurzberatung zählen" not in auditor.get(COUNT).text
    assert sign_in(house.here.admin).get(COUNT).status_code == 403


def test_the_pages_take_few_statements(house: World, sign_in: SignIn) -> None:
    for _ in range(9):
        given(house.here)
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    for address in (NEW, COUNT, LIST):
        assert statements(client, address)[1] <= 8, address


def test_all_of_one_s_own_stand_in_pages_of_25_and_a_slip_of_last_week_is_taken_back_there(
    house: World, sign_in: SignIn
) -> None:
    for number in range(30):
        given(house.here, day=TODAY - timedelta(days=number // 2))
    client = sign_in(house.here.mentor)
    assert LIST in client.get(NEW).text
    first = client.get(LIST)
    second, count = statements(client, f"{LIST}?after={first.context['after']}")
    assert [len(page.context["rows"]) for page in (first, second)] == [25, 5]
    days = [row.day for page in (first, second) for row in page.context["rows"]]
    assert days == sorted(days, reverse=True)
    assert len({row.id for page in (first, second) for row in page.context["rows"]}) == 30
    assert second.context["after"] is None
    assert count <= 9
    undo = f"{NEW}{second.context['rows'][-1].id}/zurueck/"
    assert client.post(undo, {"list": "1"})["Location"] == LIST
    assert len(rows(house.here)) == 29
    assert client.get(LIST, {"after": "unfug"}).context["rows"]
    assert "Noch keine gezählt." in sign_in(house.here.colleague).get(LIST).text
    assert sign_in(house.here.auditor).get(LIST).status_code == 403
