# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing what somebody can and wants; each belongs into one transaction of somebody who may write in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext

from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes, occupations
from scharnier.people import rules
from scharnier.people.competence.models import (
    SKILLS,
    CourseAttended,
    Education,
    LanguageLevel,
    OccupationWish,
    Spell,
    WorkExperience,
)
from scharnier.people.models import Person

Entry = LanguageLevel | Education | WorkExperience | OccupationWish | CourseAttended
E = TypeVar("E", LanguageLevel, Education, WorkExperience, OccupationWish, CourseAttended)
GERMAN = "de"
# Which code list each column draws from; several lists for one that may come from any of them.
CODED: Mapping[str, tuple[str, ...]] = {
    "language": ("language",),
    **dict.fromkeys(SKILLS, ("cefr",)),
    "source": ("language_evidence",),
    "country": ("nationality",),
    "level": ("school_level",),
    "completed": ("completed",),
    "recognition": ("recognition_state",),
    "form": ("work_form",),
}
KINDS: Mapping[type[models.Model], tuple[str, ...]] = {
    Education: ("education_kind",),
    CourseAttended: ("german_course", "measure_kind"),
}
STATES = ("course_state",)


def add(person: Person, model: type[E], values: Mapping[str, Any]) -> E:
    """A further row of a file. Raises DomainError."""
    _check(model, values)
    row = model.objects.create(carrier_id=person.carrier_id, person=person, **values)
    _german_follows(row)
    return row


def change(row: E, expected: int | None, values: Mapping[str, Any]) -> list[str]:
    """Correct a row; returns the names of changed columns. Raises Conflict when somebody was faster."""
    _check(type(row), values)
    changed = save_versioned(row, expected, values)
    if changed:
        _german_follows(row)
    return changed


def remove(row: Entry) -> None:
    """Take a row away that was never true; the audit keeps what it said."""
    row.delete()
    _german_follows(row)


def lowest(levels: list[str]) -> str:
    """The lowest of some levels of the list cefr; empty for none. Who speaks B2 and writes A2 can't be sent to B2."""
    order = codes.codes("cefr")
    known = [level for level in levels if level in order]
    return min(known, key=order.index) if known else ""


def _german_follows(row: Entry) -> None:
    """The level at the head of the file, which rules and lists read, is that of the latest statement."""
    if not isinstance(row, LanguageLevel):
        return
    rows = LanguageLevel.objects.filter(person_id=row.person_id, language=GERMAN)
    latest = rows.order_by("-stated_on", "-id").first()
    if latest is None:
        return
    level = lowest([getattr(latest, skill) for skill in SKILLS])
    person = Person.objects.get(pk=row.person_id)
    if level and person.german_level != level:
        save_versioned(person, None, {"german_level": level})


def _check(model: type[models.Model], values: Mapping[str, Any]) -> None:
    lists = dict(CODED)
    if model in KINDS:
        lists["kind"] = KINDS[model]
    if model is CourseAttended:
        lists["state"] = STATES
    for name, allowed in lists.items():
        code = values.get(name)
        if code and not any(codes.is_code(each, code) for each in allowed):
            raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": code}, name)
    for name in ("code", "recognised_as"):
        code = values.get(name)
        if code and not occupations.is_code(code):
            raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": code}, "wording")
    if model is LanguageLevel and not any(values.get(skill) for skill in SKILLS):
        raise DomainError(gettext("Wählen Sie wenigstens eine Stufe."), "overall")
    if issubclass(model, Spell):
        begun, ended = values.get("begun_on"), values.get("ended_on")
        if begun and ended and ended < begun:
            raise DomainError(gettext("Das Ende liegt vor dem Anfang."), "ended")
    rules.check_texts(model, values)
