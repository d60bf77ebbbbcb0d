# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The small world that other tests stand on."""

import pytest

from scharnier.people.models import Person
from tests import factories


@pytest.mark.django_db
def test_a_mentor_sees_the_own_participant_and_the_neighbour_does_not() -> None:
    world = factories.world()
    with factories.as_staff(world.here.mentor):
        made = factories.person(world.here)
        assert Person.objects.get().pk == made.pk
    for stranger in (world.other_project.mentor, world.away.mentor, world.here.admin):
        with factories.as_staff(stranger) as scope:
            assert not Person.objects.exists()
            assert not Person.objects.visible_to(scope).exists()
