# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places of a vacancy: taken and given back, by people of every project of the carrier."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from scharnier.foundation import principals
from scharnier.foundation.models import AgendaItem
from scharnier.work.employers import actions as employers
from scharnier.work.introductions import actions as introductions
from scharnier.work.introductions import tasks as telling
from scharnier.work.introductions.actions import NewIntroduction
from scharnier.work.placements import actions, places, tasks
from scharnier.work.placements.actions import End, Origin
from scharnier.work.placements.models import Placement
from scharnier.work.vacancies.actions import close
from scharnier.work.vacancies.models import Vacancy
from tests.casework.conftest import measured
from tests.factories import House, World, as_staff
from tests.people.conftest import SignIn
from tests.work.on_the_way import TODAY, differences, nour, terms, vacancy

pytestmark = pytest.mark.django_db


def place(where: House, on: Vacancy, name: str, **changes: Any) -> Placement:
    with as_staff(where.mentor):
        offered = Vacancy.objects.select_related("organisation").get(pk=on.pk)
        origin = Origin(vacancy=offered, organisation=offered.organisation)
        case = nour(where, name=name)
        return actions.place(case, terms(**changes), editor=where.mentor, origin=origin).placement


def end(where: House, row: Placement, ending: End) -> None:
    with as_staff(where.mentor):
        found = Placement.objects.select_related("person").get(pk=row.pk)
        actions.end(found, ending, editor=where.mentor)


def run_tasks() -> int:
    """What was put into the queue, as the worker would, twice each."""
    jobs = list(ProcrastinateJob.objects.filter(task_name__in=[places.SETTLE, introductions.TELL]).order_by("id"))
    for job in jobs:
        for _time in range(2):
            (tasks.settle if job.task_name == places.SETTLE else telling.tell)(**job.args)
    return len(jobs)


def stand(where: House, row: Vacancy) -> tuple[str, int]:
    with as_staff(where.mentor):
        found: tuple[str, int] = Vacancy.objects.values_list("status", "filled").get(pk=row.pk)
        return found


def test_a_place_is_given_back_when_nobody_comes_or_somebody_goes_early(house: World) -> None:
    here = house.here
    with as_staff(here.mentor):
        offered = vacancy(here, owner=here.mentor, places=2)
    place(here, offered, "Probetag", kind="hospitation", begins=date(2026, 11, 20), ends=date(2026, 11, 20), hours=None)
    assert stand(here, offered) == ("open", 0)
    never, early = (place(here, offered, name) for name in ("Haddad", "Noori"))
    third = place(here, offered, "Tesfay")
    assert stand(here, offered) == ("filled", 2)
    end(here, never, End(TODAY, "never_started"))
    with as_staff(here.mentor):
        # Whoever was there already, and not counted yet, gets the place that is free: nobody has to be asked.
        assert set(Placement.objects.filter(takes_place=True).values_list("pk", flat=True)) == {early.pk, third.pk}
    assert stand(here, offered) == ("filled", 2)
    end(here, early, End(date(2026, 12, 31), "quit"))
    assert stand(here, offered) == ("open", 1)
    with as_staff(here.mentor):
        asked = AgendaItem.objects.get(source_id=offered.pk)
        assert (asked.title, asked.due_on) == ("Stelle noch offen? Tischlerin oder Tischler", TODAY)
        actions.reopen(Placement.objects.select_related("person").get(pk=early.pk), editor=here.mentor)
    assert stand(here, offered) == ("filled", 2)
    end(here, early, End(date(2027, 6, 30), "better_job"))
    assert stand(here, offered) == ("filled", 2)
    with as_staff(here.mentor):
        assert differences(here) == []


def test_people_of_another_project_take_places_and_give_them_back(house: World) -> None:
    here, there = house.here, house.other_project
    with as_staff(here.mentor):
        offered = vacancy(here, owner=here.mentor)
        waiting = introductions.propose(nour(here, name="Noori"), NewIntroduction(offered), editor=here.mentor)
    row = place(there, offered, "Haddad")
    assert stand(here, offered) == ("open", 0)
    assert run_tasks() == 1
    assert stand(here, offered) == ("filled", 1)
    with as_staff(here.mentor):
        item = AgendaItem.objects.get(source_id=waiting.pk)
        assert (item.due_on, "Bescheid geben" in item.title) == (TODAY, True)
    end(there, row, End(TODAY, "never_started"))
    run_tasks()
    assert stand(here, offered) == ("open", 0)
    with principals.entering(principals.system(here.carrier)):
        assert differences(here) == []


def test_a_vacancy_that_is_gone_reaches_people_of_every_project(house: World) -> None:
    here, there, away = house.here, house.other_project, house.away
    with as_staff(here.mentor):
        offered = vacancy(here, owner=here.mentor)
    with as_staff(there.mentor):
        row = introductions.propose(nour(there), NewIntroduction(offered), editor=there.mentor)
        assert AgendaItem.objects.get(source_id=row.pk).due_on > TODAY
    with as_staff(here.mentor):
        close(Vacancy.objects.select_related("organisation").get(pk=offered.pk), "withdrawn", reason="Umbau")
    assert run_tasks() == 1
    with as_staff(there.mentor):
        item = AgendaItem.objects.get(source_id=row.pk)
        assert (item.due_on, item.owner_id) == (TODAY, there.mentor.pk)
        assert item.title == "Stelle nicht mehr offen: Bescheid geben (Tischlerei Kiefer)"
    # A task that names another carrier than the vacancy's finds nothing.
    telling.tell(carrier=str(away.carrier), vacancy=str(offered.pk))
    tasks.settle(carrier=str(away.carrier), vacancy=str(offered.pk))
    with principals.entering(principals.system(here.carrier)):
        assert differences(here) == []


def test_the_page_of_a_firm_says_who_works_there_and_when_somebody_asks_after_them(
    house: World, sign_in: SignIn
) -> None:
    here = house.here
    with as_staff(here.mentor):
        offered = vacancy(here, places=2)
        case = employers.open_case(here.project, offered.organisation, responsible=here.mentor.pk, begins=TODAY)
    gone = place(here, offered, "Aziz", begins=date(2026, 3, 2))
    end(here, gone, End(date(2026, 5, 31), "quit"))
    there = place(here, offered, "Haddad", begins=TODAY)
    page, statements = measured(sign_in(here.mentor), f"/desk/betriebe/{case.pk}/")
    assert statements <= 14
    card = page.text[page.text.index("Arbeitet oder lernt dort") :]
    assert card.index("Haddad, Nour") < card.index("Aziz, Nour")  # who is there stands before who was
    assert "seit 24.11.2026 · Nachbetreuung am 01.12.2026" in card
    assert "02.03.2026 – 31.05.2026" in card
    end(here, there, End(date(2026, 12, 18), "quit"))  # works there until then
    card = sign_in(here.mentor).get(f"/desk/betriebe/{case.pk}/").text.split("Arbeitet oder lernt dort", 1)[1]
    assert "seit 24.11.2026 · endet am 18.12.2026 · Nachbetreuung am 01.12.2026" in card
    assert card.index("Haddad, Nour") < card.index("Aziz, Nour")
    assert "Arbeitet oder lernt dort" not in sign_in(house.other_project.lead).get(f"/desk/betriebe/{case.pk}/").text
