# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case in a project whose basis for a purpose is said."""

from __future__ import annotations

from typing import Any

from scharnier.foundation import clock, principals
from scharnier.network.programmes.models import ProgrammeSetting
from scharnier.people.consents import actions
from scharnier.people.consents.actions import Given, NewConsent
from scharnier.people.consents.models import Consent, Form
from scharnier.people.models import Enrolment
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY

DRAWN = "M40 120L90 60L140 130L200 50L300 120"


def rests(house: World, purpose: str, base: str, citation: str = "") -> None:
    """What the operator says of a purpose, for all projects of the programme."""
    with principals.entering(principals.SYSTEM):
        earlier = ProgrammeSetting.objects.filter(programme=house.programme, key=f"law.{purpose}", withdrawn_at=None)
        earlier.update(withdrawn_at=clock.now())
        factories.says(house.programme, f"law.{purpose}", {"base": base, "citation": citation})


def keeps_secrets(house: World) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "law.secrecy", True)


def case(house: World, **fields: Any) -> Enrolment:
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here, **fields)
        return Enrolment.objects.select_related("person", "project", "staff").get(person=person)


def asked(house: World, enrolment: Enrolment, purpose: str = "health", **facts: Any) -> Consent:
    with factories.as_staff(house.here.mentor):
        new = NewConsent(facts.pop("kind", "consent"), purpose, **facts)
        return actions.ask(enrolment, new, house.here.mentor.pk)


def agreed(house: World, enrolment: Enrolment, purpose: str = "health", **facts: Any) -> Consent:
    row = asked(house, enrolment, purpose, **facts)
    with factories.as_staff(house.here.mentor):
        actions.give(row, Given(Form.SCREEN, "Nour Haddad", TODAY, strokes=DRAWN))
        return Consent.objects.get(pk=row.pk)
