# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Suggestions for a person: what fits, and what people have said to it. What one thing alone keeps closed: near.py."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.foundation import clock
from scharnier.foundation.prepared import Read, padded
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.knowledge.matching import Answer, Person, edition_at, judge, read_person, straight_line, travel
from scharnier.knowledge.matching import Vacancy as Facts
from scharnier.knowledge.matching.spec import order
from scharnier.people import words
from scharnier.people.competence.queries import facts
from scharnier.people.queries import FileHeader
from scharnier.work.matching import sql
from scharnier.work.matching.models import MatchJudgement, MatchRuling, RulingKind
from scharnier.work.vacancies.models import KINDS, Vacancy, VacancyStatus, activity_of

ROWS, LISTS = 12, 25
"""Suggestions on a page, lists that were shown before."""
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


READ = (
    "title kind occupation level german starts_on hours_from hours_to licences offers place district lat lon "
    "status confirm_until organisation__name"
).split()
"""What is judged and shown of a vacancy."""


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
    minutes: int | None
    parts: list[Part]
    doubts: list[str]
    against: list[str]
    off: list[MatchRuling]

    @property
    def earned(self) -> list[Part]:
        return [part for part in self.parts if part.points]

    @property
    def way(self) -> str:
        """Minutes where a table has the pair, else kilometres."""
        if self.minutes is not None:
            return _("%(n)s Minuten") % {"n": self.minutes}
        return "" if self.kilometres is None else f"{self.kilometres} km"

    @property
    def about(self) -> list[str]:
        """Place and way, kind, hours, start, German: what is known of it."""
        row = self.vacancy
        german = ""
        if row.german:
            german = _("ohne Deutsch") if row.german == "none" else _("Deutsch %(level)s") % {"level": row.german}
        found = (
            ", ".join(part for part in (row.place, self.way) if part),
            words.label("placement_type", row.kind),
            _("bis %(n)s Std./Woche") % {"n": row.hours_to} if row.hours_to else "",
            _("ab %(on)s") % {"on": f"{row.starts_on:%d.%m.%Y}"} if row.starts_on else "",
            german,
        )
        return [text for text in found if text]

    @property
    def pointless(self) -> str:
        """The parts that give nothing."""
        return ", ".join(part.name for part in self.parts if not part.points)


@dataclass(frozen=True)
class Suggestions:
    """The page. `unknown`: what is to be written down first; `following`: the next page, empty at the end."""

    lines: list[Line]
    pinned: list[tuple[Line, UUID]]
    blocked: list[tuple[MatchRuling, Vacancy | None]]
    off: list[MatchRuling]
    unknown: list[str]
    following: str


@dataclass(frozen=True)
class Asked:
    """Whom and what a list is about: the facts as they are kept, the person, what was said, what is asked for."""

    row: dict[str, Any]
    person: Person
    said: list[MatchRuling]
    kinds: dict[str, str]
    day: date
    protect: UUID

    @property
    def off(self) -> frozenset[str]:
        """Rules that don't apply to this person, whatever the vacancy."""
        return frozenset(each.rule for each in self.said if each.kind == RulingKind.RULE and each.vacancy_id is None)

    @property
    def apart(self) -> set[UUID]:
        """Vacancies of which somebody said something: they are judged one by one."""
        return {each.vacancy_id for each in self.said if each.vacancy_id is not None}

    def question(self, number: int) -> sql.Question:
        return sql.Question(
            self.day,
            self.kinds,
            self.day,
            number,
            off=self.off,
            without=sorted(self.apart, key=str),
            distance=travel.current(),
            protect=self.protect,
        )


def asked(scope: Scope, file: FileHeader, sort: str) -> Asked:
    """Four statements."""
    row = facts(file.person)
    kinds = {kind: activity_of(kind) for kind in KINDS if kind in SORTS[sort][1]}
    return Asked(row, read_person(row), rulings(scope, file), kinds, clock.today(), file.person.pk)


def suggestions(scope: Scope, file: FileHeader, sort: str, after: str) -> tuple[Suggestions, dict[str, Any]]:
    """What fits this person, and what to store of it; six statements."""
    ask = asked(scope, file, sort)
    person, said, today, apart = ask.person, ask.said, ask.day, ask.apart
    with connection.cursor() as cursor:
        hits = sql.best(cursor, person, replace(ask.question(ROWS + 1), after=_key(after)))
    rows = vacancies(scope, [*(hit.vacancy for hit in hits), *apart])

    def line(vacancy: Vacancy) -> Line:
        rules = [each for each in said if each.kind == RulingKind.RULE and each.vacancy_id in (None, vacancy.pk)]
        return line_of(person, vacancy, today, rules)

    special = [line(rows[pk]) for pk in apart if pk in rows and rows[pk].is_current(today)]
    pins = {each.vacancy_id: each.pk for each in said if each.kind == RulingKind.PIN and each.vacancy_id}
    kept = {each.vacancy_id for each in said if getattr(each, "protected", False)}
    held = {each.vacancy_id: each.kind for each in said if each.kind in (RulingKind.PIN, RulingKind.BLOCK)}
    lines = [line(rows[hit.vacancy]) for hit in hits if hit.vacancy in rows]
    lines += [
        each
        for each in special
        if each.vacancy.pk not in held
        and each.vacancy.pk not in kept
        and each.vacancy.kind in ask.kinds
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
        unknown=unknown(ask.row),
        following=_written(page[-1].answer) if len(lines) > ROWS else "",
    )
    return found, {"person": ask.row, "art": sort, "after": after, "off": sorted(ask.off), "day": today.isoformat()}


