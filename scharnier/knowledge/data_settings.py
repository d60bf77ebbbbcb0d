# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What programme-settings.yaml must look like."""

from datetime import date
from typing import Any

from scharnier.knowledge import settings
from scharnier.knowledge.data import (
    DataFile,
    Path_,
    anything,
    day,
    day_or_null,
    flag,
    number,
    one_of,
    shape,
    text,
    unique,
)

_BOTH = {"de": text, "en": text}
_SETTING = {
    "key": text,
    "group": text,
    "kind": one_of(*settings.KINDS),
    "default": anything,
    **_BOTH,
    "help": anything,
    "affects": anything,
    "who": one_of(settings.LEAD, settings.ADMIN),
}
_MORE = {
    "list": text,
    "needs": text,
    "unit": one_of(*settings.UNITS),
    "min": number,
    "max": number,
    "least": number,
    "optional": flag,
}
_VALUE = {"from": day, "value": anything, "source": text, "basis": one_of("programme", "outside", "inference")}


def check_settings(file: DataFile, programmes: set[str]) -> None:
    """Every setting is complete, and every default and value of a template is one that the setting takes."""
    known = {row["code"] for row in file.data["groups"]}
    rows = file.data["settings"]
    unique(file, ((("settings", place, "key"), row.get("key")) for place, row in enumerate(rows)), "setting")
    sound = True
    for place, row in enumerate(rows):
        path: Path_ = ("settings", place)
        sound = shape(file, path, row, _SETTING, _MORE) and sound
        for part in ("help", "affects"):
            sound = shape(file, (*path, part), row.get(part), _BOTH, {}) and sound
        if row.get("group") not in known:
            file.fault((*path, "group"), f"unknown group {row.get('group')!r}")
    for name, entries in file.data["lists"].items():
        for place, row in enumerate(entries):
            sound = shape(file, ("lists", name, place), row, {"code": text, **_BOTH}, {}) and sound
    if not sound:
        return
    entries_by_key = {row["key"]: settings.entry_of(row) for row in rows}
    for place, row in enumerate(rows):
        if row["default"] is not None or not row.get("optional"):
            _value(file, ("settings", place, "default"), entries_by_key[row["key"]], row["default"])
    for programme, values in file.data["templates"].items():
        if programme not in programmes:
            file.fault(("templates", programme), f"unknown programme {programme!r}")
        for key, dated in values.items():
            path = ("templates", programme, key)
            if key not in entries_by_key:
                file.fault(path, f"unknown setting {key!r}")
            else:
                _dated(file, path, entries_by_key[key], dated)


def _dated(file: DataFile, path: Path_, entry: settings.Setting, rows: list[dict[str, Any]]) -> None:
    last: date | None = date.min
    for place, row in enumerate(rows):
        here = (*path, place)
        if not shape(file, here, row, _VALUE, {"to": day_or_null}):
            continue
        _value(file, (*here, "value"), entry, row["value"])
        if last is None or row["from"] <= last:
            file.fault((*here, "from"), f"{entry.key}: begins before the value above has ended")
        last = row.get("to")


def _value(file: DataFile, path: Path_, entry: settings.Setting, value: Any) -> None:
    try:
        settings.read_as(entry, value)
    except settings.SettingError as problem:
        file.fault(path, f"{entry.key}: {problem}")
