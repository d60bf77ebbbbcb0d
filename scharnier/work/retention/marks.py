# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The checks that a placement should have, kept in line with its dates, and what agenda and timeline say of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Event, Row, Source
from scharnier.knowledge import codes
from scharnier.knowledge import placement as rules
from scharnier.network.models import User
from scharnier.work.introductions.projected import CHUNK, at_noon
from scharnier.work.placements.models import Placement
from scharnier.work.retention.models import RetentionCheck, Still

CHECK, ANSWER = "work.retention", "work.retention_answer"
# A placement entered afterwards is asked after at the marks to come, and at one that has just passed.
JUST = timedelta(days=14)


def plan(row: Placement) -> None:
    """Open checks as the dates of the placement want them; answered ones stay. Four statements at most."""
    wanted = {} if row.over else {mark.code: mark for mark in _marks(row)}
    checks = {check.mark: check for check in RetentionCheck.objects.filter(placement=row)}
    gone = [check for code, check in checks.items() if check.done_at is None and code not in wanted]
    if gone:
        projections.drop(row.carrier_id, CHECK, [check.pk for check in gone])
        RetentionCheck.objects.filter(pk__in=[check.pk for check in gone]).delete()
    new = [
        RetentionCheck(
            carrier_id=row.carrier_id,
            project_id=row.project_id,
            person_id=row.person_id,
            placement=row,
            mark=mark.code,
            due_on=mark.on,
            estimated=mark.estimated,
            owner_id=row.owner_id,
            changed_by_id=row.changed_by_id,
        )
        for mark in wanted.values()
        if mark.code not in checks
    ]
    RetentionCheck.objects.bulk_create(new)
    moved = [
        check
        for code, check in checks.items()
        if check.done_at is None and code in wanted and check.due_on != wanted[code].on
    ]
    for check in moved:
        check.due_on, check.estimated = wanted[check.mark].on, wanted[check.mark].estimated
    RetentionCheck.objects.bulk_update(moved, ["due_on", "estimated"])
    for check in (*new, *moved):
        check.person, check.placement = row.person, row
    projections.put([due(check) for check in (*new, *moved)])


def _marks(row: Placement) -> list[rules.Mark]:
    dates = rules.Dates(row.begins, row.ended_on or row.ends, row.probation_until, row.intermediate_on, row.final_on)
    return [mark for mark in rules.marks(row.kind, dates) if mark.on >= clock.today() - JUST]


def mark_word(code: str) -> str:
    found = rules.mark_label(code)
    return found.de if found else code


def due(row: RetentionCheck) -> Due:
    return Due(
        Anchor(row.carrier_id, row.project_id, row.person_id, CHECK, row.pk),
        due_on=row.due_on,
        subject_name=row.person.list_name,
        title=f"Nachbetreuung {mark_word(row.mark)}",
        detail=f"{row.placement.work}, {row.placement.where}, seit {row.placement.begins:%d.%m.%Y}",
        owner=row.owner_id,
        done_at=row.done_at,
        done_by=row.done_by_id,
    )


def event(row: RetentionCheck) -> Event | None:
    """What was answered; only once somebody has asked."""
    if row.done_on is None or row.done_by is None:
        return None
    troubles = [
        codes.label("mediation_issue", code)
        for code in dict.fromkeys([*row.trouble_person, *row.trouble_firm])
        if codes.is_code("mediation_issue", code)
    ]
    with override("de"):
        still = str(Still(row.still_there).label)
    said = [", ".join(troubles), row.help_needed, row.note]
    return Event(
        Anchor(row.carrier_id, row.project_id, row.person_id, ANSWER, row.pk),
        at=at_noon(row.done_on),
        title=f"Nachbetreuung {mark_word(row.mark)}: {still} ({row.placement.where})"[:200],
        text=" · ".join(part for part in said if part)[:240],
        author=row.done_by_id,
        author_name=row.done_by.display_name,
    )


def put(row: RetentionCheck) -> None:
    """Agenda and timeline of one check."""
    found = RetentionCheck.objects.select_related("person", "placement", "done_by").get(pk=row.pk)
    said = event(found)
    if said is None:
        projections.drop(row.carrier_id, ANSWER, [row.pk], agenda=False)
    projections.put([due(found), *([said] if said else [])])


def derive(carrier: UUID) -> Iterator[Row]:
    rows = RetentionCheck.objects.filter(carrier_id=carrier).select_related("person", "placement")
    return map(due, rows.iterator(chunk_size=CHUNK))


def derive_answers(carrier: UUID) -> Iterator[Row]:
    rows = RetentionCheck.objects.filter(carrier_id=carrier, done_at__isnull=False)
    found = map(event, rows.select_related("placement", "done_by").iterator(chunk_size=CHUNK))
    return (each for each in found if each is not None)


def _offered() -> list[tuple[str, str]]:
    """What is said in one click; that somebody has left needs the day and the reason."""
    return [(each.value, str(each.label)) for each in (Still.YES, Still.UNKNOWN)]


def _answered(item: AgendaItem, user: UUID, code: str) -> None:
    from scharnier.work.retention import actions  # writes what is described here

    actions.still(_held(item), code, editor=User.objects.get(pk=user))


def _taken_back(item: AgendaItem, user: UUID) -> None:
    from scharnier.work.retention import actions

    actions.take_back(_held(item), editor=User.objects.get(pk=user))


def _held(item: AgendaItem) -> RetentionCheck:
    rows = RetentionCheck.objects.select_for_update(of=("self",)).select_related("placement")
    return rows.get(pk=item.source_id)


def _later(item: AgendaItem, user: UUID, day: date) -> None:
    RetentionCheck.objects.filter(pk=item.source_id).update(due_on=day)


def _handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    RetentionCheck.objects.filter(pk=item.source_id).update(owner_id=to)


projections.register(
    Source(
        CHECK,
        _("Nachbetreuung"),
        "hands",
        "retention_check",
        derive,
        answers=_offered,
        answer=_answered,
        undo=_taken_back,
        delegate=_handed,
        postpone=_later,
        url_subject="check_id",
    )
)
projections.register(Source(ANSWER, _("Nachbetreuung"), "hands", "work_file", derive_answers))
