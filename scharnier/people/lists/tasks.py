# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Background work of the import; both tasks may be cut off and run again."""

from __future__ import annotations

import logging
from uuid import UUID

from scharnier.foundation.tasks import Initiator, for_staff
from scharnier.people.lists import actions
from scharnier.people.models import ImportRun

logger = logging.getLogger("scharnier.lists")


@for_staff("people.import", lock_by="run")
def check_list(initiator: Initiator, run: UUID) -> None:
    """The dry run of a long list."""
    with initiator.acting():
        found = ImportRun.objects.select_for_update().get(pk=run)
        found.message = ""
        actions.check(run=found)


@for_staff("people.import", lock_by="run", retry=2)
def write_list(initiator: Initiator, run: UUID) -> None:
    """Turn the accepted rows into files, a batch to a transaction."""
    created = actions.write(run_id=run, acting=initiator.acting)
    logger.info("list written", extra={"data": {"run": str(run), "created": created}})
