# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be worded otherwise: the printed plan, and the messages to copy with a few that the carrier adds."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.knowledge import messages, paper
from scharnier.knowledge.phrases import Phrase

PLAN, MESSAGES = "plan", "messages"
TITLES = {PLAN: gettext_lazy("Gedruckter Plan"), MESSAGES: gettext_lazy("Textbausteine")}
OWN = range(1, 6)
"""Numbers of the messages that a carrier can add."""
NOWHERE: frozenset[str] = frozenset()


def languages(part: str) -> tuple[str, ...]:
    """The languages of a part; messages can be worded otherwise in German too."""
    return paper.languages() if part == PLAN else messages.languages()


def own_title(number: int) -> str:
    return f"own.{number}.title"


def own_text(number: int) -> str:
    return f"own.{number}.text"


def phrases(part: str, language: str, german: Mapping[str, str]) -> tuple[Phrase, ...]:
    """All texts of a part in a language; `german` are those that the carrier words otherwise or adds in German."""
    if part == PLAN:
        return paper.phrases(language)
    known = messages.phrases(language)
    if language != "de":
        told = [Phrase(each.key, each.group, german.get(each.key, each.german), each.text, each.may) for each in known]
        said = [(number, german[own_text(number)]) for number in OWN if own_text(number) in german]
        return (*told, *(Phrase(own_text(number), "own", text, "", messages.PLACES) for number, text in said))
    lines = []
    for number in OWN:
        name = _("Eigener Textbaustein %(n)s") % {"n": number}
        lines.append(Phrase(own_title(number), "own", _("%(name)s, Überschrift") % {"name": name}, "", NOWHERE))
        lines.append(Phrase(own_text(number), "own", _("%(name)s, Text") % {"name": name}, "", messages.PLACES))
    return (*known, *lines)
