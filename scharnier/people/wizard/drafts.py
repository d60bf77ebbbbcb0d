# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The draft of an intake: everything typed so far, by its writer, on whatever machine. Nothing is checked here.

A draft about somebody on file bears that person's id; the facts on file stand in it from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from scharnier.foundation import writes
from scharnier.foundation.models import Draft
from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.people.models import Person, Precision
from scharnier.people.queries import FileHeader

PREFIX = "intake:"
LONGEST, MOST = 4000, 120
NOT_KEPT = frozenset("csrfmiddlewaretoken form_token version to finish anyway drop more".split())
Fields = dict[str, list[str]]


def key(draft: UUID) -> str:
    return f"{PREFIX}{draft}"


def as_query(fields: Mapping[str, Iterable[str]]) -> QueryDict:
    """What was typed, as a form reads it."""
    found = QueryDict(mutable=True)
    for name, values in fields.items():
        found.setlist(name, list(values))
    return found


def taken(fields: Fields, sent: QueryDict, owned: Iterable[str]) -> Fields:
    """`fields` with what a step sent. `owned` are the step's names, a name ending in - all that begin so; what it no
    longer sends (an empty tick box) is gone."""
    names, prefixes = set(), []
    for name in owned:
        if name.endswith("-"):
            prefixes.append(name)
        else:
            names.add(name)

    def mine(name: str) -> bool:
        return name in names or any(name.startswith(prefix) for prefix in prefixes)

    kept = {name: values for name, values in fields.items() if not mine(name)}
    new = {
        name: [value[:LONGEST] for value in sent.getlist(name)][:MOST]
        for name in sent
        if mine(name) and name not in NOT_KEPT and any(sent.getlist(name))
    }
    return {**kept, **new}


@dataclass(frozen=True)
class Begun:
    """An intake that somebody has begun and not finished."""

    id: UUID
    title: str
    url: str
    at: datetime


def begun(scope: Scope, user: UUID) -> list[Begun]:
    """One's own, the latest first; one statement."""
    rows = Draft.objects.visible_to(scope).filter(user_id=user, key__startswith=PREFIX).order_by("-updated_at")[:20]
    return [
        Begun(UUID(row.key.removeprefix(PREFIX)), row.content["title"], row.content["url"], row.updated_at)
        for row in rows
    ]


def keep(user: UUID, draft: UUID, step: str, fields: Fields, more: Mapping[str, Any]) -> None:
    """Save; the title is what Today calls it."""
    name = " ".join(part for part in (_first(fields, "given_names"), _first(fields, "family_name")) if part)
    title = gettext("Aufnahme: %(name)s") % {"name": name} if name else gettext("Aufnahme ohne Namen")
    url = reverse("intake_step", args=[draft, step])
    writes.keep_draft(user, key(draft), {**more, "title": title, "url": url, "fields": fields})


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, [])), "")[:80]


def on_file(header: FileHeader) -> Fields:
    """What a file says already, as somebody would type it."""
    person, row = header.person, header.enrolment
    typed: dict[str, Any] = {
        name: getattr(person, name)
        for name in (
            "family_name given_names own_script_name sex nationality email channel messenger street postcode place "
            "reads german_level german_note schooling occupation"
        ).split()
    }
    typed |= {
        "birth_date": _birth(person),
        "estimated": "on" if person.birth_precision == Precision.ESTIMATED else "",
        "further_nationalities": words.labels("nationality", person.further_nationalities),
        "phone": words.show_phone(person.phone) if person.phone else "",
        "entered_germany_on": f"{person.entered_germany_on:%d.%m.%Y}" if person.entered_germany_on else "",
        "concern": row.concern,
        "entered_on": f"{row.entered_on:%d.%m.%Y}" if row.entered_on else "",
        "staff": str(row.staff_id or ""),
    }
    fields = {name: [str(value)] for name, value in typed.items() if value}
    return {**fields, "speaks": list(person.speaks)} if person.speaks else fields


def _birth(person: Person) -> str:
    born = person.birth_date
    if born is None:
        return ""
    match person.birth_precision:
        case Precision.YEAR | Precision.ESTIMATED:
            return str(born.year)
        case Precision.MONTH:
            return f"{born:%m/%Y}"
        case _:
            return f"{born:%d.%m.%Y}"
