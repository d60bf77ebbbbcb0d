# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several processes that make the rows of projects, while the one that asked hands them to the database.

`python -m scharnier.config.generating.workers` is such a process: it reads tasks from its standard input and answers on
its standard output, pickled, until the input ends (so it never outlives who started it). multiprocessing would run the
installed command a second time in every child, for that command has no guard against being imported.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from scharnier.config.environment import CommandFault

Texts = dict[str, str]


@dataclass(frozen=True)
class Child:
    """A process that makes rows, and the two ends of the conversation with it."""

    process: subprocess.Popen[bytes]
    tasks: IO[bytes]
    answers: IO[bytes]


def parcels(seed: int, today: date, projects: Sequence[Any]) -> Iterator[Texts]:
    """For each project (`network.ProjectPlan`) its rows as text by table; only a few wait in memory at a time.

    Raises CommandFault when a child dies.
    """
    count = len(os.sched_getaffinity(0))
    # The largest first, so that no processor is left alone with it at the end.
    rest = deque(sorted(projects, key=lambda project: (-project.open, project.code)))
    with _children(count) as free, ThreadPoolExecutor(count) as asking:
        waiting: deque[Future[Texts]] = deque()
        while rest or waiting:
            while rest and len(waiting) < 2 * count:
                waiting.append(asking.submit(_ask, free, (seed, today, rest.popleft())))
            yield waiting.popleft().result()


def _ask(free: queue.Queue[Child], task: tuple[int, date, Any]) -> Texts:
    child = free.get()
    try:
        pickle.dump(task, child.tasks)
        child.tasks.flush()
        answer: Texts = pickle.load(child.answers)  # noqa: S301  # our own child on a pipe of its own
    except (EOFError, OSError, pickle.UnpicklingError):
        raise CommandFault("A process that makes rows ended early; nothing was written.") from None
    finally:
        free.put(child)
    return answer


@contextmanager
def _children(count: int) -> Iterator[queue.Queue[Child]]:
    free: queue.Queue[Child] = queue.Queue()
    started = [_start() for _ in range(count)]
    for child in started:
        free.put(child)
    try:
        yield free
    finally:
        for child in started:
            child.process.kill()
            child.process.communicate()


def _start() -> Child:
    process = subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the process that waits for this one
    )
    if process.stdin is None or process.stdout is None:
        raise CommandFault("A process that makes rows could not be started.")
    return Child(process, process.stdin, process.stdout)


def main() -> None:
    """Work until the input ends."""
    import django

    django.setup()
    from scharnier.config.generating import build

    gc.freeze()  # what is loaded now stays, and rows hold no circles: the collector would only look for them
    gc.set_threshold(200_000)
    tasks, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            seed, today, project = pickle.load(tasks)  # noqa: S301  # from the process that started this one
        except EOFError:
            return
        pickle.dump(build.parcel(seed, today, project), answers)
        answers.flush()


if __name__ == "__main__":
    main()
