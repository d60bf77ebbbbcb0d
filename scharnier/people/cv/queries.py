# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of curricula vitae and of what they are made of."""

from __future__ import annotations

from uuid import UUID

from scharnier.foundation.principals import Scope
from scharnier.people.competence import queries as known
from scharnier.people.competence.models import CourseAttended, Education, LanguageLevel, WorkExperience
from scharnier.people.cv.compose import Material
from scharnier.people.cv.models import Curriculum
from scharnier.people.models import Person


def material(scope: Scope, person: Person) -> Material:
    """Everything that may be chosen; five statements."""
    latest: dict[str, LanguageLevel] = {}
    for row in known.of_person(LanguageLevel, scope, person.pk):
        latest.setdefault(row.language, row)
    assessed = known.assessments(scope, person.pk)
    return Material(
        person,
        list(known.of_person(WorkExperience, scope, person.pk)),
        list(known.of_person(Education, scope, person.pk)),
        list(known.of_person(CourseAttended, scope, person.pk)),
        list(latest.values()),
        list(assessed[0].answers.get("licences", [])) if assessed else [],
    )


def curriculum(scope: Scope, person_id: UUID, row_id: UUID) -> Curriculum | None:
    return Curriculum.objects.visible_to(scope).filter(person_id=person_id, pk=row_id).first()
