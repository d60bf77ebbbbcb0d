# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Printed plans and messages as a carrier words them: its own reviewed texts, else the drafts of the software."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.casework.wordings import parts
from scharnier.casework.wordings.models import Wording
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes, messages, paper
from scharnier.knowledge.phrases import Phrase

GROUPS = {
    "form": _("Vordruck"),
    "fields": _("Felder"),
    "templates": _("Vorlagen"),
    "messages": _("Mitgeliefert"),
    "own": _("Eigene"),
}


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
    return Spoken(language, {row.key: row.text for row in _OWN(scope, carrier=carrier, languages=(language,))})


_OWN = Read(
    lambda scope, carrier, languages: Wording.objects.visible_to(scope).filter(
        carrier_id=carrier, language__in=languages
    )
)


@dataclass(frozen=True)
class Kept:
    """What a carrier words otherwise in a language and in German, by key."""

    language: str
    rows: Mapping[str, Wording]
    german: Mapping[str, Wording]

    def stale(self, key: str) -> bool:
        """Whether the German was worded otherwise after somebody had read the text in this language."""
        row, german = self.rows.get(key), self.german.get(key)
        return self.language != "de" and row is not None and german is not None and row.changed_at < german.changed_at

    def phrases(self, part: str) -> tuple[Phrase, ...]:
        return parts.phrases(part, self.language, {key: row.text for key, row in self.german.items()})


def kept(scope: Scope, carrier: UUID, language: str) -> Kept:
    """One statement."""
    rows: dict[str, dict[str, Wording]] = {language: {}, "de": {}}
    for row in _OWN(scope, carrier=carrier, languages=tuple(sorted(rows))):
        rows[row.language][row.key] = row
    return Kept(language, rows[language], rows["de"])


@dataclass(frozen=True)
class Message:
    """A message to copy: what it is about, in the language asked for, beside the German. `language`: of the text,
    German where the carrier has none in the other. `draft`: nobody who speaks it has read it for this German."""

    code: str
    title: str
    text: str
    german: str
    language: str
    draft: bool


def said(scope: Scope, carrier: UUID, language: str, lang: str) -> list[Message]:
    """All messages of a carrier; titles in the interface language `lang`. One statement."""
    own = kept(scope, carrier, language)
    titles = {f"message.{block.code}": block.title(lang) for block in messages.blocks()}
    for number in parts.OWN:
        title = own.german.get(parts.own_title(number))
        titles[parts.own_text(number)] = title.text if title else gettext("Eigener Textbaustein %(n)s") % {"n": number}
    found = []
    for each in own.phrases(parts.MESSAGES):
        row, german = own.rows.get(each.key), each.german if language != "de" else ""
        text = row.text if row else each.text
        if each.key in titles and (text or german):
            unread = not row and bool(text) and (messages.is_draft(language) or each.key in own.german)
            draft = language != "de" and (unread or own.stale(each.key))
            code = each.key.replace(".", "-")
            spoken_in = language if text else "de"
            found.append(Message(code, titles[each.key], text or german, german if text else "", spoken_in, draft))
    return found


def read_through(carrier: OuterRef) -> ArraySubquery:
    """The languages in which somebody has read every word of the form (what stands on every plan)."""
    form = [each.key for each in paper.phrases(paper.languages()[0]) if each.on_every_plan]
    rows = Wording.objects.filter(carrier_id=carrier, key__in=form).order_by().values("language")
    return ArraySubquery(rows.annotate(read=Count("key")).filter(read=len(form)).values("language"))


# ---------- for the page ----------


@dataclass(frozen=True)
class Line:
    """A text to be read: German, as it stands now, and who has read it. `stale`: before the German was changed."""

    phrase: Phrase
    text: str
    stale: bool = False
    reviewer: str = ""
    reviewed_on: date | None = None

    @property
    def key(self) -> str:
        return self.phrase.key

    @property
    def german(self) -> str:
        return self.phrase.german

    @property
    def usual(self) -> str:
        return self.phrase.text

    @property
    def rows(self) -> int:
        """Of the field on a wide page."""
        return min(4, 1 + max(len(self.text), len(self.german)) // 62)


@dataclass(frozen=True)
class Sheet:
    """All texts of a language by group; `stand` is the moment of the last change, to tell two editors apart."""

    part: str
    language: str
    name: str
    direction: str
    groups: list[tuple[str, list[Line]]] = field(default_factory=list)
    stand: str = ""
    reviewed: int = 0
    total: int = 0

    @property
    def lines(self) -> list[Line]:
        return [line for _group, lines in self.groups for line in lines]

    @property
    def title(self) -> str:
        return str(parts.TITLES[self.part])


def sheet(scope: Scope, carrier: UUID, part: str, language: str) -> Sheet:
    """One statement."""
    own = kept(scope, carrier, language)
    groups: dict[str, list[Line]] = {}
    rows = []
    for each in own.phrases(part):
        row = own.rows.get(each.key)
        line = Line(each, each.text)
        if row is not None:
            rows.append(row)
            line = Line(each, row.text, own.stale(each.key), row.reviewer, row.reviewed_on)
        groups.setdefault(str(GROUPS[each.group]), []).append(line)
    lines = [line for each in groups.values() for line in each]
    latest = max((row.changed_at for row in rows), default=None)
    return Sheet(
        part,
        language,
        str(codes.find("language", language).extra["endonym"]),
        codes.direction(language),
        list(groups.items()),
        stand_of(latest, len(rows)),
        sum(line.reviewed_on is not None and not line.stale for line in lines),
        len(lines),
    )


def stand_of(latest: datetime | None, number: int) -> str:
    return f"{latest.isoformat()}/{number}" if latest else ""


@dataclass(frozen=True)
class Progress:
    """How far the parts of a language are read, as (part, read, of how many); German says what is worded otherwise."""

    language: str
    name: str
    parts: list[tuple[str, int, int]]


def progress(scope: Scope, carrier: UUID) -> list[Progress]:
    """Every language, German first; one statement."""
    own: dict[str, dict[str, Wording]] = {language: {} for language in parts.languages(parts.MESSAGES)}
    for row in _OWN(scope, carrier=carrier, languages=tuple(own)):
        own[row.language][row.key] = row
    found = []
    for language, rows in own.items():
        here = Kept(language, rows, own["de"])
        read = []
        for part in parts.TITLES:
            if language in parts.languages(part):
                keys = [each.key for each in here.phrases(part)]
                read.append((part, sum(key in rows and not here.stale(key) for key in keys), len(keys)))
        found.append(Progress(language, str(codes.find("language", language).extra["endonym"]), read))
    return found
