# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A cook in Leipzig, and vacancies around her."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import clock
from scharnier.people.assessing.models import Assessment
from scharnier.people.competence.models import WorkExperience
from scharnier.people.models import Person, ResidenceStatus
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.factories import World, as_staff


def cook(house: World) -> Person:
    """Has cooked, speaks A2, may work, looks for work within 30 kilometres."""
    with as_staff(house.here.mentor):
        made = factories.person(house.here, postcode="04109", german_level="A2")
        carrier = {"carrier_id": made.carrier_id, "person": made}
        WorkExperience.objects.create(**carrier, wording="Koch", code="29302")
        ResidenceStatus.objects.create(**carrier, code="ae_25_2_1", valid_from=date(2025, 1, 1))
        answers = {"radius": 30, "licences": [], "hours_from": 20, "hours_to": 40}
        Assessment.objects.create(
            **carrier, project_id=house.here.project, assessor=house.here.mentor, held_on=clock.today(), answers=answers
        )
    return made


def vacancy(house: World, title: str, **fields: Any) -> Vacancy:
    with as_staff(house.here.mentor):
        firm = Organisation.objects.create(carrier_id=house.here.carrier, name=f"Betrieb {title}")
        usual: dict[str, Any] = {
            "carrier_id": house.here.carrier,
            "project_id": house.here.project,
            "organisation": firm,
            "title": title,
            "occupation": "29302",
            "level": 2,
            "german": "A2",
            "starts_on": clock.today() - timedelta(days=3),
            "licences": [],
            "hours_from": 30,
            "hours_to": 40,
            "lat": 51.34,
            "lon": 12.37,
            "district": "14713",
            "confirm_until": clock.today() + timedelta(days=30),
        }
        return Vacancy.objects.create(**usual | fields)
