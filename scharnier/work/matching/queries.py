# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Suggestions for a person: what fits, what one thing alone keeps closed, and what people have said to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.knowledge.matching import Answer, Person, edition_at, judge, read_person, straight_line
from scharnier.knowledge.matching import Vacancy as Facts
from scharnier.knowledge.matching.spec import order
from scharnier.people import words
from scharnier.people.competence.queries import facts
from scharnier.people.queries import FileHeader
from scharnier.work.matching import sql
from scharnier.work.matching.models import MatchJudgement, MatchRuling, RulingKind
from scharnier.work.vacancies.models import KINDS, Vacancy, VacancyStatus, activity_of

ROWS, NEAR, SHOWN_NEAR, LISTS = 12, 300, 8, 25
"""Suggestions on a page, near misses that are counted and shown, lists that were shown before."""
SORTS: dict[str, tuple[Any, frozenset[str]]] = {
    "": (gettext_lazy("Alle"), frozenset(KINDS)),
    "arbeit": (gettext_lazy("Arbeit"), frozenset(["beschaeftigung_sv", "minijob", "leiharbeit", "bfd", "fsj"])),
    "praktikum": (
        gettext_lazy("Praktikum"),
        frozenset(
            kind for kind in KINDS if kind.startswith("praktikum") or kind in ("hospitation", "mag", "probearbeit")
        ),
    ),
    "ausbildung": (gettext_lazy("Ausbildung"), frozenset(["ausbildung_betrieblich", "eq"])),
}
RULES = {
    "access": gettext_lazy("Arbeitsmarktzugang am ersten Tag"),
    "residence": gettext_lazy("Wohnsitzauflage"),
    "radius": gettext_lazy("Entfernung"),
    "german": gettext_lazy("Deutsch"),
    "level": gettext_lazy("Anforderungsniveau"),
    "licence": gettext_lazy("Führerschein"),
    "hours": gettext_lazy("Stunden"),
    "exclusion": gettext_lazy("will die Person nicht"),
}
PARTS = {
    "occupation": gettext_lazy("Beruf"),
    "wish": gettext_lazy("Wunsch"),
    "distance": gettext_lazy("Entfernung"),
    "level": gettext_lazy("Niveau"),
    "german": gettext_lazy("Deutsch"),
    "hours": gettext_lazy("Stunden"),
    "qualification": gettext_lazy("Anerkannt"),
    "offers": gettext_lazy("Betrieb bietet"),
}


@dataclass(frozen=True)
class Part:
    """Points of one part, and how many there are at most."""

    name: str
    points: int
    most: int


@dataclass(frozen=True)
class Line:
    """A suggestion as the page shows it. `against` and `doubts`: rules in words; `off`: what doesn't apply here."""

    vacancy: Vacancy
    answer: Answer
    kilometres: int | None
    parts: list[Part]
    doubts: list[str]
    against: list[str]
    off: list[MatchRuling]

    @property
    def earned(self) -> list[Part]:
        return [part for part in self.parts if part.points]

    @property
    def pointless(self) -> str:
        """The parts that give nothing."""
        return ", ".join(part.name for part in self.parts if not part.points)


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
class Suggestions:
    """The page. `unknown`: what is to be written down first; `following`: the next page, empty at the end. `cut`: there
    are more near misses than were counted, so that the numbers in `opens` and `only` are the least there are."""

    lines: list[Line]
    pinned: list[tuple[Line, UUID]]
    blocked: list[tuple[MatchRuling, Vacancy | None]]
    off: list[MatchRuling]
    near: list[Close]
    opens: list[Opens]
    only: list[Opens]
    unknown: list[str]
    following: str
    cut: bool


