# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The specification of matching, one pair at a time. It reads like docs/matching.md; columns.py must answer the same.

Every hard rule answers True (fits), False (blocked) or None (a fact is missing: clarify). Points turn no no into a yes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from scharnier.knowledge import codes
from scharnier.knowledge.access import assess
from scharnier.knowledge.files import load
from scharnier.knowledge.matching.facts import Distance, Person, Vacancy, straight_line
from scharnier.knowledge.occupations import nearness
from scharnier.knowledge.rules import Level, Text

FILE = "matching.yaml"
BEST_MARGIN = 2
"""Steps of German above what is asked for that still give points."""
SAME_OCCUPATION = 4
"""Leading digits in which a recognised qualification must agree."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One pair. `score` is the sum of `parts` (0 to 100). `blocked_by` and `missing` hold codes of rules; nothing is
    suggested while `blocked_by` holds one, and what is in `missing` is to be clarified first."""

    person: str
    vacancy: str
    score: int
    parts: Mapping[str, int]
    blocked_by: tuple[str, ...]
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The fields that the command line promises."""
        return {
            "person": self.person,
            "vacancy": self.vacancy,
            "score": self.score,
            "parts": dict(self.parts),
            "blocked_by": list(self.blocked_by),
            "missing": list(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Opening:
    """What alone stands in the way: rule, what would be needed (a CEFR level, a licence …, empty where there is no
    step to name), and how many more vacancies that would open."""

    rule: str
    need: str
    more: int

    def sentence(self) -> Text:
        """ "B1: 23 more" in both languages."""
        name = rules()[self.rule]
        need = f" {self.need}" if self.need else ""
        return Text(f"{name.de}{need}: {self.more} mehr", f"{name.en}{need}: {self.more} more")


@cache
def rules() -> Mapping[str, Text]:
    """The hard rules by code, in their order."""
    return MappingProxyType({row["code"]: Text(row["de"], row["en"]) for row in load(FILE)["rules"]})


def edition_at(day: date) -> Mapping[str, int]:
    """The points of each part on a day. Before the first edition the first one counts."""
    editions = load(FILE)["editions"]
    for row in editions:
        if row["valid_from"] <= day <= (row["valid_to"] or date.max):
            found: Mapping[str, int] = row["points"]
            return found
    first: Mapping[str, int] = editions[0]["points"]
    return first


def judge(
    person: Person,
    vacancy: Vacancy,
    day: date,
    distance: Distance = straight_line,
    off: Collection[str] = (),
) -> Answer:
    """The answer for one pair with the points of `day`. `off`: rules that somebody said don't apply here."""
    way = None if person.place is None or vacancy.place is None else distance(person.place, vacancy.place)
    verdicts = {
        "access": access_fits(person, vacancy.start, vacancy.activity),
        "residence": residence_fits(person, vacancy),
        "radius": radius_fits(person, way),
        "german": at_least(person.german, vacancy.german),
        "level": at_least(person.level, vacancy.level),
        "licence": licence_fits(person, vacancy),
        "hours": hours_fit(person, vacancy),
        "exclusion": not is_excluded(person, vacancy),
    }
    verdicts |= dict.fromkeys(off, True)
    parts = points(person, vacancy, way, edition_at(day))
    return Answer(
        person=person.id,
        vacancy=vacancy.id,
        score=sum(parts.values()),
        parts=parts,
        blocked_by=tuple(rule for rule, fits in verdicts.items() if fits is False),
        missing=tuple(rule for rule, fits in verdicts.items() if fits is None),
    )


# ---- hard rules ------------------------------------------------------------------------------------------------------


def access_fits(person: Person, start: date | None, activity: str) -> bool | None:
    """Whether the law opens this kind of work on the first day, with permission or without (knowledge.access)."""
    if start is None:
        return None
    return _opened(tuple(sorted(person.residence.items())), start, activity)


@lru_cache(maxsize=100_000)
def _opened(residence: tuple[tuple[str, Any], ...], start: date, activity: str) -> bool | None:
    level = assess(dict(residence), start, activity).level
    if level in (Level.UNKNOWN, Level.NO_RULE):
        return None
    return level is not Level.NONE


def residence_fits(person: Person, vacancy: Vacancy) -> bool | None:
    """Whether the place of work lies where the person's obligation allows."""
    if person.bound_to is None:
        return None
    if not person.bound_to:
        return True
    return None if vacancy.district is None else vacancy.district in person.bound_to


def radius_fits(person: Person, way: int | None) -> bool | None:
    """Whether the way is not longer than the person would go."""
    return None if way is None or person.radius is None else way <= person.radius


def at_least(has: int | None, needs: int | None) -> bool | None:
    """German and requirement level: who has enough fits; nothing needed (0) fits everybody."""
    if needs == 0:
        return True
    return None if has is None or needs is None else has >= needs


