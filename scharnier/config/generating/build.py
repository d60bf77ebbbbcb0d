# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Puts a generated network together and writes it: into the database in one transaction, or into CSV files."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from scharnier.config.generating import bulk, chance, workers
from scharnier.config.generating.casework import Counselling
from scharnier.config.generating.firms import Firms, share_out
from scharnier.config.generating.network import Account, Network, ProjectPlan, plan
from scharnier.config.generating.people import Persons
from scharnier.config.generating.placing import Ground, InFolder, Placing, in_database
from scharnier.config.generating.projected import Projected
from scharnier.config.generating.tables import CsvSink, DatabaseSink, Parcel, Tables
from scharnier.foundation import clock

Say = Callable[[str], None]
SIDE_BY_SIDE_FROM = 10_000
PROJECTIONS = ("foundation_agendaitem", "foundation_timelineentry", "foundation_searchentry")


@dataclass
class Made:
    """What a run wrote: accounts, rows by table, seconds by stage."""

    accounts: list[Account] = field(default_factory=list)
    participants: int = 0
    projects: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


class Writers:
    """The tables of one run."""

    def __init__(
        self, tables: Tables, aside: Tables, seed: int, today: date, password: str, programmes: dict[str, str]
    ) -> None:
        """`aside` are the tables of the projections."""
        self.tables = tables
        self.projected = Projected(aside, seed, today)
        self.seed, self.today = seed, today
        self.network = Network(tables, seed, today, password, programmes)
        self.people = Persons(tables, self.projected, today.toordinal())
        self.counselling = Counselling(tables, self.projected, today.toordinal())
        self.firms = Firms(tables, seed, today.toordinal())
        self.placing = Placing(tables, seed, today.toordinal())

    def network_rows(self, projects: list[ProjectPlan]) -> None:
        self.network.write(projects)
        self.tables.flush()

    def firms_of(self, projects: list[ProjectPlan], vacancies: int | None) -> None:
        """Firms and vacancies of all projects; `vacancies` None: as many as the number of cases makes likely."""
        numbers = share_out(projects, vacancies)
        for project in projects:
            self.firms.write(project, numbers.get(project.code, 0))
        self.tables.flush()

    def ways_of(self, projects: list[ProjectPlan], there: Callable[[str], Ground]) -> None:
        """Introductions, placements and after-care between what is `there` of each project by now."""
        for project in projects:
            self.placing.write(project, there(project.id))
        self.tables.flush()

    def cases(self, project: ProjectPlan) -> None:
        """All cases of one project."""
        rng = chance.stream(self.seed, "cases", project.code)
        self.people.today = self.counselling.today = project.last_day(self.today).toordinal()
        self.projected.begin(project.code)
        self.people.begin(project)
        for index in range(project.open + project.past):
            case = self.people.case(project, rng, index, index < project.open)
            self.counselling.write(case)
            self.people.enrol(case)
            if index % 200 == 0:
                self.tables.settle()
                self.projected.tables.settle()
        self.people.finish()


def _one_after_the_other(writers: Writers, projects: list[ProjectPlan]) -> None:
    for project in projects:
        writers.cases(project)
    writers.tables.flush()


def _side_by_side(writers: Writers, sink: DatabaseSink, projects: list[ProjectPlan], today: date, say: Say) -> None:
    """The same rows from as many processes as there are processors."""
    for done, texts in enumerate(workers.parcels(writers.seed, today, projects), 1):
        writers.tables.unpack(sink, texts)
        if done % 50 == 0:
            say(f"{done} of {len(projects)} projects")


def parcel(seed: int, today: date, project: ProjectPlan) -> dict[str, str]:
    """All rows of one project's cases as text by table."""
    sink = Parcel()
    tables = Tables(sink)
    Writers(tables, tables, seed, today, "!", {}).cases(project)
    tables.flush()
    return sink.texts


