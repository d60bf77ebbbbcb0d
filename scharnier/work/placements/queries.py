# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of placements, their way to the permission, support, and the path of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import get_language

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes, pathway
from scharnier.knowledge import placement as rules
from scharnier.knowledge.files import load
from scharnier.knowledge.rules import Text
from scharnier.work.placements.judging import kind_label
from scharnier.work.placements.models import (
    SUPPORT_MOVES,
    SUPPORT_OVER,
    PermissionRound,
    Placement,
    SupportApplication,
    SupportState,
    WayStep,
    of_same_work,
)
from scharnier.work.retention.models import RetentionCheck

MOST = 40
TONES = {"planned": "warn", "applied": "info", "granted": "ok", "refused": "bad", "dropped": "line"}


def _lang() -> str:
    return "de" if (get_language() or "de").startswith("de") else "en"


def said(text: Text) -> str:
    """In the language of the page."""
    return text.de if _lang() == "de" else text.en


def label(code_list: str, code: str) -> str:
    return codes.label(code_list, code, "de" if _lang() == "de" else "en") if codes.is_code(code_list, code) else code


def placement(scope: Scope, pk: UUID) -> Placement | None:
    rows = Placement.objects.visible_to(scope).filter(pk=pk)
    names = ("person", "organisation", "vacancy", "introduction", "after", "owner", "changed_by")
    return rows.select_related(*names).first()


def of_person(scope: Scope, person: UUID) -> list[Placement]:
    """The latest first; one statement."""
    return list(Placement.objects.visible_to(scope).filter(person_id=person).order_by("-begins", "-pk")[:MOST])


@dataclass(frozen=True)
class AtFirm:
    """Somebody's work at a firm; `asked_on` is when after-care asks next."""

    id: UUID
    name: str
    kind: str
    work: str
    begins: date
    ended_on: date | None
    over: bool
    asked_on: date | None


AT_FIRM = 12


def of_organisation(scope: Scope, organisation: UUID) -> list[AtFirm]:
    """Who works there, then who did, in the caller's projects, the latest first; one statement."""
    checks = RetentionCheck.objects.filter(placement_id=OuterRef("pk"), carrier_id=OuterRef("carrier_id"), done_at=None)
    rows = Placement.objects.visible_to(scope).filter(organisation_id=organisation).select_related("person")
    rows = rows.annotate(asked_on=Subquery(checks.order_by("due_on").values("due_on")[:1]))
    found = rows.order_by(F("ended_on").desc(nulls_first=True), "-begins", "-pk")[:AT_FIRM]
    return [
        AtFirm(
            row.pk,
            row.person.list_name,
            kind_label(row.kind),
            row.work,
            row.begins,
            row.ended_on,
            row.over,
            row.asked_on,
        )
        for row in found
    ]


@dataclass(frozen=True)
class Tick:
    """A step of the way to the permission."""

    code: str
    text: str
    who: str
    with_whom: str
    weeks: str
    form: bool
    before_start: bool
    citation: str
    done_on: date | None


@dataclass(frozen=True)
class Round:
    """One way to the permission; only the latest is worked on."""

    row: PermissionRound
    title: str
    permission: str
    ticks: list[Tick]

    @property
    def open(self) -> int:
        return sum(tick.done_on is None for tick in self.ticks)


def rounds(scope: Scope, placement_id: UUID) -> list[Round]:
    """The latest first; one statement."""
    rows = PermissionRound.objects.visible_to(scope).filter(placement_id=placement_id).order_by("-number")
    return [_round(row) for row in rows]


def _round(row: PermissionRound) -> Round:
    way = next((each for each in load(pathway.FILE)["paths"] if each["id"] == row.way), None)
    title = said(Text(way["de"], way["en"])) if way else ""
    permission = said(Text(way["permission"]["de"], way["permission"]["en"])) if way else ""
    known = load(pathway.FILE)["steps"]
    return Round(row, title, permission, [_tick(code, known[code], row.done) for code in row.steps if code in known])


def _tick(code: str, step: Any, done: dict[str, Any]) -> Tick:
    weeks = step.get("weeks")
    day = done.get(code, {}).get("on")
    return Tick(
        code,
        said(Text(step["de"], step["en"])),
        label("authority", step["who"]),
        label("authority", step["with"]) if step.get("with") else "",
        f"{weeks[0]}–{weeks[1]}" if weeks else "",
        "form" in step,
        step.get("before_start", False),
        " · ".join(step["citation"]),
        date.fromisoformat(day) if day else None,
    )


