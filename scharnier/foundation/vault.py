# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files kept encrypted: each under a key of its own, which is wrapped by the key of the installation.

A file is cut into chunks, each sealed with AES-GCM under a nonce of part, number and "this is the last one", so that
nothing can be cut off, exchanged or put elsewhere. The wrapped key lies in the row that belongs to the file: once the
row has let go of it, a forgotten copy of the file says nothing any more.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from scharnier.foundation.sealing import Unreadable, master

CHUNK = 256 * 1024
TAG, NONCE, KEY = 16, 12, 32
VERSION = b"\x01"


class Part(IntEnum):
    """What of a record a file holds: the thing itself, a picture to read it by, a small picture for lists."""

    WHOLE = 0
    VIEW = 1
    SMALL = 2


@cache
def _wrapping(home: Path) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY, salt=None, info=b"scharnier files").derive(master(home)))


def new_key(row: UUID) -> tuple[bytes, bytes]:
    """A key for the files of a row, plain and wrapped. Raises Unreadable without the key of the installation."""
    key, nonce = os.urandom(KEY), os.urandom(NONCE)
    return key, VERSION + nonce + _wrapping(Path(settings.HOME)).encrypt(nonce, key, row.bytes)


def unwrap(wrapped: bytes | memoryview, row: UUID) -> bytes:
    """The key again. Raises Unreadable."""
    data = bytes(wrapped)
    if data[:1] != VERSION:
        raise Unreadable("This row has no key to its files.")
    nonce, sealed = data[1 : 1 + NONCE], data[1 + NONCE :]
    try:
        return _wrapping(Path(settings.HOME)).decrypt(nonce, sealed, row.bytes)
    except (InvalidTag, ValueError) as problem:
        raise Unreadable("The key doesn't fit, or the row was changed.") from problem


def write(path: Path, chunks: Iterable[bytes], key: bytes, part: Part = Part.WHOLE) -> int:
    """Encrypt to a new file, complete or not at all; returns the number of plain bytes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    cipher, total, number = AESGCM(key), 0, 0
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(VERSION)
            for last, chunk in _ends(_regular(chunks)):
                file.write(cipher.encrypt(_nonce(part, number, last), chunk, None))
                total, number = total + len(chunk), number + 1
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return total


def read(path: Path, key: bytes, part: Part = Part.WHOLE) -> Iterator[bytes]:
    """The plain bytes, chunk by chunk; nothing larger is ever in memory. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            if file.read(1) != VERSION:
                raise Unreadable("This file was sealed in a way that is not known here.")
            cipher = AESGCM(key)
            sealed = iter(lambda: file.read(CHUNK + TAG), b"")
            for number, (last, chunk) in enumerate(_ends(sealed)):
                yield cipher.decrypt(_nonce(part, number, last), chunk, None)
    except OSError as problem:
        raise Unreadable(f"{path.name} can't be read.") from problem
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(f"{path.name} was changed, or the key doesn't fit.") from problem


def _nonce(part: Part, number: int, last: bool) -> bytes:
    return bytes((part, last)) + number.to_bytes(NONCE - 2, "big")


def _regular(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of CHUNK; the last may be shorter."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= CHUNK:
            yield bytes(buffer[:CHUNK])
            del buffer[:CHUNK]
    if buffer:
        yield bytes(buffer)


def _ends(pieces: Iterable[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Each piece, and whether it is the last one."""
    before: bytes | None = None
    for piece in pieces:
        if before is not None:
            yield False, before
        before = piece
    if before is not None:
        yield True, before
