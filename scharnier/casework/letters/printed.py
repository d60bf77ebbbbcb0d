# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The open deadlines of a person on paper, in German and in the language the person reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from scharnier.casework.letters import words
from scharnier.casework.letters.models import Letter
from scharnier.casework.wordings.queries import spoken
from scharnier.foundation import clock
from scharnier.foundation import paper as press
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes, messages, paper
from scharnier.people.models import Person
from scharnier.people.queries import FileHeader

STYLES = (
    ".due{width:100%;border-collapse:collapse;margin:6mm 0}.due th,.due td{padding:2mm;text-align:start;"
    "vertical-align:top;border-bottom:.2mm solid #999}.due th{font-size:9pt}.due .day{font-size:13pt;font-weight:600;"
    "white-space:nowrap}.say{font-size:11pt;margin-top:2mm}"
)
SAID = ("deadlines", "last_day", "sender", "about", "come_before", "no_deadlines")


@dataclass(frozen=True)
class Line:
    day: str
    sender: str
    about: str


def language_of(person: Person) -> str:
    """The language beside German that somebody reads; empty where there are no words for it."""
    found = messages.language_for(person.reads, *person.also_reads, *person.speaks)
    return found if found in paper.languages() else ""


def sheet(scope: Scope, file: FileHeader, rows: Sequence[Letter]) -> bytes:
    """A PDF of all open deadlines, the nearest first. Raises paper.Unavailable."""
    language = language_of(file.person)
    own = spoken(scope, file.carrier, language)
    with translation.override("de"):
        lines = [
            Line(
                f"{row.deadline_on:%d.%m.%Y}",
                words.sender(row.sender, row.sender_name, "de"),
                row.subject or words.matter(row.matter, "de"),
            )
            for row in rows
        ]
        context = {
            "file": file,
            "lines": lines,
            "on": clock.today(),
            "de": {key: paper.word("de", key) for key in SAID},
            "own": {key: own.word(key) for key in SAID} if language else {},
            "language": language,
            "direction": codes.direction(language) if language else "ltr",
        }
        return press.pdf([render_to_string("casework/letters/paper.html", context)], STYLES)
