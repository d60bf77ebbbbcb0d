# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of introductions: one, those of a person, a vacancy or a firm, and the board of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.people.competence.models import Education, LanguageLevel, OccupationWish, WorkExperience
from scharnier.people.competence.queries import assessments
from scharnier.people.competence.queries import of_person as entries_of
from scharnier.people.law.judging import inputs
from scharnier.people.law.queries import with_law
from scharnier.people.models import Person, ResidenceStatus
from scharnier.work.introductions.models import Introduction, IntroductionStep
from scharnier.work.introductions.moves import ENDS, OPEN, REFUSED, WAY, State, may, position
from scharnier.work.introductions.profile import Known
from scharnier.work.introductions.projected import GONE, REASONS
from scharnier.work.vacancies.models import Vacancy, VacancyStatus

ROWS = 25
FOUND = 12
ON_CARD = 12
TONES = {State.HIRED.value: "ok", State.NO_PERSON.value: "line", State.NO_EMPLOYER.value: "line"}
TONES |= {State.WITHDRAWN.value: "line"}


def introduction(scope: Scope, pk: UUID) -> Introduction | None:
    rows = Introduction.objects.visible_to(scope).filter(pk=pk)
    return rows.select_related("person", "organisation", "vacancy", "contact", "owner", "changed_by").first()


def steps(scope: Scope, row: Introduction) -> list[IntroductionStep]:
    """Everything that happened, by its day; one statement."""
    found = IntroductionStep.objects.visible_to(scope).filter(introduction=row).select_related("author")
    return list(found.order_by("on", "id"))


def tone(state: str) -> str:
    return TONES.get(state, "info")


def reason(row: Introduction) -> str:
    """The reason of a no in the language of the page."""
    name = REASONS.get(row.state, "employer_declines")
    lang = "de" if (get_language() or "de").startswith("de") else "en"
    return codes.label(name, row.reason, lang) if row.reason and codes.is_code(name, row.reason) else ""


@dataclass(frozen=True)
class Stage:
    """A state on the way as the page draws it: its day where it happened."""

    state: str
    label: str
    on: date | None
    current: bool


def way(row: Introduction, happened: Sequence[IntroductionStep]) -> list[Stage]:
    """The way in order, with the first day of each state that happened."""
    days: dict[str, date] = {}
    for step in happened:
        days.setdefault(step.state, step.on)
    found = [Stage(state.value, str(state.label), days.get(state.value), state == row.state) for state in WAY]
    if row.state in REFUSED:
        found.append(Stage(row.state, str(State(row.state).label), row.closed_on, True))
    return found


def choices(row: Introduction) -> list[tuple[str, str]]:
    """What can be recorded: what comes next, a no, and what was skipped on the way."""
    ahead = [state for state in (*WAY, *REFUSED) if may(row.state, state)]
    behind = [state for state in WAY[1:] if state not in ahead and position(state) < position(row.state)]
    return [(state.value, str(state.label)) for state in (*ahead, *behind)]


@dataclass(frozen=True)
class Line:
    """An introduction in a list."""

    id: UUID
    person_id: UUID
    name: str
    work: str
    firm: str
    state: str
    label: str
    tone: str
    on: date
    next_on: date | None
    late: bool
    gone: bool
    reason: str


def line(row: Introduction) -> Line:
    gone = row.vacancy is not None and row.vacancy.status in GONE and row.closed_on is None
    return Line(
        row.pk,
        row.person_id,
        row.person.list_name,
        row.work,
        row.organisation.name,
        row.state,
        str(State(row.state).label),
        tone(row.state),
        row.state_on,
        row.next_on,
        row.next_on is not None and row.next_on < clock.today(),
        gone,
        reason(row),
    )


def _rows(scope: Scope) -> QuerySet[Introduction]:
    return Introduction.objects.visible_to(scope).select_related("person", "organisation", "vacancy")


def _few(rows: QuerySet[Introduction]) -> list[Line]:
    """Those under way first, the latest before older ones."""
    found = sorted(rows.order_by("-pk")[:ON_CARD], key=lambda row: row.closed_on is not None)
    return [line(row) for row in found]


