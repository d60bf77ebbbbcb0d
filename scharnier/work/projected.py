# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the agenda says about employers and vacancies: written by the actions, derived again by `scharnier check`.

The subject of these items is the employer (for a vacancy without a case the vacancy itself). Texts are German.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from scharnier.foundation import looks, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Row
from scharnier.work.employers.models import EmployerContact, EmployerGoal
from scharnier.work.vacancies.models import Vacancy, VacancyStatus

FOLLOW_UP = "work.follow_up"
GOAL = "work.goal"
VACANCY = "work.vacancy"
ASK_BEFORE = timedelta(days=7)
CHUNK = 2000


def follow_up_due(row: EmployerContact) -> Due | None:
    """A follow-up of a talk; employer and organisation are loaded."""
    if row.follow_up_on is None:
        return None
    return Due(
        Anchor(row.carrier_id, row.project_id, row.employer_id, FOLLOW_UP, row.pk),
        row.follow_up_on,
        row.employer.organisation.name,
        row.follow_up,
        f"Aus dem Gespräch vom {row.on:%d.%m.%Y}",
        owner=row.follow_up_owner_id,
        done_at=row.follow_up_done_at,
        done_by=row.follow_up_done_by_id,
    )


def goal_due(row: EmployerGoal) -> Due | None:
    """A goal with a day, while the case is open, at whoever is responsible."""
    employer = row.employer
    if row.due is None or employer.responsible_id is None or (row.done_on is None and employer.ends is not None):
        return None
    if row.done_on is not None and row.done_at is None:
        return None
    return Due(
        Anchor(row.carrier_id, row.project_id, row.employer_id, GOAL, row.pk),
        row.due,
        employer.organisation.name,
        row.text,
        "Ziel mit dem Betrieb",
        owner=employer.responsible_id,
        done_at=row.done_at,
        done_by=row.done_by_id,
    )


def vacancy_due(row: Vacancy) -> Due | None:
    """A week before an open vacancy expires somebody asks the firm, unless it has answered by itself."""
    if row.status != VacancyStatus.OPEN or row.confirm_until is None or row.owner_id is None:
        return None
    return Due(
        Anchor(row.carrier_id, row.project_id, row.employer_id or row.pk, VACANCY, row.pk),
        row.remind_on or row.confirm_until - ASK_BEFORE,
        row.organisation.name,
        f"Stelle noch offen? {row.title}",
        f"bestätigt bis {row.confirm_until:%d.%m.%Y}",
        owner=row.owner_id,
    )


def vacancy_done(row: Vacancy) -> Iterator[Due]:
    """The times it was confirmed on *Today*."""
    anchor = Anchor(row.carrier_id, row.project_id, row.employer_id or row.pk, VACANCY, row.pk)
    return looks.dues(anchor, row.organisation.name, row.looks)


def show_vacancy(row: Vacancy) -> None:
    """The open agenda item of a vacancy as it should be now; what was done stays."""
    if (item := vacancy_due(row)) is None:
        projections.drop_due(row.carrier_id, VACANCY, row.pk)
    else:
        projections.put([item])


def follow_ups(**where: object) -> QuerySet[EmployerContact]:
    rows = EmployerContact.objects.filter(follow_up_on__isnull=False, **where)
    return rows.select_related("employer__organisation").order_by("pk")


def goals(**where: object) -> QuerySet[EmployerGoal]:
    rows = EmployerGoal.objects.filter(due__isnull=False, **where)
    return rows.select_related("employer__organisation").order_by("pk")


def vacancies(carrier: UUID) -> QuerySet[Vacancy]:
    wanted = Q(status=VacancyStatus.OPEN) | ~Q(looks=[])
    return Vacancy.objects.filter(wanted, carrier_id=carrier).select_related("organisation").order_by("pk")


def derive_follow_ups(carrier: UUID) -> Iterator[Row]:
    yield from filter(None, map(follow_up_due, follow_ups(carrier_id=carrier).iterator(chunk_size=CHUNK)))


def derive_goals(carrier: UUID) -> Iterator[Row]:
    yield from filter(None, map(goal_due, goals(carrier_id=carrier).iterator(chunk_size=CHUNK)))


def derive_vacancies(carrier: UUID) -> Iterator[Row]:
    for row in vacancies(carrier).iterator(chunk_size=CHUNK):
        if (item := vacancy_due(row)) is not None:
            yield item
        yield from vacancy_done(row)


def show(kind: str, carrier: UUID, source: UUID, due: Due | None) -> None:
    """The agenda item of one row as it should be now."""
    if due is None:
        AgendaItem.objects.filter(carrier_id=carrier, kind=kind, source_id=source).delete()
    else:
        projections.put([due])


def refresh_employer(employer: UUID) -> None:
    """The goals of an employer anew: its responsible or its end has changed."""
    for row in goals(employer_id=employer):
        show(GOAL, row.carrier_id, row.pk, goal_due(row))
