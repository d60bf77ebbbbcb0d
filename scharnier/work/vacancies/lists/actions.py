# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking a list over: judged first, kept as a draft of whoever reads it in, written by a task in their name.

The draft holds what was read; it is nobody else's, and the nightly tidying throws it away.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import bulk, clock, principals, projections, writes
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Project
from scharnier.network.programmes.queries import today_in
from scharnier.people.importing.text import fold
from scharnier.work import projected
from scharnier.work.employers.models import Employer
from scharnier.work.vacancies import actions
from scharnier.work.vacancies.lists import reading
from scharnier.work.vacancies.models import Vacancy

KEY = "work.vacancy_list"
TASK = "work.take_over_vacancies"
# What was read lies apart from how it stands, so that a page needn't load ten thousand rows to say it.
ROWS = f"{KEY}.rows"


def judge(user: UUID, project: UUID, content: bytes, filename: str) -> reading.Found:
    """Read a file and keep what it says; nothing is written into vacancies."""
    found = reading.read(content, filename, clock.today())
    read = found.as_json()
    rows = read.pop("rows")
    kept = {"file": filename[:120], "project": str(project), "state": "judged", "ready": len(rows), **read}
    writes.keep_draft(user, ROWS, {"rows": rows})
    writes.keep_draft(user, KEY, kept)
    return found


def kept(user: UUID) -> dict[str, Any] | None:
    """What was read last, as `judge` kept it, with `state` judged, running or done."""
    draft = writes.draft_of(user, KEY)
    return dict(draft.content) if draft else None


def begin(user: UUID, project: UUID, *, accept_valid: bool) -> None:
    """Have the list written. Raises DomainError when rows are refused and nobody has said to leave them out."""
    content = kept(user)
    if content is None or content["state"] != "judged" or content["project"] != str(project):
        raise DomainError(_("Lesen Sie die Datei noch einmal ein."), "file")
    if content["faults"] and not accept_valid:
        raise DomainError(_("Sagen Sie, dass die übrigen Zeilen trotzdem eingelesen werden sollen."), "accept_valid")
    writes.keep_draft(user, KEY, {**content, "state": "running"})
    app.configure_task(TASK, lock=f"{TASK}:{user}").defer(user=str(user), project=str(project))


def forget(user: UUID) -> None:
    for key in (KEY, ROWS):
        writes.drop_draft(user, key)


def take_over(user: UUID, project: UUID) -> int:
    """Write what was kept, in one transaction in the name of whoever read it; returns how many vacancies are new."""
    with principals.entering(principals.staff(user)) as scope:
        content = kept(user)
        if content is None or content["state"] != "running" or project not in scope.writes:
            return 0
        rows = writes.draft_of(user, ROWS)
        found = reading.from_json({**content, "rows": rows.content["rows"] if rows else []})
        made, known = _write(scope, user, project, found.rows)
        done = {"state": "done", "made": made, "known": known}
        writes.drop_draft(user, ROWS)
        writes.keep_draft(user, KEY, {**content, **done, "refused": found.refused})
    return made


@transaction.atomic
def _write(scope: Scope, user: UUID, project: UUID, rows: list[reading.Row]) -> tuple[int, int]:
    carrier = _carrier_of(project)
    firms = _firms(carrier, rows)
    cases = dict(Employer.objects.filter(project_id=project, ends=None).values_list("organisation_id", "pk"))
    numbers = set(
        Vacancy.objects.filter(carrier_id=carrier)
        .exclude(external_number="")
        .values_list("organisation_id", "external_number")
    )
    until = clock.today() + timedelta(days=today_in(project).vacancy_days)
    fresh: list[Vacancy] = []
    known = 0
    for row in rows:
        firm = firms[fold(row.firm)]
        mark = (firm.pk, row.values.get("external_number", ""))
        if mark[1] and mark in numbers:
            known += 1
            continue
        numbers.add(mark)
        fresh.append(
            Vacancy(
                carrier_id=carrier,
                project_id=project,
                organisation=firm,
                employer_id=cases.get(firm.pk),
                owner_id=user,
                confirmed_on=clock.today(),
                confirm_until=until,
                **columns(row.values),
            )
        )
    bulk.insert(fresh)
    due = [item for each in fresh if (item := projected.vacancy_due(each)) is not None]
    bulk.insert([projections.as_model(item) for item in due])
    return len(fresh), known


def columns(values: dict[str, Any]) -> dict[str, Any]:
    """Columns of a vacancy from what JSON kept."""
    found = dict(values)
    if found.get("pay_amount") is not None:
        found["pay_amount"] = Decimal(found["pay_amount"])
    if found.get("starts_on"):
        found["starts_on"] = date.fromisoformat(found["starts_on"])
    return actions.completed(found)


def _carrier_of(project: UUID) -> UUID:
    return Project.objects.values_list("carrier_id", flat=True).get(pk=project)


def _firms(carrier: UUID, rows: list[reading.Row]) -> dict[str, Organisation]:
    """The firms of a list by their folded name; those that nobody knew yet are entered."""
    there = Organisation.objects.filter(carrier_id=carrier, merged_into=None).only("id", "name", "carrier_id")
    known = {fold(each.name): each for each in there}
    missing: dict[str, Organisation] = {}
    for row in rows:
        key = fold(row.firm)
        if key not in known and key not in missing:
            email = row.email if "@" in row.email and len(row.email) < 255 else ""
            missing[key] = Organisation(carrier_id=carrier, name=row.firm, email=email)
    bulk.insert(list(missing.values()))
    return known | missing


@app.task(name=TASK)
def take_over_list(user: str, project: str) -> None:
    """In the name of whoever read the list; run twice it writes nothing twice."""
    take_over(UUID(user), UUID(project))