@dataclass(frozen=True)
class Support:
    """Something that pays, as a list shows it."""

    row: SupportApplication
    name: str
    state: str
    tone: str
    late: bool


def _support(row: SupportApplication) -> Support:
    found = rules.instrument_codes().get(row.instrument)
    late = row.state == SupportState.PLANNED and row.apply_by is not None and row.apply_by < clock.today()
    name = said(found) if found else row.instrument
    return Support(row, name, str(SupportState(row.state).label), TONES[row.state], late)


def support_of(scope: Scope, **about: UUID) -> list[Support]:
    """Support of an introduction, a placement or a person (`introduction=`, `placement=`, `person=`); one statement."""
    rows = SupportApplication.objects.visible_to(scope).filter(**{f"{name}_id": pk for name, pk in about.items()})
    return [_support(row) for row in rows.order_by("begins", "pk")[:MOST]]


def of_introduction(scope: Scope, introduction: UUID) -> UUID | None:
    """The work that came of an introduction, the latest; one statement."""
    rows = Placement.objects.visible_to(scope).filter(introduction_id=introduction)
    return rows.order_by("-begins", "-pk").values_list("pk", flat=True).first()


def support(scope: Scope, pk: UUID) -> SupportApplication | None:
    rows = SupportApplication.objects.visible_to(scope).filter(pk=pk)
    return rows.select_related("person", "owner", "placement", "introduction").first()


def support_page(row: SupportApplication) -> dict[str, Any]:
    """What the rules say of one and what can become of it."""
    found = rules.instrument(row.instrument, row.begins)
    return {
        "line": _support(row),
        "rule": said(found.text) if found else "",
        "authority": label("authority", found.authority) if found else "",
        "employer_files": found is not None and found.who == "employer",
        "citation": " · ".join(found.citation) if found else "",
        "moves": [(state, str(SupportState(state).label)) for state in SUPPORT_MOVES[row.state]],
    }


def support_for(scope: Scope, row: Placement) -> list[Support]:
    """Support of a placement and of the introduction that it came of; one statement."""
    rows = SupportApplication.objects.visible_to(scope).filter(of_same_work(row))
    return [_support(each) for each in rows.order_by("begins", "pk")[:MOST]]


def instruments(kind: str, begins: date, had: Sequence[Support]) -> list[dict[str, Any]]:
    """What may pay for a type of placement that begins on a day, with the last day for it.

    `had`: what there is of it already. One that runs or was granted is shown (`now`), one that came to nothing is
    offered once more (`before`).
    """
    running = {each.row.instrument: each for each in had if each.row.state not in SUPPORT_OVER}
    over = {each.row.instrument: each for each in had if each.row.state in SUPPORT_OVER}
    return [
        {
            "code": each.code,
            "name": said(each.label),
            "text": said(each.text),
            "apply_by": each.apply_by(begins),
            "citation": " · ".join(each.citation),
            "now": running.get(each.code),
            "before": over.get(each.code),
        }
        for each in rules.instruments(kind, begins)
    ]


# ---------- one path ----------


@dataclass(frozen=True)
class PathEntry:
    """A step of the path: a placement or a dated step, past or ahead."""

    on: date
    until: date | None
    title: str
    detail: str
    done: bool
    placement: Placement | None = None
    step: WayStep | None = None


def way_steps(scope: Scope, person: UUID) -> list[WayStep]:
    return list(WayStep.objects.visible_to(scope).filter(person_id=person).order_by("on", "pk")[:MOST])


def path(placements: Sequence[Placement], steps: Sequence[WayStep]) -> list[PathEntry]:
    """Everything in the order of its days: school, trial day, internship, apprenticeship, job."""
    found = [
        PathEntry(
            row.begins,
            row.ended_on or row.ends,
            kind_label(row.kind),
            f"{row.work}, {row.where}",
            row.over,
            placement=row,
        )
        for row in placements
    ]
    found += [
        PathEntry(step.on, None, label("way_step", step.kind), step.text, step.done_on is not None, step=step)
        for step in steps
    ]
    return sorted(found, key=lambda entry: entry.on)
