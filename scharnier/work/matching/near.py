# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one thing alone keeps closed for a person, and how much a step would open: a part of its own of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.knowledge.matching import Person, straight_line, travel
from scharnier.people.queries import FileHeader
from scharnier.work.matching import sql
from scharnier.work.matching.queries import RULES, asked, lacks, vacancies
from scharnier.work.vacancies.models import Vacancy

NEAR, SHOWN = 300, 8
"""Near misses that are counted, and those that are shown."""


@dataclass(frozen=True)
class Close:
    """What one rule alone keeps closed: the vacancy, what is missing, and the points it would have."""

    vacancy: Vacancy
    lacks: str
    score: int


@dataclass(frozen=True)
class Opens:
    """How many more vacancies one step would open."""

    text: str
    more: int


@dataclass(frozen=True)
class Openings:
    """`cut`: there are more near misses than were counted, so that the numbers in `opens` and `only` are the least."""

    near: list[Close]
    opens: list[Opens]
    only: list[Opens]
    cut: bool


def openings(scope: Scope, file: FileHeader, sort: str) -> tuple[Openings, dict[str, Any]]:
    """The best near misses within twice the radius, and what to store of them; six statements."""
    ask = asked(scope, file, sort)
    person = ask.person
    radius = 2 * person.radius if person.radius else None
    with connection.cursor() as cursor:
        close = sql.near(cursor, person, replace(ask.question(NEAR + 1), misses=1, radius=radius))
    cut, close = len(close) > NEAR, close[:NEAR]
    close = [each for each in close if each.hit.against != ("exclusion",)]
    rows = vacancies(scope, [each.hit.vacancy for each in close[:SHOWN]])
    found = Openings(
        near=[
            Close(rows[each.hit.vacancy], _lacks(person, each), each.hit.score)
            for each in close[:SHOWN]
            if each.hit.vacancy in rows
        ],
        opens=_opens(person, close),
        only=_only(close),
        cut=cut,
    )
    return found, {"person": ask.row, "art": sort, "off": sorted(ask.off), "day": ask.day.isoformat()}


def _lacks(person: Person, near: sql.Near) -> str:
    return lacks(person, near.hit.against[0], near.german, near.level, near.licences)


def _opens(person: Person, close: Sequence[sql.Near]) -> list[Opens]:
    """What would open more, as spec.openings counts it: a level of German opens those that ask for less, too."""
    german: Counter[int] = Counter()
    others: Counter[str] = Counter()
    for each in close:
        if each.hit.against == ("german",):
            german[each.german] += 1
        elif each.hit.against in (("licence",), ("level",)):
            others[_lacks(person, each)] += 1
        elif each.hit.against == ("radius",):
            others[_further(2 * (person.radius or 0))] += 1
    has = codes.codes("cefr")[person.german] if person.german is not None else ""
    found, sum_ = [], 0
    for step in sorted(german):
        sum_ += german[step]
        needed = codes.codes("cefr")[step]
        text = _("Deutsch %(needed)s statt %(has)s") if person.german else _("Deutsch %(needed)s")
        found.append(Opens(text % {"needed": needed, "has": has}, sum_))
    found += [Opens(text, number) for text, number in others.items()]
    return sorted(found, key=lambda each: (-each.more, each.text))


def _further(kilometres: int) -> str:
    if travel.current() is straight_line:
        return _("bis %(km)s km fahren") % {"km": kilometres}
    reach = {"km": kilometres, "minutes": kilometres * travel.minutes_a_kilometre()}
    return _("bis %(km)s km oder %(minutes)s Minuten fahren") % reach


def _only(close: Sequence[sql.Near]) -> list[Opens]:
    counted = Counter(each.hit.against[0] for each in close)
    return [Opens(str(RULES[rule]), number) for rule, number in counted.most_common()]
