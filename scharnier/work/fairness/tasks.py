# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The comparison in the background: every January by itself, or when somebody who may asks for it."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from scharnier.foundation import upkeep
from scharnier.foundation.tasks import Initiator, for_staff
from scharnier.foundation.writes import DomainError
from scharnier.work.fairness import gathering

logger = logging.getLogger("scharnier.tasks")


@app.periodic(cron="19 1 15 1 *")
@app.task(name="work.compare_all", queueing_lock="work.compare_all")
def compare_all(timestamp: int = 0) -> None:
    """All carriers one after the other; whoever has compared in the last weeks is left out."""
    for carrier in upkeep.carriers():
        _compare(carrier)


@for_staff("fairness.view", lock_by="carrier")
def compare_now(initiator: Initiator, carrier: UUID) -> None:
    """The right is asked again, then the carrier computes: who asked sees only the projects of their own."""
    with initiator.acting() as scope:
        mine = carrier in scope.carriers
    if mine:
        _compare(carrier)


def _compare(carrier: UUID) -> None:
    try:
        gathering.compare(carrier)
    except DomainError:
        logger.info("fairness compared already", extra={"data": {"carrier": str(carrier)}})
