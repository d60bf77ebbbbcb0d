# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Work in the background: identifiers only, in the name of whoever started it, with their rights of that moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from scharnier.foundation import mail, principals, tasks
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import OutboxMail
from scharnier.network.models import Membership
from scharnier.people.models import Person
from tests import factories, working
from tests.factories import World

pytestmark = pytest.mark.django_db
done: list[Any] = []


@tasks.for_staff("network.staff", lock_by="person")
def look(initiator: tasks.Initiator, *, person: UUID, step: int) -> None:
    with initiator.acting() as scope:
        done.append((scope.principal.id, person, step, Person.objects.filter(pk=person).exists()))


@pytest.fixture(autouse=True)
def nothing_done() -> Iterator[None]:
    done.clear()
    yield
    done.clear()


@pytest.fixture
def world() -> World:
    return factories.world()


def work_off() -> None:
    for job in ProcrastinateJob.objects.filter(task_name=f"{__name__}.look").order_by("id"):
        app.tasks[job.task_name].func(**job.args)


def test_a_task_runs_as_the_person_who_started_it(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here)
        tasks.defer(look, project=world.here.project, person=person.pk, step=3)
    work_off()
    assert done == [(world.here.mentor.pk, person.pk, 3, True)]


def test_a_task_sees_no_more_than_its_initiator(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here)
    with factories.as_staff(world.away.mentor):
        tasks.defer(look, project=world.away.project, person=person.pk, step=1)
    work_off()
    assert done == [(world.away.mentor.pk, person.pk, 1, False)]


def test_a_right_that_is_gone_stops_the_task(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with factories.as_staff(world.here.mentor):
        tasks.defer(look, project=world.here.project, person=uuid7(), step=1)
    with factories.as_staff(world.here.lead):
        Membership.objects.filter(user=world.here.mentor).update(valid_to="2020-12-31")
    work_off()
    assert done == []
    assert "task not allowed any more" in caplog.text


def test_a_right_in_one_project_is_none_in_another(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        tasks.defer(look, project=world.away.project, person=uuid7(), step=1)
    work_off()
    assert done == []


@pytest.mark.parametrize("value", ["Nour Haddad", "0171 3920001", None, True, 1.5, ["a"], {"a": 1}])
def test_a_task_takes_identifiers_only(world: World, value: Any) -> None:
    with factories.as_staff(world.here.mentor), pytest.raises(tasks.NotAnIdentifier):
        tasks.defer(look, project=world.here.project, person=value, step=1)
    assert not ProcrastinateJob.objects.filter(task_name=f"{__name__}.look").exists()


def test_nobody_but_staff_starts_tasks_of_rooms() -> None:
    with principals.entering(principals.PUBLIC), pytest.raises(tasks.NoLongerAllowed):
        tasks.defer(look, project=None, person=uuid7(), step=1)


def test_a_rolled_back_transaction_starts_nothing(world: World) -> None:
    class Mishap(Exception):
        pass

    def start_and_fail() -> None:
        with factories.as_staff(world.here.mentor), transaction.atomic():
            tasks.defer(look, project=world.here.project, person=uuid7(), step=1)
            raise Mishap

    with pytest.raises(Mishap):
        start_and_fail()
    assert not ProcrastinateJob.objects.filter(task_name=f"{__name__}.look").exists()


def test_tasks_with_the_same_lock_run_one_after_the_other(world: World) -> None:
    key = uuid7()
    with factories.as_staff(world.here.mentor):
        tasks.defer(look, project=world.here.project, person=key, step=1)
    job = ProcrastinateJob.objects.get(task_name=f"{__name__}.look")
    assert job.lock == f"{__name__}.look:{key}"


def test_every_argument_in_the_queue_is_an_identifier(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        tasks.defer(look, project=world.here.project, person=uuid7(), step=1)
        mail.queue("neu@example.org", "Einladung", "…")
    for job in ProcrastinateJob.objects.all():
        for value in job.args.values():
            assert isinstance(value, int) or UUID(value).version == 7


def test_sealing_sending_and_tidying_up_come_by_themselves() -> None:
    periodic = {each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()}
    own = {name: cron for name, cron in periodic.items() if name.startswith("foundation.")}
    assert own == {
        "foundation.seal_audit": "* * * * *",
        "foundation.send_mail": "* * * * *",
        "foundation.take_up": "* * * * *",
        "foundation.tidy_up": "17 3 * * *",
    }


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_a_mail_as_soon_as_it_is_committed() -> None:
    with principals.entering(principals.PUBLIC):
        mail.queue("neu@example.org", "Einladung", "…")

    working.work_off()
    with principals.entering(principals.SYSTEM):
        assert OutboxMail.objects.get().sent_at is not None
