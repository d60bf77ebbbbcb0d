# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Packages are made in the background and let go of at night."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from scharnier.foundation import principals
from scharnier.foundation.tasks import Initiator, for_staff
from scharnier.network.models import Carrier
from scharnier.people.handout import actions

logger = logging.getLogger("scharnier.handout")


@for_staff("people.hand_out", lock_by="package")
def make_package(initiator: Initiator, package: UUID) -> None:
    """What was ordered; when it doesn't succeed the row says so."""
    try:
        with initiator.acting() as scope:
            actions.make(scope, package)
    except Exception:
        with initiator.acting():
            actions.fail(package)
        raise


@app.periodic(cron="11 * * * *")
@app.task(name="people.let_go_of_packages", queueing_lock="people.let_go_of_packages")
def let_go(timestamp: int = 0) -> None:
    """Every hour: what was to be there for some days is gone after them."""
    with principals.entering(principals.SYSTEM):
        carriers = list(Carrier.objects.order_by("pk").values_list("pk", flat=True))
    for carrier in carriers:
        with principals.entering(principals.system(carrier)):
            actions.let_go()
