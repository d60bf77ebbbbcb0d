# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Without a basis nobody writes or reads of health in an assessment; a consent opens it again."""

from __future__ import annotations

import pytest

from scharnier.people.assessing.models import HealthNeed
from scharnier.people.models import Enrolment, Person
from tests import factories
from tests.factories import World
from tests.people.assessing.test_assessing import SENT, assess, nour, page, rows
from tests.people.conftest import SignIn
from tests.people.consents.conftest import agreed, rests
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db
__all__ = ["nour"]
HEAVY = SENT["health"]


def test_health_is_closed_with_its_basis_and_open_with_a_consent(
    house: World,
    sign_in: SignIn,
    nour: Person,  # the fixture
) -> None:
    client, address = sign_in(house.here.mentor), assess(house, sign_in, nour)
    assert HEAVY in client.get(address).content.decode()
    rests(house, "health", "consent")
    assert HEAVY not in client.get(address).content.decode()
    form = client.get(f"{address}aendern/").content.decode()
    assert 'name="health"' not in form
    assert HEAVY not in form
    assert 'id="closed-health"' in form
    assert HEAVY not in client.get(f"/desk/personen/{nour.pk}/verlauf/angaben/").content.decode()
    client.post(f"{address}aendern/", {**drawn(client, f"{address}aendern/"), **SENT, "health": "anderes"})
    assert [each.text for each in rows(house, HealthNeed)] == [HEAVY]
    with factories.as_staff(house.here.mentor):
        enrolment = Enrolment.objects.get(person=nour)
    agreed(house, enrolment)
    assert HEAVY in client.get(address).content.decode()
    assert 'name="health"' in client.get(page(nour, "neu/")).content.decode()
