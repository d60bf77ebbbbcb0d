# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Background work of packages; every task may be cut off and run again."""

from __future__ import annotations

import time
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext
from procrastinate.contrib.django import app

from scharnier.foundation import clock, principals, upkeep
from scharnier.foundation.tasks import Initiator, for_staff
from scharnier.people.packages import coming, leaving


@for_staff("people.package", lock_by="run", retry=2)
def write_package(initiator: Initiator, run: UUID) -> None:
    leaving.write(run_id=run, acting=initiator.acting)


@for_staff("people.package", lock_by="run", retry=2)
def check_package(initiator: Initiator, run: UUID) -> None:
    coming.check(run_id=run, acting=initiator.acting)


@for_staff("people.package", lock_by="run", retry=2)
def read_package(initiator: Initiator, run: UUID) -> None:
    coming.write(run_id=run, acting=initiator.acting)


@app.periodic(cron="41 * * * *")
@app.task(name="people.forget_packages", queueing_lock="people.forget_packages")
def forget_packages(timestamp: int = 0) -> None:
    """Every hour: exports that have lain for a day, uploads that nobody has decided about for three."""
    tidy()


def tidy() -> int:
    """Let go of the content of packages whose time is over; returns how many uploads went from the disk."""
    over = gettext("Das Paket lag drei Tage, ohne dass jemand entschieden hat. Laden Sie es noch einmal hoch.")
    for carrier in upkeep.carriers():
        with principals.entering(principals.system(carrier)), connection.cursor() as cursor:
            now = clock.now()
            cursor.execute("SELECT packages_forget(%s, %s, %s)", [now - leaving.KEPT, now - coming.KEPT, over])
    gone = 0
    for path in sorted(coming.folder().glob("*")):
        if time.time() - path.stat().st_mtime > coming.KEPT.total_seconds():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
