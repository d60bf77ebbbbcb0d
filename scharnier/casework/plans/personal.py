# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The personal part of a plan: facts of the file, chosen for each plan, otherwise as the programme has it.

Nothing of other people is among them: a frozen revision outlives what is known about a household.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils import translation

from scharnier.casework.models import IntegrationPlan
from scharnier.knowledge import codes
from scharnier.network.middleware import Place
from scharnier.people import words
from scharnier.people.models import Person

LIST = "plan_personal"


def _address(person: Person) -> str:
    town = " ".join(part for part in (person.postcode, person.place) if part)
    return ", ".join(part for part in (person.street, town) if part)


def _german(person: Person) -> str:
    level = person.german_level
    return ", ".join(part for part in (words.label("cefr", level) if level else "", person.german_note) if part)


_FACTS: dict[str, Callable[[Person], str]] = {
    "address": _address,
    "phone": lambda person: words.show_phone(person.phone) if person.phone else "",
    "email": lambda person: person.email,
    "nationality": words.nationalities,
    "entered_germany": lambda person: f"{person.entered_germany_on:%d.%m.%Y}" if person.entered_germany_on else "",
    "speaks": lambda person: words.labels("language", person.speaks),
    "german": _german,
    "schooling": lambda person: person.schooling,
    "occupation": lambda person: person.occupation,
}


def chosen(plan: IntegrationPlan | None, place: Place | None) -> list[str]:
    """Codes of the facts that a plan prints, in the order of the list."""
    usual = place.settings.plan_personal if place else ()
    said = plan.personal if plan is not None and plan.personal is not None else usual
    return [code for code in codes.codes(LIST) if code in said]


def facts(person: Person, wanted: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(label, text) of what the file knows, in German as the plan is; what it doesn't know is left out."""
    with translation.override("de"):
        found = [(words.label(LIST, code), _FACTS[code](person)) for code in wanted]
    return tuple((label, text) for label, text in found if text)
