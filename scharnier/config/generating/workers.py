# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several processes that make the rows of projects, while the one that asked hands them to the database.

A child imports this module before Django is set up in it: nothing here may import a model.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from typing import Any

Texts = dict[str, str]


def parcels(seed: int, today: date, projects: Sequence[Any]) -> Iterator[Texts]:
    """For each project (`network.ProjectPlan`) its rows as text by table; only a few wait in memory at a time.

    Raises BrokenProcessPool when a child dies.
    """
    count = len(os.sched_getaffinity(0))
    # The largest first, so that no processor is left alone with it at the end.
    rest = deque(sorted(projects, key=lambda project: (-project.open, project.code)))
    with _pool(count) as pool:
        waiting: deque[Future[Texts]] = deque()
        while rest or waiting:
            while rest and len(waiting) < 2 * count:
                waiting.append(pool.submit(_work, seed, today, rest.popleft()))
            yield waiting.popleft().result()


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes, not copies of this one with its open connection."""
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_prepare)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _prepare() -> None:
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits for this one
    django.setup()


def _work(seed: int, today: date, project: Any) -> Texts:
    from scharnier.config.generating import build

    return build.parcel(seed, today, project)
