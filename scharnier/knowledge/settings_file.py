# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A project with its settings as one YAML file that people can read, send and put under version control.

    text = write(content)
    content, faults = read(text)        # content is None when anything is wrong; each fault has line and reason

Aliases are refused (a small file could stand for a huge one), and so is everything that this version doesn't know: a
file is taken whole or not at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from scharnier.knowledge import settings as known
from scharnier.knowledge.rules import Text

FORMAT, VERSION = "scharnier-settings", 1
MAX_BYTES = 256 * 1024
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: line (from 1) and reason."""

    line: int
    text: Text = field(compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """A setting from a day on; `inherits`: what the programme says. `line`: where it stands in the file read."""

    key: str
    since: date
    reason: str
    value: Any = None
    inherits: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A site as the file has it."""

    name: str
    street: str = ""
    postcode: str = ""
    place: str = ""
    mobile: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What the file holds: the project, its teams and sites, and what it says otherwise than its programme."""

    programme: str
    code: str
    name: str
    phase: str = ""
    district: str = ""
    state: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    places: int | None = None
    teams: tuple[str, ...] = ()
    sites: tuple[Place, ...] = ()
    settings: tuple[Value, ...] = ()


# ---- writing ---------------------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def write(content: Content) -> str:
    """The file, with the German name of every setting as a comment above it."""
    project = {
        name: getattr(content, name)
        for name in ("programme", "code", "name", "phase", "district", "state", "valid_from", "valid_to", "places")
        if getattr(content, name) not in (None, "")
    }
    sites = [
        {name: getattr(site, name) for name in ("name", "street", "postcode", "place", "mobile") if getattr(site, name)}
        for site in content.sites
    ]
    parts = [
        "# Einstellungen eines Projekts in Scharnier. Wer die Datei einliest, sieht vorher, was sich ändert.\n"
        + _dump({"format": FORMAT, "version": VERSION, "project": project}),
        _dump({"teams": list(content.teams), "sites": sites}),
        "settings:" + ("" if content.settings else " {}") + "\n",
    ]
    for key in dict.fromkeys(row.key for row in content.settings):
        rows = [_row(row) for row in content.settings if row.key == key]
        block = _dump({key: rows})
        indented = "".join(f"  {line}\n" if line else "\n" for line in block.splitlines())
        parts.append(f"  # {known.setting(key).label.de}\n{indented}")
    return "".join(parts)


def _row(row: Value) -> dict[str, Any]:
    said = {"inherits": True} if row.inherits else {"value": row.value}
    return {"from": row.since, **said, "reason": row.reason}


def _dump(value: Any) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text


# ---- reading ---------------------------------------------------------------------------------------------------------


class _Reader:
    """The parsed file with the line of everything in it, and what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.lines: dict[Path, int] = {(): 1}

    def fault(self, path: Path, de: str, en: str) -> None:
        while path not in self.lines:
            path = path[:-1]
        self.faults.append(Fault(self.lines[path], Text(de, en)))

    def parse(self, text: str) -> Any:
        try:
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                if isinstance(event, yaml.AliasEvent):
                    self._at(event.start_mark, "Verweise (*name) sind hier nicht erlaubt.", "Aliases are not allowed.")
                    return None
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as problem:
            self._at(problem.problem_mark, "Das ist kein lesbares YAML.", "This is not readable YAML.")
            return None
        except (yaml.YAMLError, RecursionError):
            self._at(None, "Das ist kein lesbares YAML.", "This is not readable YAML.")
            return None
        return self._read(node, ()) if node is not None else None

    def _at(self, mark: Any, de: str, en: str) -> None:
        self.faults.append(Fault(mark.line + 1 if mark else 1, Text(de, en)))

    def _read(self, node: yaml.Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                self.lines[*path, key] = key_node.start_mark.line + 1
                if key in found:
                    self.fault((*path, key), f"„{key}“ steht zweimal da.", f"{key!r} is there twice.")
                found[key] = self._read(value_node, (*path, key))
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self._read(entry, (*path, place)) for place, entry in enumerate(node.value)]
        try:
            return yaml.SafeLoader("").construct_object(node, deep=True)
        except (ValueError, yaml.YAMLError):
            self.fault(path, f"„{node.value}“ ist kein Wert, den es gibt.", f"{node.value!r} is no possible value.")
            return None


def read(text: str) -> tuple[Content | None, list[Fault]]:
    """What a file says, or everything that is wrong with it, in the order of its lines."""
    reader = _Reader()
    if len(text.encode()) > MAX_BYTES:
        reader.fault((), "Die Datei ist größer als 256 KB.", "The file is larger than 256 KB.")
        return None, reader.faults
    data = reader.parse(text)
    content = _content(reader, data) if not reader.faults else None
    return (None, sorted(reader.faults)) if reader.faults else (content, [])


