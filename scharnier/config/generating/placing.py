# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Introductions, placements and after-care of generated people, between the cases and vacancies that are there already.

Whoever left for work or an apprenticeship has begun somewhere; of the others some are on the way, many were told no.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from scharnier.config.generating import bulk
from scharnier.config.generating.chance import (
    Weighted,
    between,
    day_text,
    identifier,
    milliseconds,
    moment_text,
    pick,
    stream,
    working_day,
)
from scharnier.config.generating.network import ProjectPlan
from scharnier.config.generating.tables import NULL, Tables, escaped
from scharnier.knowledge import placement as rules
from scharnier.work.introductions.moves import WAY, State
from scharnier.work.retention.marks import JUST

# Of open cases: placed already, on the way, told no before.
PLACED, ON_THE_WAY, REFUSED = 0.14, 0.18, 0.3
# Of those on the way, whose vacancy may be gone meanwhile.
GONE = 0.15
LEFT_FOR = {"work": "beschaeftigung_sv", "training": "ausbildung_betrieblich"}
SOME_KINDS = {"beschaeftigung_sv": 60, "ausbildung_betrieblich": 18, "minijob": 12, "praktikum_orientierung": 10}
INSURED = ("beschaeftigung_sv", "ausbildung_betrieblich", "leiharbeit")
STANDS = {"proposed": 22, "agreed": 14, "sent": 26, "interested": 14, "interview": 16, "trial": 8}
NO_PERSON = {
    "distance": 22,
    "hours": 16,
    "pay": 10,
    "childcare": 14,
    "course_first": 14,
    "other_offer": 14,
    "no_answer": 10,
}
NO_FIRM = {"german": 36, "qualification": 18, "licence": 8, "filled": 16, "trial": 8, "no_answer": 14}
ENDS = {"quit": 26, "dismissed_probation": 22, "better_job": 16, "term_over": 14, "agreed": 12, "personal": 10}
TROUBLES = {
    "sprache_verstaendigung": 34, "arbeitszeit_puenktlichkeit": 18, "konflikt_team": 14, "behoerdentermin": 18,
    "mobilitaet": 16,
}  # fmt: skip
ENDED, ANSWERED, TROUBLE = 0.2, 0.85, 0.16

_KINDS, _STANDS, _NO_PERSON, _NO_FIRM, _ENDS, _TROUBLES = (
    Weighted(weights) for weights in (SOME_KINDS, STANDS, NO_PERSON, NO_FIRM, ENDS, TROUBLES)
)


@dataclass(frozen=True)
class Case:
    person: str
    owner: str
    entered: int
    exited: int | None
    reason: str


@dataclass(frozen=True)
class Job:
    """A vacancy as far as an introduction to it needs."""

    id: str
    organisation: str
    contact: str
    firm: str
    title: str
    occupation: str
    kind: str
    hours: int | None
    state: str
    made: int


@dataclass(frozen=True)
class Ground:
    """What is there of a project when its ways are made."""

    cases: list[Case]
    jobs: list[Job]


def in_database(project: str) -> Ground:
    """What has been written into the connected database."""
    cases = bulk.fetch(
        "SELECT person_id, staff_id, second_staff_id, entered_on, exited_on, exit_reason FROM people_enrolment "
        "WHERE project_id = %s AND entered_on IS NOT NULL AND staff_id IS NOT NULL ORDER BY id",
        [project],
    )
    jobs = bulk.fetch(
        "SELECT v.id, v.organisation_id, v.contact_id, o.name, v.title, v.occupation, v.kind, v.hours_from, v.status, "
        "v.confirmed_on FROM work_vacancy v JOIN directory_organisation o ON o.id = v.organisation_id "
        "WHERE v.project_id = %s AND v.confirmed_on IS NOT NULL ORDER BY v.id",
        [project],
    )
    return Ground([_case(*row) for row in cases], [_job(*row) for row in jobs])