def into_database(
    participants: int | None,
    seed: int,
    *,
    password: str,
    note: str,
    say: Say = lambda line: None,
    side_by_side: bool | None = None,
    vacancies: int | None = None,
) -> Made:
    """Write a network of that many participants (None: the demo network) in one transaction of the owner.

    `password` is the encoded password of every account. The audit gets one event called `note` instead of one a row.
    Existing programmes are kept and used; carriers are added beside existing ones. Large networks are made by several
    processes, which changes nothing about them (`side_by_side` decides instead of the size). `vacancies`: how many of
    them (None: one to five participants).
    """
    made, began = Made(), time.monotonic()
    today = clock.today()

    def lap(name: str) -> None:
        made.seconds[name] = round(time.monotonic() - began - sum(made.seconds.values()), 1)

    with bulk.as_owner():
        bulk.execute("SET LOCAL maintenance_work_mem = '256MB'")
        bulk.execute("SET LOCAL synchronous_commit = off")
        programmes = {code: str(key) for key, code in bulk.fetch("SELECT id, code FROM network_programme")}
        projects = plan(participants, _next_copy())
        sink = DatabaseSink()
        tables = Tables(sink)
        writers = Writers(tables, tables, seed, today, password, programmes)
        all_tables = [table.name for table in tables.all]
        big = [name for name in all_tables if name.startswith(("people_", "casework_", "work_", "directory_"))]
        bulk.without_audit(all_tables)
        # Triggers look persons up while participations are written, and organisations while employers are.
        base, derived = (
            bulk.take_down(big, keep=["people_person", "directory_organisation"]),
            bulk.take_down(PROJECTIONS),
        )
        writers.network_rows(projects)
        bulk.execute("SET CONSTRAINTS ALL IMMEDIATE")
        made.participants = sum(project.open + project.past for project in projects)
        if side_by_side if side_by_side is not None else made.participants >= SIDE_BY_SIDE_FROM:
            _side_by_side(writers, sink, projects, today, say)
        else:
            _one_after_the_other(writers, projects)
        lap("rows")
        writers.firms_of(projects, vacancies)
        lap("firms")
        base.put_up_indexes()
        _analyze(big)
        lap("indexes")
        writers.ways_of(projects, in_database)
        lap("placements")
        writers.projected.derive(sorted({project.carrier for project in projects}))
        lap("projections")
        derived.put_up_indexes()
        derived.put_up_foreign_keys()
        base.put_up_foreign_keys()
        bulk.with_audit(all_tables)
        _analyze([name for name in all_tables if name not in big])
        made.accounts, made.projects, made.rows = writers.network.accounts, len(projects), dict(tables.rows)
        bulk.note(note, {"seed": seed, "participants": made.participants, "day": today.isoformat()})
        lap("keys")
    return made


def into_folder(
    participants: int | None, seed: int, folder: Path, say: Say = lambda line: None, vacancies: int | None = None
) -> Made:
    """The same rows as CSV files, one per table, with the agenda, timeline and search of persons and counselling.

    What other rooms derive from rows in the database is the database's: load the files and run `rebuild_projections`.
    """
    made = Made()
    projects = plan(participants)
    tables = Tables(CsvSink(folder))
    writers = Writers(tables, tables, seed, clock.today(), "!", {})
    writers.network_rows(projects)
    made.participants = sum(project.open + project.past for project in projects)
    _one_after_the_other(writers, projects)
    writers.firms_of(projects, vacancies)
    writers.ways_of(projects, InFolder(folder))
    made.accounts, made.projects, made.rows = writers.network.accounts, len(projects), dict(tables.rows)
    return made


def events() -> dict[str, dict[str, object]]:
    """What has been generated into this database before: the audit's notes by action, the latest of each."""
    rows = bulk.fetch(
        "SELECT action, payload FROM audit_event "
        "WHERE table_name = 'network_carrier' AND action IN ('demo', 'generate') ORDER BY id"
    )
    return {action: json.loads(payload) if isinstance(payload, str) else payload or {} for action, payload in rows}


def _next_copy() -> int:
    """1 in an empty database; otherwise the first copy of the network that isn't there yet."""
    rows = bulk.fetch(
        "SELECT coalesce(max(nullif(substring(code from '-([0-9]+)$'), '')::int), 1) FROM network_project"
    )
    empty = not bulk.fetch("SELECT FROM network_project LIMIT 1")
    return 1 if empty else int(rows[0][0]) + 1


def _analyze(tables: list[str]) -> None:
    for table in tables:
        bulk.execute(f"ANALYZE {table}")
