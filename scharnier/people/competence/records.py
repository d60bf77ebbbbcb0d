# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of languages, schooling, work, wishes and courses."""

from scharnier.foundation.cards import Card, Column, Erase, Merge, facts, keys, personal, register
from scharnier.people.locks import subject

CASE = "case_file"
KEYS = "id carrier_id person_id created_at version"


def _card(table: str, columns: dict[str, Column]) -> None:
    register(Card(table, subject(table), Merge.MOVE, keys(KEYS) | columns, carrier="carrier_id", subject="person_id"))


_card(
    "people_languagelevel",
    facts("language listening speaking reading writing source stated_on", CASE) | personal("certificate", CASE),
)
_card(
    "people_education",
    facts("kind country level completed recognition recognised_as begun_precision ended_precision", CASE)
    | personal("title place recognition_note", CASE)
    | personal("begun_on ended_on recognition_on", CASE, Erase.COARSEN),
)
_card(
    "people_workexperience",
    facts("occupation code country ongoing begun_precision ended_precision", CASE)
    | personal("wording employer tasks", CASE)
    | personal("begun_on ended_on", CASE, Erase.COARSEN),
)
_card("people_occupationwish", facts("occupation code form rank", CASE) | personal("wording note", CASE))
_card(
    "people_courseattended",
    facts("kind state hours_entitled hours_used begun_precision ended_precision", CASE)
    | personal("title provider result", CASE)
    | personal("begun_on ended_on", CASE, Erase.COARSEN),
)
