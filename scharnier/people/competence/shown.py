# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entries as people read them: one line of a card each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext, ngettext

from scharnier.foundation import clock
from scharnier.knowledge import codes, course_hours, occupations
from scharnier.people import words
from scharnier.people.competence.actions import lowest
from scharnier.people.competence.models import (
    SKILLS,
    CourseAttended,
    Education,
    LanguageLevel,
    OccupationWish,
    Spell,
    WorkExperience,
)
from scharnier.people.competence.since import written
from scharnier.people.fields import language as page_language

MONTHS_A_YEAR = 12
RECOGNITION = {"full": "ok", "partial": "warn", "applied": "info", "rejected": "bad"}


@dataclass(frozen=True)
class Line:
    """A row of a card: what it is, a word on its state (with the kind of its tag), what more is known."""

    id: UUID
    title: str
    tag: str = ""
    tag_kind: str = "line"
    detail: str = ""
    text: str = ""
    earlier: tuple[str, ...] = ()


def level(code: str) -> str:
    """B1; words for the two ends of the list."""
    return {"none": gettext("keine"), "native": gettext("Muttersprache")}.get(code, code)


def skill(name: str) -> str:
    """The label of a column of a language: Hören."""
    return str(LanguageLevel._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a plain column


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def period(row: Spell, *, ongoing: bool = False) -> str:
    """2012 – 05/2015, seit 2019, bis 2015; empty when nothing is known."""
    begun, ended = written(row.begun_on, row.begun_precision), written(row.ended_on, row.ended_precision)
    if ongoing and begun:
        return gettext("seit %(day)s") % {"day": begun}
    if begun and ended:
        return begun if begun == ended else f"{begun} – {ended}"
    if ended:
        return gettext("bis %(day)s") % {"day": ended}
    return gettext("ab %(day)s") % {"day": begun} if begun else ""


def lasted(begun: date | None, ended: date | None) -> str:
    """Rounded to whole years, months below one; empty where a day is missing."""
    if begun is None or ended is None:
        return ""
    months = round(((ended - begun).days + 1) / 365.25 * MONTHS_A_YEAR)
    if months < MONTHS_A_YEAR:
        return ngettext("%(n)s Monat", "%(n)s Monate", months) % {"n": months} if months else ""
    years = round(months / MONTHS_A_YEAR)
    return ngettext("%(n)s Jahr", "%(n)s Jahre", years) % {"n": years}


def languages(rows: Sequence[LanguageLevel]) -> list[Line]:
    """The latest statement of each language, the earlier ones in short; `rows` come latest first."""
    by_language: dict[str, list[LanguageLevel]] = {}
    for row in rows:
        by_language.setdefault(row.language, []).append(row)
    return [_language(stated) for stated in by_language.values()]


def overall(row: LanguageLevel) -> str:
    return lowest([getattr(row, name) for name in SKILLS])


def _language(rows: Sequence[LanguageLevel]) -> Line:
    latest, *before = rows
    skills = [f"{skill(name)} {level(getattr(latest, name))}" for name in SKILLS if getattr(latest, name)]
    same = len(skills) == len(SKILLS) and len({getattr(latest, name) for name in SKILLS}) == 1
    return Line(
        latest.pk,
        words.label("language", latest.language),
        level(overall(latest)),
        "info" if latest.source == "zertifikat" else "line",
        gettext("in allen vier Fertigkeiten") if same else joined(*skills),
        joined(words.label("language_evidence", latest.source), latest.certificate, f"{latest.stated_on:%d.%m.%Y}"),
        tuple(f"{level(overall(row))} ({row.stated_on:%m/%Y})" for row in before),
    )


def education(row: Education) -> Line:
    recognised = occupations.title(row.recognised_as, page_language()) if row.recognised_as else ""
    state = words.label("recognition_state", row.recognition)
    return Line(
        row.pk,
        row.title,
        gettext("Anerkennung %(state)s") % {"state": state} if row.recognition in ("unknown", "not_needed") else state,
        RECOGNITION.get(row.recognition, "line"),
        joined(
            words.label("education_kind", row.kind),
            row.place,
            words.label("nationality", row.country),
            period(row),
            words.label("completed", row.completed) if row.completed != "unknown" else "",
            f"ISCED {row.level}" if row.level and row.level != "unknown" else "",
        ),
        joined(
            gettext("entspricht: %(occupation)s") % {"occupation": recognised} if recognised else "",
            row.recognition_note,
            f"{row.recognition_on:%d.%m.%Y}" if row.recognition_on else "",
        ),
    )


def occupation(row: WorkExperience | OccupationWish) -> str:
    """The occupation of the list behind somebody's words, where it is called otherwise."""
    known = occupations.by_id(row.occupation) if row.occupation else None
    name = known.title(page_language()) if known else occupations.title(row.code, page_language()) if row.code else ""
    return "" if name.casefold() == row.wording.casefold() else name


def job(row: WorkExperience) -> Line:
    ended = clock.today() if row.ongoing else row.ended_on
    return Line(
        row.pk,
        row.wording,
        lasted(row.begun_on, ended),
        "line",
        joined(
            occupation(row), words.label("nationality", row.country), period(row, ongoing=row.ongoing), row.employer
        ),
        row.tasks,
    )


def wish(row: OccupationWish) -> Line:
    kind = "bad" if row.form == "not_wanted" else "line"
    return Line(row.pk, row.wording, words.label("work_form", row.form), kind, joined(occupation(row), row.note))


def course_kind(code: str) -> str:
    name = "german_course" if codes.is_code("german_course", code) else "measure_kind"
    return words.label(name, code)


def course(row: CourseAttended) -> Line:
    name = course_kind(row.kind)
    return Line(
        row.pk,
        row.title or name,
        words.label("course_state", row.state),
        "warn" if row.state == "broken_off" else "line",
        joined(name if row.title else "", row.provider, period(row), _hours(row), row.result),
        _limits(row),
    )


def _hours(row: CourseAttended) -> str:
    if row.hours_used is None and row.hours_entitled is None:
        return ""
    if row.hours_entitled is None:
        return gettext("%(n)s Stunden genutzt") % {"n": row.hours_used}
    if row.hours_used is None:
        return gettext("%(n)s Stunden bewilligt") % {"n": row.hours_entitled}
    left = row.hours_entitled - row.hours_used
    said = gettext("%(used)s von %(all)s Stunden genutzt") % {"used": row.hours_used, "all": row.hours_entitled}
    return f"{said}, {gettext('%(n)s übrig') % {'n': left}}" if left > 0 else said


def _limits(row: CourseAttended) -> str:
    """What the rules give such a course, so that nobody has to know it by heart."""
    parts = course_hours.hours(row.kind, row.begun_on or clock.today())
    if not parts:
        return ""
    lang = page_language()
    listed = ", ".join(f"{part.label(lang)} {part.hours} ({', '.join(part.citation)})" for part in parts)
    return gettext("Stunden nach der Verordnung: %(parts)s") % {"parts": listed}
