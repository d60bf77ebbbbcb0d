# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The process that works the task queue: `python -m scharnier.config.worker`, a child of `scharnier up`."""

from __future__ import annotations

import asyncio
import os

import django

from scharnier.config import validate

SECONDS_TO_FINISH = 2


def main() -> None:
    """Until SIGTERM; a task that isn't finished soon after is taken up again by the next worker."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scharnier.config.settings")
    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("The task queue is not the one of the settings.")

    async def work() -> None:
        # Fetching tasks needs a connection that can wait for notifications, which Django's can't.
        with app.replace_connector(connector.get_worker_connector()) as worker:
            async with worker.open_async():
                await worker.run_worker_async(
                    concurrency=validate.whole_number("SCHARNIER_TASKS", 1), shutdown_graceful_timeout=SECONDS_TO_FINISH
                )

    asyncio.run(work())


if __name__ == "__main__":
    main()
