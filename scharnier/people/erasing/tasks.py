# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The work of erasing; it may be cut off and run again."""

from __future__ import annotations

from uuid import UUID

from scharnier.foundation.tasks import Initiator, for_staff
from scharnier.people.erasing import actions


@for_staff("people.erase", lock_by="run", retry=2)
def erase_files(initiator: Initiator, run: UUID) -> None:
    actions.work(run_id=run, acting=initiator.acting)