def suggestions(scope: Scope, file: FileHeader, sort: str, after: str) -> tuple[Suggestions, dict[str, Any]]:
    """What fits this person, and what to store of it; seven statements."""
    today = clock.today()
    row = facts(file.person)
    person = read_person(row)
    said = rulings(scope, file)
    off = frozenset(each.rule for each in said if each.kind == RulingKind.RULE and each.vacancy_id is None)
    apart = {each.vacancy_id for each in said if each.vacancy_id is not None}
    kinds = {kind: activity_of(kind) for kind in KINDS if kind in SORTS[sort][1]}
    question = sql.Question(today, kinds, today, ROWS + 1, off=off, without=sorted(apart, key=str), after=_key(after))
    radius = 2 * person.radius if person.radius else None
    near = replace(question, number=0 if after else NEAR + 1, misses=1, after=None, radius=radius)
    with connection.cursor() as cursor:
        hits, close = sql.best_and_near(cursor, person, question, near)
    cut, close = len(close) > NEAR, close[:NEAR]
    close = [each for each in close if each.hit.against != ("exclusion",)]
    shown_close = close[:SHOWN_NEAR]
    wanted = [*(hit.vacancy for hit in hits), *(each.hit.vacancy for each in shown_close), *apart]
    rows = {each.pk: each for each in _vacancies(scope, wanted)}

    def line(vacancy: Vacancy) -> Line:
        rules = [each for each in said if each.kind == RulingKind.RULE and each.vacancy_id in (None, vacancy.pk)]
        return line_of(person, vacancy, today, rules)

    special = [line(rows[pk]) for pk in apart if pk in rows and rows[pk].is_current(today)]
    pins = {each.vacancy_id: each.pk for each in said if each.kind == RulingKind.PIN and each.vacancy_id}
    held = {each.vacancy_id: each.kind for each in said if each.kind in (RulingKind.PIN, RulingKind.BLOCK)}
    lines = [line(rows[hit.vacancy]) for hit in hits if hit.vacancy in rows]
    lines += [
        each
        for each in special
        if each.vacancy.pk not in held
        and each.vacancy.kind in kinds
        and not each.answer.blocked_by
        and _behind(each, after)
    ]
    lines.sort(key=lambda each: order(each.answer))
    page = lines[:ROWS]
    found = Suggestions(
        lines=page,
        pinned=[(each, pins[each.vacancy.pk]) for each in special if each.vacancy.pk in pins and not after],
        blocked=[
            (each, rows.get(each.vacancy_id)) for each in said if each.kind == RulingKind.BLOCK and each.vacancy_id
        ],
        off=[each for each in said if each.kind == RulingKind.RULE],
        near=[
            Close(rows[each.hit.vacancy], _lacks(person, each), each.hit.score)
            for each in shown_close
            if each.hit.vacancy in rows
        ],
        opens=_opens(person, close),
        only=_only(close),
        unknown=unknown(row),
        following=_written(page[-1].answer) if len(lines) > ROWS else "",
        cut=cut,
    )
    return found, {"person": row, "art": sort, "after": after, "off": sorted(off), "day": today.isoformat()}


def rulings(scope: Scope, file: FileHeader) -> list[MatchRuling]:
    """What holds today for this person, and for vacancies whoever is matched with them; one statement."""
    today = clock.today()
    rows = MatchRuling.objects.visible_to(scope).filter(Q(until=None) | Q(until__gte=today), ended_on=None)
    mine = Q(person_id=file.person.pk) | Q(person=None, project_id=file.project)
    return list(rows.filter(mine).select_related("decided_by").order_by("-id"))


def _vacancies(scope: Scope, ids: Collection[UUID]) -> list[Vacancy]:
    return list(Vacancy.objects.visible_to(scope).filter(pk__in=set(ids)).select_related("organisation"))


def vacancy(scope: Scope, pk: UUID) -> Vacancy | None:
    return Vacancy.objects.visible_to(scope).filter(pk=pk).select_related("organisation").first()


def open_vacancies(scope: Scope) -> Any:
    return Vacancy.objects.visible_to(scope).filter(status=VacancyStatus.OPEN, confirm_until__gte=clock.today())


def line_of(person: Person, row: Vacancy, day: date, rules: Sequence[MatchRuling]) -> Line:
    """One pair, judged and in words."""
    known = as_of(row, day)
    return worded(person, row, known, day, rules, judge(person, known, day, off={each.rule for each in rules}))


