# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A firm with a vacancy, somebody with a profile, for the tests of introduction, placement and after-care."""

from __future__ import annotations

from datetime import date
from typing import Any

from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import projections
from scharnier.people.competence.models import Education, OccupationWish, WorkExperience
from scharnier.people.models import Enrolment, ResidenceStatus
from scharnier.work.placements.actions import Terms
from scharnier.work.vacancies.models import Vacancy
from tests.casework.conftest import TODAY, participant
from tests.factories import House

CARPENTER = "22342"


def firm(where: House, name: str = "Tischlerei Kiefer") -> Organisation:
    return Organisation.objects.create(carrier_id=where.carrier, name=name)


def vacancy(where: House, of: Organisation | None = None, **changes: Any) -> Vacancy:
    given: dict[str, Any] = {
        "title": "Tischlerin oder Tischler",
        "occupation": CARPENTER,
        "level": 2,
        "confirm_until": date(2026, 12, 31),
    }
    return Vacancy.objects.create(
        carrier_id=where.carrier, project_id=where.project, organisation=of or firm(where), **given | changes
    )


def nour(where: House, status: str | None = "ae_25_2_1", name: str = "Haddad") -> Enrolment:
    """Somebody who has worked as a carpenter and may work; call inside the transaction of somebody who works there."""
    row = participant(where, name, given_names="Nour", nationality="SY", german_level="B1", birth_date=date(1990, 3, 1))
    if status:
        ResidenceStatus.objects.create(
            carrier_id=where.carrier, person=row.person, code=status, valid_from=date(2024, 1, 1)
        )
    case = {"carrier_id": where.carrier, "person": row.person}
    WorkExperience.objects.create(
        **case,
        wording="Tischlerin in Aleppo bei Haddad",
        code=CARPENTER,
        employer="Holz Haddad",
        country="SY",
        begun_on=date(2012, 1, 1),
        ended_on=date(2017, 12, 31),
    )
    Education.objects.create(**case, kind="school", title="Abitur Damaskus", country="SY", completed="yes")
    OccupationWish.objects.create(**case, wording="Tischlerin", code=CARPENTER)
    return row


def terms(**changes: Any) -> Terms:
    given: dict[str, Any] = {
        "kind": "beschaeftigung_sv",
        "where": "Tischlerei Kiefer",
        "work": "Tischlerin",
        "begins": date(2026, 12, 1),
        "occupation": CARPENTER,
        "hours": 39,
        "insured": True,
    }
    return Terms(**given | changes)


def differences(where: House) -> list[str]:
    """What this room has projected otherwise than it derives; call inside somebody's transaction."""
    return [each for each in projections.compare(where.carrier) if " work." in each or " directory." in each]


__all__ = ["CARPENTER", "TODAY", "differences", "firm", "nour", "participant", "terms", "vacancy"]
