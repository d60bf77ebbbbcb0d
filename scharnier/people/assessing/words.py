# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers and changes in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.people import words
from scharnier.people.assessing.answers import ASPECTS, Answer, Change, lines
from scharnier.people.competence.shown import level, skill

TITLES: Mapping[str, str | Promise] = {
    "experience": _("Erfahrung und Orientierung"),
    "language": _("Sprache"),
    "degrees": _("Abschlüsse"),
    "competences": _("Schlüsselkompetenzen"),
    "motivation": _("Motivation"),
    "circumstances": _("Was hilft und was hindert"),
}
LABELS: Mapping[str, str | Promise] = {
    "orientation": _("Wohin jemand möchte"),
    "language_note": _("Zur Sprache"),
    "degree_note": _("Zu den Abschlüssen"),
    "childcare": _("Kinderbetreuung"),
    "licences": _("Führerscheine"),
    "vehicles": _("Unterwegs mit"),
    "times": _("Auch möglich"),
    "radius": _("Weg zur Arbeit bis (km)"),
    "hours_from": _("Stunden in der Woche von"),
    "hours_to": _("Stunden in der Woche bis"),
    "helps": _("Was hilft"),
    "hinders": _("Was hindert"),
}
RATED_LISTS = {"competences": "key_competence", "motivation": "motivation_item"}


@dataclass(frozen=True)
class Shown:
    """A line of the page."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    aspect: str
    title: str
    rows: list[Shown]


def label(line: Answer) -> str:
    """What the line is about."""
    kind, _colon, rest = line.key.partition(":")
    if kind in RATED_LISTS:
        return words.label(RATED_LISTS[kind], rest)
    if kind == "language":
        code, _more, which = rest.partition(":")
        return f"{words.label('language', code)}, {skill(which)}"
    if kind == "job":
        return gettext("Berufserfahrung")
    if kind == "wish":
        return gettext("Wunsch")
    if kind == "degree":
        return gettext("Abschluss")
    return str(LABELS[line.key])


def value(line: Answer) -> str:
    """The answer itself, without what was written to it."""
    if line.number is not None:
        return str(line.number)
    if line.code_list == "cefr":
        return ", ".join(level(code) for code in line.codes)
    chosen = words.labels(line.code_list, line.codes) if line.codes else ""
    return " · ".join(part for part in (line.own, chosen) if part) or line.text


def note(line: Answer) -> str:
    return line.text if line.text != value(line) else ""


def sections(answers: Mapping[str, Any]) -> list[Section]:
    """The six aspects with what was said; aspects without an answer are left out."""
    given = list(lines(answers))
    found = [
        Section(
            aspect,
            str(TITLES[aspect]),
            [Shown(label(line), value(line), note(line)) for line in given if line.aspect == aspect],
        )
        for aspect in ASPECTS
    ]
    return [section for section in found if section.rows]


@dataclass(frozen=True)
class Told:
    """A change: both sides, and a sentence. `kind` is that of a tag: ok for better, warn for worse."""

    aspect: str
    label: str
    before: str
    after: str
    sentence: str
    kind: str


def told(changes: Iterable[Change]) -> list[Told]:
    """What changed, in words."""
    return [_told(change) for change in changes]


def _told(change: Change) -> Told:
    about = label(change.line)
    before, after = (_whole(side) if side else "" for side in (change.before, change.after))
    facts = {"what": about, "before": before, "after": after}
    if change.steps > 0:
        sentence, kind = gettext("%(what)s ist von „%(before)s“ auf „%(after)s“ gestiegen.") % facts, "ok"
    elif change.steps < 0:
        sentence, kind = gettext("%(what)s ist von „%(before)s“ auf „%(after)s“ gefallen.") % facts, "warn"
    elif change.before is None:
        sentence, kind = gettext("%(what)s ist neu: %(after)s") % facts, "info"
    elif change.after is None:
        sentence, kind = gettext("%(what)s ist weggefallen: %(before)s") % facts, "line"
    else:
        sentence, kind = gettext("%(what)s: vorher „%(before)s“, jetzt „%(after)s“.") % facts, "line"
    return Told(str(TITLES[change.line.aspect]), about, before, after, sentence, kind)


def _whole(line: Answer) -> str:
    said, more = value(line), note(line)
    return f"{said} ({more})" if said and more else said or more
