# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of a printed plan as a carrier says them: its own reviewed ones, else the drafts of the software."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef
from django.utils.translation import gettext_lazy as _

from scharnier.casework.wordings.models import Wording
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes, paper

GROUPS = {"form": _("Vordruck"), "fields": _("Felder"), "templates": _("Vorlagen")}


class Spoken:
    """The texts of one language. `draft`: whether one was used that nobody who speaks the language has read."""

    def __init__(self, language: str, own: Mapping[str, str] | None = None) -> None:
        self.language = language
        self.own = own or {}
        self.draft = False

    def _said(self, key: str, usual: str) -> str:
        if key in self.own:
            return self.own[key]
        self.draft = self.draft or (self.language != "de" and bool(usual) and paper.is_draft(self.language))
        return usual

    def word(self, key: str, **values: object) -> str:
        """A word or sentence of the form. Raises KeyError for an unknown one."""
        return self._said(f"word.{key}", paper.raw(self.language, key)).format(**values)

    def field(self, code: str) -> str:
        """The name of a plan field; empty for one that the texts don't know."""
        return self._said(f"field.{code}", paper.field(self.language, code))

    def translated(self, german: str) -> str:
        """A text of a template; empty for what somebody wrote or changed."""
        key = paper.key_of(german)
        return self._said(key, paper.translated(self.language, german)) if key else ""


def spoken(scope: Scope, carrier: UUID, language: str) -> Spoken:
    """The words that a carrier prints in a language; one statement, none in German."""
    if language not in paper.languages():
        return Spoken(language or "de")
    return Spoken(language, {row.key: row.text for row in _OWN(scope, carrier=carrier, language=language)})


_OWN = Read(
    lambda scope, carrier, language: Wording.objects.visible_to(scope).filter(carrier_id=carrier, language=language)
)


def read_through(carrier: OuterRef) -> ArraySubquery:
    """The languages in which somebody has read every word of the form (what stands on every plan)."""
    form = [each.key for each in paper.phrases(paper.languages()[0]) if each.on_every_plan]
    rows = Wording.objects.filter(carrier_id=carrier, key__in=form).order_by().values("language")
    return ArraySubquery(rows.annotate(read=Count("key")).filter(read=len(form)).values("language"))


# ---------- for the page ----------


@dataclass(frozen=True)
class Line:
    """A text to be read: German, as it is printed now, and who has read it."""

    key: str
    german: str
    text: str
    usual: str
    reviewer: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True)
class Sheet:
    """All texts of a language by group; `stand` is the moment of the last change, to tell two editors apart."""

    language: str
    name: str
    direction: str
    groups: list[tuple[str, list[Line]]] = field(default_factory=list)
    stand: str = ""
    reviewed: int = 0
    total: int = 0


def sheet(scope: Scope, carrier: UUID, language: str) -> Sheet:
    """One statement."""
    rows = {row.key: row for row in _OWN(scope, carrier=carrier, language=language)}
    groups: dict[str, list[Line]] = {}
    for each in paper.phrases(language):
        row = rows.get(each.key)
        line = Line(each.key, each.german, row.text if row else each.text, each.text)
        if row is not None:
            line = Line(each.key, each.german, row.text, each.text, row.reviewer, row.reviewed_on)
        groups.setdefault(str(GROUPS[each.group]), []).append(line)
    lines = [line for each in groups.values() for line in each]
    latest = max((row.changed_at for row in rows.values()), default=None)
    return Sheet(
        language,
        str(codes.find("language", language).extra["endonym"]),
        codes.direction(language),
        list(groups.items()),
        stand_of(latest, len(rows)),
        sum(line.reviewed_on is not None for line in lines),
        len(lines),
    )


def stand_of(latest: datetime | None, number: int) -> str:
    return f"{latest.isoformat()}/{number}" if latest else ""


@dataclass(frozen=True)
class Progress:
    """How far a language is read."""

    language: str
    name: str
    reviewed: int
    total: int


def progress(scope: Scope, carrier: UUID) -> list[Progress]:
    """Every language beside German; one statement."""
    read = set(Wording.objects.visible_to(scope).filter(carrier_id=carrier).values_list("language", "key"))
    found = []
    for language in paper.languages():
        keys = [each.key for each in paper.phrases(language)]
        name = str(codes.find("language", language).extra["endonym"])
        found.append(Progress(language, name, sum((language, key) in read for key in keys), len(keys)))
    return found
