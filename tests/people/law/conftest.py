# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""People on file for whom the rules have an answer."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from scharnier.people import actions
from scharnier.people.actions import NewParticipant, NewStay
from scharnier.people.law import actions as law
from scharnier.people.models import Person
from tests import factories
from tests.factories import House

# Tolerated for more than three months and less than four years, not in a reception centre.
TOLERATED: dict[str, Any] = {
    "stay_since": "2024-02-03",
    "reception_centre_obligation": False,
    "asylum_application_date": "2024-02-10",
}
STAY = NewStay("duldung", date(2025, 9, 22), date(2027, 9, 21), "Beschäftigung nur mit Erlaubnis", "gesehen")


def on_file(house: House, facts: dict[str, Any] | None = None, **fields: Any) -> UUID:
    given = {
        "family_name": "Sheikho",
        "given_names": "Mahmoud",
        "nationality": "SY",
        "staff": house.mentor.pk,
        "entered_on": date(2026, 1, 14),
        "stays": (STAY,),
        **fields,
    }
    with factories.as_staff(house.mentor):
        person = actions.create_person(NewParticipant(carrier=house.carrier, project=house.project, **given))
        if facts is not None:
            law.save_facts(Person.objects.get(pk=person), 0, facts)
    return person
