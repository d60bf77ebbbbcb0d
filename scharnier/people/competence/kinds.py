# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The five kinds of entries: their place in the address, their table, their form, their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scharnier.people.competence import forms
from scharnier.people.competence.models import (
    CourseAttended,
    Education,
    LanguageLevel,
    OccupationWish,
    WorkExperience,
)


@dataclass(frozen=True)
class Kind:
    """`add` and `change` are the headings of the forms; `nothing` stands in an empty card."""

    slug: str
    model: type[Any]
    form: type[forms.EntryForm]
    label: str | Promise
    add: str | Promise
    change: str | Promise
    nothing: str | Promise


KINDS: Mapping[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            "arbeit",
            WorkExperience,
            forms.WorkForm,
            _("Berufserfahrung"),
            _("Neue Berufserfahrung"),
            _("Berufserfahrung ändern"),
            _("Noch keine Berufserfahrung eingetragen."),
        ),
        Kind(
            "wuensche",
            OccupationWish,
            forms.WishForm,
            _("Wünsche"),
            _("Neuer Wunsch"),
            _("Wunsch ändern"),
            _("Noch kein Wunsch eingetragen."),
        ),
        Kind(
            "sprachen",
            LanguageLevel,
            forms.LanguageForm,
            _("Sprachen"),
            _("Neuer Sprachstand"),
            _("Sprachstand ändern"),
            _("Noch keine Sprache eingetragen."),
        ),
        Kind(
            "bildung",
            Education,
            forms.EducationForm,
            _("Schule und Abschlüsse"),
            _("Neuer Abschluss"),
            _("Abschluss ändern"),
            _("Noch kein Abschluss eingetragen."),
        ),
        Kind(
            "kurse",
            CourseAttended,
            forms.CourseForm,
            _("Kurse und Maßnahmen"),
            _("Neuer Kurs"),
            _("Kurs ändern"),
            _("Noch kein Kurs eingetragen."),
        ),
    )
}
