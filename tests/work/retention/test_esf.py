# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Placements and after-care in the items of the social fund, in the figures of a project, after leaving."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scharnier.casework.situations.models import Situation
from scharnier.foundation import principals
from scharnier.knowledge.indicators import compute
from scharnier.people.models import Enrolment
from scharnier.people.questionnaire.models import EntryQuestionnaire
from scharnier.work.employers import actions as employers
from scharnier.work.placements import actions as placements
from scharnier.work.placements.models import Placement
from scharnier.work.retention import esf
from scharnier.work.retention.actions import Answer, answer
from scharnier.work.retention.models import RetentionCheck
from tests.casework.conftest import NOW, measured
from tests.factories import World, as_staff
from tests.people.conftest import SignIn
from tests.work.on_the_way import TODAY, firm, nour, terms

pytestmark = pytest.mark.django_db
LEFT = date(2026, 4, 10)
ENTRY = {"entry_date": date(2025, 1, 7), "registered_unemployed_entry": True, "in_education_training_entry": False}


def left(house: World, **changes: Any) -> Enrolment:
    """Somebody who left in April and has worked since March."""
    row = nour(house.here)
    placements.place(row, terms(begins=date(2026, 3, 2), **changes), editor=house.here.mentor)
    row.entered_on, row.exited_on = date(2025, 1, 7), LEFT
    return row


def items(row: Enrolment) -> dict[str, Any]:
    return esf.of_project(principals.scope(), row.project_id, [row])[row.pk]


def counted(row: Enrolment) -> set[str]:
    return set(compute("esf_plus_2021_2027", {**ENTRY, **_of_the_fund(items(row))}, TODAY).indicators)


def _of_the_fund(found: dict[str, Any]) -> dict[str, Any]:
    names = ("leaving_date", "status_events", "job_searching_exit", "education_start_date", "qualification_date")
    return {name: found[name] for name in names}


