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
    if scope.principal.id is None:
        raise ValueError("Only somebody who is signed in opens a file.")
    AccessRecord.objects.bulk_create(
        [
            AccessRecord(
                carrier_id=carrier,
                project_id=project,
                subject_id=subject,
                user_id=scope.principal.id,
                user_name=user_name,
                function=function,
                at=clock.now(),
                purpose=purpose,
                reason=reason,
                page=page,
                behalf_id=behalf[0] if behalf else None,
                behalf_name=behalf[1] if behalf else "",
            )
        ]
    )


def record_export(
    scope: Scope, *, carrier: UUID, project: UUID, subjects: Sequence[UUID], user_name: str, function: str, page: str
) -> None:
    """These files left the house in a list or a package: one record each, in one statement."""
    if scope.principal.id is None:
        raise ValueError("Only somebody who is signed in takes files out of the house.")
    AccessRecord.objects.bulk_create(
        AccessRecord(
            carrier_id=carrier,
            project_id=project,
            subject_id=subject,
            user_id=scope.principal.id,
            user_name=user_name,
            function=function,
            at=clock.now(),
            purpose=EXPORT,
            page=page,
        )
        for subject in subjects
    )


def recent(subject: UUID, limit: int = 20) -> list[AccessRecord]:
    """Who opened a file, latest first."""
    return _RECENT(subject=subject, rows=limit)


_RECENT = Read(lambda _scope, subject, rows: AccessRecord.objects.filter(subject_id=subject).order_by("-at")[:rows])
