# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The package itself: a ZIP of JSON lines by table, papers and a manifest with counts and digests; sealed if wished.

`manifest.json` {format, version, made_at, carrier, project, persons, whole, tables: {table: rows}, entries: {name:
SHA-256}, staff: {id: {name, email}}, separations, left_out: [{table, why}]}; `tables/TABLE/NNNNN.jsonl`;
`documents/ID.PART`. With a passphrase: a mark, 16 bytes of salt, then chunks sealed as in `foundation.vault` under a
key that scrypt (RFC 7914) makes of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext

from scharnier.foundation import vault
from scharnier.foundation.sealing import Unreadable
from scharnier.foundation.writes import DomainError
from scharnier.people.packages.rows import Rows

FORMAT, VERSION = "scharnier-files", 1
MANIFEST = "manifest.json"
MARK = b"SCHARNIER-SEALED-1\n"
SALT = 16
SHORTEST = 12
# One portion of files, unpacked; the manifest; everything together. A ZIP of a few bytes may claim to be huge.
LARGEST_ENTRY, LARGEST_MANIFEST, LARGEST = 256 * 2**20, 64 * 2**20, 8 * 2**30
COPY = 1024 * 1024


class Writer:
    """Writes a package into an open file, entry by entry, and its manifest at the end."""

    def __init__(self, into: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._digests: dict[str, str] = {}
        self.tables: Counter[str] = Counter()

    def rows(self, number: int, rows: Rows) -> None:
        for table, found in sorted(rows.items()):
            lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for row in found)
            self.entry(f"tables/{table}/{number:05d}.jsonl", lines)
            self.tables[table] += len(found)

    def entry(self, name: str, chunks: Iterator[bytes]) -> None:
        digest = hashlib.sha256()
        with self._zip.open(name, "w", force_zip64=True) as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
        self._digests[name] = digest.hexdigest()

    def close(self, **facts: Any) -> None:
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            **facts,
            "tables": dict(self.tables),
            "entries": self._digests,
        }
        self._zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        self._zip.close()


class Reader:
    """Reads a package. Raises DomainError for what is none, is damaged, or would burst the house."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            self._infos = {info.filename: info for info in self._zip.infolist()}
            if sum(info.file_size for info in self._infos.values()) > LARGEST:
                raise _damaged()
            manifest = json.loads(self._bytes(MANIFEST, LARGEST_MANIFEST))
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError) as fault:
            raise DomainError(
                gettext("Das ist kein Paket von Akten. Nehmen Sie die Datei, wie sie ausgegeben wurde."), "file"
            ) from fault
        self.manifest: dict[str, Any] = manifest if isinstance(manifest, dict) else {}
        if self.manifest.get("format") != FORMAT:
            raise DomainError(gettext("Das ist kein Paket von Akten."), "file")
        if self.manifest.get("version") != VERSION:
            raise DomainError(
                gettext("Das Paket kommt aus einer neueren Version. Aktualisieren Sie zuerst diese Installation."),
                "file",
            )
        self._entries: dict[str, str] = self.manifest["entries"]

    @property
    def parts(self) -> int:
        """How many portions of files there are; they are numbered from 1."""
        return max((int(name[-11:-6]) for name in self._entries if name.startswith("tables/")), default=0)

    def rows(self, number: int) -> Rows:
        """One portion; its digests are compared."""
        found: Rows = {}
        for name in self._entries:
            table, _, file = name.removeprefix("tables/").partition("/")
            if name.startswith("tables/") and file == f"{number:05d}.jsonl":
                try:
                    found[table] = [json.loads(line) for line in self.content(name).splitlines()]
                except ValueError as fault:
                    raise _damaged() from fault
        return found

    def content(self, name: str) -> bytes:
        """An entry that the manifest vouches for."""
        try:
            data = self._bytes(name, LARGEST_ENTRY)
        except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, EOFError) as fault:
            raise _damaged() from fault
        if hashlib.sha256(data).hexdigest() != self._entries.get(name):
            raise _damaged()
        return data

    def has(self, name: str) -> bool:
        return name in self._entries

    def _bytes(self, name: str, most: int) -> bytes:
        if self._infos[name].file_size > most:
            raise _damaged()
        with self._zip.open(name) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise _damaged()
        return data


def _damaged() -> DomainError:
    return DomainError(gettext("Das Paket ist beschädigt oder wurde verändert. Lassen Sie es neu ausgeben."), "file")


# ---------- sealed with a passphrase ----------


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=vault.KEY, n=2**15, r=8, p=1).derive(passphrase.encode())


def seal(plain: IO[bytes], passphrase: str, into: IO[bytes]) -> None:
    """The package under a passphrase; a chunk of it at a time is in memory."""
    salt = os.urandom(SALT)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sealed"
        vault.write(path, iter(lambda: plain.read(COPY), b""), _key(passphrase, salt))
        into.write(MARK + salt)
        with path.open("rb") as sealed:
            while chunk := sealed.read(COPY):
                into.write(chunk)


def opened(file: IO[bytes], passphrase: str) -> IO[bytes]:
    """The plain package in a file of its own. Raises DomainError for a missing or wrong passphrase."""
    plain: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # the caller's to close
    file.seek(0)
    sealed = file.read(len(MARK)) == MARK
    if not sealed:
        file.seek(0)
        while chunk := file.read(COPY):
            plain.write(chunk)
        plain.seek(0)
        return plain
    if not passphrase:
        raise DomainError(
            gettext("Dieses Paket ist verschlüsselt. Geben Sie das Kennwort des Pakets ein."), "passphrase"
        )
    salt = file.read(SALT)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sealed"
        with path.open("wb") as rest:
            while chunk := file.read(COPY):
                rest.write(chunk)
        try:
            for piece in vault.read(path, _key(passphrase, salt)):
                plain.write(piece)
        except Unreadable as fault:
            raise DomainError(
                gettext("Das Kennwort passt nicht zu diesem Paket, oder das Paket ist beschädigt."), "passphrase"
            ) from fault
    plain.seek(0)
    return plain