def as_of(row: Vacancy, day: date) -> Facts:
    """What is judged of a vacancy; a beginning that has passed is one as of today."""
    known = row.facts()
    return replace(known, start=day) if known.start is not None and known.start < day else known


def worded(person: Person, row: Vacancy, known: Facts, day: date, rules: Sequence[MatchRuling], answer: Answer) -> Line:
    """An answer in words."""
    most = edition_at(day)
    way = None if person.place is None or known.place is None else straight_line(person.place, known.place)
    return Line(
        vacancy=row,
        answer=answer,
        kilometres=way,
        parts=[Part(str(PARTS[part]), points, most[part]) for part, points in answer.parts.items()],
        doubts=[str(RULES[rule]) for rule in answer.missing],
        against=[lacks(person, rule, known.german, known.level, known.licences) for rule in answer.blocked_by],
        off=list(rules),
    )


def lacks(person: Person, rule: str, german: int | None, level: int, licences: Collection[str] | None) -> str:
    """What is missing: "Deutsch B1", "Führerschein B"."""
    if rule == "german" and german is not None and german >= 0:
        return _("Deutsch %(level)s") % {"level": codes.codes("cefr")[german]}
    if rule == "level":
        return _("Niveau: %(level)s") % {"level": words.label("requirement_level", str(level))}
    if rule == "licence":
        return words.labels("licence", sorted(set(licences or ()) - set(person.licences or ())))
    if rule == "radius":
        return _("weiter als %(km)s km") % {"km": person.radius}
    return str(RULES[rule])


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
            others[_("bis %(km)s km fahren") % {"km": 2 * (person.radius or 0)}] += 1
    has = codes.codes("cefr")[person.german] if person.german is not None else ""
    found, sum_ = [], 0
    for step in sorted(german):
        sum_ += german[step]
        needed = codes.codes("cefr")[step]
        text = _("Deutsch %(needed)s statt %(has)s") if person.german else _("Deutsch %(needed)s")
        found.append(Opens(text % {"needed": needed, "has": has}, sum_))
    found += [Opens(text, number) for text, number in others.items()]
    return sorted(found, key=lambda each: (-each.more, each.text))


def _only(close: Sequence[sql.Near]) -> list[Opens]:
    counted = Counter(each.hit.against[0] for each in close)
    return [Opens(str(RULES[rule]), number) for rule, number in counted.most_common()]


def unknown(row: dict[str, Any]) -> list[str]:
    """What matching would need to know of the person, in words."""
    needed = (
        ("occupations", _("Beruf oder Erfahrung")),
        ("wishes", _("Wunsch")),
        ("place", _("Postleitzahl")),
        ("radius", _("Wie weit die Person fahren kann")),
        ("german", _("Deutschniveau")),
        ("licences", _("Führerschein")),
        ("hours_from", _("Stunden je Woche")),
        ("bound_to", _("Wohnsitzauflage")),
    )
    return [
        name
        for field, name in needed
        if row.get(field) is None or (field in ("occupations", "wishes") and not row.get(field))
    ]


def _written(answer: Answer) -> str:
    return f"{answer.score}.{len(answer.missing)}.{answer.vacancy}"


def _key(after: str) -> tuple[int, int, UUID] | None:
    try:
        score, doubts, pk = after.split(".")
        return int(score), int(doubts), UUID(pk)
    except ValueError:
        return None


def _behind(line: Line, after: str) -> bool:
    key = _key(after)
    return key is None or order(line.answer) > (-key[0], key[1], str(key[2]))


# ---- lists as they were shown ----------------------------------------------------------------------------------------


def shown(scope: Scope, person_id: UUID) -> list[MatchJudgement]:
    """The latest lists that somebody saw, without their content."""
    rows = MatchJudgement.objects.visible_to(scope).filter(person_id=person_id).select_related("shown_to")
    return list(rows.defer("asked", "answer").order_by("-id")[:LISTS])


def shown_one(scope: Scope, person_id: UUID, pk: UUID) -> MatchJudgement | None:
    rows = MatchJudgement.objects.visible_to(scope).filter(person_id=person_id, pk=pk)
    return rows.select_related("shown_to").first()