def _content(reader: _Reader, data: Any) -> Content | None:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        reader.fault(
            ("format",),
            f"Das ist keine Datei mit Einstellungen: „format: {FORMAT}“ fehlt.",
            f"This is no settings file: 'format: {FORMAT}' is missing.",
        )
        return None
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        reader.fault(("version",), "Die Version ist eine Zahl ab 1.", "The version is a number from 1.")
        return None
    if version > VERSION:
        reader.fault(
            ("version",),
            f"Die Datei hat Version {version}, diese Anwendung liest bis Version {VERSION}. "
            "Aktualisieren Sie zuerst die Anwendung.",
            f"The file has version {version}, this software reads up to version {VERSION}. Update the software first.",
        )
        return None
    _only(reader, data, (), ("format", "version", "project", "teams", "sites", "settings"))
    project = _fields(reader, data.get("project"), ("project",), _PROJECT, ("programme", "code", "name"))
    sites = [
        _fields(reader, site, ("sites", place), _SITE, ("name",))
        for place, site in enumerate(_list(reader, data.get("sites"), ("sites",)))
    ]
    teams = [
        _checked(reader, ("teams", place), team, _text(120))
        for place, team in enumerate(_list(reader, data.get("teams"), ("teams",)))
    ]
    values = _settings(reader, data.get("settings"))
    if reader.faults:
        return None
    return Content(**project, teams=tuple(teams), sites=tuple(Place(**site) for site in sites), settings=tuple(values))


def _list(reader: _Reader, value: Any, path: Path) -> list[Any]:
    if value is None or isinstance(value, list):
        return value or []
    reader.fault(path, "Hier steht eine Liste.", "This is a list.")
    return []


def _only(reader: _Reader, row: Mapping[str, Any], path: Path, names: tuple[str, ...]) -> None:
    for name in row:
        if name not in names:
            reader.fault((*path, name), f"„{name}“ gibt es hier nicht.", f"{name!r} is not known here.")


Check = Callable[[Any], Any]


class _Wrong(ValueError):
    def __init__(self, de: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(de, en)


def _text(most: int) -> Check:
    def check(value: Any) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not value.strip():
            raise _Wrong("Hier steht ein Text.", "This is a text.")
        if len(value.strip()) > most:
            raise _Wrong(f"Höchstens {most} Zeichen.", f"At most {most} characters.")
        return value.strip()

    return check


def _day(value: Any) -> date:
    if type(value) is not date:
        raise _Wrong("Hier steht ein Tag: 2026-11-24.", "This is a day: 2026-11-24.")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000_000:
        raise _Wrong("Hier steht eine Zahl ab 0.", "This is a number from 0.")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("Hier steht true oder false.", "This is true or false.")
    return value


_PROJECT: dict[str, Check] = {
    "programme": _text(60),
    "code": _text(60),
    "name": _text(200),
    "phase": _text(120),
    "district": _text(8),
    "state": _text(2),
    "valid_from": _day,
    "valid_to": _day,
    "places": _count,
}
_SITE: dict[str, Check] = {
    "name": _text(120),
    "street": _text(120),
    "postcode": _text(5),
    "place": _text(80),
    "mobile": _flag,
}


def _fields(
    reader: _Reader, row: Any, path: Path, checks: Mapping[str, Check], required: tuple[str, ...]
) -> dict[str, Any]:
    if not isinstance(row, dict):
        reader.fault(path, "Hier stehen Angaben mit Namen.", "These are named entries.")
        return {}
    _only(reader, row, path, tuple(checks))
    for name in required:
        if name not in row:
            reader.fault(path, f"„{name}“ fehlt.", f"{name!r} is missing.")
    found = {
        name: _checked(reader, (*path, name), value, checks[name]) for name, value in row.items() if name in checks
    }
    start, end = found.get("valid_from"), found.get("valid_to")
    if start and end and end < start:
        reader.fault((*path, "valid_to"), "Das Ende liegt vor dem Anfang.", "The end lies before the beginning.")
    return found


def _checked(reader: _Reader, path: Path, value: Any, check: Check) -> Any:
    try:
        return check(value)
    except _Wrong as problem:
        reader.fault(path, problem.text.de, problem.text.en)
        return None


def _settings(reader: _Reader, data: Any) -> list[Value]:
    if data is None:
        return []
    if not isinstance(data, dict):
        reader.fault(("settings",), "Hier stehen Einstellungen mit Namen.", "These are settings by name.")
        return []
    found: list[Value] = []
    for key, rows in data.items():
        path: Path = ("settings", key)
        if key not in known.catalogue():
            reader.fault(path, f"Die Einstellung „{key}“ gibt es nicht.", f"There is no setting {key!r}.")
            continue
        last: date | None = None
        for place, row in enumerate(_list(reader, rows, path)):
            value = _value(reader, key, row, (*path, place))
            if value is None:
                continue
            if last is not None and value.since <= last:
                reader.fault((*path, place), "Die Tage stehen nacheinander.", "The days stand one after the other.")
            last = value.since
            found.append(value)
    return found


def _value(reader: _Reader, key: str, row: Any, path: Path) -> Value | None:
    checks: dict[str, Check] = {"from": _day, "reason": _text(500), "inherits": _flag, "value": lambda value: value}
    before = len(reader.faults)
    fields = _fields(reader, row, path, checks, ("from", "reason"))
    if len(reader.faults) > before:
        return None
    inherits = fields.get("inherits", False)
    if inherits == ("value" in fields):
        reader.fault(path, "Hier steht entweder value oder inherits: true.", "This has either value or inherits: true.")
        return None
    try:
        value = None if inherits else known.read(key, fields["value"])
    except known.SettingError as problem:
        reader.fault((*path, "value"), problem.text.de, problem.text.en)
        return None
    return Value(key, fields["from"], fields["reason"], value, inherits, reader.lines[path])
