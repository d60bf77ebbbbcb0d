# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How answers of the rules are said: levels, strength of the claim, confidence, inputs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop

from scharnier.knowledge.inputs import read_code
from scharnier.knowledge.rules import Input, Text, all_inputs
from scharnier.people import words

# What the file shows: activity and its short name there.
ACTIVITIES: Mapping[str, Any] = {
    "employment": gettext_lazy("Arbeit"),
    "apprenticeship": gettext_lazy("Ausbildung"),
    "internship_orientation": gettext_lazy("Praktikum bis 3 Monate"),
    "hospitation": gettext_lazy("Hospitation"),
}


_SHORT = {
    "unrestricted": gettext_noop("frei"),
    "with_permission": gettext_noop("Erlaubnis"),
    "with_approval": gettext_noop("Erlaubnis + BA"),
    "subordinate": gettext_noop("nachrangig"),
    "none": gettext_noop("nicht erlaubt"),
    "unknown": gettext_noop("nicht bekannt"),
    "no_rule": gettext_noop("keine Regel"),
}


def level(code: str) -> str:
    """A level as somebody at the desk says it; the shape beside it says the same."""
    return {
        "unrestricted": gettext("ohne Erlaubnis"),
        "with_permission": gettext("mit Erlaubnis der Ausländerbehörde"),
        "with_approval": gettext("mit Erlaubnis der Ausländerbehörde und Zustimmung der Arbeitsagentur"),
        "subordinate": gettext("mit Erlaubnis und Zustimmung, Bewerber mit Vorrang gehen vor"),
        "none": gettext("nicht erlaubt"),
        "unknown": gettext("nicht bekannt, Angaben fehlen"),
        "no_rule": gettext("keine Regel erfasst"),
    }.get(code, code)


def short_level(code: str) -> str:
    """A level in a word or two, for the cell of a table."""
    return gettext(_SHORT[code]) if code in _SHORT else code


def strength(code: str) -> str:
    """How strong the claim to a permission is; empty where there is nothing to say."""
    return {
        "kann": gettext("Die Erlaubnis kann erteilt werden (Ermessen)."),
        "soll": gettext("Die Erlaubnis soll in der Regel erteilt werden."),
        "muss": gettext("Auf die Erlaubnis besteht ein Anspruch."),
        "gesetz": gettext("Das Gesetz selbst erlaubt es."),
    }.get(code, "")


def confidence(code: str) -> str:
    return {
        "verified": gettext("Wortlaut gelesen"),
        "knowledge": gettext("aus Fachkenntnis"),
        "unsure": gettext("vor Gebrauch prüfen"),
    }.get(code, code)


def said(text: Text | Mapping[str, str] | None) -> str:
    """A sentence of the rules in the language of the page (German or English); empty when there is none."""
    if text is None:
        return ""
    both = text if isinstance(text, Text) else Text(text.get("de", ""), text.get("en", ""))
    return both.in_(get_language() or "de")


def activity(code: str) -> str:
    """An activity by its short name where it has one."""
    return str(ACTIVITIES[code]) if code in ACTIVITIES else words.label("activity", code)


def input_name(name: str) -> str:
    """The label of an input of the rules."""
    spec = all_inputs().get(name)
    label = said(spec.label) if spec else name
    return label[:1].upper() + label[1:]


def value(spec: Input, stored: Any) -> str:
    """A stored value of an input as people read it."""
    if stored is None or stored == "":
        return ""
    if spec.type == "bool":
        return gettext("ja") if stored else gettext("nein")
    if spec.type == "date":
        return f"{date.fromisoformat(stored):%d.%m.%Y}"
    if spec.type == "enum" and stored in spec.values:
        return said(spec.values[stored])
    if spec.type == "code" and spec.code_list:
        return words.label(spec.code_list, read_code(spec.name, stored, spec.code_list))
    return str(stored)
