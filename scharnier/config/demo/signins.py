# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's sign-ins: one password per installation, and the file that lists them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from scharnier.config.demo.hashing import DemoPasswordHasher
from scharnier.config.generating.network import Account

FILE = "demo-signins.json"


def password() -> str:
    """Derived from the installation's key: the same at every start, another one on every machine."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"demo sign-ins", hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode().lower()
    return f"demo-{letters[:4]}-{letters[4:8]}-{letters[8:12]}"


def encoded(secret: str) -> str:
    """As it is stored; one hash serves all accounts, for the password is printed anyway."""
    hasher = DemoPasswordHasher()
    return hasher.encode(secret, hasher.salt())


def verifies(secret: str, stored: str) -> bool:
    return stored.startswith("demo$") and DemoPasswordHasher().verify(secret, stored)


def rows(accounts: Iterable[Account], secret: str) -> list[dict[str, str]]:
    """`[{"email", "password", "role", "project"}]`: first somebody for every role, then everybody else."""
    listed = list(accounts)
    seen: set[tuple[str, str]] = set()
    first: list[Account] = []
    for account in listed:
        kind = (account.role, account.programme)
        if kind not in seen:
            seen.add(kind)
            first.append(account)
    ordered = first + [account for account in listed if account not in first]
    return [
        {"email": account.email, "password": secret, "role": account.role, "project": account.project}
        for account in ordered
    ]


def write(path: Path, listed: list[dict[str, str]]) -> None:
    """Complete or not at all, readable by its owner alone."""
    unfinished = path.with_suffix(".new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(listed, file, ensure_ascii=False, indent=1)
        file.write("\n")
    unfinished.replace(path)
