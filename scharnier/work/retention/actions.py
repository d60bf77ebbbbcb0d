# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A check of after-care is answered, or tried again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from scharnier.casework.contacts import actions as contacts
from scharnier.foundation import clock, writes
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes
from scharnier.network.models import User
from scharnier.people.models import Enrolment
from scharnier.work.placements import actions as placements
from scharnier.work.retention import marks
from scharnier.work.retention.models import RetentionCheck, Still

AGAIN = timedelta(days=7)


@dataclass(frozen=True)
class Answer:
    """What somebody said in a minute. `end` where it is over; `next_on` the day of the next step."""

    still_there: str
    on: date
    hours: Decimal | None = None
    trouble_person: list[str] = field(default_factory=list)
    trouble_firm: list[str] = field(default_factory=list)
    help_needed: str = ""
    next_step: str = ""
    next_on: date | None = None
    note: str = ""
    end: placements.End | None = None


def answer(row: RetentionCheck, said: Answer, *, editor: User, version: int | None = None) -> list[str]:
    """Note the answer; other hours change the placement, an end ends it, a next step is due. Returns warnings."""
    if said.still_there not in (Still.YES, Still.NO, Still.UNKNOWN):
        raise DomainError(_("Sagen Sie, ob die Person noch dort ist."), "still_there")
    if said.on > clock.today() or said.on < row.placement.begins:
        raise DomainError(_("Gefragt wurde zwischen dem ersten Arbeitstag und heute."), "on")
    if said.still_there == Still.NO and said.end is None and not row.placement.over:
        raise DomainError(_("Tragen Sie den letzten Tag und den Grund ein."), "ended_on")
    for name in ("trouble_person", "trouble_firm"):
        if any(not codes.is_code("mediation_issue", code) for code in getattr(said, name)):
            raise DomainError(_("Wählen Sie aus der Liste."), name)
    now = clock.now()
    writes.save_versioned(
        row,
        version,
        {
            "still_there": said.still_there,
            "hours": said.hours,
            "trouble_person": said.trouble_person,
            "trouble_firm": said.trouble_firm,
            "help_needed": said.help_needed,
            "next_step": said.next_step,
            "note": said.note,
            "done_on": said.on,
            "done_at": row.done_at or now,
            "done_by": row.done_by or editor,
        },
    )
    RetentionCheck.objects.filter(pk=row.pk).update(changed_at=now, changed_by=editor)
    marks.put(row)
    warnings = _follows(row, said, editor)
    if said.next_step:
        _remind(row, said, editor)
    return warnings


def still(row: RetentionCheck, still_there: str, *, editor: User) -> None:
    """The answer of one click, asked today: what was noted before and taken back stays as it was."""
    said = Answer(
        still_there,
        clock.today(),
        hours=row.hours,
        trouble_person=row.trouble_person,
        trouble_firm=row.trouble_firm,
        help_needed=row.help_needed,
        note=row.note,
    )
    answer(row, said, editor=editor)


def take_back(row: RetentionCheck, *, editor: User) -> None:
    """Ask again; what was noted stays. Refused where the answer has ended the placement."""
    if row.still_there == Still.NO:
        raise DomainError(_("Mit dieser Antwort wurde die Arbeit beendet. Öffnen Sie den Punkt."))
    if row.done_at is not None:
        writes.save_versioned(row, None, {"still_there": "", "done_on": None, "done_at": None, "done_by": None})
        RetentionCheck.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
        marks.put(row)


def _follows(row: RetentionCheck, said: Answer, editor: User) -> list[str]:
    work = row.placement
    if said.still_there == Still.NO:
        if said.end is not None and not work.over:
            placements.end(work, said.end, editor=editor)
        return []
    if said.hours is None or work.over or said.hours == work.hours:
        return []
    return placements.change(
        work, replace(placements.terms_of(work), hours=said.hours), editor=editor, version=None
    ).warnings


def _remind(row: RetentionCheck, said: Answer, editor: User) -> None:
    day = said.next_on or clock.today() + AGAIN
    if day < clock.today():
        raise DomainError(_("Der nächste Schritt liegt heute oder später."), "next_on")
    enrolment = Enrolment.objects.select_related("person").filter(person_id=row.person_id, project_id=row.project_id)
    latest = enrolment.order_by("-entered_on", "-pk").first()
    if latest is not None:
        contacts.add_follow_up(latest, reminder=contacts.Reminder(day, said.next_step[:200], editor.pk))


def try_again(row: RetentionCheck, *, editor: User) -> date:
    """Nobody was reached: in a week once more. Returns the day."""
    if row.done_at is not None:
        raise DomainError(_("Diese Nachfrage ist beantwortet."))
    day = clock.today() + AGAIN
    writes.save_versioned(row, None, {"due_on": day})
    RetentionCheck.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
    marks.put(row)
    return day
