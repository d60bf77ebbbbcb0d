# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a project did in a period, counted without names; small numbers stay hidden.

A fixed number of statements over indexes of the project, however many rows there are. Where a number stands for people,
the people behind it decide whether it is shown, and a cell that the total would give away is hidden with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, Func, Q, QuerySet, Sum, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scharnier.casework.models import Contact, Goal, GoalState, PlanRevision, Step
from scharnier.casework.plans.models import PlanSignature
from scharnier.casework.situations.models import Situation
from scharnier.casework.situations.words import after, distance
from scharnier.casework.situations.words import span as span_of
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes, small_cells
from scharnier.knowledge.settings import ProgrammeSettings

INDEPENDENCE = ("alone", "with_help", "by_staff", "")


class Unnest(Func):
    """One row for each entry of an array."""

    function = "unnest"
    set_returning = True


@dataclass(frozen=True)
class Line:
    """One line of a table: how often, how many people. None is a number that must not be shown."""

    label: str
    number: int | None
    people: int | None
    whole: int = 0


@dataclass(frozen=True)
class Table:
    """`unit` says what is counted; `overlapping`: one row can stand in several lines, so they add up to more."""

    title: str
    unit: str
    lines: list[Line] = field(default_factory=list)
    total: Line | None = None
    overlapping: bool = False
    of_these: Line | None = None
    key: str = ""
    counts_people: bool = True


@dataclass(frozen=True)
class Figures:
    """Everything the page shows; `staff` only where the project allows figures of single colleagues."""

    since: date
    until: date
    least: int
    tables: list[Table]
    hours: str = ""
    staff: Table | None = None

    @property
    def nothing(self) -> bool:
        return not any(table.total and table.total.number != 0 for table in self.tables)


@dataclass(frozen=True)
class Cell:
    label: str
    number: int
    people: int
    minutes: int = 0


@dataclass(frozen=True)
class Asked:
    """Whose rows, in which period."""

    scope: Scope
    project: UUID
    since: date
    until: date

    def days(self, name: str) -> Q:
        """A day in the period."""
        return Q(**{"project_id": self.project, f"{name}__range": (self.since, self.until)})

    def moments(self, name: str) -> Q:
        """A moment in the period, by German days."""
        first = datetime.combine(self.since, time(), clock.ZONE)
        end = datetime.combine(self.until + timedelta(days=1), time(), clock.ZONE)
        return Q(**{"project_id": self.project, f"{name}__gte": first, f"{name}__lt": end})


# From a floor above: tables of what it counts, one statement each.
Further = Callable[[Asked, int], list[Table]]
_further: list[Further] = []


def add_tables(further: Further) -> None:
    """Have a room's tables stand among the figures of a project. `further(asked, least)` hides what is small."""
    _further.append(further)


def figures(
    scope: Scope, project: UUID, since: date, until: date, settings: ProgrammeSettings, *, colleagues: bool
) -> Figures:
    """The figures of a project from one day to another, both included; seven statements, eight with `colleagues`, who
    are counted only where the project's settings allow it."""
    asked = Asked(scope, project, since, until)
    lang, least = get_language() or "de", settings.small_cells
    talks = Contact.objects.visible_to(scope).filter(asked.moments("at"))
    by_form = _cells(talks, "form", _coded("contact_form", lang), minutes=Sum("minutes"))
    minutes = by_form[1].minutes

    def field_label(code: str) -> str:
        return settings.field_label(code, lang) if codes.is_code("plan_field", code) else code

    # A talk with two topics is one talk: what they are together is known from the forms.
    topics, _twice = _cells(talks.annotate(topic=Unnest(F("topics"))), "topic", field_label)
    tables = [
        table_of(_("Gespräche nach Form"), _("Gespräche"), by_form, least),
        table_of(_("Gespräche nach Thema"), _("Gespräche"), (topics, by_form[1]), least, overlapping=True),
        _plans(asked, least),
        _goals(asked, least, field_label),
        _steps(asked, least),
        *_situations(asked, least, _coded("exit_situation", lang)),
        *(table for further in _further for table in further(asked, least)),
    ]
    staff = None
    if colleagues and settings.staff_figures:
        named = _cells(talks, "author__display_name", str)
        staff = table_of(_("Gespräche nach Fachkraft"), _("Gespräche"), named, least)
    hours = f"{minutes // 60}:{minutes % 60:02d}" if small_cells.shown(by_form[1].people, least) and minutes else ""
    numbered = [replace(table, key=f"t{place}") for place, table in enumerate(tables)]
    return Figures(since, until, least, numbered, hours, replace(staff, key="t-staff") if staff else None)