def licence_fits(person: Person, vacancy: Vacancy) -> bool | None:
    """Whether the person has every licence the vacancy needs."""
    if vacancy.licences is None:
        return None
    if not vacancy.licences:
        return True
    return None if person.licences is None else vacancy.licences <= person.licences


def hours_fit(person: Person, vacancy: Vacancy) -> bool | None:
    """Whether there are hours a week that suit both."""
    mine, theirs = (person.hours_from, person.hours_to), (vacancy.hours_from, vacancy.hours_to)
    if mine[0] is None or mine[1] is None or theirs[0] is None or theirs[1] is None:
        return None
    return max(mine[0], theirs[0]) <= min(mine[1], theirs[1])


def is_excluded(person: Person, vacancy: Vacancy) -> bool:
    """Whether the person has said no to this occupation or this employer."""
    if vacancy.employer is not None and vacancy.employer in person.excluded_employers:
        return True
    return any(vacancy.occupation.startswith(digits) for digits in person.excludes)


# ---- points ----------------------------------------------------------------------------------------------------------


def points(person: Person, vacancy: Vacancy, way: int | None, most: Mapping[str, int]) -> Mapping[str, int]:
    """The points of each part, whole numbers; what isn't known gives none."""
    margin = 0
    if person.german is not None and vacancy.german is not None:
        margin = max(0, min(BEST_MARGIN, person.german - vacancy.german))
    short = 0
    if way is not None and person.radius and way <= person.radius:
        short = most["distance"] * (person.radius - way) // person.radius
    above = -1 if person.level is None else person.level - vacancy.level
    wanted = len(person.offers)
    return {
        "occupation": most["occupation"] * nearest(person.occupations, vacancy.occupation) // 100,
        "wish": most["wish"] * nearest(person.wishes, vacancy.occupation) // 100,
        "distance": short,
        "level": {0: most["level"], 1: most["level"] // 2}.get(above, 0),
        "german": most["german"] * margin // BEST_MARGIN,
        "hours": most["hours"] if _all_hours(person, vacancy) else 0,
        "qualification": most["qualification"] if _qualified(person, vacancy) else 0,
        "offers": most["offers"] * len(person.offers & vacancy.offers) // wanted if wanted else 0,
    }


def nearest(own: Iterable[str], occupation: str) -> int:
    """The best nearness of any of the codes, 0 to 100."""
    return max((nearness(code, occupation).points for code in own), default=0)


def _all_hours(person: Person, vacancy: Vacancy) -> bool:
    mine, theirs = (person.hours_from, person.hours_to), (vacancy.hours_from, vacancy.hours_to)
    if mine[0] is None or mine[1] is None or theirs[0] is None or theirs[1] is None:
        return False
    return mine[0] <= theirs[0] and theirs[1] <= mine[1]


def _qualified(person: Person, vacancy: Vacancy) -> bool:
    return any(code[:SAME_OCCUPATION] == vacancy.occupation[:SAME_OCCUPATION] for code in person.qualifications)


# ---- many vacancies --------------------------------------------------------------------------------------------------


def order(answer: Answer) -> tuple[int, int, str]:
    """Best score first, then what needs least clarifying, then by identifier."""
    return (-answer.score, len(answer.missing), answer.vacancy)


def suggestions(
    person: Person, vacancies: Sequence[Vacancy], day: date, top: int = 20, distance: Distance = straight_line
) -> list[Answer]:
    """The best pairs that nothing blocks, at most `top`."""
    answers = (judge(person, vacancy, day, distance) for vacancy in vacancies)
    return sorted((answer for answer in answers if not answer.blocked_by), key=order)[:top]


def openings(
    person: Person, vacancies: Sequence[Vacancy], day: date, distance: Distance = straight_line
) -> list[Opening]:
    """What stands in the way alone, most vacancies first: "German B1: 23 more" counts those that B1 or less opens."""
    found: Counter[tuple[str, str]] = Counter()
    german: Counter[int] = Counter()
    for vacancy in vacancies:
        blocked = judge(person, vacancy, day, distance).blocked_by
        if len(blocked) != 1:
            continue
        if blocked[0] == "german" and vacancy.german is not None:
            german[vacancy.german] += 1
        else:
            found[blocked[0], _need(blocked[0], person, vacancy)] += 1
    names, sum_ = codes.codes("cefr"), 0
    for step in sorted(german):
        sum_ += german[step]
        found["german", names[step]] = sum_
    return sorted((Opening(*key, more) for key, more in found.items()), key=lambda one: (-one.more, one.rule, one.need))


def _need(rule: str, person: Person, vacancy: Vacancy) -> str:
    if rule == "level":
        return str(vacancy.level)
    if rule == "licence":
        return ", ".join(sorted((vacancy.licences or frozenset()) - (person.licences or frozenset())))
    return ""
