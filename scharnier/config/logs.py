# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Logs as JSON lines without personal data.

Texts of foreign libraries are written as their template, without the values they would fill in: Django names paths with
tokens in them, drivers name rows. An exception is written as its type and the places it passed through; its message can
quote what somebody typed, so it stays out.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from scharnier.foundation.requestlog import current_request_id

STACK_LIMIT = 40


class JsonFormatter(logging.Formatter):
    """One line: time (UTC), level, logger, event, request id, the record's `data`, an exception's type and stack."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name == "scharnier" or record.name.startswith("scharnier.")
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if ours else _template(record),
        }
        if request_id := current_request_id():
            line["request_id"] = request_id
        if isinstance(data := getattr(record, "data", None), dict):
            line.update(data)
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = [_described(error) for error in _chain(record.exc_info[1])]
        return json.dumps(line, ensure_ascii=False, default=str)


def _template(record: logging.LogRecord) -> str:
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and what caused it, outermost first."""
    found: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in found and len(found) < 5:
        found.append(step)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return found


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-STACK_LIMIT:]
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "stack": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def configuration(level: str = "INFO") -> dict[str, Any]:
    """For Django's LOGGING and for gunicorn: everything goes to standard error as JSON lines."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "scharnier.config.logs.JsonFormatter"}},
        "handlers": {"json": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["json"], "level": "WARNING"},
        "loggers": {
            "scharnier": {"level": level},
            # The request line says what Django's warning about a 404 would say, without the path.
            "django": {"handlers": ["json"], "level": "WARNING", "propagate": False},
            "django.request": {"handlers": ["json"], "level": "ERROR", "propagate": False},
            "django.server": {"handlers": ["json"], "level": "WARNING", "propagate": False},
            "procrastinate": {"level": "WARNING"},
            "gunicorn.error": {"handlers": ["json"], "level": "WARNING", "propagate": False},
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
    }
