# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of what somebody can and wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import F, QuerySet

from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.people.assessing.models import Assessment
from scharnier.people.competence import shown
from scharnier.people.competence.actions import GERMAN, Entry
from scharnier.people.competence.facts import facts, facts_of
from scharnier.people.competence.models import (
    CourseAttended,
    Education,
    LanguageLevel,
    OccupationWish,
    WorkExperience,
)
from scharnier.people.competence.shown import Line
from scharnier.people.cv.models import Curriculum
from scharnier.people.models import Person

__all__ = ["assessments", "entries", "entry", "facts", "facts_of", "on_file", "ordered"]
MOST = 50
SHOWN = 8
E = TypeVar("E", LanguageLevel, Education, WorkExperience, OccupationWish, CourseAttended)


def assessments(scope: Scope, person_id: UUID) -> list[Assessment]:
    """All that may be seen, the latest first; one statement."""
    rows = Assessment.objects.visible_to(scope).filter(person_id=person_id).select_related("assessor")
    return list(rows.order_by("-held_on", "-id")[:MOST])


def curricula(scope: Scope, person_id: UUID) -> list[Curriculum]:
    """The latest ones; one statement."""
    rows = Curriculum.objects.visible_to(scope).filter(person_id=person_id).order_by("-id")
    return list(rows.only("id", "title", "layout", "language", "carrier_id")[:SHOWN])


def of_person(model: type[E], scope: Scope, person_id: UUID) -> QuerySet[E]:
    """The rows of a file in the order of its cards."""
    return ordered(model).visible_to(scope).filter(person_id=person_id)  # type: ignore[attr-defined,no-any-return]  # ScopedQuerySet


def ordered(model: type[E]) -> QuerySet[E]:
    if model is LanguageLevel:
        return model.objects.order_by("-stated_on", "-id")
    if model is OccupationWish:
        return model.objects.order_by("rank", "id")
    return model.objects.order_by(F("ended_on").desc(nulls_first=True), F("begun_on").desc(nulls_last=True), "-id")


@dataclass(frozen=True)
class Entries:
    """Everything on the page, as its cards show it."""

    languages: list[Line]
    educations: list[Line]
    jobs: list[Line]
    wishes: list[Line]
    courses: list[Line]
    assessments: list[Assessment]
    curricula: list[Curriculum]


def entries(scope: Scope, person_id: UUID) -> Entries:
    """One statement for each kind."""
    return Entries(
        shown.languages(list(of_person(LanguageLevel, scope, person_id))),
        [shown.education(row) for row in of_person(Education, scope, person_id)],
        [shown.job(row) for row in of_person(WorkExperience, scope, person_id)],
        [shown.wish(row) for row in of_person(OccupationWish, scope, person_id)],
        [shown.course(row) for row in of_person(CourseAttended, scope, person_id)],
        assessments(scope, person_id),
        curricula(scope, person_id),
    )


@dataclass(frozen=True)
class OnFile:
    """What the master data say already: for people, and as the beginning of a form."""

    text: str
    fields: dict[str, str]


def on_file(person: Person) -> dict[str, OnFile]:
    """By kind of entry, so that nobody has to type twice what a list or the intake brought. No statement."""
    found = {}
    if person.occupation:
        found["arbeit"] = OnFile(person.occupation, {"wording": person.occupation[:120]})
    if person.schooling:
        found["bildung"] = OnFile(person.schooling, {"title": person.schooling[:160]})
    if person.german_level:
        german = f"{words.label('language', GERMAN)} {shown.level(person.german_level)}"
        said = {"language": GERMAN, "overall": person.german_level, "certificate": person.german_note[:120]}
        found["sprachen"] = OnFile(german, said)
    return found


def entry(model: type[E], scope: Scope, person_id: UUID, row_id: UUID) -> Entry | None:
    return of_person(model, scope, person_id).filter(pk=row_id).first()
