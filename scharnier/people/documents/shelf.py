# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the files of documents lie, and what `scharnier check` and the nightly tidying find there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

from scharnier.foundation import checks, principals, upkeep, vault
from scharnier.foundation.vault import Part
from scharnier.people.documents.models import Document

FOLDER = "documents"
ENDINGS = {Part.WHOLE: "whole", Part.VIEW: "view", Part.SMALL: "small"}
# A file is written before its row: so long it may wait for it.
GRACE = 24 * 60 * 60


def folder() -> Path:
    return Path(settings.HOME) / "files" / FOLDER


def path_of(carrier: UUID, row: UUID, part: Part = Part.WHOLE) -> Path:
    """One folder a carrier, in it 256 folders by the last two digits of the row."""
    return folder() / carrier.hex / row.hex[-2:] / f"{row.hex}.{ENDINGS[part]}"


def keep(carrier: UUID, row: UUID, key: bytes, parts: dict[Part, bytes]) -> None:
    """Write the files of a row; all or none."""
    try:
        for part, data in parts.items():
            vault.write(path_of(carrier, row, part), [data], key, part)
    except BaseException:
        let_go(carrier, row)
        raise


def let_go(carrier: UUID, row: UUID) -> None:
    """Delete the files of a row; what isn't there is gone already."""
    for part in Part:
        path_of(carrier, row, part).unlink(missing_ok=True)


def _lying(carrier: UUID) -> Iterator[tuple[UUID | None, Path]]:
    """Every file of a carrier with the row it names; None for what isn't ours."""
    for path in sorted((folder() / carrier.hex).glob("*/*")):
        try:
            yield UUID(path.name.split(".")[0]), path
        except ValueError:
            yield None, path


def check_files() -> Iterator[str]:
    """Files without a row, rows without their file."""
    for carrier in upkeep.carriers():
        wanted = _wanted(carrier)
        lying = set()
        for row, path in _lying(carrier):
            if row in wanted:
                lying.add((row, path.suffix))
            elif time.time() - path.stat().st_mtime > GRACE:
                yield f"file {path.relative_to(folder())}: no document names it"
        for row, previewed in wanted.items():
            for part in Part if previewed else (Part.WHOLE,):
                if (row, f".{ENDINGS[part]}") not in lying:
                    yield f"document {row}: its file is missing ({ENDINGS[part]})"


def _wanted(carrier: UUID) -> dict[UUID, bool]:
    with principals.entering(principals.system(carrier)):
        rows = Document.objects.filter(carrier_id=carrier, removed_at=None)
        return dict(rows.values_list("pk", "previewed"))


def tidy() -> int:
    """Every night: files that no document names any more, or never did; returns how many went."""
    gone = 0
    for carrier in upkeep.carriers():
        wanted = _wanted(carrier)
        for row, path in _lying(carrier):
            if row not in wanted and time.time() - path.stat().st_mtime > GRACE:
                with suppress(OSError):
                    path.unlink()
                    gone += 1
    return gone


checks.register("documents", check_files)
