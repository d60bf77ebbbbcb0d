# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules say of a placement: access on its first day, adequacy, hours in all. They judge; people decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext

from scharnier.knowledge import access, codes, pathway, placement
from scharnier.knowledge.files import edition
from scharnier.knowledge.inputs import InputError
from scharnier.knowledge.rules import Level
from scharnier.people.law import words
from scharnier.work.placements.models import Placement

AHEAD = timedelta(days=3 * 366)
TRAINING = ("ausbildung_betrieblich",)


@dataclass(frozen=True)
class Access:
    """Access to this kind of work on the first day. `opens_on`: where it is closed, the day from which it is open."""

    level: str
    day: date
    text: str
    citation: str
    opens_on: date | None
    way: pathway.Path | None

    @property
    def closed(self) -> bool:
        return self.level == Level.NONE.value

    @property
    def open(self) -> bool:
        """Whether the rules know an answer, and it is not no."""
        return self.level not in (Level.NONE.value, Level.UNKNOWN.value, Level.NO_RULE.value)

    def to_json(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "day": self.day.isoformat(),
            "text": self.text,
            "citation": self.citation,
            "opens_on": self.opens_on.isoformat() if self.opens_on else None,
            "edition": edition(),
        }


def access_at(residence: Mapping[str, Any], kind: str, start: date) -> Access | None:
    """What the rules say for a placement type on a day; None for a type that needs no permission to work."""
    activity = codes.find("placement_type", kind).extra.get("access_activity")
    if activity is None:
        return None
    given = dict(residence)
    try:
        found = access.assess(given, start, activity)
        opens = _opens(given, activity, start) if found.level is Level.NONE else None
    except InputError:
        return Access(Level.UNKNOWN.value, start, words.level(Level.UNKNOWN.value), "", None, None)
    return Access(
        found.level.value,
        start,
        words.level(found.level.value),
        " · ".join(found.citation),
        opens,
        pathway.path(found),
    )


def _opens(given: Mapping[str, Any], activity: str, start: date) -> date | None:
    changes = access.changes(dict(given), start, activity, start + AHEAD)
    return next((each.date for each in changes if each.level is not Level.NONE and each.level.order is not None), None)


def refusal(found: Access) -> str:
    """Why somebody may not begin on that day, and when it will be possible."""
    facts = {"start": f"{found.day:%d.%m.%Y}", "citation": found.citation}
    if found.opens_on is None:
        return (
            gettext(
                "Am %(start)s ist diese Arbeit nach den Angaben der Akte nicht erlaubt (%(citation)s). Ein Tag, ab dem "
                "sie es wäre, steht nicht fest."
            )
            % facts
        )
    return gettext(
        "Am %(start)s ist diese Arbeit nach den Angaben der Akte noch nicht erlaubt (%(citation)s). Erlaubt ist sie ab "
        "dem %(opens)s."
    ) % (facts | {"opens": f"{found.opens_on:%d.%m.%Y}"})


@dataclass(frozen=True)
class Adequate:
    """Whether the job fits the qualification, and by which rule."""

    fits: bool | None
    level: int | None
    qualified: int | None
    text: str

    def to_json(self) -> dict[str, Any]:
        return {
            "fits": self.fits,
            "level": self.level,
            "qualified": self.qualified,
            "text": self.text,
            "edition": edition(),
        }


def adequate(kind: str, level: int | None, qualified: int | None, start: date) -> Adequate:
    found = placement.adequate(kind, level, qualified, start)
    return Adequate(found.fits, level, qualified, found.text.de)


def overlapping(rows: Iterable[Placement], begins: date, ends: date | None) -> list[Placement]:
    """Which of these placements have a day in common with a period."""
    last = ends or date.max
    return [
        row
        for row in rows
        if row.begins <= last and (row.ended_on or row.ends or date.max) >= begins and row.end_reason != "never_started"
    ]


def too_much(rows: Iterable[Placement], hours: Decimal | None, begins: date) -> tuple[str, str]:
    """(why two placements can't be at once, what to look at), each empty where there is nothing to say."""
    limit = placement.hours(begins)
    others = [row for row in rows if row.hours is not None]
    if limit is None or hours is None or not others:
        return "", ""
    full = next((row for row in others if row.hours is not None and row.hours >= limit.full_time), None)
    if full is not None and hours >= limit.full_time:
        return (
            gettext(
                "Es gibt schon eine Vollzeitstelle: %(where)s seit %(day)s. Beenden Sie sie zuerst, oder ändern Sie "
                "die Stunden."
            )
            % {"where": full.where, "day": f"{full.begins:%d.%m.%Y}"},
            "",
        )
    total = hours + sum((row.hours for row in others if row.hours is not None), Decimal(0))
    if total > limit.most:
        facts = {"n": f"{float(total):g}".replace(".", ","), "most": limit.most, "citation": ", ".join(limit.citation)}
        return "", gettext(
            "Zusammen sind das %(n)s Stunden in der Woche; erlaubt sind im Durchschnitt %(most)s (%(citation)s)."
        ) % facts
    return "", ""


def is_training(kind: str) -> bool:
    """Whether a type needs a firm that may train (§§ 27 to 30 BBiG)."""
    return kind in TRAINING


def page_language() -> str:
    return "de" if (get_language() or "de").startswith("de") else "en"


def kind_label(kind: str) -> str:
    return codes.label("placement_type", kind, page_language()) if codes.is_code("placement_type", kind) else kind
