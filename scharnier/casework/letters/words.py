# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Senders, matters and suggested deadlines in the words of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scharnier.casework.letters.models import Letter
from scharnier.foundation import clock
from scharnier.knowledge import codes, deadlines
from scharnier.knowledge.deadlines import Deadline, Kind, Named

# So long before the last day somebody is reminded: an objection wants to be written, signed and posted.
AHEAD = timedelta(days=7)


@cache
def _senders() -> Mapping[str, Named]:
    return {each.code: each for each in deadlines.senders()}


@cache
def _matters() -> Mapping[str, Named]:
    return {each.code: each for each in deadlines.matters()}


def _lang(lang: str) -> str:
    return lang or get_language() or "de"


def sender(code: str, name: str = "", lang: str = "") -> str:
    """Jobcenter; the name where there is no code."""
    found = _senders().get(code)
    return name if found is None else found.label(_lang(lang))


def matter(code: str, lang: str = "") -> str:
    found = _matters().get(code)
    return "" if found is None else found.label(_lang(lang))


def known_sender(code: str) -> bool:
    return code in _senders()


def known_matter(code: str) -> bool:
    return code in _matters()


def matter_of(code: str, sender_code: str) -> bool:
    """Whether this sender writes letters of this matter."""
    found = _matters().get(code)
    return found is not None and sender_code in found.senders


def title(row: Letter, lang: str = "") -> str:
    """Jobcenter: Bescheid über Bürgergeld."""
    about = row.subject or matter(row.matter, lang)
    return ": ".join(part for part in (sender(row.sender, row.sender_name, lang), about) if part)


@dataclass(frozen=True)
class Suggestion:
    """What the rules suggest for a letter, in words. `day` is the last day, `careful` an earlier one that is safe."""

    known: Deadline
    day: date | None
    careful: date | None
    follow_up: date | None
    action: str
    because: list[str]
    warnings: list[str]
    missing: list[str]

    @property
    def citations(self) -> str:
        return ", ".join(self.known.citations)

    @property
    def nothing(self) -> bool:
        """No deadline follows from such a letter."""
        return self.known.kind is Kind.NOTHING


def suggestion(
    code: str,
    *,
    dated: date | None,
    served: date | None,
    stated: date | None,
    no_notice: bool,
    land: str,
) -> Suggestion:
    """The deadline of a letter. Raises InputError for one that arrived before it was written."""
    lang = _lang("")
    known = deadlines.suggest(
        code if known_matter(code) else None,
        dated,
        served,
        land if codes.is_code("german_state", land) else None,
        stated=stated,
        notice=False if no_notice else None,
    )
    safe = known.careful or known.day
    return Suggestion(
        known,
        known.day or known.careful,
        known.careful if known.careful != known.day else None,
        reminder(safe),
        known.action.in_(lang) if known.action else "",
        [line.in_(lang) for line in known.because],
        [line.in_(lang) for line in known.warnings],
        [_missing(name) for name in known.missing],
    )


def reminder(deadline: date | None) -> date | None:
    """A week before, at the earliest today."""
    return None if deadline is None else max(deadline - AHEAD, clock.today())


def _missing(name: str) -> str:
    return {
        "matter": _("worum es geht"),
        "dated": _("das Datum des Briefs"),
        "served": _("der Tag, an dem er ankam (auf dem gelben Umschlag)"),
        "stated": _("der Tag, den der Brief nennt"),
        "land": _("das Land"),
    }.get(name, name)
