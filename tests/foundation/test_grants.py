# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rights that travel by link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from scharnier.foundation import clock, grants, principals
from scharnier.foundation.models import Grant
from tests import factories
from tests.factories import House, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return factories.world()


def made(house: House, purpose: str = "form", days: int = 14) -> tuple[Grant, str]:
    return grants.create(
        purpose=purpose,
        recipient="praxis@example.org",
        carrier=house.carrier,
        project=house.project,
        rights=["read"],
        expires=clock.now() + timedelta(days=days),
        record=("casework_plan", house.project),
    )


def test_a_secret_finds_its_grant_and_is_stored_nowhere(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        grant, secret = made(world.here)
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(g)::text FROM foundation_grant g WHERE id = %s", [grant.pk])
            row = cursor.fetchone()[0]
    assert len(secret) >= 43
    assert secret not in row
    with principals.entering(principals.PUBLIC):
        found = grants.find(secret, "form")
        assert found is not None
        assert (found.pk, found.rights, found.record_table) == (grant.pk, ["read"], "casework_plan")
        assert grants.find(secret[:-1] + "A", "form") is None


def test_a_secret_for_one_purpose_opens_no_other(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        _grant, secret = made(world.here, purpose="form")
        assert grants.find(secret, "feed") is None


def test_finding_changes_nothing_however_often(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        grant, secret = made(world.here)
    for _scanner in range(3):
        with principals.entering(principals.PUBLIC):
            grants.find(secret, "form")
    with factories.as_staff(world.here.mentor):
        assert Grant.objects.get(pk=grant.pk).used_at is None


def test_only_the_first_use_counts(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        _grant, secret = made(world.here)
    with principals.entering(principals.PUBLIC):
        assert [grants.use(secret), grants.use(secret)] == [True, False]


def test_an_expired_grant_is_not_found_and_not_used(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        _grant, secret = made(world.here, days=14)
    with clock.frozen(clock.now() + timedelta(days=15)), principals.entering(principals.PUBLIC):
        assert grants.find(secret, "form") is None
        assert not grants.use(secret)


def test_a_revoked_grant_is_dead_at_once_and_revoked_once(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        grant, secret = made(world.here)
        assert [grants.revoke(grant.pk), grants.revoke(grant.pk)] == [True, False]
    with principals.entering(principals.PUBLIC):
        assert grants.find(secret, "form") is None
        assert not grants.use(secret)


def test_neighbours_and_other_carriers_neither_see_nor_revoke_a_grant(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        grant, _secret = made(world.here)
    for stranger in (world.other_project.mentor, world.away.mentor, world.away.admin):
        with factories.as_staff(stranger) as scope:
            assert not Grant.objects.filter(pk=grant.pk).exists()
            assert not Grant.objects.visible_to(scope).exists()
            assert not grants.revoke(grant.pk)


def test_nobody_grants_in_a_project_that_is_not_theirs_to_write(world: World) -> None:
    for stranger in (world.away.mentor, world.other_project.mentor, world.here.auditor):
        with (
            factories.as_staff(stranger),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            made(world.here)


def test_only_leadership_grants_memberships(world: World) -> None:
    with factories.as_staff(world.here.lead):
        grant, _secret = made(world.here, purpose="invitation")
    with factories.as_staff(world.here.admin) as scope:
        assert Grant.objects.visible_to(scope).get().pk == grant.pk
    with factories.as_staff(world.here.mentor) as scope:
        assert not Grant.objects.exists()
        assert not Grant.objects.visible_to(scope).exists()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            made(world.here, purpose="invitation")
