# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A worker is killed in the middle of a list; the next one takes it up."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from scharnier.foundation import tasks
from scharnier.people.lists import actions
from scharnier.people.lists.tasks import write_list
from scharnier.people.models import ImportRun, ImportState, Person
from tests import factories
from tests.working import work_off

LIST = Path(__file__).parent.parent / "importing" / "files" / "teilnehmerliste_2019.csv"
pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """What kill -9 looks like from inside: nothing after it runs."""


def test_the_next_worker_finishes_the_list_and_writes_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    world = factories.world()
    with factories.as_staff(world.here.lead):
        run = actions.upload(
            project=world.here.project,
            carrier=world.here.carrier,
            user=world.here.lead.pk,
            filename=LIST.name,
            content=LIST.read_bytes(),
        )
        actions.check(run=run)
        actions.start(run=run)
        job = tasks.defer(write_list, project=world.here.project, run=run.pk)
    _written_by_a_worker_that_is_killed(world, run, monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers) "
            "WHERE id = %s",
            [job],
        )
    tasks.take_up.defer()
    work_off()
    with factories.as_staff(world.here.lead):
        stored = ImportRun.objects.get()
        assert (stored.state, stored.rows_done, stored.rows_created) == (
            ImportState.DONE,
            run.rows_total,
            run.rows_total,
        )
        assert Person.objects.count() == run.rows_total


def _written_by_a_worker_that_is_killed(
    world: factories.World, run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0

    def one_batch(*arguments: object) -> int:
        nonlocal written
        written += 1
        if written > 1:
            raise Killed
        return original(*arguments)  # type: ignore[arg-type]  # handed on as they came

    original = actions._write_batch
    monkeypatch.setattr(actions, "BATCH", 100)
    with monkeypatch.context() as patch:
        patch.setattr(actions, "_write_batch", one_batch)
        with pytest.raises(Killed):
            actions.write(run_id=run.pk, acting=lambda: factories.as_staff(world.here.lead))
    with factories.as_staff(world.here.lead):
        assert Person.objects.count() == 100
