# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every German text of the interface has its English translation, room by room; no gettext needed.

`--check` (the default) reports missing, empty, fuzzy and left-over entries, placeholders that differ, and one text with
two translations, each as file:line. `--update` adds what is missing with an empty translation and removes left-overs.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scharnier"
CATALOGUE = Path("locale") / "en" / "LC_MESSAGES" / "django.po"
# Function of Django's translation module → positions of context, singular and plural among its arguments.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
IN_TEMPLATE = re.compile(rf"(?<![\w.])(_|n?p?gettext)\(\s*({STRING}(?:\s*,\s*{STRING})*)", re.DOTALL)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|\{\w*\}")
Key = tuple[str, str]


@dataclass(frozen=True)
class Message:
    """One text in the source; `where` is file:line."""

    text: str
    plural: str
    context: str
    where: str

    @property
    def key(self) -> Key:
        return self.context, self.text


def from_python(path: Path) -> Iterator[Message]:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            function = names.get(node.func.id, "")
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            function = node.func.attr if node.func.value.id == "translation" else ""
        else:
            continue
        if function in FUNCTIONS:
            words = [part.value if isinstance(part, ast.Constant) else None for part in node.args]
            yield from _message(function, words, f"{path.relative_to(ROOT)}:{node.lineno}")


def from_template(path: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8")
    for found in IN_TEMPLATE.finditer(templatize(source, origin=str(path))):
        function = "gettext" if found[1] == "_" else found[1]
        words: list[object] = [ast.literal_eval(part) for part in re.findall(STRING, found[2])]
        yield from _message(function, words, f"{path.relative_to(ROOT)}:{_line_of(source, str(words[-1]))}")


def _line_of(source: str, text: str) -> int:
    """Where the text begins; blocks are trimmed and placeholders rewritten, so its first plain words must do."""
    beginning = re.split(r"%|\n", text.strip())[0].strip()
    position = source.find(beginning) if beginning else -1
    return source.count("\n", 0, max(position, 0)) + 1


def _message(function: str, words: Sequence[object], where: str) -> Iterator[Message]:
    places = FUNCTIONS[function]

    def word(place: int | None) -> str:
        value = words[place] if place is not None and place < len(words) else ""
        return value if isinstance(value, str) else ""

    context, text, plural = map(word, places)
    if text:  # a variable is some other place's text
        yield Message(text, plural, context, where)


def messages_of(room: Path) -> dict[Key, Message]:
    """The first place of every text in a room."""
    found: dict[Key, Message] = {}
    for path in sorted(room.rglob("*.py")):
        if "migrations" not in path.parts:
            for message in from_python(path):
                found.setdefault(message.key, message)
    for folder in ("templates", "mails"):
        for path in sorted((room / folder).rglob("*.*")):
            if path.suffix in (".html", ".txt", ".svg"):
                for message in from_template(path):
                    found.setdefault(message.key, message)
    return found


def rooms() -> list[Path]:
    return sorted(path for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


def problems_of(room: Path) -> Iterator[str]:
    wanted = messages_of(room)
    path = room / CATALOGUE
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    entries = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue}
    for key, message in wanted.items():
        entry = entries.get(key)
        if entry is None:
            yield f"{message.where}: not in {path.relative_to(ROOT)}: {message.text!r}"
        elif (entry.msgid_plural or "") != message.plural:
            yield f"{message.where}: another plural in {path.relative_to(ROOT)}: {message.text!r}"
    for key, entry in entries.items():
        where = f"{path.relative_to(ROOT)}:{entry.linenum}"
        translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.obsolete or key not in wanted:
            yield f"{where}: no longer in the source: {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"{where}: marked as fuzzy: {entry.msgid!r}"
        elif not all(text.strip() for text in translations):
            yield f"{where}: without translation: {entry.msgid!r}"
        else:
            known = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
            least = _placeholders(entry.msgid) & _placeholders(entry.msgid_plural or entry.msgid)
            for text in translations:
                if not least <= _placeholders(text) <= known:
                    yield f"{where}: other placeholders than the German text: {entry.msgid!r}"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def contradictions() -> Iterator[str]:
    """Django merges the catalogues: of two translations of one text only one would ever be seen."""
    seen: dict[Key, tuple[str, str]] = {}
    for room in rooms():
        path = room / CATALOGUE
        for entry in polib.pofile(str(path)) if path.exists() else []:
            where, text = f"{path.relative_to(ROOT)}:{entry.linenum}", entry.msgstr or str(entry.msgstr_plural)
            other = seen.setdefault((entry.msgctxt or "", entry.msgid), (where, text))
            if other[1] != text:
                yield f"{where}: {entry.msgid!r} is {text!r} here and {other[1]!r} in {other[0]} (use a context)"


def update(room: Path) -> None:
    wanted = messages_of(room)
    path = room / CATALOGUE
    if not wanted and not path.exists():
        return
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    entries = {(entry.msgctxt or "", entry.msgid): entry for entry in old if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=100)
    fresh.header = "SPDX-FileCopyrightText: 2026 Scharnier contributors\nSPDX-License-Identifier: EUPL-1.2"
    fresh.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for key, message in sorted(wanted.items()):
        entry = entries.get(key)
        if entry is None or (entry.msgid_plural or "") != message.plural:
            plural = {"msgid_plural": message.plural, "msgstr_plural": {0: "", 1: ""}} if message.plural else {}
            entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None, **plural)
        entry.occurrences = []
        fresh.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="report what is wrong (the default)")
    parser.add_argument("--update", action="store_true", help="write missing entries, remove left-overs")
    parser.add_argument("rooms", nargs="*", help="only these rooms, such as people")
    chosen = parser.parse_args()
    if not settings.configured:
        settings.configure()
    selected = [room for room in rooms() if not chosen.rooms or room.name in chosen.rooms]
    if chosen.update:
        for room in selected:
            update(room)
        return 0
    found = [problem for room in selected for problem in problems_of(room)]
    found += contradictions()
    for problem in found:
        print(problem)
    print(f"messages: {len(found)} problems" if found else "messages: every text is translated", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
