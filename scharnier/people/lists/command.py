# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`scharnier import participants`: a list into a project, by the operator of the installation.

Standard output carries JSON lines only: the mapping as guessed or given, every rejected or doubtful cell with sheet,
row, column and reason, and a summary at the end. Nothing is written unless every row and cell was accepted or
--accept-valid is given.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scharnier.foundation import principals
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Project
from scharnier.people.importing.columns import ColumnTarget, Mapping, StoredMapping, bind, mapping_from_yaml
from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.report import Report, fault_message, to_jsonl
from scharnier.people.importing.values import LeaveEmpty
from scharnier.people.lists import actions
from scharnier.people.lists.plan import ListPlan
from scharnier.people.models import ImportRun


@dataclass(frozen=True)
class Target:
    """Where the list goes, and how a transaction for it is opened."""

    project: Project

    def acting(self) -> AbstractContextManager[Any]:
        return principals.entering(principals.system(self.project.carrier_id))


class CommandFault(Exception):
    """Something the caller can put right; one line, exit code 1."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scharnier import participants", description="Participants from a spreadsheet."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="XLSX or CSV")
    parser.add_argument("--project", required=True, metavar="CODE", help="code of the project, or CARRIER/CODE")
    parser.add_argument("--mapping", type=Path, metavar="MAP.yaml", help="columns and values; guessed without")
    parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
    parser.add_argument("--accept-valid", action="store_true", help="write accepted rows although others were rejected")
    return parser


def _target(code: str) -> Target:
    with principals.entering(principals.SYSTEM):
        carrier, _, short = code.rpartition("/")
        found = list(Project.objects.filter(code=short, **({"carrier__short_name": carrier} if carrier else {}))[:2])
    if not found:
        raise CommandFault(f"There is no project with the code {code}.")
    if len(found) > 1:
        raise CommandFault(f"Several carriers have a project {code}; write CARRIER/{code}.")
    return Target(found[0])


def _mapping(path: Path | None) -> StoredMapping | None:
    return mapping_from_yaml(path.read_text(encoding="utf-8")) if path else None


def _apply(plan: ListPlan, stored: StoredMapping, name: str) -> None:
    """Put a mapping from a file in the place of what was guessed, sheet by sheet."""
    fitting = False
    for sheet, columns in plan.sheets.items():
        names = [column for column, _target in columns]
        bound: Mapping | None = bind(stored.mapping, names)
        if bound is not None:
            fitting = True
            columns_now: tuple[ColumnTarget, ...] = bound.columns
            plan.sheets[sheet] = [(column.column, column.target) for column in columns_now]
    if not fitting:
        raise CommandFault(f"{name} names columns that the list doesn't have.")
    for target, decided in stored.values.values.items():
        for raw, value in decided.items():
            plan.decide(target, raw, None if isinstance(value, LeaveEmpty) else value)


def _line(**content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, default=str))


def _report(run: ImportRun, report: Report) -> None:
    for sheet, columns in actions.plan_of(run).sheets.items():
        _line(sheet=sheet, mapping=[{"column": column, "target": target} for column, target in columns])
    for line in to_jsonl(report.problems):
        print(line)


def _import(options: argparse.Namespace) -> int:
    target = _target(options.project)
    stored = _mapping(options.mapping)
    with target.acting():
        run = actions.upload(
            project=target.project.pk,
            carrier=target.project.carrier_id,
            user=None,
            filename=options.file.name,
            content=options.file.read_bytes(),
        )
        plan = actions.plan_of(run)
        if stored is not None:
            _apply(plan, stored, options.mapping.name)
            actions.decide(run=run, plan=plan)
        report = actions.check(run=run)
        _report(run, report)
        writing = not options.dry_run and (report.complete or options.accept_valid) and run.rows_total > 0
        if writing:
            actions.start(run=run)
        else:
            run.delete()
    created = actions.write(run_id=run.pk, acting=target.acting) if writing else 0
    _line(
        summary={
            "rows": report.rows,
            "accepted": report.accepted,
            "duplicates": report.duplicates,
            "rejected": report.rejected,
            "existing": run.summary["existing_count"],
            "rejected_cells": len(report.rejected_cells),
            "created": created,
        }
    )
    if options.dry_run or report.complete or options.accept_valid:
        return 0
    print("Nothing was written: not everything was accepted. Mend the list, or give --accept-valid.", file=sys.stderr)
    return 1


def run(words: Sequence[str]) -> int:
    """The command; returns the exit code."""
    options = _parser().parse_args(words)
    try:
        return _import(options)
    except ImportFault as fault:
        print(f"{options.file.name}: {fault_message(fault, 'en')}", file=sys.stderr)
    except (DomainError, CommandFault) as fault:
        print(f"{options.file.name}: {fault}", file=sys.stderr)
    except OSError as fault:
        print(f"{fault.filename}: {fault.strerror}", file=sys.stderr)
    return 1
