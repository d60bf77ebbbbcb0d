# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Filters for facts about persons: `{% load people %}`."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language

from scharnier.knowledge.occupations import Occupation
from scharnier.people import words

register = template.Library()


@register.filter
def code(value: str, code_list: str) -> str:
    """`{{ person.sex|code:"sex" }}`: the label of a code in the language of the page."""
    return words.label(code_list, value)


@register.filter
def occupation_title(value: Occupation) -> str:
    """`{{ occupation|occupation_title }}`: what people call it, in the language of the page."""
    return value.title(get_language() or "de")


@register.filter
def code_list(values: Iterable[str], name: str) -> str:
    """`{{ person.speaks|code_list:"language" }}`: labels separated by commas."""
    return words.labels(name, values)


@register.filter
def phone(value: str) -> str:
    """`{{ person.phone|phone|tel }}`: an E.164 number as it is dialled here."""
    return words.show_phone(value) if value else ""
