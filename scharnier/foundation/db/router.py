# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is written beside the request: the cache with its rate limits uses a connection of its own."""

from __future__ import annotations

import hashlib
from typing import Any


class AsideRouter:
    """Rate limits must survive a rolled-back request, so the cache lives on the connection `aside`."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "aside" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == "aside" else None


def hashed_key(key: str, key_prefix: str, version: int) -> str:
    """Cache keys hold network addresses and e-mail addresses; only their digest is stored."""
    return hashlib.sha256(f"{key_prefix}:{version}:{key}".encode()).hexdigest()
