# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing curricula vitae; each belongs into one transaction of somebody who may write in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.people import rules
from scharnier.people.cv.compose import LANGUAGES, Material, compose
from scharnier.people.cv.models import Curriculum, Layout
from scharnier.people.models import Enrolment


@dataclass(frozen=True, slots=True)
class Wanted:
    """A curriculum as somebody wants it; `choices` as compose.compose reads them."""

    title: str
    language: str
    layout: str
    choices: Mapping[str, Any]


def put_together(enrolment: Enrolment, material: Material, wanted: Wanted, *, author: UUID) -> Curriculum:
    """A new curriculum vitae of what the file says now."""
    return Curriculum.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=enrolment.person_id,
        author_id=author,
        **_values(material, wanted),
    )


def change(row: Curriculum, expected: int | None, material: Material, wanted: Wanted) -> list[str]:
    """The same with other choices, of what the file says now. Raises Conflict when somebody was faster."""
    return save_versioned(row, expected, _values(material, wanted))


def _values(material: Material, wanted: Wanted) -> dict[str, Any]:
    if wanted.language not in LANGUAGES or wanted.layout not in Layout.values:
        raise DomainError(gettext("Diese Auswahl gibt es nicht."), "language")
    if not wanted.title.strip():
        raise DomainError(gettext("Geben Sie dem Lebenslauf einen Namen."), "title")
    rules.check_texts(Curriculum, {"title": wanted.title})
    document = compose(material, wanted.choices, wanted.language)
    return {
        "title": wanted.title,
        "language": wanted.language,
        "layout": wanted.layout,
        "choices": dict(wanted.choices),
        "document": document.to_json(),
    }