def of_person(scope: Scope, person: UUID) -> list[Line]:
    """One statement."""
    return _few(_rows(scope).filter(person_id=person))


def of_vacancy(scope: Scope, vacancy: UUID) -> list[Line]:
    """Who is on the way to a vacancy, in the caller's projects; one statement."""
    return _few(_rows(scope).filter(vacancy_id=vacancy))


def of_organisation(scope: Scope, organisation: UUID) -> list[Line]:
    return _few(_rows(scope).filter(organisation_id=organisation))


@dataclass(frozen=True)
class Page:
    rows: list[Line]
    before: UUID | None = None
    after: UUID | None = None


def board(
    scope: Scope,
    project: UUID,
    *,
    state: str = "",
    mine: bool = False,
    after: UUID | None = None,
    before: UUID | None = None,
) -> Page:
    """25 introductions of a project, the latest first: under way, or in one state; one statement."""
    rows = _rows(scope).filter(project_id=project)
    rows = rows.filter(state=state) if state in State.values else rows.filter(closed_on=None)
    if mine:
        rows = rows.filter(owner_id=scope.principal.id)
    if before is not None:
        rows = rows.filter(pk__gt=before)
    elif after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("pk" if before is not None else "-pk")[: ROWS + 1])
    more, found = len(found) > ROWS, found[:ROWS]
    if before is not None:
        found.reverse()
    if not found:
        return Page([])
    back = more if before is not None else after is not None
    on = more or before is not None
    return Page([line(row) for row in found], found[0].pk if back else None, found[-1].pk if on else None)


BOARD = (*OPEN, *ENDS)


# ---------- proposing ----------


def open_vacancies(scope: Scope, project: UUID, text: str) -> list[Vacancy]:
    """Vacancies one may propose somebody for: by words of title or firm, without any the latest; one statement."""
    rows = Vacancy.objects.visible_to(scope).filter(status=VacancyStatus.OPEN).select_related("organisation")
    for word in text.split()[:4]:
        rows = rows.filter(Q(title__icontains=word) | Q(organisation__name__icontains=word))
    if not text:
        rows = rows.filter(project_id=project)
    return list(rows.order_by("-pk")[:FOUND])


def firms(scope: Scope, text: str) -> list[Organisation]:
    """Firms by a part of their name; one statement, none without words."""
    if not text.strip():
        return []
    rows = Organisation.objects.visible_to(scope).filter(merged_into=None, name__icontains=text.strip())
    return list(rows.order_by("name_sort", "pk")[:FOUND])


def vacancy(scope: Scope, pk: UUID | None) -> Vacancy | None:
    if pk is None:
        return None
    rows = Vacancy.objects.visible_to(scope).select_related("organisation", "contact")
    return rows.filter(pk=pk).first()


def firm(scope: Scope, pk: UUID | None) -> Organisation | None:
    """A firm; one that was merged is what it became."""
    found = Organisation.objects.visible_to(scope).filter(pk=pk).select_related("merged_into").first() if pk else None
    return found.merged_into or found if found else None


def known(scope: Scope, person: Person) -> Known:
    """What a profile is made of; six statements."""
    latest: dict[str, LanguageLevel] = {}
    for row in entries_of(LanguageLevel, scope, person.pk):
        latest.setdefault(row.language, row)
    assessed = assessments(scope, person.pk)
    today = clock.today()
    stays = with_law(ResidenceStatus.objects.visible_to(scope).filter(person_id=person.pk)).exclude(
        valid_from__gt=today
    )
    stay = stays.order_by(F("valid_from").desc(nulls_last=True), "-id").first()
    stated, housing = getattr(stay, "law_facts", None), getattr(stay, "law_housing", None)
    return Known(
        person,
        list(entries_of(WorkExperience, scope, person.pk)),
        list(entries_of(Education, scope, person.pk)),
        list(latest.values()),
        list(entries_of(OccupationWish, scope, person.pk)),
        assessed[0].answers if assessed else {},
        inputs(person, stay, stated or {}, housing) if stay else {},
    )
