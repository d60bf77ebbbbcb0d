# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Background work of packages; every task may be cut off and run again."""

from __future__ import annotations

import time
from uuid import UUID

from procrastinate.contrib.django import app

from scharnier.foundation import clock, principals, upkeep
from scharnier.foundation.tasks import Initiator, for_staff
from scharnier.people.packages import coming, leaving
from scharnier.people.packages.models import PackagePart

GRACE = leaving.KEPT.total_seconds()


@for_staff("people.package", lock_by="run", retry=2)
def write_package(initiator: Initiator, run: UUID) -> None:
    leaving.write(run_id=run, acting=initiator.acting)


@for_staff("people.package", lock_by="run", retry=2)
def check_package(initiator: Initiator, run: UUID) -> None:
    coming.check(run_id=run, acting=initiator.acting)


@for_staff("people.package", lock_by="run", retry=2)
def read_package(initiator: Initiator, run: UUID) -> None:
    coming.write(run_id=run, acting=initiator.acting)


@app.periodic(cron="41 2 * * *")
@app.task(name="people.forget_packages", queueing_lock="people.forget_packages")
def forget_packages(timestamp: int = 0) -> None:
    """Every night: packages older than a week."""
    tidy()


def tidy() -> int:
    """Parts of exports and uploaded packages that have lain for a week; returns how many uploads went."""
    for carrier in upkeep.carriers():
        with principals.entering(principals.system(carrier)):
            PackagePart.objects.filter(carrier_id=carrier, created_at__lt=clock.now() - leaving.KEPT).delete()
    gone = 0
    for path in sorted(coming.folder().glob("*")):
        if time.time() - path.stat().st_mtime > GRACE:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
