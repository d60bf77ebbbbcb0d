# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a change of a setting touches among plans, follow-ups and what files lack; numbers alone, no names."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scharnier.casework import projected
from scharnier.casework.plans import actions as plans
from scharnier.casework.situations import actions as situations
from scharnier.foundation import clock
from scharnier.knowledge import settings
from scharnier.network.programmes import effects
from scharnier.network.programmes.effects import Effect, Proposed
from scharnier.people.reach import counted as among_people
from scharnier.people.reach import said

PLAN_KEYS = ("words.plan", "words.plan_short", "plan.fields", "plan.field_words", "plan.review_months")


def counted(change: Proposed, what: str, **more: Any) -> dict[str, int]:
    """Numbers for the projects of a change, from a function that counts only where the reader decides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT casework_reach(%s, %s, %s::jsonb, %s)",
            [list(change.projects), what, json.dumps({"since": change.since.isoformat(), **more}), clock.today()],
        )
        found = (cursor.fetchone() or (None,))[0]
    return (json.loads(found) if isinstance(found, str) else found) or {}


def _plans(change: Proposed) -> list[str]:
    found = counted(change, "plans")
    lines = said(_("Laufende Pläne"), found.get("plans"))
    if change.key == "words.plan":
        items = among_people(change, "agenda", kinds=[projected.REVIEW]).get("items")
        lines += said(_("Punkte auf „Heute“, die danach anders heißen"), items)
    if change.key == "plan.review_months":
        lines += said(_("davon mit einem Tag zum Fortschreiben; er bleibt bis zur nächsten Fassung"), found.get("due"))
    if change.key == "plan.fields":
        gone = [each for each in change.before if each not in change.after]
        open_goals = counted(change, "goals", fields=gone).get("goals") if gone else 0
        lines += said(_("Offene Ziele in Feldern, die wegfallen; sie bleiben im Plan stehen"), open_goals)
    if change.since < clock.today():
        frozen = counted(change, "frozen").get("frozen")
        lines += said(_("Seit diesem Tag festgeschriebene Fassungen, die bleiben, wie sie sind"), frozen)
    return lines


def _follow_ups(change: Proposed) -> list[str]:
    return said(_("Offene Wiedervorlagen, die ihren Tag behalten"), counted(change, "follow_ups").get("open"))


def _needs(change: Proposed) -> list[str]:
    wanted = [
        {"phase": phase, "need": need}
        for phase, needs in change.after.items()
        for need in needs
        if need not in change.before.get(phase, [])
    ]
    found = counted(change, "needs", needs=wanted).get("lacking") if wanted else 0
    return said(_("Akten, in denen dann etwas fehlt"), found)


def _hours(change: Proposed) -> list[str]:
    if change.after is None:
        return []
    found = counted(change, "hours", hours=change.after)
    return [
        *said(_("Personen vor dem Eintritt"), found.get("waiting")),
        *said(_("davon mit so vielen Stunden, dass der Nachweis nötig wird"), found.get("full")),
    ]


def _without_questionnaire(change: Proposed) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_reach_entry(%s, %s)", [list(change.projects), clock.today()])
        return int((cursor.fetchone() or (0,))[0])


def _required(change: Proposed) -> list[str]:
    lang, lines = get_language() or "de", []
    for code in change.after:
        if code in change.before:
            continue
        label = settings.label("data_set", code, lang)
        if code == "agreement":
            lacking = counted(change, "unsigned").get("lacking")
        elif code == "entry":
            lacking = _without_questionnaire(change)
        else:
            continue
        lines += said(_("Akten, in denen dann fehlt: %(what)s") % {"what": label}, lacking)
    gone = [settings.label("data_set", code, lang) for code in change.before if code not in change.after]
    if gone:
        lines.append(_("Nicht mehr verlangt: %(what)s. Was vorliegt, bleibt in den Akten.") % {"what": ", ".join(gone)})
    return lines


def _nobody(change: Proposed) -> list[str]:
    """How many have left is counted in the room below."""
    return []


effects.add(Effect(("words.plan",), _plans, plans.in_line))
effects.add(Effect(tuple(key for key in PLAN_KEYS if key != "words.plan"), _plans))
effects.add(Effect(("course.follow_up_days",), _follow_ups))
effects.add(Effect(("course.phase_needs",), _needs))
effects.add(Effect(("records.hours_before_entry",), _hours))
effects.add(Effect(("records.required",), _required))
effects.add(Effect(("records.retention_checks",), _nobody, situations.in_line))