def test_work_that_is_recorded_and_asked_after_is_a_result_of_the_social_fund(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = left(house)
        assert items(row)["status_events"] == [{"date": LEFT, "status": "employed"}]
        assert items(row)["job_start"] == date(2026, 3, 2)
        assert {"EECR04", "EECR05"} <= counted(row)
        # After-care hears that it is over: from the next day nobody counts as employed.
        job = Placement.objects.select_related("person").get()
        RetentionCheck.objects.filter(placement=job).update(due_on=TODAY)
        asked = RetentionCheck.objects.select_related("person", "placement__person", "done_by").get(mark="m12")
        end = placements.End(date(2026, 8, 31), "dismissed")
        answer(asked, Answer("no", TODAY, end=end), editor=mentor)
        assert items(row)["status_events"][1:] == [{"date": date(2026, 9, 1), "status": "inactive"}]
        assert "EECR05" not in counted(row)
        # The next job follows without a gap, and an apprenticeship is education, too.
        begins = date(2026, 9, 1)
        placements.place(row, terms(kind="ausbildung_betrieblich", begins=begins), editor=mentor)
        found = items(row)
        assert [event["status"] for event in found["status_events"]] == ["employed", "employed"]
        assert (found["education_start_date"], found["training_start"]) == (begins, begins)
        assert "EECR05" in counted(row)


def test_an_answer_comes_before_what_placements_say_of_the_same_day_and_a_term_ends(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = left(house, ends=date(2026, 5, 31))
        row.exit_situation = "unemployed"
        events = [(event["date"], event["status"]) for event in items(row)["status_events"]]
        assert events == [(LEFT, "employed"), (LEFT, "unemployed"), (date(2026, 6, 1), "inactive")]
        assert "EECR04" not in counted(row)
        case = {"carrier_id": row.carrier_id, "project_id": row.project_id, "person_id": row.person_id}
        said = {"still_there": "yes", "done_on": TODAY, "done_at": NOW, "done_by": mentor, "owner": mentor}
        job = Placement.objects.get()
        RetentionCheck.objects.create(**case, **said, placement=job, mark="m6", due_on=TODAY, changed_by=mentor)
        assert [event["date"] for event in items(row)["status_events"]] == [LEFT, LEFT]
    # Somebody of another carrier is answered nothing.
    with as_staff(house.away.mentor):
        assert items(row)["job_start"] is None


def test_placements_retention_and_employers_stand_among_the_figures(house: World, sign_in: SignIn) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        for number in range(6):
            case = nour(house.here, name=f"Nummer{number}")
            job = placements.place(case, terms(begins=date(2026, 3, 2)), editor=mentor).placement
            if number == 5:
                placements.end(job, placements.End(date(2026, 4, 1), "quit"), editor=mentor)
        employers.open_case(house.here.project, firm(house.here), responsible=mentor.pk, begins=date(2026, 2, 1))
    page, statements = measured(sign_in(house.here.lead), "/desk/zahlen/")
    assert statements <= 14
    tables = {table.title: table for table in page.context["figures"].tables}
    begun = tables["Begonnen: Arbeit, Ausbildung und Schritte"]
    assert [(line.label, line.number, line.people) for line in begun.lines] == [
        ("sozialversicherungspflichtige Beschäftigung", 6, 6)
    ]
    kept = tables["Versicherungspflichtige Arbeit nach einem halben Jahr"]
    # One who left would be given away by the total: both lines are hidden.
    assert [(line.label, line.number) for line in kept.lines] == [("noch dort", None), ("nicht mehr dort", None)]
    assert kept.total is not None
    assert kept.total.number == 6
    firms = tables["Begleitete Betriebe"]
    assert [(line.label, line.number) for line in firms.lines][:3] == [
        ("begonnen", 1),
        ("beendet", 0),
        ("am letzten Tag laufend", 1),
    ]
    other = sign_in(house.other_project.lead).get("/desk/zahlen/").context["figures"]
    assert other.nothing


def test_what_is_recorded_is_offered_where_somebody_is_asked_about(house: World, sign_in: SignIn) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = left(house)
        case = {"carrier_id": row.carrier_id, "project_id": row.project_id, "person_id": row.person_id}
        Enrolment.objects.filter(pk=row.pk).update(exited_on=LEFT)
        asked = Situation.objects.create(**case, enrolment=row, span="6m", asked_for=date(2026, 10, 10))
    url, said = f"/desk/situation/{asked.pk}/", "Laut Arbeit: sozialversicherungspflichtig beschäftigt"
    client = sign_in(mentor)
    page, statements = measured(client, url)
    assert statements <= 14
    assert f"{said}, Tischlerei Kiefer, seit 02.03.2026" in page.text
    assert said not in sign_in(house.here.auditor).get(url).text
    client.post(url, {"answer": "employed_insured", "since_on": "02.03.2026", "version": "1"})
    with as_staff(mentor):
        asked.refresh_from_db()
        assert (asked.answer, asked.since_on) == ("employed_insured", date(2026, 3, 2))
    assert said not in client.get(url).text


def test_results_after_leaving_are_counted_by_the_rules_of_the_fund_and_small_numbers_hidden(
    house: World, sign_in: SignIn
) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        rows = [nour(house.here, name=f"Nummer{number}") for number in range(7)]
        for number, row in enumerate(rows):
            if number < 6:
                placements.place(row, terms(begins=date(2026, 3, 2)), editor=mentor)
            Enrolment.objects.filter(pk=row.pk).update(entered_on=date(2025, 1, 7), exited_on=LEFT)
            case = {"carrier_id": row.carrier_id, "project_id": row.project_id, "person_id": row.person_id}
            answers = {
                "registered_unemployed_entry": True,
                "paid_work_entry": False,
                "in_education_training_entry": False,
            }
            if number < 5:
                EntryQuestionnaire.objects.create(**case, enrolment=row, code="esf_plus_entry", answers=answers)
    client = sign_in(house.here.lead)
    url = "/desk/vermittlung/ergebnisse/?von=01.01.2026&bis=30.06.2026"
    page, statements = measured(client, url)
    assert statements <= 14
    found = page.context["found"]
    shown = {line.label[-7:-1]: line.number for line in found.table.lines}
    # Five answered at the entry that they were out of work, and work; of two nobody knows, which isn't shown.
    assert (shown["EECR04"], shown["EECR05"], shown["EECR02"]) == (5, 5, 0)
    assert (found.left, found.open) == (7, None)
    assert "nach der Teilnahme erwerbstätig" in page.text
    assert client.get("/desk/vermittlung/ergebnisse/?von=01.01.2025&bis=30.06.2025").context["found"].left == 0
    other = sign_in(house.other_project.lead).get(url).context["found"]
    assert other.left == 0
    assert (
        "Das Ende liegt vor dem Beginn." in client.get("/desk/vermittlung/ergebnisse/?von=2.1.2026&bis=1.1.2026").text
    )
