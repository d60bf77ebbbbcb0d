# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the figures of a project say of placements, of who is still there after half a year, and of employers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import CharField, Count, DateField, F, Func, Q, QuerySet, Value
from django.utils.translation import gettext as _

from scharnier.casework.figures.queries import Asked, Cell, Line, Table, add_tables, table_of
from scharnier.knowledge.workdays import add_months
from scharnier.work.employers.models import Employer
from scharnier.work.placements.judging import kind_label
from scharnier.work.placements.models import Placement
from scharnier.work.retention.queries import INSURED, KEPT_MONTHS, NEVER

ALL, COULD, KEPT, GONE = "#all", "#could", "#kept", "#gone"


def placements(asked: Asked, least: int) -> list[Table]:
    """Begun by type, and of the insured jobs of half a year ago, how many lasted; one statement."""
    rows = Placement.objects.visible_to(asked.scope).filter(project_id=asked.project).exclude(end_reason=NEVER)
    begun = rows.filter(begins__range=(asked.since, asked.until))
    earlier = (add_months(asked.since, -KEPT_MONTHS), add_months(asked.until, -KEPT_MONTHS))
    could = rows.filter(kind__in=INSURED, begins__range=earlier)
    lasted = Q(ended_on=None) | Q(ended_on__gte=_months_after("begins"))
    kinds: QuerySet[Any, Any] = begun.order_by().annotate(code=F("kind")).values("code").annotate(**_COUNTED)
    parts = [_as(ALL, begun), _as(COULD, could), _as(KEPT, could.filter(lasted)), _as(GONE, could.exclude(lasted))]
    found = {row["code"]: Cell("", row["number"], row["people"]) for row in kinds.union(*parts, all=True)}
    special = {code: found.pop(code, Cell("", 0, 0)) for code in (ALL, COULD, KEPT, GONE)}
    named = sorted(found.items(), key=lambda each: (-each[1].number, each[0]))
    cells = [replace(cell, label=kind_label(code)) for code, cell in named]
    made = []
    if special[ALL].number:
        title = _("Begonnen: Arbeit, Ausbildung und Schritte")
        made.append(table_of(title, _("begonnen"), (cells, special[ALL]), least))
    if special[COULD].number:
        answers = [replace(special[KEPT], label=_("noch dort")), replace(special[GONE], label=_("nicht mehr dort"))]
        title = _("Versicherungspflichtige Arbeit nach einem halben Jahr")
        made.append(table_of(title, _("Beschäftigungen"), (answers, special[COULD]), least))
    return made


_COUNTED = {"number": Count("pk"), "people": Count("person", distinct=True)}


def _as(code: str, rows: QuerySet[Placement]) -> QuerySet[Any, Any]:
    return rows.order_by().annotate(code=Value(code, CharField())).values("code").annotate(**_COUNTED)


def _months_after(name: str) -> Func:
    template = f"((%(expressions)s + interval '{KEPT_MONTHS} months')::date)"
    return Func(F(name), template=template, output_field=DateField())


def employers(asked: Asked, least: int) -> list[Table]:
    """Employers are clients, too, and no participants: their numbers hide nobody; one statement."""
    rows = Employer.objects.visible_to(asked.scope).filter(project_id=asked.project)
    within = (asked.since, asked.until)
    counted = rows.aggregate(
        begun=Count("pk", filter=Q(begins__range=within)),
        ended=Count("pk", filter=Q(ends__range=within)),
        running=Count("pk", filter=Q(begins__lte=asked.until) & (Q(ends=None) | Q(ends__gt=asked.until))),
        charter=Count("pk", filter=Q(charter_signed_on__range=within)),
    )
    if not any(counted.values()):
        return []
    named = {
        "begun": _("begonnen"),
        "ended": _("beendet"),
        "running": _("am letzten Tag laufend"),
        "charter": _("Charta der Vielfalt unterzeichnet"),
    }
    lines = [Line(label, counted[name], counted[name]) for name, label in named.items()]
    return [Table(_("Begleitete Betriebe"), _("Betriebe"), lines, counts_people=False)]


add_tables(placements)
add_tables(employers)
