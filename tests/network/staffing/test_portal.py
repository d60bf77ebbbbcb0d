# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A participant's account reaches the own rows that the record cards open, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import check_password
from django.db import DatabaseError, connection, transaction

from scharnier.casework.models import Contact
from scharnier.foundation import access, clock, own, principals
from scharnier.foundation.cards import all_cards, visible
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Membership, Project
from scharnier.network.staffing import portal
from scharnier.network.staffing.models import PortalAccount
from scharnier.people.models import Enrolment, Person
from tests import factories
from tests.factories import World, as_staff
from tests.foundation import samples

pytestmark = pytest.mark.django_db
PASSWORD = "Kiefern-wachsen-langsam"


@dataclass(frozen=True)
class Invited:
    world: World
    nour: UUID
    omar: UUID
    secret: str


@pytest.fixture
def invited(world: World) -> Invited:
    here = world.here
    with as_staff(here.mentor) as scope:
        nour, omar = factories.person(here, "Haddad"), factories.person(here, "Osman")
        for person in (nour, omar):
            Contact.objects.create(
                carrier_id=here.carrier,
                project_id=here.project,
                person=person,
                at=clock.now(),
                form="phone",
                note="Telefoniert.",
                author=here.mentor,
                changed_by=here.mentor,
            )
        findable(world, nour.pk)
        secret = portal.prepare(
            scope, carrier=here.carrier, project=here.project, subject=nour.pk, login="nour@example.org"
        )
    return Invited(world, nour.pk, omar.pk, secret)


def findable(world: World, person: UUID) -> None:
    from scharnier.people import projected

    projected.refresh([person])


def account(invited: Invited) -> UUID:
    with principals.entering(principals.PUBLIC):
        found = portal.accept(invited.secret, PASSWORD)
    assert found is not None
    return found


def test_the_invitation_is_accepted_once(invited: Invited) -> None:
    first = account(invited)
    with principals.entering(principals.PUBLIC):
        assert portal.accept(invited.secret, "Ein anderes Kennwort") is None
        assert portal.accept("unknown", PASSWORD) is None
    with as_staff(invited.world.here.mentor):
        row = PortalAccount.objects.get(pk=first)
    assert check_password(PASSWORD, row.password)
    assert row.subject_id == invited.nour


def test_it_expires(invited: Invited) -> None:
    with clock.frozen(clock.today() + timedelta(days=15)), principals.entering(principals.PUBLIC):
        assert portal.accept(invited.secret, PASSWORD) is None


def test_the_own_file_and_no_other(invited: Invited) -> None:
    with principals.entering(portal.principal(account(invited))) as scope:
        assert scope.own == {invited.nour}
        assert scope.carriers == frozenset()
        for model, column in ((Person, "pk"), (Enrolment, "person_id"), (Contact, "person_id")):
            by_policy = set(model._default_manager.values_list(column, flat=True))
            by_query = set(model.objects.visible_to(scope).values_list(column, flat=True))
            assert by_policy == by_query == {invited.nour}, model
        assert not Membership.objects.exists()
        assert not Project.objects.exists()


def test_both_locks_agree_on_every_table_and_open_none_that_the_card_keeps_shut(world: World) -> None:
    """Every table with its sample row, about one person; the participant sees those that subject access shows."""
    with as_staff(world.here.mentor):
        person = factories.person(world.here)
        rows = samples.written_by_mentor(world, person)
        made = PortalAccount.objects.get(subject_id=person.pk)
    kept = samples.keyed(rows)
    with principals.entering(portal.principal(made.pk)) as scope:
        for table, (model, pk) in kept.items():
            card = all_cards()[table]
            shown = bool(card.subject) and any(column.access for column in card.columns.values())
            by_policy = model._base_manager.filter(pk=pk).exists()
            by_query = model._base_manager.filter(visible(table, scope), pk=pk).exists()
            secret = card.lock.audience and model._base_manager.filter(pk=pk, audience_id__isnull=False).exists()
            assert by_policy == by_query, table
            assert by_policy <= shown, table
            assert by_policy or not shown or secret or table == "casework_confidentialnote", table


def test_only_marked_columns_are_read(invited: Invited) -> None:
    with principals.entering(portal.principal(account(invited))) as scope:
        (row,) = own.rows(scope, "people_person")
        assert row["family_name"] == "Haddad"
        assert "file_number" not in row
        (talk,) = own.rows(scope, "casework_contact")
        assert talk["note"] == "Telefoniert."
        assert "author_id" not in talk
        (mine,) = own.rows(scope, "network_portalaccount")
        assert "password" not in mine
    with as_staff(invited.world.here.mentor) as scope, pytest.raises(ValueError, match="own file"):
        own.rows(scope, "people_person")


def test_a_participant_writes_nothing(invited: Invited) -> None:
    with principals.entering(portal.principal(account(invited))):
        assert Person.objects.update(remark="x") == 0
        assert Contact.objects.all().delete()[0] == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Person.objects.create(
                carrier_id=invited.world.here.carrier, family_name="X", file_number="X", given_names="Y"
            )


def test_confidential_notes_about_somebody_stay_closed_to_them(invited: Invited) -> None:
    here = invited.world.here
    with as_staff(here.mentor):
        audience = uuid7()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT audience_open(%s, %s, %s, 'confidential', %s)",
                [audience, uuid7(), here.carrier, clock.today()],
            )
        TimelineEntry.objects.create(
            carrier_id=here.carrier,
            project_id=here.project,
            subject_id=invited.nour,
            audience_id=audience,
            kind="sample",
            source_id=uuid7(),
            at=clock.now(),
            title="Vertraulich",
        )
    with principals.entering(portal.principal(account(invited))) as scope:
        assert not TimelineEntry.objects.filter(kind="sample").exists()
        assert not TimelineEntry.objects.visible_to(scope).filter(kind="sample").exists()


def test_a_closed_account_opens_nothing(invited: Invited) -> None:
    made = account(invited)
    with as_staff(invited.world.here.mentor) as scope:
        portal.close(scope, made)
    with principals.entering(portal.principal(made)) as scope:
        assert scope.own == frozenset()
        assert not Person.objects.exists()
        assert not Person.objects.visible_to(scope).exists()


def test_who_may_not_see_the_person_invites_nobody(invited: Invited) -> None:
    here = invited.world.here
    values: dict[str, Any] = {
        "carrier": here.carrier,
        "project": here.project,
        "subject": invited.omar,
        "login": "x@example.org",
    }
    for who in (here.auditor, here.admin, invited.world.other_project.mentor, invited.world.away.mentor):
        with as_staff(who) as scope, pytest.raises(access.Forbidden):
            portal.prepare(scope, **values)
    with as_staff(here.mentor) as scope, pytest.raises(DomainError, match="schon einen Zugang"):
        portal.prepare(scope, **{**values, "subject": invited.nour})
