# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Audiences: a circle inside a project, closed to everybody else, projections included."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from scharnier.foundation import clock, projections
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import Audience, AudienceMember, SearchEntry, TimelineEntry
from scharnier.foundation.projections import Anchor, Event, Findable
from scharnier.network.models import Substitution
from tests import factories
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return factories.world()


def open_audience(world: World) -> UUID:
    audience = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audience_open(%s, %s, %s, 'confidential', %s)",
            [audience, uuid7(), world.here.carrier, clock.today()],
        )
    return audience


def confide(world: World) -> UUID:
    """A confidential entry of the mentor of `here`; returns its audience."""
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here)
        audience = open_audience(world)
        anchor = Anchor(world.here.carrier, world.here.project, person.pk, "sample", uuid7(), audience)
        projections.put(
            [
                Event(anchor, clock.now(), "Vertrauliche Notiz", "über die Trennung"),
                Findable(anchor, "Vertrauliche Notiz", "Geheimwort"),
            ]
        )
    return audience


def cover(world: World, **fields: object) -> None:
    with factories.as_staff(world.here.mentor):
        Substitution.objects.create(
            carrier_id=world.here.carrier,
            project_id=world.here.project,
            absent=world.here.mentor,
            cover=world.here.colleague,
            valid_from=clock.today(),
            valid_to=clock.today() + timedelta(days=14),
            **fields,
        )


def test_whoever_opens_an_audience_is_its_first_member_and_reads_what_belongs_to_it(world: World) -> None:
    audience = confide(world)
    with factories.as_staff(world.here.mentor) as scope:
        assert audience in scope.audiences
        assert TimelineEntry.objects.visible_to(scope).get().text == "über die Trennung"
        assert [entry.title for entry in projections.search("geheimwort")] == ["Vertrauliche Notiz"]


@pytest.mark.parametrize("who", ["colleague", "lead", "auditor", "admin"])
def test_nobody_else_of_the_house_sees_it_in_timeline_or_search(world: World, who: str) -> None:
    confide(world)
    with factories.as_staff(getattr(world.here, who)) as scope:
        assert not TimelineEntry.objects.filter(kind="sample").exists()
        assert not SearchEntry.objects.visible_to(scope).filter(kind="sample").exists()
        assert projections.search("geheimwort") == []


def test_a_substitution_opens_no_audience_of_itself(world: World) -> None:
    confide(world)
    cover(world)
    with factories.as_staff(world.here.colleague):
        assert not TimelineEntry.objects.filter(kind="sample").exists()


def test_a_substitution_that_says_so_opens_the_audience_for_its_time_only(world: World) -> None:
    confide(world)
    cover(world, with_confidential=True)
    with factories.as_staff(world.here.colleague):
        assert TimelineEntry.objects.filter(kind="sample").exists()
    with clock.frozen(clock.today() + timedelta(days=15)), factories.as_staff(world.here.colleague):
        assert not TimelineEntry.objects.filter(kind="sample").exists()


def test_a_member_lets_somebody_in_and_an_ended_membership_lets_them_out(world: World) -> None:
    audience = confide(world)
    with factories.as_staff(world.here.mentor):
        AudienceMember.objects.create(
            carrier_id=world.here.carrier, audience_id=audience, user_id=world.here.colleague.pk, valid_to=clock.today()
        )
    with factories.as_staff(world.here.colleague):
        assert TimelineEntry.objects.filter(kind="sample").exists()
    with clock.frozen(clock.today() + timedelta(days=1)), factories.as_staff(world.here.colleague):
        assert not TimelineEntry.objects.filter(kind="sample").exists()


def test_nobody_lets_themselves_in(world: World) -> None:
    audience = confide(world)
    with factories.as_staff(world.here.colleague):
        assert not Audience.objects.filter(pk=audience).exists()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AudienceMember.objects.create(
                carrier_id=world.here.carrier, audience_id=audience, user_id=world.here.colleague.pk
            )


def test_nothing_can_be_hidden_behind_a_strange_audience(world: World) -> None:
    """Otherwise somebody could write what the own project may never see."""
    audience = confide(world)
    with factories.as_staff(world.here.colleague):
        person = factories.person(world.here, family_name="Omar", given_names="Sami")
        anchor = Anchor(world.here.carrier, world.here.project, person.pk, "sample", uuid7(), audience)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            projections.put([Event(anchor, clock.now(), "x")])


def test_an_auditor_opens_no_audience(world: World) -> None:
    with (
        factories.as_staff(world.here.auditor),
        pytest.raises(DatabaseError, match="out of scope"),
        transaction.atomic(),
    ):
        open_audience(world)
