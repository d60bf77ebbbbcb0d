# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a project did in a period: counted without names, small numbers hidden, colleagues only where it is allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Talk
from scharnier.casework.figures.queries import Figures, Table
from scharnier.casework.models import Goal, Step
from scharnier.casework.plans import actions as plans
from scharnier.casework.plans.actions import Agreement, GoalText, StepText
from scharnier.casework.situations.models import Situation
from scharnier.foundation import clock, principals
from scharnier.network.models import User
from tests import factories
from tests.casework.conftest import NOW, TODAY, measured, participant
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/desk/zahlen/"


def told(table: Table) -> list[tuple[str, int | None, int | None]]:
    return [(line.label, line.number, line.people) for line in table.lines]


def figures(client: Client, query: str = "") -> Figures:
    found: Figures = client.get(PAGE + query).context["figures"]
    return found


@pytest.fixture
def worked(house: World) -> World:
    """Eight people: six talked to by phone, two of them about housing; goals reached, steps done, situations."""
    mentor = house.here.mentor
    with as_staff(mentor):
        rows = [participant(house.here, f"Nummer{number}") for number in range(8)]
        for number, row in enumerate(rows[:6]):
            topics = ("wohnen", "arbeit") if number < 2 else ("arbeit",)
            talks.write_contact(row, author=mentor, talk=Talk(NOW - timedelta(days=2), "phone", 30, topics, note="x"))
        talks.write_contact(rows[6], author=house.here.mentor, talk=Talk(NOW - timedelta(days=400), "video", note="x"))
        for number, row in enumerate(rows):
            goal = plans.add_goal(row, editor=mentor, text=GoalText("arbeit", "Arbeit"))
            assert goal is not None
            found = Goal.objects.select_related("person", "plan").get(pk=goal)
            plans.add_step(found, editor=mentor, text=StepText("Lebenslauf"))
            step = Step.objects.select_related("person", "goal", "goal__plan").get(goal=found)
            how = "alone" if number < 5 else "with_help"
            Step.objects.filter(pk=step.pk).update(done_on=TODAY, done_at=clock.now(), done_by=mentor, independence=how)
            plans.freeze_revision(
                principals.scope(), row, author=mentor, place=None, agreement=Agreement("x"), version=None
            )
            if number < 6:
                Goal.objects.filter(pk=goal).update(state="reached", closed_on=TODAY)
            case = {"carrier_id": row.carrier_id, "project_id": row.project_id, "person_id": row.person_id}
            answered = {"answer": "minijob", "answered_at": clock.now(), "answered_by": mentor} if number < 7 else {}
            Situation.objects.create(**case, enrolment=row, span="28d", asked_for=TODAY, **answered)
    return house


def test_talks_plans_goals_steps_and_situations_are_counted(worked: World, sign_in: SignIn) -> None:
    client = sign_in(worked.here.lead)
    page, statements = measured(client, PAGE)
    assert statements <= 14
    found: Figures = page.context["figures"]
    forms, topics, made, goals, steps, situations = found.tables
    assert found.hours == "3:00"
    assert told(forms) == [("Telefon", 6, 6)]
    # Two people talked about housing: hidden, and the other line with them, from which they could be worked out.
    assert told(topics) == [("Arbeit / Ausbildung", None, None), ("Wohnen", None, None)]
    assert (topics.total and topics.total.number) == 6
    assert told(made)[:2] == [("erste Fassung", 8, 8), ("fortgeschrieben", 0, 0)]
    assert told(goals) == [("Arbeit / Ausbildung", 6, 6)]
    assert told(steps) == [("allein", None, None), ("mit Hilfe", None, None)]
    assert (steps.total and steps.total.number) == 8
    assert told(situations) == [("Minijob", None, None), ("noch nicht beantwortet", None, None)]
    text = page.content.decode()
    assert "weniger als 5 Personen" in text
    assert "Nummer" not in text
    assert worked.here.mentor.display_name not in text


def test_another_period_counts_its_own_and_a_lower_limit_shows_more(worked: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(worked.programme, "reports.small_cells", 3)
    client = sign_in(worked.here.lead)
    assert told(figures(client).tables[4]) == [("allein", 5, 5), ("mit Hilfe", 3, 3)]
    year = figures(client, "?von=01.01.2025&bis=31.12.2025").tables[0]
    assert told(year) == [("Video", None, None)]
    assert year.total is not None
    assert year.total.number is None
    quiet = client.get(PAGE + "?von=01.01.2020&bis=31.01.2020").content.decode()
    assert "In diesem Zeitraum ist nichts gezählt." in quiet
    assert "Das Ende liegt vor dem Beginn." in client.get(PAGE + "?von=01.02.2026&bis=31.01.2026").content.decode()


def test_the_last_day_counts_to_its_end_and_the_next_not_at_all(house: World, sign_in: SignIn) -> None:
    late = datetime(2026, 10, 31, 23, 30, tzinfo=clock.ZONE)
    with as_staff(house.here.mentor):
        for number in range(6):
            row = participant(house.here, f"Spät{number}", entered_on=date(2026, 1, 1))
            talks.write_contact(row, author=house.here.mentor, talk=Talk(late, "phone", note="x"))
    client = sign_in(house.here.lead)
    assert told(figures(client, "?von=01.10.2026&bis=31.10.2026").tables[0]) == [("Telefon", 6, 6)]
    assert told(figures(client, "?von=01.11.2026&bis=24.11.2026").tables[0]) == []


def test_colleagues_are_counted_for_the_lead_where_the_project_allows_it(worked: World, sign_in: SignIn) -> None:
    assert figures(sign_in(worked.here.lead)).staff is None
    with principals.entering(principals.SYSTEM):
        factories.says(worked.programme, "reports.staff_figures", True)
    staff = figures(sign_in(worked.here.lead)).staff
    assert staff is not None
    assert told(staff) == [(worked.here.mentor.display_name, 6, 6)]
    _page, statements = measured(sign_in(worked.here.lead), PAGE)
    assert statements <= 14
    assert figures(sign_in(worked.here.mentor)).staff is None
    assert figures(sign_in(worked.here.auditor)).staff is None


def test_other_projects_count_for_themselves_and_the_administration_sees_none(worked: World, sign_in: SignIn) -> None:
    assert figures(sign_in(worked.other_project.lead)).nothing
    assert figures(sign_in(worked.away.lead)).nothing
    assert sign_in(worked.here.admin).get(PAGE).status_code == 403