def _cells(rows: QuerySet[Any], by: str, label: Callable[[str], str], minutes: Any = None) -> tuple[list[Cell], Cell]:
    """Grouped by a column, the most frequent first, and all together; one statement."""
    counted = {"number": Count("pk"), "people": Count("person", distinct=True), "all_minutes": minutes or Value(0)}
    groups = rows.order_by().annotate(code=F(by)).values("code").annotate(**counted)
    whole = rows.order_by().annotate(code=Value(None, CharField())).values("code").annotate(**counted)
    found = [
        (row["code"], Cell("", row["number"], row["people"], row["all_minutes"] or 0))
        for row in groups.union(whole, all=True)
    ]
    total = next((cell for code, cell in found if code is None), Cell("", 0, 0))
    named = sorted(
        ((code, cell) for code, cell in found if code is not None), key=lambda each: (-each[1].number, each[0])
    )
    return [replace(cell, label=label(code)) for code, cell in named], total


def table_of(
    title: str, unit: str, counted: tuple[Sequence[Cell], Cell], least: int, overlapping: bool = False
) -> Table:
    """Hidden is what stands for few people, and what the total would then give away."""
    cells, whole = counted
    open_ = small_cells.shown(whole.people, least)
    gone = small_cells.hidden([cell.people for cell in cells], least) if open_ else frozenset(range(len(cells)))
    lines = [
        Line(cell.label, None, None)
        if place in gone and cell.people
        else Line(cell.label, cell.number, cell.people, whole.number)
        for place, cell in enumerate(cells)
    ]
    last = Line(_("zusammen"), whole.number, whole.people) if open_ else Line(_("zusammen"), None, None)
    return Table(title, unit, lines, last, overlapping)


def _plans(asked: Asked, least: int) -> Table:
    """Revisions of the period and what was signed: each of them stands for itself, nothing adds up."""
    revisions = PlanRevision.objects.visible_to(asked.scope).filter(asked.moments("frozen_at"))
    counted = revisions.aggregate(
        first=Count("pk", filter=Q(number=1)),
        first_people=Count("person", filter=Q(number=1), distinct=True),
        later=Count("pk", filter=Q(number__gt=1)),
        later_people=Count("person", filter=Q(number__gt=1), distinct=True),
        all=Count("pk"),
        people=Count("person", distinct=True),
    )
    signatures = PlanSignature.objects.visible_to(asked.scope).filter(asked.days("signed_on"), role="person")
    signed = signatures.aggregate(number=Count("revision", distinct=True), people=Count("person", distinct=True))
    cells = [
        Cell(_("erste Fassung"), counted["first"], counted["first_people"]),
        Cell(_("fortgeschrieben"), counted["later"], counted["later_people"]),
    ]
    made = table_of(_("Pläne"), _("Fassungen"), (cells, Cell("", counted["all"], counted["people"])), least)
    alone = small_cells.shown(signed["people"], least)
    label = _("davon unterschrieben")
    return replace(made, of_these=Line(label, *((signed["number"], signed["people"]) if alone else (None, None))))


def _coded(name: str, lang: str) -> Callable[[str], str]:
    return lambda code: codes.label(name, code, lang) if codes.is_code(name, code) else _("nicht angegeben")


def _goals(asked: Asked, least: int, label: Callable[[str], str]) -> Table:
    rows = Goal.objects.visible_to(asked.scope).filter(asked.days("closed_on"), state=GoalState.REACHED)
    cells = _cells(rows, "field", label)
    return table_of(_("Erreichte Ziele nach Feld"), _("erreicht"), cells, least)


def _steps(asked: Asked, least: int) -> Table:
    rows = Step.objects.visible_to(asked.scope).filter(asked.days("done_on"))
    names = {
        "alone": _("allein"),
        "with_help": _("mit Hilfe"),
        "by_staff": _("durch die Fachkraft"),
        "": _("ohne Angabe"),
    }
    cells, total = _cells(rows, "independence", lambda code: names[code])
    order = [names[code] for code in INDEPENDENCE]
    cells.sort(key=lambda cell: order.index(cell.label))
    return table_of(_("Erledigte Schritte, wie selbständig"), _("Schritte"), (cells, total), least)


def _situations(asked: Asked, least: int, label: Callable[[str], str]) -> list[Table]:
    """A table for each distance to the exit, by the day it is about: what was answered, and what is still open."""
    rows = Situation.objects.visible_to(asked.scope).filter(asked.days("asked_for"))
    grouped = rows.order_by().values("span", "answer", unanswered=Q(answered_at=None)).annotate(people=Count("pk"))
    counted: dict[str, Counter[str]] = {}
    for row in grouped:
        answer = "" if row["unanswered"] else row["answer"]
        counted.setdefault(row["span"], Counter())[answer] += row["people"]
    made = []
    for span in sorted(counted, key=lambda code: after(asked.since, span_of(code))):
        found = sorted(counted[span].items(), key=lambda each: (each[0] == "", -each[1], each[0]))
        cells = [Cell(label(answer) if answer else _("noch nicht beantwortet"), n, n) for answer, n in found]
        total = Cell("", sum(counted[span].values()), sum(counted[span].values()))
        title = _("Situation %(when)s") % {"when": distance(span)}
        made.append(table_of(title, _("Personen"), (cells, total), least))
    return [replace(table, counts_people=False) for table in made]
