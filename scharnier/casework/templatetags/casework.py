# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How codes of this room are written for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import template
from django.utils.translation import get_language, gettext

from scharnier.casework.plans.models import PlanSignature
from scharnier.knowledge import codes
from scharnier.network.programmes.queries import today_in
from scharnier.people import words

register = template.Library()


@register.filter
def contact_form(code: str) -> str:
    return words.label("contact_form", code)


@register.filter
def plan_field(code: str, row: Any = None) -> str:
    """A field of the plan as the project of `row` calls it; no statement where one works there."""
    if row is None or not codes.is_code("plan_field", code):
        return words.label("plan_field", code)
    return today_in(row.project_id).field_label(code, get_language() or "de")


@register.filter
def field_labels(topics: list[str], row: Any = None) -> list[str]:
    return [plan_field(topic, row) for topic in topics]


@register.filter
def language_label(code: str) -> str:
    return words.label("language", code)


@register.filter
def priority(code: str) -> str:
    return words.label("goal_priority", code)


@register.filter
def urgency(code: str) -> str:
    return words.label("urgency", code)


@register.filter
def attorney(code: str) -> str:
    return words.label("attorney", code)


@register.filter
def independence(code: str) -> str:
    return words.label("step_independence", code)


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key, 0)


@register.filter
def most(number: int, limit: int) -> int:
    return min(number, limit)


@register.simple_tag
def sprout_kinds() -> list[tuple[str, str, str, str]]:
    """What a sentence can become: value, label, icon, the letter of its key."""
    return [
        ("goal", gettext("Ziel"), "flag", "Z"),
        ("step", gettext("Schritt"), "checklist", "S"),
        ("need", gettext("Bedarf"), "offer", "B"),
        ("follow", gettext("Wiedervorlage"), "clock", "W"),
    ]


@register.simple_tag
def signed_by(signatures: Sequence[PlanSignature], roles: str) -> PlanSignature | None:
    """The latest signature of one of these roles, for the line on which they sign."""
    return next((each for each in reversed(signatures or ()) if each.role in roles.split()), None)


@register.simple_tag
def new_token() -> str:
    """A token for a form drawn by hand: a double click is told by it."""
    return str(uuid4())
