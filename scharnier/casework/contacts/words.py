# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text as it is pasted and read: clean lines out of what Word puts on the clipboard, sentences out of a note."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms

# Word ends a line with a vertical tab; these separate lines as well.
_LINES = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
# Bullets of Word's symbol fonts and the usual ones, followed by a tab or spaces.
_BULLET = re.compile("^[ \t]*[\u2022\u25cf\u25aa\u25a0\u25e6\u2043\uf0b7\uf0a7\uf0d8\uf02d][ \t\u00a0]*", re.MULTILINE)
_SPACES = re.compile("[\t\u00a0\u2007\u202f]+")
_BREAK = re.compile(r"\n{3,}")
# Joiners and direction marks belong to Persian and Arabic words; everything else invisible goes.
_KEPT = "\n\t\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_SENTENCE = re.compile(r"(?<=[.!?…؟።])[\"“”»)]*\s+(?=[\"„“«(]?[^\W\d_a-zß-ÿ]|\d)|\n+")
_SHORT = re.compile(r"(?:\b(?:z|B|d|h|u|a|bzw|ca|Nr|Str|Dr|Fr|Hr|ggf|usw|evtl|inkl|Tel|St|bzgl|vgl)|\d)\.$")


def cleaned(text: str) -> str:
    """What was typed or pasted, without anything invisible that would spoil search, print or comparison."""
    text = _LINES.sub("\n", text)
    text = "".join(each for each in text if each in _KEPT or unicodedata.category(each) not in ("Cc", "Cf"))
    text = _SPACES.sub(" ", _BULLET.sub("- ", text))
    text = "".join(each for each in text if unicodedata.category(each) != "Co")
    text = "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return _BREAK.sub("\n\n", text).strip()


class NoteField(forms.CharField):
    """Text of several lines that may come from anywhere."""

    def to_python(self, value: Any) -> str:
        return cleaned(super().to_python(value) or "")


def sentences(text: str) -> list[str]:
    """The sentences of a note, in order; lines end a sentence as well, abbreviations and days don't."""
    found: list[str] = []
    start = 0
    for stop in _SENTENCE.finditer(text):
        piece = text[start : stop.start()]
        if "\n" not in stop.group() and _SHORT.search(piece):
            continue
        found.append(text[start : stop.end()])
        start = stop.end()
    found.append(text[start:])
    return [piece for each in found if (piece := each.strip().removeprefix("- ").strip())]
