# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A prepared read gives what the query itself would give, to whoever asks."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q

from scharnier.foundation import clock, prepared, principals
from scharnier.foundation.prepared import Leak, Read
from scharnier.people.models import Enrolment
from tests import factories

pytestmark = pytest.mark.django_db

PAST_ITS_OWN_PLANS = 8
"""Uses after which PostgreSQL, having planned five times, may take a general plan."""


@pytest.fixture(autouse=True, params=["as text", "planned once"])
def _sent(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test holds for a read sent as text and for one that the connection has prepared."""
    monkeypatch.setattr(prepared, "_OFTEN", 1 if request.param == "planned once" else 10_000)


BY_STAFF = Read(
    lambda scope, user, since: (
        Enrolment.objects.visible_to(scope)
        .filter(Q(staff_id=user) | Q(second_staff_id=user), entered_on__gte=since)
        .select_related("person")
        .order_by("person__family_name")
    )
)


def _names(rows: list[Enrolment]) -> list[str]:
    return [row.person.family_name for row in rows]


def test_the_first_use_and_every_other_give_what_the_query_gives() -> None:
    world = factories.world()
    for house, who, name in (
        (world.here, world.here.mentor, "Azizi"),
        (world.here, world.here.colleague, "Berhe"),
        (world.away, world.away.mentor, "Castro"),
    ):
        with factories.as_staff(who):
            factories.person(house, name, staff=who, entered_on=date(2026, 3, 1))
    for _round in range(PAST_ITS_OWN_PLANS):
        for who, name in (
            (world.here.mentor, "Azizi"),
            (world.here.colleague, "Berhe"),
            (world.away.mentor, "Castro"),
        ):
            with factories.as_staff(who) as scope:
                assert _names(BY_STAFF(scope, user=who.pk, since=date(2026, 1, 1))) == [name]
                assert _names(BY_STAFF(scope, user=who.pk, since=date(2026, 6, 1))) == []


def test_reach_is_of_whoever_asks_and_not_of_whoever_asked_first() -> None:
    world = factories.world()
    everybody = Read(lambda scope: Enrolment.objects.visible_to(scope).select_related("person"))
    for house, name in ((world.here, "Azizi"), (world.away, "Castro")):
        with factories.as_staff(house.mentor) as scope:
            factories.person(house, name)
            assert _names(everybody(scope)) == [name]
    for _use in range(PAST_ITS_OWN_PLANS):
        with factories.as_staff(world.here.mentor) as scope:
            assert _names(everybody(scope)) == ["Azizi"]
    with principals.entering(principals.staff(world.here.mentor.pk)) as here:
        pass
    with principals.entering(principals.staff(world.away.mentor.pk)):
        assert everybody(here) == []  # both locks: this scope's question, the other one's policy


def test_lists_of_another_length_are_another_text() -> None:
    world = factories.world()
    with factories.as_staff(world.here.mentor) as scope:
        people = [factories.person(world.here, f"Name {number}").pk for number in range(3)]
        some = Read(lambda scope, ids: Enrolment.objects.visible_to(scope).filter(person_id__in=ids))
        for wanted in (people[:1], people[:2], people, people[1:]):
            assert {row.person_id for row in some(scope, ids=tuple(wanted))} == set(wanted)
        assert some(scope, ids=()) == []


def test_values_and_unions_keep_their_columns() -> None:
    world = factories.world()
    pairs = Read(
        lambda scope, user: (
            Enrolment.objects.visible_to(scope)
            .filter(staff_id=user)
            .values_list("person__family_name", "entered_on")
            .union(
                Enrolment.objects.visible_to(scope).filter(staff_id=None).values_list("external_number", "entered_on")
            )
        )
    )
    with factories.as_staff(world.here.mentor) as scope:
        factories.person(world.here, "Azizi", staff=world.here.mentor, entered_on=date(2026, 3, 1))
        for _round in range(2):
            assert pairs(scope, user=world.here.mentor.pk) == [("Azizi", date(2026, 3, 1))]


def test_an_id_that_was_not_given_is_refused() -> None:
    world = factories.world()
    other: UUID = uuid4()
    baked = Read(lambda scope: Enrolment.objects.visible_to(scope).filter(person_id=other))
    timed = Read(lambda scope: Enrolment.objects.visible_to(scope).filter(created_at__lte=clock.now()))
    with factories.as_staff(world.here.mentor) as scope:
        with pytest.raises(Leak):
            baked(scope)
        with pytest.raises(Leak):
            timed(scope)


def test_a_query_that_asks_the_clock_is_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    world = factories.world()
    begun = Read(lambda scope: Enrolment.objects.visible_to(scope).filter(entered_on__lte=clock.today()))
    with factories.as_staff(world.here.mentor) as scope:
        factories.person(world.here, "Azizi", entered_on=clock.today() + timedelta(days=1))
        assert begun(scope) == []
        tomorrow = clock.today() + timedelta(days=1)
        monkeypatch.setattr(clock, "today", lambda: tomorrow)
        assert len(begun(scope)) == 1


def _ready() -> dict[str, int]:
    """Statements prepared on this connection, and how often each was answered with a general plan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, generic_plans FROM pg_prepared_statements")
        return dict(cursor.fetchall())


def test_what_is_asked_often_is_planned_once_and_makes_room_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_OFTEN", 3)
    world = factories.world()
    said = [
        Read(
            lambda scope, day, word=word: Enrolment.objects.visible_to(scope).filter(
                exited_on=day, external_number=word
            )
        )
        for word in ("50 %", "it's", "%s")
    ]
    before = _ready()
    monkeypatch.setattr(prepared, "_KEPT", len(before) + 2)
    with factories.as_staff(world.here.mentor) as scope:
        row = factories.person(world.here, "Azizi").enrolments.get()
        for read, word in zip(said, ("50 %", "it's", "%s"), strict=True):
            Enrolment.objects.filter(pk=row.pk).update(
                external_number=word, exited_on=clock.today(), exit_reason="moved"
            )
            for use in range(PAST_ITS_OWN_PLANS + 3):
                assert [each.pk for each in read(scope, day=clock.today())] == [row.pk], (word, use)
                assert read(scope, day=clock.today() - timedelta(days=1)) == []
    now = _ready()
    assert len(now) == len(before) + 2
    assert all(now[name] > 0 for name in now.keys() - before.keys())
