# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the search finds, grouped for people to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext

from scharnier.foundation import projections
from scharnier.foundation.models import SearchEntry
from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.people.household.queries import fellows
from scharnier.people.models import Enrolment, Person
from scharnier.people.projected import PERSON

SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """One line of the answer, as `kit/find_results.html` shows it."""

    url: str
    label: str
    icon: str = ""
    own: str = ""
    own_lang: str = ""
    detail: str = ""
    key: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True)
class Group:
    label: str
    hits: Sequence[Hit]


Finder = Callable[[Scope, str], Sequence[Hit]]
_finders: list[tuple[str | Promise, Finder]] = []


def add_finder(label: str | Promise, finder: Finder) -> None:
    """Let a room above search what stands in no search entry (one's own notes); its hits come last, under `label`."""
    _finders.append((label, finder))


def find(scope: Scope, text: str, limit: int = 20) -> list[Group]:
    """Persons first, then what other rooms have put into the search; three statements, and those of the finders."""
    query = words.folded_query(text)
    if len(query) < SHORTEST:
        return []
    found = projections.search(query, limit)
    details = _details(scope, [entry.source_id for entry in found if entry.kind == PERSON])
    homes = fellows(scope, {entry.subject_id for entry in found if entry.kind == PERSON}) if details else {}
    groups: dict[str, list[Hit]] = {PERSON: []}
    seen: set[UUID] = set()
    for entry in found:
        if entry.kind == PERSON:
            if entry.subject_id not in seen:
                seen.add(entry.subject_id)
                groups[PERSON].append(_person(entry, details.get(entry.source_id), homes.get(entry.subject_id, ())))
        else:
            groups.setdefault(entry.kind, []).append(_other(entry))
    known = {source.kind: source for source in projections.sources()}
    shown = [Group(str(known[kind].label), hits) for kind, hits in groups.items() if hits and kind in known]
    others = [Group(str(label), finder(scope, text)) for label, finder in _finders]
    return [*shown, *(group for group in others if group.hits)]


def _details(scope: Scope, enrolments: Sequence[UUID]) -> dict[UUID, Enrolment]:
    if not enrolments:
        return {}
    rows = Enrolment.objects.visible_to(scope).filter(pk__in=enrolments).select_related("person", "staff", "project")
    return {row.pk: row for row in rows}


def _person(entry: SearchEntry, row: Enrolment | None, home: Sequence[Person]) -> Hit:
    url = projections.address(PERSON, entry.subject_id, entry.source_id)
    if row is None:
        return Hit(url, entry.title, "people", person_id=entry.subject_id)
    staff = row.staff.display_name if row.staff else ""
    names = ", ".join(each.given_names or each.family_name for each in home[:4])
    together = gettext("Haushalt: %(names)s") % {"names": names} if names else ""
    detail = [row.person.file_number, row.project.name, row.get_phase_display(), staff, together]
    return Hit(
        url,
        entry.title,
        "people",
        row.person.own_script_name,
        words.own_language(row.person),
        " · ".join(part for part in detail if part),
        person_id=entry.subject_id,
    )


def _other(entry: SearchEntry) -> Hit:
    source = next((each for each in projections.sources() if each.kind == entry.kind), None)
    url = projections.address(entry.kind, entry.subject_id, entry.source_id) if source else ""
    return Hit(url, entry.title, source.icon if source else "", detail=entry.text[:120])
