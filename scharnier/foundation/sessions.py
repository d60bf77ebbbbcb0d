# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sessions in the database. Reading or writing one is sign-in work and needs a principal like everything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection

from scharnier.foundation import principals


@contextmanager
def _some_principal() -> Iterator[None]:
    if principals.current() is not None and connection.in_atomic_block:
        yield
    else:
        with principals.entering(principals.SIGNIN):
            yield


class SessionStore(db.SessionStore):
    """Django's own store inside a transaction that serves somebody."""

    def load(self) -> dict[str, Any]:
        with _some_principal():
            return super().load()

    def exists(self, session_key: str) -> bool:
        with _some_principal():
            return super().exists(session_key)

    def save(self, must_create: bool = False) -> None:
        with _some_principal():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with _some_principal():
            super().delete(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        with _some_principal():
            super().clear_expired()
