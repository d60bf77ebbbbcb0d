# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of a list beside the files that may be the same person, and what somebody decided about each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from scharnier.foundation import clock
from scharnier.people import words
from scharnier.people.importing.records import ParticipantRow
from scharnier.people.matching.entries import facts_of
from scharnier.people.matching.keys import keys
from scharnier.people.matching.likeness import Facts, Likeness, compare
from scharnier.people.matching.models import MatchEntry
from scharnier.people.models import ImportRun, Person

SAME, NEW, SKIP = "same", "new", "skip"
CHOICES = (SAME, NEW, SKIP)
SHOWN = 200
NEAREST = 20
# So likely the same person that this is proposed.
SURE = 0.9


@dataclass(frozen=True)
class Row:
    """Of a row: where it stands and what is compared."""

    sheet: str
    row: int
    name: str
    facts: Facts


def of(record: ParticipantRow) -> Row:
    birth = record.birth
    facts = Facts(
        record.family_name,
        record.given_names,
        record.own_script_name,
        "",
        birth.value if birth else None,
        bool(birth) and birth.precision.value == "day" and not birth.estimated if birth else False,
        record.sex or "",
        record.phones[0] if record.phones else "",
    )
    name = ", ".join(part for part in (record.family_name, record.given_names) if part)
    return Row(record.sheet[:80], record.row, name, facts)


def beside(project: UUID, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """For each row the file that is most like it, where one is; two statements, whatever the length of the list."""
    by_key: dict[str, set[UUID]] = defaultdict(set)
    entries = MatchEntry.objects.filter(project_id=project, person__merged_into=None)
    for person, its in entries.values_list("person_id", "keys").iterator(chunk_size=5000):
        for key in its:
            by_key[key].add(person)
    met = [(row, near) for row in rows if (near := _near(by_key, row.facts))]
    known = Person.objects.in_bulk({person for _row, near in met for person in near})
    found = []
    for row, near in met:
        judged = [(compare(row.facts, facts_of(known[pk])), known[pk]) for pk in near if pk in known]
        worth = [(likeness, person) for likeness, person in judged if likeness.likely or likeness.same_phone]
        if worth:
            found.append(_told(row, *max(worth, key=lambda pair: (pair[0].chance, str(pair[1].pk)))))
    return found


def _near(by_key: Mapping[str, set[UUID]], facts: Facts) -> list[UUID]:
    shared = Counter(person for key in keys(facts) for person in by_key.get(key, ()))
    return [person for person, _number in shared.most_common(NEAREST)]


def _told(row: Row, likeness: Likeness, person: Person) -> dict[str, Any]:
    reasons = [
        *([_("gleiche Telefonnummer")] if likeness.same_phone else []),
        *([_("gleicher Geburtstag")] if likeness.same_birth else []),
    ]
    birth = row.facts.birth
    return {
        "sheet": row.sheet,
        "row": row.row,
        "name": row.name,
        "birth": f"{birth:%d.%m.%Y}" if birth and row.facts.birth_exact else (str(birth.year) if birth else ""),
        "person": str(person.pk),
        "their_name": person.list_name,
        "their_number": person.file_number,
        "their_birth": words.show_birth(person),
        "reasons": ", ".join([_("ähnlicher Name"), *reasons]),
        "choice": SAME if likeness.chance >= SURE else NEW,
    }


def field_of(each: Mapping[str, Any]) -> str:
    return f"alike-{each['sheet']}-{each['row']}"


def decide(run: ImportRun, chosen: Mapping[str, str]) -> None:
    """What becomes of the rows that may have a file: nothing (same person, or left out), or a file of their own."""
    told = run.summary.get("alike", [])
    for each in told:
        wanted = chosen.get(field_of(each), "")
        each["choice"] = wanted if wanted in CHOICES else each["choice"]
    counted = Counter(each["choice"] for each in told)
    run.summary = {**run.summary, "alike": told, "same": counted[SAME], "left_out": counted[SKIP]}
    run.rows_total -= counted[SAME] + counted[SKIP]
    run.updated_at = clock.now()
    run.save(update_fields=["summary", "rows_total", "updated_at"])


def without(run: ImportRun) -> set[tuple[str, int]]:
    """Rows that become no file."""
    return {(each["sheet"], each["row"]) for each in run.summary.get("alike", []) if each["choice"] != NEW}
