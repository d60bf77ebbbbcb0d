# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every night: the sign-ins of those who have left are shut."""

from __future__ import annotations

from procrastinate.contrib.django import app

from scharnier.network.staffing import departure


@app.periodic(cron="7 0 * * *")
@app.task(name="network.shut_leavers", queueing_lock="network.shut_leavers")
def shut_leavers(timestamp: int = 0) -> None:
    """Shut the sign-in of everybody whose last day was yesterday or before."""
    departure.shut_leavers()
