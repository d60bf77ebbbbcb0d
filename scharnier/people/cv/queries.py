# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of curricula vitae and of what they are made of."""

from __future__ import annotations

from uuid import UUID

from scharnier.foundation.models import ScopedQuerySet
from scharnier.foundation.principals import Scope
from scharnier.foundation.sealing import Unreadable
from scharnier.foundation.writes import DomainError
from scharnier.people.competence import queries as known
from scharnier.people.competence.models import CourseAttended, Education, LanguageLevel, WorkExperience
from scharnier.people.cv.compose import Material
from scharnier.people.cv.models import Curriculum
from scharnier.people.documents import pictures, serving
from scharnier.people.documents.kinds import JPEG
from scharnier.people.documents.models import Document
from scharnier.people.models import Person

PHOTO = "photo"
PRINTED = 531  # pixels: 45 mm at 300 dpi
MOST_PHOTOS = 6


def material(scope: Scope, person: Person) -> Material:
    """Everything that may be chosen; six statements."""
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
        photos(scope, person.pk),
    )


def photos(scope: Scope, person_id: UUID) -> dict[str, str]:
    """Photographs for applications among the papers of a file, the latest first; one statement."""
    rows = _photos(scope, person_id).order_by("-pk")[:MOST_PHOTOS]
    return {str(row.pk): f"{row.title or row.name} ({row.created_at:%d.%m.%Y})" for row in rows.defer("sealed_key")}


def photo(scope: Scope, row: Curriculum) -> bytes | None:
    """The chosen photograph as it is printed: small, upright, nothing of what the camera noted; None without one."""
    chosen = str(row.choices.get("photo") or "")
    found = _photos(scope, row.person_id).filter(pk=chosen).first() if chosen else None
    if found is None:
        return None
    try:
        return pictures.smaller(serving.whole(found), PRINTED)
    except (Unreadable, DomainError):
        return None


def _photos(scope: Scope, person_id: UUID) -> ScopedQuerySet[Document]:
    rows = Document.objects.visible_to(scope)
    return rows.filter(person_id=person_id, category=PHOTO, kind=JPEG, removed_at=None)


def curriculum(scope: Scope, person_id: UUID, row_id: UUID) -> Curriculum | None:
    return Curriculum.objects.visible_to(scope).filter(person_id=person_id, pk=row_id).first()
