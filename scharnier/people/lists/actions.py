# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps of a list on its way into files: upload, decide, check, start, write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scharnier.foundation import clock
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Project
from scharnier.people import actions as people
from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.records import ParticipantRow
from scharnier.people.importing.report import Language, Report, fault_message, in_order
from scharnier.people.importing.tables import Sheet, read_table
from scharnier.people.lists import alike, kept, reading
from scharnier.people.lists.convert import new_participant
from scharnier.people.lists.plan import ListPlan, first_plan, from_json, signatures
from scharnier.people.models import IMPORT_MOVES, ImportedRow, ImportMapping, ImportRun, ImportState

BATCH = 500
LARGEST = 20 * 1024 * 1024
# A list up to this size (bytes) is checked while the page waits; a larger one in the background, with progress.
AT_ONCE = 400_000
Acting = Callable[[], AbstractContextManager[Any]]


def _language() -> Language:
    return "en" if (get_language() or "de").startswith("en") else "de"


def _move(run: ImportRun, state: str) -> None:
    if state not in IMPORT_MOVES[run.state]:
        raise DomainError(_("Diese Liste ist schon weiter. Laden Sie die Seite neu."))
    run.state = state


def upload(*, project: UUID, carrier: UUID, user: UUID | None, filename: str, content: bytes) -> ImportRun:
    """Keep the file and propose how to read it. Raises DomainError with the way out when it is no list."""
    if len(content) > LARGEST:
        raise DomainError(
            _("Die Datei ist größer als 20 MB. Teilen Sie die Liste oder entfernen Sie Bilder daraus."), "file"
        )
    try:
        sheets = read_table(content, filename)
    except ImportFault as fault:
        raise DomainError(fault_message(fault, _language()), "file") from fault
    signs = [sign for _sheet, sign in signatures(sheets)]
    remembered = {
        row.signature: from_json({**row.mapping, "values": row.values.get("values", [])})
        for row in ImportMapping.objects.filter(carrier_id=carrier, signature__in=signs)
    }
    plan = first_plan(sheets, remembered)
    return ImportRun.objects.create(
        carrier_id=carrier,
        project_id=project,
        user_id=user,
        filename=filename[:200],
        content=content,
        mapping=plan.as_json(),
    )


def plan_of(run: ImportRun) -> ListPlan:
    return from_json(run.mapping)


def problems_of(plan: ListPlan, sheets: list[Sheet]) -> list[str]:
    """Why no participant can come of the list as the columns stand now; one sentence a sheet."""
    mappings = [mapping for sheet in sheets if (mapping := plan.mapping(sheet)) is not None]
    if not mappings:
        return [_("Wählen Sie mindestens ein Blatt der Liste.")]
    found = []
    for mapping in mappings:
        try:
            mapping.check(plan.default_entry)
        except ImportFault as fault:
            found.append(fault_message(fault, _language()))
    return found


def decide(*, run: ImportRun, plan: ListPlan) -> None:
    """Store decisions of a person about columns, values and staff; the list must be checked again."""
    run.mapping = plan.as_json()
    run.save(update_fields=["mapping"])


def check(*, run: ImportRun) -> Report:
    """The dry run: read everything, write no participant, keep the report. Remembers the mapping for the carrier."""
    _move(run, ImportState.CHECKED)
    plan = plan_of(run)
    sheets = reading.sheets_of(run)
    if faults := problems_of(plan, sheets):
        raise DomainError(" ".join(faults), "columns")
    known, report, existing, packer = reading.Known(run.project_id), Report(), [], kept.Packer()
    fresh: list[alike.Row] = []
    for result in reading.rows_of(sheets, plan):
        report.add(result)
        if not result.accepted or result.record is None:
            continue
        if file := known.find(result.record):
            existing.append({"sheet": result.sheet, "row": result.row, "person": str(file)})
        else:
            fresh.append(alike.of(result.record))
        packer.add(result.record)
    run.accepted = packer.packed()
    run.rows_total = report.accepted - len(existing)
    run.rows_done = run.rows_created = 0
    run.rows_rejected = report.rejected
    run.problems = [reading.store(problem) for problem in in_order(report.problems)[: reading.KEPT_PROBLEMS]]
    run.summary = _summary(report, existing) | {"alike": alike.beside(run.project_id, fresh)[: alike.SHOWN]}
    run.updated_at = clock.now()
    run.save()
    _remember(run.carrier_id, sheets, plan)
    return report


