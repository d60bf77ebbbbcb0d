# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules of labour-market access need, for some participants of the demo; the others show what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from scharnier.foundation import clock, principals, upkeep
from scharnier.knowledge.rules import law, relevant_inputs
from scharnier.people.law.actions import save_facts
from scharnier.people.models import ResidenceStatus

PER_CARRIER = 12


def state() -> int:
    """State facts for the first participants of every carrier, as the system; returns for how many."""
    return sum(_of_carrier(carrier) for carrier in upkeep.carriers())


def _of_carrier(carrier: UUID) -> int:
    today = clock.today()
    with principals.entering(principals.system(carrier)):
        stays = (
            ResidenceStatus.objects.filter(carrier_id=carrier, valid_from__isnull=False, valid_to__gte=today)
            .select_related("person")
            .order_by("person__file_number", "-valid_from")
        )
        told = 0
        for stay in stays.iterator(chunk_size=200):
            facts = _facts(stay, today)
            if len(facts) > 1:
                save_facts(stay.person, 0, facts)
                told += 1
            if told == PER_CARRIER:
                break
    return told


def _facts(stay: ResidenceStatus, today: date) -> dict[str, Any]:
    """Plain answers for what rules on this status read: days from the file, and no to every yes-or-no question."""
    facts: dict[str, Any] = {}
    arrived = stay.person.entered_germany_on or stay.valid_from
    for name in relevant_inputs(stay.code, today):
        kind = law().inputs[name].type
        if kind == "date":
            day = stay.valid_from if name.startswith(("duldung", "asylum_registration")) else arrived
            facts[name] = day.isoformat() if day else None
        elif kind == "bool":
            facts[name] = name == "identity_proven_by_passport"
    return facts