def rulings(scope: Scope, file: FileHeader) -> list[MatchRuling]:
    """What holds today for this person, and for vacancies whoever is matched with them; one statement."""
    return list[MatchRuling](_RULINGS(scope, person=file.person.pk, project=file.project))


def holding(scope: Scope) -> QuerySet[MatchRuling]:
    """What has been said and holds today."""
    today = clock.today()
    return MatchRuling.objects.visible_to(scope).filter(Q(until=None) | Q(until__gte=today), ended_on=None)


def _protected(person: UUID) -> ExpressionWrapper[Any]:
    """Whether somebody stands at the vacancy's firm who is kept apart from this person; no page says so."""
    apart = RawSQL("SELECT vacancies_apart(%s, %s)", (person, clock.today()))  # docs/decisions/0013
    return ExpressionWrapper(Q(vacancy_id__in=apart), BooleanField())


_RULINGS = Read(
    lambda scope, person, project: (
        holding(scope)
        .filter(Q(person_id=person) | Q(person=None, project_id=project))
        .annotate(protected=_protected(person))
        .select_related("decided_by")
        .order_by("-id")
    )
)


def vacancies(scope: Scope, ids: Iterable[UUID]) -> dict[UUID, Vacancy]:
    """Vacancies with their firms by id; one statement, none for none."""
    wanted = padded(set(ids))
    return {each.pk: each for each in _VACANCIES(scope, ids=wanted)} if wanted else {}


_VACANCIES = Read(
    lambda scope, ids: Vacancy.objects.visible_to(scope).filter(pk__in=ids).select_related("organisation").only(*READ)
)


def vacancy(scope: Scope, pk: UUID) -> Vacancy | None:
    return next(iter(_VACANCY(scope, pk=pk)), None)


_VACANCY = Read(lambda scope, pk: Vacancy.objects.visible_to(scope).filter(pk=pk).select_related("organisation"))


def open_vacancies(scope: Scope) -> Any:
    return Vacancy.objects.visible_to(scope).filter(status=VacancyStatus.OPEN, confirm_until__gte=clock.today())


def line_of(person: Person, row: Vacancy, day: date, rules: Sequence[MatchRuling]) -> Line:
    """One pair, judged and in words."""
    known = as_of(row, day)
    answer = judge(person, known, day, travel.current(), off={each.rule for each in rules})
    return worded(person, row, known, day, rules, answer)


def as_of(row: Vacancy, day: date) -> Facts:
    """What is judged of a vacancy; a beginning that has passed is one as of today."""
    known = row.facts()
    return replace(known, start=day) if known.start is not None and known.start < day else known


def worded(person: Person, row: Vacancy, known: Facts, day: date, rules: Sequence[MatchRuling], answer: Answer) -> Line:
    """An answer in words."""
    most = edition_at(day)
    way = took = None
    if person.place is not None and known.place is not None:
        way = straight_line(person.place, known.place)
        took = travel.minutes(travel.current(), person.place, known.place)
    return Line(
        vacancy=row,
        answer=answer,
        kilometres=way,
        minutes=took,
        parts=[Part(str(PARTS[part]), points, most[part]) for part, points in answer.parts.items()],
        doubts=[
            _("wie weit die Person fährt") if rule == "radius" and way is not None else str(RULES[rule])
            for rule in answer.missing
        ],
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
        if travel.current() is straight_line:
            return _("weiter als %(km)s km") % {"km": person.radius}
        reach = {"km": person.radius, "minutes": (person.radius or 0) * travel.minutes_a_kilometre()}
        return _("weiter als %(km)s km oder %(minutes)s Minuten") % reach
    return str(RULES[rule])


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
    """The latest lists that somebody saw, without their content; `nearby`: of what one thing alone kept closed."""
    rows = MatchJudgement.objects.visible_to(scope).filter(person_id=person_id).select_related("shown_to")
    rows = rows.annotate(nearby=ExpressionWrapper(Q(answer__has_key="near"), BooleanField()))
    return list(rows.defer("asked", "answer").order_by("-id")[:LISTS])


def shown_one(scope: Scope, person_id: UUID, pk: UUID) -> MatchJudgement | None:
    rows = MatchJudgement.objects.visible_to(scope).filter(person_id=person_id, pk=pk)
    return rows.select_related("shown_to").first()
