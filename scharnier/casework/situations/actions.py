# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking for situations after the exit, and answering."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from scharnier.casework.situations import projected
from scharnier.casework.situations.models import Situation
from scharnier.casework.situations.words import ASKED_FOR, AT_EXIT, EARLY, after, asked, late
from scharnier.casework.situations.words import span as span_of
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.network.programmes.queries import settings_at, today_in
from scharnier.people.models import Enrolment

# Nobody is asked about exits that lie further back, whatever a programme sets.
LONGEST = timedelta(days=800)
CHUNK, DIED = 2000, "died"


@dataclass(frozen=True)
class Answer:
    """What was said: a code of exit_situation, since when, a certificate, what became better (codes), a note."""

    answer: str
    since_on: date | None = None
    qualification_on: date | None = None
    improved: tuple[str, ...] = ()
    note: str = ""


# ---------- what is asked ----------


def refresh(persons: Sequence[UUID]) -> None:
    """Ask what is to be asked of these persons' last exits, and no more of those who came back.

    One statement where nobody has left. What was answered stays; an exit on another day asks for it again.
    """
    writes = principals.scope().writes
    here = Enrolment.objects.filter(person_id__in=persons, project_id__in=writes)
    asked_of = Exists(Situation.objects.filter(person_id=OuterRef("person_id"), carrier_id=OuterRef("carrier_id")))
    gone = Q(exited_on__isnull=False, entered_on__isnull=False)
    left = set(here.filter(gone | asked_of).values_list("person_id", flat=True))
    if left:
        rows = here.filter(person_id__in=left).select_related("person")
        _bring(_last(rows), list(Situation.objects.filter(person_id__in=left, project_id__in=writes)))


def in_line(project: UUID) -> None:
    """The same for everybody who left a project of late; nothing is written where nothing differs."""
    since = clock.today() - LONGEST
    gone = Enrolment.objects.filter(project_id=project, exited_on__gt=since, entered_on__isnull=False)
    left = gone.values("person_id")
    rows = Enrolment.objects.filter(project_id=project, person_id__in=left).select_related("person")
    _bring(_last(rows.iterator(chunk_size=CHUNK)), list(Situation.objects.filter(project_id=project)))


def _last(rows: Iterable[Enrolment]) -> dict[UUID, Enrolment]:
    """The participation of each case that ended last, unless another one is open: who comes back has not left."""
    found: dict[tuple[UUID, UUID], Enrolment] = {}
    for row in rows:
        if row.exited_on is not None and row.entered_on is None:
            continue  # an enquiry that came to its end
        key = (row.person_id, row.project_id)
        if key not in found or (row.exited_on or date.max) > (found[key].exited_on or date.max):
            found[key] = row
    return {row.pk: row for row in found.values() if row.exited_on is not None}


def _bring(left: dict[UUID, Enrolment], there: list[Situation]) -> None:
    known = {(row.enrolment_id, row.span): row for row in there}
    wanted = _wanted(left, {key for key in known if key[0] in left})
    gone = [row for key, row in known.items() if key not in wanted and row.answered_at is None]
    moved = [row for key, row in known.items() if key in wanted and row.asked_for != wanted[key]]
    for row in moved:
        row.asked_for, row.remind_on = wanted[row.enrolment_id, row.span], None
        row.answered_at, row.answered_by = None, None
        row.version += 1
    fresh = [_asking(left[key[0]], key[1], day) for key, day in wanted.items() if key not in known]
    for row in gone:
        projections.drop(row.carrier_id, projected.KIND, [row.pk])
    if gone:
        Situation.objects.filter(pk__in=[row.pk for row in gone]).delete()
    if moved:
        names = ["asked_for", "remind_on", "answered_at", "answered_by", "version"]
        Situation.objects.bulk_update(moved, names)
        TimelineEntry.objects.filter(kind=projected.KIND, source_id__in=[row.pk for row in moved]).delete()
    if fresh:
        Situation.objects.bulk_create(fresh)
    written = {row.pk for row in (*moved, *fresh)}
    if written:
        rows = projected.loaded(Situation.objects.filter(pk__in=written))
        projections.put([each for row in rows for each in projected.rows_of(row)])