class InFolder:
    """The same from the CSV files of a folder, which are read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, project: str) -> Ground:
        return Ground(self._cases.get(UUID(project), []), self._jobs.get(UUID(project), []))

    @cached_property
    def _cases(self) -> dict[UUID, list[Case]]:
        names = ("person_id", "staff_id", "second_staff_id", "entered_on", "exited_on", "exit_reason")
        found: dict[UUID, list[Case]] = {}
        for row in self._rows("people_enrolment"):
            if row["entered_on"] and row["staff_id"]:
                person, staff, second, entered, exited, reason = (row[name] for name in names)
                case = _case(UUID(person), UUID(staff), _uuid(second), _read(entered), _read(exited), reason)
                found.setdefault(UUID(row["project_id"]), []).append(case)
        return found

    @cached_property
    def _jobs(self) -> dict[UUID, list[Job]]:
        firms = {UUID(row["id"]): row["name"] for row in self._rows("directory_organisation")}
        found: dict[UUID, list[Job]] = {}
        for row in self._rows("work_vacancy"):
            if row["confirmed_on"]:
                firm, hours = UUID(row["organisation_id"]), int(row["hours_from"]) if row["hours_from"] else None
                job = _job(
                    UUID(row["id"]), firm, _uuid(row["contact_id"]), firms[firm], row["title"], row["occupation"],
                    row["kind"], hours, row["status"], _read(row["confirmed_on"]),
                )  # fmt: skip
                found.setdefault(UUID(row["project_id"]), []).append(job)
        return found

    def _rows(self, table: str) -> list[dict[str, str]]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return sorted(csv.DictReader(file), key=lambda row: UUID(row["id"]))


def _case(person: UUID, staff: UUID, second: UUID | None, entered: Any, exited: date | None, reason: str) -> Case:
    last = exited.toordinal() if exited else None
    return Case(person.hex, (second or staff).hex, entered.toordinal(), last, reason)


def _job(
    key: UUID, firm: UUID, contact: UUID | None, name: str, title: str, code: str, kind: str, hours: int | None,
    state: str, day: Any,
) -> Job:  # fmt: skip
    who = contact.hex if contact else NULL
    return Job(key.hex, firm.hex, who, name, title, code, kind, hours, state, day.toordinal())


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None


def _read(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class Placing:
    """Writes the ways of one project after the other."""

    def __init__(self, tables: Tables, seed: int, today: int) -> None:
        from scharnier.work.introductions.models import Introduction, IntroductionStep
        from scharnier.work.placements.models import Placement
        from scharnier.work.retention.models import RetentionCheck

        self.tables, self.seed, self.today = tables, seed, today
        head, signed = "id carrier_id created_at project_id person_id", "changed_at changed_by_id"
        self._introduction = tables.table(
            Introduction,
            f"{head} {signed} organisation_id vacancy_id contact_id where work state state_on from_suggestion "
            "agreed_on sent_on reason closed_on next_on owner_id",
        )
        self._step = tables.table(IntroductionStep, f"{head} introduction_id before state on author_id")
        self._placement = tables.table(
            Placement,
            f"{head} {signed} introduction_id vacancy_id organisation_id where kind work occupation begins ends hours "
            "insured ended_on end_reason owner_id",
        )
        self._check = tables.table(
            RetentionCheck,
            f"{head} {signed} placement_id mark due_on estimated owner_id still_there trouble_person done_on done_at "
            "done_by_id",
        )

    def write(self, project: ProjectPlan, there: Ground) -> None:
        """What became of the cases of a project; without a vacancy nobody is introduced."""
        if not there.jobs:
            return
        rng = stream(self.seed, "placing", project.code)
        for case in there.cases:
            Way(self, project, rng, case, there.jobs).write()
        self.tables.settle()


class Way:
    """One person's way into work, as far as it has gone."""

    def __init__(self, to: Placing, project: ProjectPlan, rng: random.Random, case: Case, jobs: list[Job]) -> None:
        self.to, self.project, self.rng, self.case, self.jobs, self.today = to, project, rng, case, jobs, to.today

    def write(self) -> None:
        rng, case = self.rng, self.case
        last = min(case.exited or self.today, self.today)
        if last - case.entered < 30:
            return
        if rng.random() < REFUSED:
            self._introduce(between(rng, case.entered + 14, last), pick(rng, (State.NO_PERSON, State.NO_EMPLOYER)))
        if case.exited is not None:
            if kind := LEFT_FOR.get(case.reason):
                self._place(working_day(max(case.entered + 20, last - between(rng, 3, 60))), kind)
            return
        chance = rng.random()
        if chance < PLACED:
            self._place(working_day(max(case.entered + 20, last - between(rng, 5, 330))), _KINDS.draw(rng))
        elif chance < PLACED + ON_THE_WAY:
            day = max(case.entered, last - between(rng, 1, 30))
            self._introduce(day, State(_STANDS.draw(rng)), *self._job(day=day, still_open=rng.random() > GONE))

    def _head(self, day: int) -> tuple[str, str, str, str, str]:
        made = moment_text(day, between(self.rng, 480, 1000))
        return identifier(self.rng, milliseconds(day)), self.project.carrier, made, self.project.id, self.case.person

    def _job(self, kind: str = "", *, day: int, still_open: bool = False) -> tuple[Job, str]:
        """Some firm, and its vacancy where that was there on the day; one that is open today if there is any."""
        fitting = [job for job in self.jobs if job.kind == kind] if kind else self.jobs
        if still_open:
            fitting = [job for job in fitting if job.state == "open"]
        job = pick(self.rng, fitting or self.jobs)
        there = job.made <= day and (not kind or (job.kind == kind and job.state == "filled"))
        return job, job.id if there else NULL

    def _introduce(self, day: int, state: State, job: Job | None = None, vacancy: str = "") -> str:
        """An introduction that began on a day and stands where it stands; returns its id."""
        rng, owner = self.rng, self.case.owner
        if job is None:
            job, vacancy = self._job(day=day)
        steps = self._steps(day, state)
        head, (_, last) = self._head(day), steps[-1]
        by_state = dict(steps)
        agreed = by_state.get(State.AGREED)
        no = state in (State.NO_PERSON, State.NO_EMPLOYER)
        draws = _NO_PERSON if state == State.NO_PERSON else _NO_FIRM
        closed = no or state == State.HIRED
        self.to._introduction.add(
            *head, moment_text(last, 700), owner, job.organisation, vacancy, job.contact, escaped(job.firm), job.title,
            state.value, day_text(last), "t" if rng.random() < 0.4 else "f", _day(agreed),
            _day(by_state.get(State.SENT)), draws.draw(rng) if no else "", day_text(last) if closed else NULL,
            NULL if closed else day_text(working_day(last + between(rng, 2, 12))), owner,
        )  # fmt: skip
        before = ""
        for step, on in steps:
            self.to._step.add(*self._head(on), head[0], before, step.value, day_text(on), owner)
            before = step.value
        return head[0]

    def _steps(self, day: int, state: State) -> list[tuple[State, int]]:
        """States with their days up to today; a firm that says no was told of somebody, a person says it earlier."""
        if state in WAY:
            way = [each for each in WAY[: WAY.index(state)] if each not in (State.INTERVIEW, State.TRIAL)]
            wanted = [*way, state]
        else:
            wanted = [State.PROPOSED, *([State.AGREED, State.SENT] if state == State.NO_EMPLOYER else []), state]
        found, on = [], day
        for step in wanted:
            found.append((step, on))
            on = min(on + between(self.rng, 0, 8), self.today)
        return found

    def _place(self, begins: int, kind: str) -> None:
        rng, case, to = self.rng, self.case, self.to
        job, vacancy = self._job(kind, day=begins)
        introduction = NULL
        if begins - 40 > case.entered and rng.random() < 0.7:
            introduction = self._introduce(begins - 40, State.HIRED, job, vacancy)
        hours = 10 if kind == "minijob" else pick(rng, (40, 40, 38, 30, 20))
        planned = begins + 28 if kind == "praktikum_orientierung" else None
        ended = between(rng, begins + 5, begins + 300) if rng.random() < ENDED else None
        if planned is not None and planned < self.today:
            ended = min(ended or planned, planned)
        if ended is not None and ended > self.today:
            ended = None
        head = self._head(min(begins, self.today))
        to._placement.add(
            *head, head[2], case.owner, introduction, vacancy, job.organisation, escaped(job.firm), kind, job.title,
            job.occupation, day_text(begins), _day(planned), str(hours), "t" if kind in INSURED else "f", _day(ended),
            "" if ended is None else "completed" if ended == planned else _ENDS.draw(rng), case.owner,
        )  # fmt: skip
        self._after(head[0], kind, begins, planned, ended)

    def _after(self, placement: str, kind: str, begins: int, planned: int | None, ended: int | None) -> None:
        """Marks that have passed are mostly answered, those to come are open; none after the end."""
        rng, owner = self.rng, self.case.owner
        for code, due, estimated in _marks(kind, begins, planned):
            over = ended is not None and due > ended
            passed = due < self.today - JUST.days
            if over or (passed and rng.random() >= ANSWERED):
                continue
            asked = min(due + between(rng, 0, 6), self.today)
            answer = ("", "{}", NULL, NULL, NULL)
            if passed:
                trouble = f"{{{_TROUBLES.draw(rng)}}}" if rng.random() < TROUBLE else "{}"
                answer = ("yes", trouble, day_text(asked), moment_text(asked, 660), owner)
            elif ended is not None:
                continue
            self.to._check.add(
                *self._head(min(begins, self.today)), moment_text(min(asked, self.today), 660), owner, placement, code,
                day_text(due), "t" if estimated else "f", owner, *answer,
            )  # fmt: skip


def _day(ordinal: int | None) -> str:
    return NULL if ordinal is None else day_text(ordinal)


@cache
def _marks(kind: str, begins: int, planned: int | None) -> list[tuple[str, int, bool]]:
    dates: Any = rules.Dates(date.fromordinal(begins), date.fromordinal(planned) if planned else None, None, None, None)
    return [(mark.code, mark.on.toordinal(), mark.estimated) for mark in rules.marks(kind, dates)]
