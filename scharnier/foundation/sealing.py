# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Confidential texts: encrypted before they reach the database, with a key that is not in it.

The key lies in SCHARNIER_HOME/audience.key. Every circle of readers has a key of its own, derived from it, so that a
text moved to another circle by hand can't be read there. Who owns the database, or finds a backup of it without the
key, reads nothing.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_FILE = "audience.key"
VERSION = b"\x01"
NONCE = 12


class Unreadable(RuntimeError):
    """The key is missing or another one, or somebody changed the text. The right key reads it again."""


@cache
def master(home: Path) -> bytes:
    """The key of the installation, from which all others are derived. Raises Unreadable."""
    try:
        key = base64.urlsafe_b64decode((home / KEY_FILE).read_text(encoding="ascii").strip())
    except (OSError, UnicodeDecodeError, binascii.Error) as problem:
        raise Unreadable(f"{home / KEY_FILE} can't be read.") from problem
    if len(key) != 32:
        raise Unreadable(f"{home / KEY_FILE} holds no key of 32 bytes.")
    return key


def _cipher(circle: UUID) -> AESGCM:
    key = master(Path(settings.HOME))
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"scharnier circle " + circle.bytes).derive(key))


def seal(text: str, circle: UUID, row: UUID) -> bytes:
    """The text for the readers of `circle`, bound to its row."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + _cipher(circle).encrypt(nonce, text.encode("utf-8"), row.bytes)


def unseal(sealed: bytes | memoryview, circle: UUID, row: UUID) -> str:
    """The text again. Raises Unreadable."""
    data = bytes(sealed)
    if data[:1] != VERSION:
        raise Unreadable("This text was sealed in a way that is not known here.")
    try:
        return _cipher(circle).decrypt(data[1 : 1 + NONCE], data[1 + NONCE :], row.bytes).decode("utf-8")
    except (InvalidTag, ValueError) as problem:
        raise Unreadable("The key doesn't fit, or the text was changed.") from problem
