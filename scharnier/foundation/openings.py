# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every opening of a file is recorded: by whom, what for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from scharnier.foundation import clock
from scharnier.foundation.models import AccessRecord
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope

OWN_CASE = "own_case"
COVER = "cover"
TEAM = "team"
STATED = "stated"
AUDIT = "audit"
EXPORT = "export"
BATCH = 1000


def record_opening(
    scope: Scope,
    *,
    carrier: UUID,
    project: UUID,
    subject: UUID,
    user_name: str,
    function: str,
    purpose: str,
    page: str,
    reason: str = "",
    behalf: tuple[UUID, str] | None = None,
) -> None:
    """Write one access record in the transaction that shows the file (one statement).

    `behalf` is id and name of the colleague for whom somebody stands in.
    """
    row = _row(scope, user_name, function, page, purpose, carrier=carrier, project=project)
    row.subject_id, row.reason = subject, reason
    row.behalf_id, row.behalf_name = behalf or (None, "")
    AccessRecord.objects.bulk_create([row])


def record_export(
    scope: Scope, *, carrier: UUID, project: UUID, subjects: Sequence[UUID], user_name: str, function: str, page: str
) -> None:
    """These files left the house in a list or a package: one record each, a thousand to a statement."""
    for start in range(0, len(subjects), BATCH):
        some = subjects[start : start + BATCH]
        rows = [_row(scope, user_name, function, page, EXPORT, carrier=carrier, project=project) for _subject in some]
        for row, subject in zip(rows, some, strict=True):
            row.subject_id = subject
        AccessRecord.objects.bulk_create(rows)


def _row(
    scope: Scope, user_name: str, function: str, page: str, purpose: str, *, carrier: UUID, project: UUID
) -> AccessRecord:
    """Who opens what, on which page and what for; whose file it is says the caller."""
    if scope.principal.id is None:
        raise ValueError("Only somebody who is signed in opens a file or takes one out of the house.")
    return AccessRecord(
        carrier_id=carrier,
        project_id=project,
        user_id=scope.principal.id,
        user_name=user_name,
        function=function,
        at=clock.now(),
        purpose=purpose,
        page=page,
    )


def recent(subject: UUID, limit: int = 20) -> list[AccessRecord]:
    """Who opened a file, latest first."""
    return _RECENT(subject=subject, rows=limit)


_RECENT = Read(lambda _scope, subject, rows: AccessRecord.objects.filter(subject_id=subject).order_by("-at")[:rows])
