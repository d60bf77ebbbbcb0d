# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files whose period is over, and what erasing one means, table by table as the record cards say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from scharnier.foundation import cards, checks, clock, principals, projections, upkeep
from scharnier.foundation.cards import Card, Erase
from scharnier.foundation.principals import Scope
from scharnier.network.middleware import Desk
from scharnier.network.models import Project
from scharnier.network.programmes.queries import settings_by_project
from scharnier.people.consents.queries import KEPT
from scharnier.people.documents.models import Document
from scharnier.people.documents.queries import FUNDING
from scharnier.people.models import Enrolment, Person

SHOWN = 80
ROLES = frozenset({"lead", "admin", "protection"})
# What a row needs besides, to stay a row: {table: {column: value}}; `now` and `actor` fill what is empty.
_settles: dict[str, dict[str, str]] = {}
# Never touched by a plan: they are emptied by the function itself, or say what was done.
_OUTSIDE = frozenset({"audit_event"})


def settle(table: str, **columns: str) -> None:
    """What else changes in a row that is emptied: an open one is closed, a state goes with its content."""
    _settles[table] = columns


@dataclass(frozen=True)
class Period:
    """How long files of a project are kept, in months after the exit, and on what basis."""

    base: str
    file: int
    funding: int


@dataclass(frozen=True)
class DueFile:
    """A file past its period. `name` is empty for whoever works in none of its projects; `mine`: who may erase it."""

    person: UUID
    number: str
    name: str
    project: str
    exited_on: date
    due_on: date
    stage: str
    base: str
    mine: bool


def carrier_of(desk: Desk) -> UUID | None:
    """The carrier for which somebody may see what is due: the present one if possible."""
    here = [desk.project] if desk.project is not None else []
    return next((place.carrier for place in [*here, *desk.projects] if place.roles & ROLES), None)


def periods(carrier: UUID) -> dict[UUID, Period]:
    """Today's periods of all projects of a carrier; two statements."""
    projects = list(Project.objects.filter(carrier_id=carrier).values_list("pk", flat=True))
    found = {}
    for project, known in settings_by_project(projects, clock.today()).items():
        base = known.legal_basis("counselling").base
        base = base if base in KEPT else KEPT[0]
        found[project] = Period(base, known.kept_months(base), known.kept_months("funding"))
    return found


def _sent(known: Mapping[UUID, Period]) -> str:
    return json.dumps({str(project): {"file": each.file, "funding": each.funding} for project, each in known.items()})


def due(carrier: UUID, *, person: UUID | None = None, limit: int = SHOWN) -> list[DueFile]:
    """The longest overdue first; three statements."""
    known = periods(carrier)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM erase_due(%s, %s, %s, %s, %s, %s)",
            [carrier, clock.today(), _sent(known), sorted(FUNDING), person, limit],
        )
        rows = cursor.fetchall()
    return [
        DueFile(
            person=row[0],
            number=row[1],
            name=row[2],
            project=row[4],
            exited_on=row[5],
            due_on=row[6],
            stage=row[7],
            base="funding" if row[7] == "funding" else max((known[each] for each in row[3]), key=_months).base,
            mine=row[8],
        )
        for row in rows
    ]


def _months(period: Period) -> int:
    return period.file


def arguments(carrier: UUID) -> list[Any]:
    """What `erase_person` is told besides whom: periods, proofs, plan."""
    return [_sent(periods(carrier)), sorted(FUNDING), json.dumps(plan())]


def plan() -> list[dict[str, Any]]:
    """Every table that hangs on a person, with what happens to its columns; the person last."""
    found: list[dict[str, Any]] = []
    for card in cards.all_cards().values():
        if card.subject and card.table not in _OUTSIDE:
            found += _steps(card)
    return sorted(found, key=lambda each: (each["table"] == "people_person", each["table"]))


def _steps(card: Card) -> Iterator[dict[str, Any]]:
    for stage in ("file", "funding"):
        columns = {
            name: each for name, each in card.columns.items() if (each.basis == "funding") == (stage == "funding")
        }
        by = {kind: [name for name, each in columns.items() if each.erase is kind] for kind in Erase}
        if not by[Erase.ROW] and not by[Erase.EMPTY] and not by[Erase.COARSEN]:
            continue
        yield {
            "table": card.table,
            "subject": card.subject,
            "stage": stage,
            "delete": bool(by[Erase.ROW]),
            "empty": [name for name in by[Erase.EMPTY] if name not in _settles.get(card.table, {})],
            "coarsen": by[Erase.COARSEN],
            "set": _settles.get(card.table, {}),
        }


def erased_on(scope: Scope, person: UUID) -> date | None:
    """When a file was erased, for whoever could see it before; one statement."""
    rows = Enrolment.objects.visible_to(scope).filter(person_id=person, erased_on__isnull=False)
    return rows.values_list("erased_on", flat=True).first()


def proofs(scope: Scope, person: UUID | None = None) -> list[Document]:
    """Papers for the funder that are kept longer than the files they were in, the latest first; one statement."""
    rows = Document.objects.visible_to(scope).filter(
        removed_at=None, category__in=sorted(FUNDING), person__erased_on__isnull=False
    )
    rows = rows if person is None else rows.filter(person_id=person)
    return list(rows.select_related("person", "project").defer("sealed_key").order_by("-pk")[:SHOWN])


def proof(scope: Scope, document: UUID) -> Document | None:
    """One of them; one statement."""
    rows = Document.objects.visible_to(scope).filter(pk=document, removed_at=None, category__in=sorted(FUNDING))
    return rows.filter(person__erased_on__isnull=False).first()


def check_due() -> Iterator[str]:
    """Files past their period, by number."""
    for carrier in upkeep.carriers():
        with principals.entering(principals.system(carrier)):
            for each in due(carrier, limit=1000):
                yield f"file {each.number}: its period was over on {each.due_on}, erase it (stage {each.stage})"


def _gone(carrier: UUID) -> list[UUID]:
    return list(Person.objects.filter(carrier_id=carrier, erased_on__isnull=False).values_list("pk", flat=True))


checks.register("due retention", check_due)
projections.leave_out(_gone)
settle("people_document", removed_at="now", removed_by_id="actor", removed_reason="Frist abgelaufen")
settle("people_subjectaccess", state="over")
settle("people_eligibilitydecision", reason="gelöscht")
settle("people_criterionjudgement", reason="gelöscht")
