# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of people in the demo, as far as figures ask: jobs that fit what somebody has learnt, answers at entry of
those who have left, so that results after leaving can be counted."""

from __future__ import annotations

from uuid import UUID

from scharnier.config.demo import ways
from scharnier.foundation import principals, upkeep
from scharnier.network.programmes.queries import today_in
from scharnier.people.competence.facts import facts_of
from scharnier.people.competence.models import WorkExperience
from scharnier.people.models import Enrolment, Person
from scharnier.people.questionnaire import actions as questionnaires
from scharnier.people.questionnaire.models import EntryQuestionnaire
from scharnier.work.placements import judging
from scharnier.work.placements.models import Placement

LEFT = 48
"""Of so many who left last the answers at entry are there; of every sixth one they were never asked."""


def state() -> None:
    """Some statements for each carrier and each project."""
    for carrier in upkeep.carriers():
        with principals.entering(principals.system(carrier)):
            _judge(carrier)
    for desk in ways.desks():
        with principals.entering(principals.staff(desk.users[0])):
            _answered(desk)


def _judge(carrier: UUID) -> None:
    """Jobs of those whose learnt occupation is known, as the rule judges when somebody writes them down."""
    known = WorkExperience.objects.filter(carrier_id=carrier).values("person_id")
    jobs = list(Placement.objects.filter(carrier_id=carrier, person_id__in=known))
    if not jobs:
        return
    facts = facts_of(list(Person.objects.filter(pk__in={job.person_id for job in jobs})))
    for job in jobs:
        level = int(job.occupation[-1]) if job.occupation else None
        found = judging.adequate(job.kind, level, facts[job.person_id]["level"], job.begins)
        job.adequate, job.adequacy = found.fits, found.to_json()
    Placement.objects.bulk_update(jobs, ["adequate", "adequacy"])


def _answered(desk: ways.Desk) -> None:
    """Where the funder asks at the entry: one in three was registered as unemployed, one in five in a course."""
    if "entry" not in today_in(desk.project).required_records:
        return
    gone = Enrolment.objects.filter(
        project_id=desk.project, exited_on__isnull=False, entered_on__isnull=False, erased_on=None
    )
    rows = [row for place, row in enumerate(gone.order_by("-exited_on", "pk")[:LEFT]) if place % 6 != 5]
    made = []
    for place, row in enumerate(rows):
        asks = questionnaires.asked_of(row, None)
        if asks is None:
            continue
        said = ways.ANSWERS | {
            "registered_unemployed_entry": place % 3 == 0,
            "in_education_training_entry": place % 5 == 0,
        }
        made.append(
            EntryQuestionnaire(
                carrier_id=row.carrier_id,
                project_id=row.project_id,
                person_id=row.person_id,
                enrolment=row,
                code=asks.code,
                answers={item.code: said[item.code] for item in asks.asked(said) if item.code in said},
                refused=["disability"] if any(item.code == "disability" for item in asks.items) else [],
                recorded_by_id=desk.users[0],
            )
        )
    EntryQuestionnaire.objects.bulk_create(made, ignore_conflicts=True)