def _asking(row: Enrolment, span: str, day: date) -> Situation:
    return Situation(
        carrier_id=row.carrier_id,
        project_id=row.project_id,
        person_id=row.person_id,
        enrolment=row,
        span=span,
        asked_for=day,
        owner_id=row.staff_id,
    )


def _wanted(left: dict[UUID, Enrolment], known: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], date]:
    """The day of each situation to be asked for: as the programme had it on the day of the exit, while there is time.

    What is asked already goes on being asked, whatever was set since.
    """
    today, found = clock.today(), {}
    settings = cache(_settings)
    for row in left.values():
        if row.exited_on is None or row.exited_on <= today - LONGEST or row.exit_reason == DIED:
            continue
        for span, distance in asked(settings(row.project_id, row.exited_on)).items():
            day = after(row.exited_on, distance)
            if span == AT_EXIT and row.exit_situation:
                continue
            if day + ASKED_FOR >= today or (row.pk, span) in known:
                found[row.pk, span] = day
    for enrolment, span in known:
        row = left[enrolment]
        if row.exited_on is not None and row.exit_reason != DIED and not (span == AT_EXIT and row.exit_situation):
            found.setdefault((enrolment, span), after(row.exited_on, span_of(span)))
    return found


def _settings(project: UUID, day: date) -> ProgrammeSettings:
    return today_in(project) if day >= clock.today() else settings_at(project, day)


# ---------- what is answered ----------


def first_day(row: Situation) -> date:
    """From when on it can be answered: a fortnight before its day, never before the exit."""
    return max(row.asked_for - EARLY, row.enrolment.exited_on or row.asked_for)


def tell(row: Situation, expected: int | None, said: Answer, *, by: UUID) -> None:
    """Keep an answer, or another one. Raises DomainError, and Conflict when somebody else answered meanwhile."""
    _check(row, said)
    changes = {**asdict(said), "improved": list(said.improved), "answered_at": clock.now(), "answered_by_id": by}
    save_versioned(row, expected, changes)
    if row.span == AT_EXIT:
        _at_exit(row)
    _project(row)


def answered(item: AgendaItem, user: UUID, code: str) -> None:
    """Answered on *Today* with one click; what was said before and taken back stays where it fits."""
    row = Situation.objects.select_related("enrolment").get(pk=item.source_id)
    same = row.answer == code
    since, better = (row.since_on, tuple(row.improved)) if same else (None, ())
    tell(row, None, Answer(code, since, row.qualification_on, better, row.note), by=user)


def _check(row: Situation, said: Answer) -> None:
    today = clock.today()
    if today < first_day(row):
        day = {"day": f"{first_day(row):%d.%m.%Y}"}
        raise DomainError(_("Das lässt sich erst ab dem %(day)s sagen.") % day)
    if not codes.is_code("exit_situation", said.answer):
        raise DomainError(_("Wählen Sie, was die Person jetzt macht."), "answer")
    for name in ("since_on", "qualification_on"):
        day_said = getattr(said, name)
        if day_said is not None and day_said > today:
            raise DomainError(_("Der Tag liegt in der Zukunft."), name)
    if said.since_on is not None and said.since_on > row.asked_for:
        day = {"day": f"{row.asked_for:%d.%m.%Y}"}
        raise DomainError(_("Gefragt ist der Stand am %(day)s. Was danach begann, zählt nicht.") % day, "since_on")
    if said.improved and not (late(row.span) and all(codes.is_code("improvement", each) for each in said.improved)):
        raise DomainError(_("Diese Antwort passt nicht zu der Frage."), "improved")


def _at_exit(row: Situation) -> None:
    """The answer for the day of the exit belongs to the participation."""
    enrolment = Enrolment.objects.get(pk=row.enrolment_id)
    save_versioned(enrolment, None, {"exit_situation": row.answer})


def reopen(row: Situation) -> None:
    """Ask for it again; what was answered stays in the form."""
    if row.answered_at is not None:
        save_versioned(row, None, {"answered_at": None, "answered_by_id": None})
        if row.span == AT_EXIT:
            save_versioned(Enrolment.objects.get(pk=row.enrolment_id), None, {"exit_situation": ""})
        _project(row)


def _project(row: Situation) -> None:
    written = projected.loaded(Situation.objects.filter(pk=row.pk)).get()
    if written.answered_at is None:
        projections.drop(row.carrier_id, projected.KIND, [row.pk], agenda=False)
    projections.put(projected.rows_of(written))
