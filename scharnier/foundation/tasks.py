# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Background work, kept in PostgreSQL: what the house does by itself, and how a room hands over work of its own.

A room's task names who started it and where, and acts as that person: rights are asked again each time it opens a
transaction, so work that somebody may no longer do stops. Arguments are identifiers only; the queue holds no names.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import procrastinate
from procrastinate.contrib.django import app

from scharnier.foundation import access, mail, principals, upkeep
from scharnier.foundation.principals import Scope

logger = logging.getLogger("scharnier.tasks")

Identifier = UUID | int
# A worker says every ten seconds that it is alive.
STALLED_SECONDS = 30.0
Rights = Callable[[Scope, str, UUID | None], bool]


class NotAnIdentifier(TypeError):
    """A task was given something that could be a name or a text."""


class NoLongerAllowed(access.Forbidden):
    """Whoever started the task may not do this any more."""


_rights: Rights | None = None


def rights_from(answer: Rights) -> None:
    """Where to ask if the principal of a scope holds a permission in a project; the room with the roles says so."""
    global _rights
    _rights = answer


@dataclass(frozen=True)
class Initiator:
    """Who started a task, in which project, and the permission it needs."""

    user: UUID
    project: UUID | None
    permission: str

    @contextmanager
    def acting(self) -> Iterator[Scope]:
        """One transaction as the person who started the task; raises NoLongerAllowed when the right is gone."""
        with principals.entering(principals.staff(self.user, "task")) as scope:
            if _rights is None or not _rights(scope, self.permission, self.project):
                raise NoLongerAllowed(self.permission)
            yield scope


StaffTask = Callable[..., None]
_tasks: dict[StaffTask, tuple[procrastinate.tasks.Task[Any, Any, Any], str]] = {}


def for_staff(
    permission: str, *, queue: str = "default", retry: int = 0, lock_by: str = ""
) -> Callable[[StaffTask], StaffTask]:
    """Register `function(initiator, **identifiers)` as work that somebody starts with `defer`.

    The function must stand being run again after an interruption. It opens its transactions with `initiator.acting()`:
    a long piece of work opens many, and what is committed stays. `lock_by` names an argument: tasks with the same value
    run one after the other. `retry` is how often it is tried again after an error.
    """

    def register(function: StaffTask) -> StaffTask:
        def run(initiator: str, project: str | None, **arguments: Any) -> None:
            who = Initiator(UUID(initiator), UUID(project) if project else None, permission)
            try:
                function(who, **{name: _from_queue(value) for name, value in arguments.items()})
            except NoLongerAllowed:
                logger.warning("task not allowed any more", extra={"data": {"task": run.__name__}})

        run.__name__ = f"{function.__module__}.{function.__name__}"
        task = app.task(name=run.__name__, queue=queue, retry=retry)(run)
        _tasks[function] = (task, lock_by)
        return function

    return register


def defer(function: StaffTask, *, project: UUID | None, **arguments: Identifier) -> int:
    """Hand work to the queue within the running transaction, as the staff member it serves; returns the job's number.

    Raises NotAnIdentifier for anything but a UUID or a number.
    """
    task, lock_by = _tasks[function]
    principal = principals.scope().principal
    if principal.kind is not principals.Kind.STAFF or principal.id is None:
        raise NoLongerAllowed("signed_in")
    queued = {name: _to_queue(name, value) for name, value in arguments.items()}
    lock = f"{task.name}:{queued[lock_by]}" if lock_by else None
    where = str(project) if project else None
    return task.configure(lock=lock).defer(initiator=str(principal.id), project=where, **queued)


def _to_queue(name: str, value: object) -> str | int:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise NotAnIdentifier(f"The argument {name!r} of a task must be a UUID or a number.")


def _from_queue(value: str | int) -> Identifier:
    return UUID(value) if isinstance(value, str) else value


# ---------- what the house does by itself ----------


@app.periodic(cron="* * * * *")
@app.task(name="foundation.seal_audit", queueing_lock="foundation.seal_audit")
def seal_audit(timestamp: int = 0) -> None:
    """Chain the audit events of the last minute."""
    upkeep.seal_audit()


@app.periodic(cron="* * * * *")
@app.task(name="foundation.send_mail", queueing_lock="foundation.send_mail")
def send_mail(timestamp: int = 0) -> None:
    """Send the outbox; once a minute at the latest."""
    mail.send_due()


@app.task(name=mail.SEND_NOW)
def send_mail_now() -> None:
    """Send the outbox as soon as the transaction that wrote a mail is committed."""
    mail.send_due()


@app.periodic(cron="* * * * *")
@app.task(name="foundation.take_up", queueing_lock="foundation.take_up", pass_context=True)
async def take_up(context: procrastinate.JobContext, timestamp: int = 0) -> None:
    """Put tasks back into the queue whose worker was killed; each stands being run again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        logger.warning("task taken up again", extra={"data": {"task": job.task_name}})
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="foundation.tidy_up", queueing_lock="foundation.tidy_up")
def tidy_up(timestamp: int = 0) -> None:
    """Once a night: partitions ahead, expired sessions, old drafts and submissions, sent mails, finished jobs."""
    upkeep.tidy_up()