def _summary(report: Report, existing: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "rows": report.rows,
        "accepted": report.accepted,
        "duplicates": report.duplicates,
        "rejected": report.rejected,
        "skipped": dict(report.skipped),
        "existing": existing[: reading.KEPT_PROBLEMS],
        "existing_count": len(existing),
        "problems": len(report.problems),
        "notes": len(report.notes),
        "kinds": [
            [kind.reason_code, kind.severity.value, kind.column, kind.target, kind.count] for kind in report.by_kind()
        ],
        "open": [
            [value.target, value.column, value.raw, value.count, list(value.candidates)]
            for value in report.open_values()
        ],
        "staff": dict(report.staff_rows),
    }


def _remember(carrier: UUID, sheets: list[Sheet], plan: ListPlan) -> None:
    """Per set of headings: these columns with their targets, the decided values, the names of staff."""
    for sheet, sign in signatures(sheets):
        if plan.mapping(sheet) is None:
            continue
        stored = replace(plan, sheets={sheet.name: plan.sheets[sheet.name]}, without=[]).as_json()
        values = {"values": stored.pop("values")}
        ImportMapping.objects.update_or_create(
            carrier_id=carrier,
            signature=sign,
            defaults={"mapping": {**stored, "values": []}, "values": values, "updated_at": clock.now()},
        )


def start(*, run: ImportRun, chosen: Mapping[str, str] | None = None) -> None:
    """Begin the writing; the task does the rest. `chosen`: what becomes of rows that may have a file."""
    _move(run, ImportState.RUNNING)
    alike.decide(run, chosen or {})
    if not run.rows_total:
        raise DomainError(_("Es gibt nichts einzulesen: keine Zeile wurde angenommen."))
    run.updated_at = clock.now()
    run.save(update_fields=["state", "updated_at"])


def _batches(accepted: Iterator[ParticipantRow]) -> Iterator[list[ParticipantRow]]:
    while batch := list(islice(accepted, BATCH)):
        yield batch


def write(*, run_id: UUID, acting: Acting, forget: bool = True) -> int:
    """Write all accepted rows, a batch to a transaction that `acting` opens; returns how many files were made.

    May be cut off and called again: rows that already became a file are skipped, so nothing is written twice. `forget`
    removes the uploaded file afterwards; the report stays.
    """
    with acting():
        run = ImportRun.objects.get(pk=run_id)
        if run.state != ImportState.RUNNING:
            return 0
        plan = plan_of(run)
        project = Project.objects.get(pk=run.project_id)
        known = reading.Known(run.project_id)
        without = alike.without(run)
    created = 0
    for batch in _batches(kept.unpack(bytes(run.accepted))):
        with acting():
            fresh = [row for row in batch if (row.sheet[:80], row.row) not in without and not known.find(row)]
            created += _write_batch(run, plan, project, fresh)
    with acting():
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        _move(run, ImportState.DONE)
        run.rows_done = run.rows_total
        run.content, run.accepted = (b"", b"") if forget else (run.content, run.accepted)
        run.updated_at = clock.now()
        run.save(update_fields=["state", "rows_done", "content", "accepted", "updated_at"])
    return created


def _write_batch(run: ImportRun, plan: ListPlan, project: Project, batch: list[ParticipantRow]) -> int:
    """One transaction: who isn't a file yet becomes one; the run counts on."""
    locked = ImportRun.objects.select_for_update().only("rows_done", "rows_total", "rows_created").get(pk=run.pk)
    numbers = [row.row for row in batch]
    done = set(ImportedRow.objects.filter(run_id=run.pk, row__in=numbers).values_list("sheet", "row"))
    fresh = [row for row in batch if (row.sheet[:80], row.row) not in done]
    persons = people.create_many([new_participant(row, project, plan.staff) for row in fresh])
    keys = {"carrier_id": run.carrier_id, "project_id": run.project_id, "run_id": run.pk}
    ImportedRow.objects.bulk_create(
        [
            ImportedRow(**keys, sheet=row.sheet[:80], row=row.row, person_id=person)
            for row, person in zip(fresh, persons, strict=True)
        ]
    )
    ImportRun.objects.filter(pk=run.pk).update(
        rows_done=min(locked.rows_total, locked.rows_done + len(fresh)),
        rows_created=locked.rows_created + len(fresh),
        updated_at=clock.now(),
    )
    return len(fresh)


def fail(*, run_id: UUID, message: str) -> None:
    """Give up a run with the reason; what is written stays."""
    ImportRun.objects.filter(pk=run_id).update(state=ImportState.FAILED, message=message, updated_at=clock.now())
