# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The accepted rows of a checked list, packed to lie with the run: what was checked is what will be written.

Reading a workbook costs more than writing its participants, so it is read once. A line of JSON a row, compressed;
fields that say nothing are left out.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from scharnier.people.importing.outcome import PartialDate, Precision
from scharnier.people.importing.records import ParticipantRow

_DEFAULTS = {each.name: each.default for each in fields(ParticipantRow) if each.default is not MISSING}
_DATES = frozenset({"entry", "exit", "residence_valid_to"})
_PARTIAL = frozenset({"birth", "entry_to_germany"})
_LISTS = frozenset({"phones", "languages"})
PIECE = 65_536  # bytes
_NAMES = tuple(each.name for each in fields(ParticipantRow))


class Packer:
    """Takes rows one by one; `bytes()` gives all of them."""

    def __init__(self) -> None:
        self._press, self._parts = zlib.compressobj(6), [b""]

    def add(self, row: ParticipantRow) -> None:
        said = {name: value for name in _NAMES if (value := getattr(row, name)) != _DEFAULTS.get(name, MISSING)}
        line = json.dumps(said, default=_plain, ensure_ascii=False) + "\n"
        self._parts.append(self._press.compress(line.encode()))

    def packed(self) -> bytes:
        """Everything added so far; nothing can be added afterwards."""
        return b"".join([*self._parts, self._press.flush()])


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return [value.value.isoformat(), value.precision.value, value.estimated]
    raise TypeError(f"{type(value).__name__} can't be kept with a list")


def unpack(packed: bytes) -> Iterator[ParticipantRow]:
    """The rows in their order, one at a time."""
    press, rest = zlib.decompressobj(), b""
    for start in range(0, len(packed), PIECE):
        *lines, rest = (rest + press.decompress(packed[start : start + PIECE])).split(b"\n")
        for line in lines:
            yield _row(json.loads(line))


def _row(said: dict[str, Any]) -> ParticipantRow:
    for name, value in said.items():
        if name in _DATES:
            said[name] = date.fromisoformat(value)
        elif name in _PARTIAL:
            said[name] = PartialDate(date.fromisoformat(value[0]), Precision(value[1]), value[2])
        elif name in _LISTS:
            said[name] = tuple(value)
    return ParticipantRow(**said)
