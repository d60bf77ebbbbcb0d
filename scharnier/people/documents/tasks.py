# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every night: files that no document names go."""

from __future__ import annotations

from procrastinate.contrib.django import app

from scharnier.people.documents import shelf


@app.periodic(cron="23 2 * * *")
@app.task(name="people.tidy_files", queueing_lock="people.tidy_files")
def tidy_files(timestamp: int = 0) -> None:
    """May be cut off and run again."""
    shelf.tidy()
