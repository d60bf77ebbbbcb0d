# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consents and the sheet of legal bases on paper, in German and beside it in the language of the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from scharnier.foundation import clock, paper
from scharnier.knowledge import codes, messages, purposes
from scharnier.people.consents.known import Known
from scharnier.people.consents.models import Consent
from scharnier.people.consents.queries import Basis
from scharnier.people.models import Person
from scharnier.people.queries import FileHeader


def language_of(person: Person) -> str:
    """The language beside German in which somebody understands a consent; empty where there are no texts for it."""
    found = messages.language_for(person.reads, *person.also_reads, *person.speaks)
    return found if found in purposes.languages() else ""


@dataclass(frozen=True)
class Other:
    """The second column."""

    language: str
    name: str
    direction: str
    draft: bool

    def word(self, key: str, **values: str) -> str:
        return purposes.word(self.language, key, **{name: self.isolated(text) for name, text in values.items()})

    def isolated(self, text: str) -> str:
        """Numbers and German names keep their direction inside a text from right to left."""
        return f"\u2066{text}\u2069" if self.direction == "rtl" and text else text


def other_of(language: str) -> Other | None:
    if language not in purposes.languages():
        return None
    endonym = str(codes.find("language", language).extra["endonym"])
    return Other(language, endonym, codes.direction(language), purposes.is_draft(language))


def consent(row: Consent, file: FileHeader) -> bytes:
    """One act, with the signature if it was drawn. Raises paper.Unavailable."""
    other = other_of(row.language) if row.wording_own else None
    context = {
        "row": row,
        "file": file,
        "other": other,
        "other_title": other.word(row.kind) if other else "",
        "other_understood": other.word("understood") if other else "",
        "pairs": pairs(row),
        "on": clock.today(),
        "drawn": row if row.strokes else None,
    }
    with translation.override("de"):
        return paper.pdf([render_to_string("people/consents/paper.html", context)])


def pairs(row: Consent) -> list[tuple[str, str]]:
    """The words line by line: German, and beside it what the person reads."""
    return list(zip(row.wording.split("\n"), _padded(row), strict=True))


def _padded(row: Consent) -> list[str]:
    """The lines of the other language beside the German ones; what stands in German alone has an empty cell."""
    german, own = row.wording.split("\n"), row.wording_own.split("\n") if row.wording_own else []
    # Further words of the carrier stand after the first sentence and are German.
    return [*own[:1], *([""] * (len(german) - len(own))), *own[1:]] if own else [""] * len(german)


@dataclass(frozen=True)
class Line:
    """A purpose and its basis, in both languages."""

    german: tuple[str, str]
    other: tuple[str, str]


def _said(basis: Basis, language: str, other: Other | None) -> str:
    def word(key: str, **values: str) -> str:
        return other.word(key, **values) if other else purposes.word(language, key, **values)

    if not basis.allowed:
        return word("closed")
    if basis.consent is not None:
        return word("by_consent", day=f"{basis.consent.given_on:%d.%m.%Y}")
    citation = other.isolated(basis.citation) if other else basis.citation
    return ": ".join(part for part in (word(basis.base), citation) if part)


def sheet(file: FileHeader, found: Sequence[Basis], known: Sequence[Known], language: str, carrier: str) -> bytes:
    """Everything that is known, on what basis. Raises paper.Unavailable."""
    other = other_of(language)
    rows = [
        Line(
            (purposes.name("de", each.purpose), _said(each, "de", None)),
            (purposes.name(language, each.purpose), _said(each, language, other)) if other else ("", ""),
        )
        for each in found
    ]
    titles = {key: purposes.word("de", key) for key in ("knows", "purpose", "basis", "rights")}
    context = {
        "file": file,
        "rows": rows,
        "known": known,
        "other": other,
        "carrier": carrier,
        "on": clock.today(),
        "de": titles,
        "own": {key: other.word(key) for key in titles} if other else {},
    }
    with translation.override("de"):
        return paper.pdf([render_to_string("people/consents/paper_sheet.html", context)])
