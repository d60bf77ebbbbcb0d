# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How gunicorn serves the application; numbers come from the environment (docs/operations.md)."""

from threading import Timer
from typing import Any

from scharnier.config import logs, validate

wsgi_app = "scharnier.config.wsgi:application"
worker_class = "gthread"
workers = validate.whole_number("SCHARNIER_WORKERS", 2)
threads = validate.whole_number("SCHARNIER_THREADS", 4)
preload_app = True
timeout = 120
graceful_timeout = 2
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"  # noqa: S108  # heartbeat files that must not touch the disk
accesslog = None
loglevel = "warning"
logconfig_dict = logs.configuration()
control_socket_disable = True
SECONDS_BEFORE_FONTS = 8


def child_exit(server: Any, worker: Any) -> None:
    """What a process counted stays; only its gauges of the moment go."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # the library's own gap


def post_worker_init(worker: Any) -> None:
    """Load the library and fonts for paper a little after the start: the first print shall not wait four seconds."""
    from scharnier.foundation import paper

    timer = Timer(SECONDS_BEFORE_FONTS, paper.prepare)
    timer.daemon = True
    timer.start()
