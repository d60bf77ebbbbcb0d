# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How codes of this room are written for people."""

from __future__ import annotations

from django import template

from scharnier.people import words

register = template.Library()


@register.filter
def contact_form(code: str) -> str:
    return words.label("contact_form", code)


@register.filter
def plan_field(code: str) -> str:
    return words.label("plan_field", code)


@register.filter
def field_labels(topics: list[str]) -> list[str]:
    return [words.label("plan_field", topic) for topic in topics]


@register.filter
def language_label(code: str) -> str:
    return words.label("language", code)


@register.filter
def priority(code: str) -> str:
    return words.label("goal_priority", code)


@register.filter
def independence(code: str) -> str:
    return words.label("step_independence", code)
