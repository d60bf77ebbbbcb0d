# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a change of a setting touches among participations, in sentences for the preview; numbers alone, no names."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from scharnier.foundation import clock, projections
from scharnier.knowledge import settings
from scharnier.network.programmes import effects
from scharnier.network.programmes.effects import Effect, Proposed
from scharnier.people.support.actions import in_line

DAYS, MONTHS = "days", "mons"


def counted(change: Proposed, what: str, **more: Any) -> dict[str, int]:
    """Numbers for the projects of a change, from a function that counts only where the reader decides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people_reach(%s, %s, %s::jsonb, %s)",
            [list(change.projects), what, json.dumps({"since": change.since.isoformat(), **more}), clock.today()],
        )
        found = (cursor.fetchone() or (None,))[0]
    return (json.loads(found) if isinstance(found, str) else found) or {}


def said(label: str, number: int | None) -> list[str]:
    """A line of the preview, none for nothing."""
    return [f"{label}: {number}"] if number else []


def _everywhere(change: Proposed) -> list[str]:
    """How many it is about at all, and what has happened since a day in the past."""
    found = counted(change, "open")
    lines = said(_("Heute laufende Begleitungen"), found.get("open"))
    if change.since < clock.today():
        day = {"day": f"{change.since:%d.%m.%Y}"}
        lines += said(_("Eintritte seit dem %(day)s") % day, found.get("entered"))
        lines += said(_("Austritte seit dem %(day)s") % day, found.get("left"))
    return lines


def _support(change: Proposed) -> list[str]:
    if change.after is None:
        found = counted(change, "support", months=0)
        return said(_("Begleitungen, deren letzter Tag entfällt"), found.get("moved")) + said(
            _("Begleitungen mit eigener Verlängerung, die bleibt"), found.get("decided")
        )
    found = counted(change, "support", months=change.after)
    day = {"day": f"{max(change.since, clock.today()):%d.%m.%Y}"}
    return [
        *said(_("Begleitungen, die einen neuen letzten Tag bekommen"), found.get("moved")),
        *said(_("davon am %(day)s schon darüber (ein Hinweis, keine Sperre)") % day, found.get("over")),
        *said(_("Begleitungen mit eigener Verlängerung, die bleibt"), found.get("decided")),
    ]


def _exceptional(change: Proposed) -> list[str]:
    if change.after is None:
        return []
    found = counted(change, "exceptional", months=change.after)
    return said(_("Begleitungen, die schon länger zugesagt sind; sie bleiben"), found.get("beyond"))


def _warning(change: Proposed) -> list[str]:
    found = counted(change, "warning", before=change.before, after=change.after)
    return [
        _("Hinweise auf „Heute“, dass eine Begleitung endet: bisher %(before)s, dann %(after)s")
        % {"before": found.get("before", 0), "after": found.get("after", 0)}
    ]


def _phases(change: Proposed) -> list[str]:
    found = counted(change, "phases", phases=list(change.after))
    return said(_("Begleitungen in einer Phase, die wegfällt; sie bleiben darin"), found.get("left_out"))


def _ended(change: Proposed) -> list[str]:
    if not change.after:
        return []
    found = counted(change, "ended", months=change.after)
    return said(_("Akten, die schon länger als diese Frist beendet sind"), found.get("ended"))


def _checks(change: Proposed) -> list[str]:
    added = [settings.parse_span(each) for each in change.after if each not in change.before]
    gone = [settings.parse_span(each) for each in change.before if each not in change.after]
    lines: list[str] = []
    for spans, label in (
        (added, _("Ausgetretene, bei denen eine neue Nachfrage noch bevorsteht")),
        (gone, _("Ausgetretene, bei denen eine Nachfrage entfällt")),
    ):
        wanted = [f"{span.count} {DAYS if span.unit == 'days' else MONTHS}" for span in spans]
        lines += said(label, counted(change, "checks", spans=wanted).get("checks")) if wanted else []
    return lines


def _module(change: Proposed) -> list[str]:
    """What disappears when a module is switched off; nothing is deleted."""
    name = change.key.removeprefix("modules.")
    kinds = projections.kinds_of({name})
    items = counted(change, "agenda", kinds=kinds).get("items", 0) if kinds else 0
    lists = counted(change, "lists").get("lists", 0) if name == "lists" else 0
    if change.after:
        return said(_("Offene Punkte, die auf „Heute“ wieder erscheinen"), items)
    return [
        *said(_("Offene Punkte, die von „Heute“ verschwinden"), items),
        *said(_("Listen, die gerade eingelesen werden und dann nicht mehr zu erreichen sind"), lists),
        _("Gelöscht wird nichts: Wird der Bereich wieder eingeschaltet, ist alles wieder da."),
    ]


_KEEPING = tuple(key for key in settings.catalogue() if key.startswith("keeping."))
_MODULES = tuple(key for key in settings.catalogue() if key.startswith("modules."))
effects.add(Effect(tuple(settings.catalogue()), _everywhere))
effects.add(Effect(("support.months",), _support, in_line))
effects.add(Effect(("support.exceptional_months",), _exceptional))
effects.add(Effect(("support.warning_days",), _warning))
effects.add(Effect(("course.phases",), _phases))
effects.add(Effect(("records.retention_checks",), _checks))
effects.add(Effect(_KEEPING, _ended))
effects.add(Effect(_MODULES, _module))
