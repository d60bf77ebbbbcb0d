# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What placements and after-care say about the data items of the social fund and of the programmes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from scharnier.casework.situations.models import Situation
from scharnier.casework.situations.queries import esf_items
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.people.models import Enrolment
from scharnier.work.placements.models import Placement
from scharnier.work.retention.models import RetentionCheck, Still
from scharnier.work.retention.queries import NEVER, data_items

EMPLOYED, NO_WORK = "employed", "inactive"
CHUNK = 2000


@dataclass(frozen=True)
class Spell:
    """Days in employment, both included; without a last day it goes on."""

    begins: date
    last: date | None


def spells(placements: Iterable[Placement], checks: Iterable[RetentionCheck] = ()) -> list[Spell]:
    """Employment as the social fund counts it, by first day. A planned last day counts, unless after-care heard of
    somebody who was still there later."""
    heard: dict[UUID, date] = {}
    for check in checks:
        if check.still_there == Still.YES and check.done_on is not None:
            heard[check.placement_id] = max(check.done_on, heard.get(check.placement_id, date.min))
    found = []
    for row in placements:
        if row.end_reason != NEVER and _status(row) == EMPLOYED:
            seen = heard.get(row.pk)
            over = row.ended_on is None and row.ends is not None and seen is not None and seen > row.ends
            found.append(Spell(row.begins, row.ended_on or (None if over else row.ends)))
    return sorted(found, key=lambda each: each.begins)


def _status(row: Placement) -> str:
    return str(codes.find("placement_type", row.kind).extra.get("esf_status", ""))


def status_events(found: Sequence[Spell], left: date) -> list[tuple[date, str]]:
    """Changes from the day of leaving on: work that goes on or begins, and the day after the last of it.

    Who works no more is not counted as employed; whether somebody is registered as unemployed only an answer says.
    """
    events = []
    for spell in found:
        if spell.last is None or spell.last >= left:
            events.append((max(spell.begins, left), EMPLOYED))
        if spell.last is not None and spell.last >= left and not _works(found, spell.last + timedelta(days=1)):
            events.append((spell.last + timedelta(days=1), NO_WORK))
    return sorted(events)


def _works(found: Sequence[Spell], day: date) -> bool:
    return any(spell.begins <= day and (spell.last is None or spell.last >= day) for spell in found)


def items(
    row: Enrolment,
    situations: Iterable[Situation],
    placements: Sequence[Placement],
    checks: Sequence[RetentionCheck] = (),
) -> dict[str, Any]:
    """The result items of esf-indicators.yaml and the items of programme-indicators.yaml of one participation.

    Answers to what somebody does after leaving come first where they speak of the same day; the rest placements say.
    """
    found = data_items(placements) | esf_items(row, situations)
    begun = [each for each in placements if row.entered_on is None or each.begins >= row.entered_on]
    learning = [day for day in (found.get("education_start_date"), data_items(begun)["education_start_date"]) if day]
    found["education_start_date"] = min(learning, default=None)
    if row.exited_on is None:
        return found
    told = [(event["date"], event["status"]) for event in found["status_events"]]
    known = status_events(spells(placements, checks), row.exited_on)
    # Stable: on one day the answer stands last, and the last event of a day counts.
    merged = sorted([*known, *told], key=lambda each: each[0])
    found["status_events"] = [{"date": day, "status": status} for day, status in merged]
    degrees = [each.ended_on for each in begun if each.end_reason == "degree" and each.ended_on]
    passed = [*degrees, *([found["qualification_date"]] if found["qualification_date"] else [])]
    found["qualification_date"] = min(passed, default=None)
    return found


def of_project(scope: Scope, project: UUID, enrolments: Sequence[Enrolment]) -> dict[UUID, dict[str, Any]]:
    """The items of many participations of a project by their id; three statements."""
    persons = [row.person_id for row in enrolments]
    asked = {"project_id": project, "person_id__in": persons}
    situations: dict[UUID, list[Situation]] = {}
    for answer in Situation.objects.visible_to(scope).filter(**asked).iterator(chunk_size=CHUNK):
        situations.setdefault(answer.enrolment_id, []).append(answer)
    placements: dict[UUID, list[Placement]] = {}
    for work in Placement.objects.visible_to(scope).filter(**asked).iterator(chunk_size=CHUNK):
        placements.setdefault(work.person_id, []).append(work)
    checks: dict[UUID, list[RetentionCheck]] = {}
    for check in RetentionCheck.objects.visible_to(scope).filter(**asked).iterator(chunk_size=CHUNK):
        checks.setdefault(check.person_id, []).append(check)
    return {
        row.pk: items(row, situations.get(row.pk, ()), placements.get(row.person_id, ()), checks.get(row.person_id, ()))
        for row in enrolments
    }


@dataclass(frozen=True)
class Hint:
    """What a placement says to a situation after leaving: a code of exit_situation, where, since when."""

    answer: str
    label: str
    where: str
    since: date


def hint(scope: Scope, person: UUID, on: date, language: str) -> Hint | None:
    """What somebody did on a day, as recorded; the latest begun. One statement."""
    rows = Placement.objects.visible_to(scope).filter(person_id=person, begins__lte=on).exclude(end_reason=NEVER)
    for row in rows.order_by("-begins", "-pk")[:8]:
        last = row.ended_on or row.ends
        answer = codes.find("placement_type", row.kind).extra.get("exit_situation")
        if answer and (last is None or last >= on):
            return Hint(answer, codes.label("exit_situation", answer, language), row.where, row.begins)
    return None
