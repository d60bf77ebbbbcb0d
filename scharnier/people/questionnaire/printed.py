# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The questionnaire on paper: German, and beside it the language the person reads; English where there is none."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from scharnier.foundation import clock, paper
from scharnier.knowledge import codes, messages, questionnaires
from scharnier.knowledge import paper as words
from scharnier.knowledge.questionnaires import Item, Questionnaire
from scharnier.people.queries import FileHeader
from scharnier.people.questionnaire.models import EntryQuestionnaire


def language_of(file: FileHeader) -> str:
    """The language of the frame; empty where there are no texts for it."""
    person = file.person
    found = messages.language_for(person.reads, *person.also_reads, *person.speaks)
    return found if found in words.languages() else ""


def beside(file: FileHeader) -> str:
    """The language in which the questions stand beside German; who reads Dari reads the Persian ones."""
    person = file.person
    read = [messages.language_for(code) for code in (person.reads, *person.also_reads, *person.speaks) if code]
    return next((code for code in read if code in questionnaires.languages() or code == "en"), "en")


def pdf(file: FileHeader, asks: Questionnaire, kept: EntryQuestionnaire | None) -> bytes:
    """To be signed: answered as far as it is, with boxes for the rest. Raises paper.Unavailable."""
    return paper.pdf([html(file, asks, kept)])


def html(file: FileHeader, asks: Questionnaire, kept: EntryQuestionnaire | None) -> str:
    """The sheet before it is paper."""
    language, second = language_of(file), beside(file)
    own = second if second != "en" else ""
    context = {
        "file": file,
        "asks": asks,
        "rows": [
            (item, _said(item, kept), questionnaires.question(own, item.code) if own else item.text.en)
            for item in asks.asked(kept.answers if kept else {})
        ],
        "second": second,
        "second_direction": codes.direction(second),
        "question": questionnaires.word(own, "question") if own else "Question",
        "words": {key: questionnaires.word(own, key) for key in ("yes", "no", "refused")} if own else {},
        "draft": questionnaires.word(own, "draft") if own and questionnaires.is_draft(own) else "",
        "on": clock.today(),
        "language": language,
        "direction": codes.direction(language) if language else "ltr",
        "own_file": words.word(language, "file", n=file.person.file_number) if language else "",
        "understood": words.word(language, "understood") if language else "",
        "worker": words.word(language, "worker") if language else "",
        "guardian": words.word(language, "guardian") if language else "",
    }
    with translation.override("de"):
        return render_to_string("people/questionnaire/paper.html", context)


def _said(item: Item, kept: EntryQuestionnaire | None) -> str:
    """The answer as it is printed; empty: to be filled in by hand."""
    if kept is None:
        return ""
    if item.code in kept.refused:
        return "keine Angabe"
    value: Any = kept.answers.get(item.code)
    if value is None:
        return ""
    if item.kind == "yesno":
        return "ja" if value else "nein"
    return f"{date.fromisoformat(value):%d.%m.%Y}" if item.kind == "date" else codes.label(item.list, value, "de")
