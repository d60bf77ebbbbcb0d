# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.uploads import in_words
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.people import rules, words
from scharnier.people.documents.kinds import ENDINGS
from scharnier.people.documents.models import Document
from scharnier.people.models import Enrolment

PAGE = 25
# What the funder may ask to see; everything else is kept as long as the file.
FUNDING = frozenset({"plan", "questionnaire", "course"})
BASES = frozenset({"statute", "church_law", "consent"})


@dataclass(frozen=True)
class About:
    """What a room above knows of a document: where it leads, in words what it is."""

    url: str
    text: str
    late: bool = False
    title: str = ""


@dataclass(frozen=True)
class Line:
    """A document in a list."""

    row: Document
    title: str
    category: str
    size: str
    expires: str
    expired: bool
    about: About | None = None


@dataclass(frozen=True)
class Lines:
    """`after` and `before` are ids to go on from."""

    rows: Sequence[Line]
    after: UUID | None = None
    before: UUID | None = None


_tellers: list[Callable[[Scope, Collection[UUID]], Mapping[UUID, About]]] = []


def told_by(teller: Callable[[Scope, Collection[UUID]], Mapping[UUID, About]]) -> None:
    """Have a room above say what it knows of these documents; one statement a list."""
    _tellers.append(teller)


def documents(
    scope: Scope, person_id: UUID, *, category: str = "", after: UUID | None = None, before: UUID | None = None
) -> Lines:
    """The documents of a person, the latest first, after (older than) or before (newer than) one."""
    rows = Document.objects.visible_to(scope).filter(person_id=person_id, removed_at=None)
    if category == APPLICATIONS:
        rows = rows.filter(for_applications=True)
    elif category:
        rows = rows.filter(category=category)
    backwards = before is not None
    if backwards:
        rows = rows.filter(pk__gt=before)
    elif after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("author").defer("sealed_key").order_by("pk" if backwards else "-pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    if not found:
        return Lines([])
    told: dict[UUID, About] = {}
    for teller in _tellers:
        told |= teller(scope, [row.pk for row in found])
    earlier, later = (True, more) if backwards else (more, after is not None)
    return Lines(
        [line(row, told.get(row.pk)) for row in found],
        after=found[-1].pk if earlier else None,
        before=found[0].pk if later else None,
    )


APPLICATIONS = "applications"


def categories(scope: Scope, person_id: UUID) -> list[str]:
    """Which kinds of papers a file has; one statement."""
    rows = Document.objects.visible_to(scope).filter(person_id=person_id, removed_at=None).order_by("category")
    found = list(rows.values_list("category", "for_applications").distinct())
    kinds = list(dict.fromkeys(category for category, _for in found))
    return [*kinds, *([APPLICATIONS] if any(each for _category, each in found) else [])]


def line(row: Document, about: About | None = None) -> Line:
    label = words.label("document_category", row.category)
    expired = row.valid_until is not None and row.valid_until < clock.today()
    name = (about.title if about else "") or row.title or label
    return Line(row, name, label, size(row), _expires(row.valid_until, expired), expired, about)


def size(row: Document) -> str:
    """PDF, 3 Seiten, 1,2 MB."""
    count = row.pages or 0
    pages = ngettext("%(n)s Seite", "%(n)s Seiten", count) % {"n": count} if count > 1 else ""
    return ", ".join(part for part in (ENDINGS[row.kind].upper(), pages, in_words(row.size)) if part)


def _expires(day: date | None, expired: bool) -> str:
    if day is None:
        return ""
    text = _("abgelaufen am %(day)s") if expired else _("gültig bis %(day)s")
    return text % {"day": f"{day:%d.%m.%Y}"}


def document(scope: Scope, document_id: UUID) -> Document | None:
    """A document that the reader may see, removed or not; one statement."""
    rows = Document.objects.visible_to(scope).select_related("author", "removed_by", "person")
    return rows.filter(pk=document_id).first()


def for_applications(scope: Scope, person_id: UUID) -> list[Line]:
    """What goes along with an application; one statement."""
    rows = Document.objects.visible_to(scope).filter(person_id=person_id, removed_at=None, for_applications=True)
    return [line(row) for row in rows.select_related("author").defer("sealed_key").order_by("category", "-pk")[:PAGE]]


def kept_until(row: Document, enrolment: Enrolment, settings: ProgrammeSettings) -> str:
    """How long a document is kept, and on what that rests, in words."""
    if row.category in FUNDING:
        base, why = "funding", _("Nachweis für die Förderung")
    else:
        found = settings.legal_basis("counselling").base
        base = found if found in BASES else "statute"
        why = {
            "statute": _("Akte auf gesetzlicher Grundlage"),
            "church_law": _("Akte nach Kirchenrecht"),
            "consent": _("Akte auf Einwilligung"),
        }[base]
    months = settings.kept_months(base)
    if enrolment.exited_on is None:
        return _("%(why)s: bis %(n)s Monate nach dem Austritt") % {"why": why, "n": months}
    day = rules.months_on(enrolment.exited_on, months)
    return _("%(why)s: bis %(day)s") % {"why": why, "day": f"{day:%d.%m.%Y}"}
