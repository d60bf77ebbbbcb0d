# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erasing files whose period is over: confirmed with a reason, one transaction a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.ids import uuid7
from scharnier.foundation.writes import DomainError
from scharnier.people.documents import shelf
from scharnier.people.erasing import queries
from scharnier.people.erasing.models import ErasureRun, RunState

SHORTEST_REASON = 10
Acting = Callable[[], AbstractContextManager[Any]]


def confirm(*, carrier: UUID, persons: Sequence[UUID], reason: str, user: UUID) -> ErasureRun:
    """Put on record what is to be erased; the task does it. Raises DomainError."""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise DomainError(gettext("Schreiben Sie in einem Satz, warum diese Akten gelöscht werden."), "reason")
    ready = {each.person for each in queries.due(carrier, limit=10_000) if each.mine}
    wanted = [person for person in dict.fromkeys(persons) if person in ready]
    if not wanted:
        raise DomainError(gettext("Kreuzen Sie mindestens eine Akte an."))
    return ErasureRun.objects.create(
        carrier_id=carrier,
        user_id=user,
        reason=reason[:1000],
        persons=[str(person) for person in wanted],
        total=len(wanted),
    )


def erase(carrier: UUID, person: UUID, reason: str) -> None:
    """One file, in the transaction of the caller; its papers leave the disk once that is through.

    Raises DomainError when the file is not due (any more), or not the caller's to erase.
    """
    periods, proofs, plan = queries.arguments(carrier)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT erase_person(%s, %s, %s, %s, %s, %s, %s, %s)",
                [uuid7(), carrier, person, clock.today(), periods, proofs, plan, reason],
            )
            files = cursor.fetchone()[0]
    except DatabaseError as refused:
        if getattr(refused.__cause__, "sqlstate", "") != "42501":
            raise
        raise DomainError(gettext("Diese Akte ist nicht (mehr) zu löschen.")) from refused
    for document in files or []:
        transaction.on_commit(lambda row=document: shelf.let_go(carrier, row))  # type: ignore[misc]  # lambda with default


def work(*, run_id: UUID, acting: Acting) -> None:
    """A file to a transaction. May be cut off and called again: it goes on with the next."""
    while True:
        with acting():
            run = ErasureRun.objects.select_for_update().get(pk=run_id)
            if run.state != RunState.WAITING:
                return
            if run.done == run.total:
                run.state = RunState.DONE
            else:
                person = run.persons[run.done]
                try:
                    erase(run.carrier_id, UUID(person), run.reason)
                except DomainError:
                    run.refused = [*run.refused, person]
                run.done += 1
            run.updated_at = clock.now()
            run.save(update_fields=["state", "done", "refused", "updated_at"])
            if run.state == RunState.DONE:
                return
