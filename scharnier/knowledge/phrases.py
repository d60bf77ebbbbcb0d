# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text that comes with the software in several languages and that a carrier may word otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text, of a group: form, fields, templates (the printed plan), messages, own (to copy into a messenger).

    `key` names it for good: word.until, field.wohnen, text.<template>.<place>, message.<code>, own.<number>.text.
    `may`: the placeholders that may stand in it; None where all of the German must, each once.
    """

    key: str
    group: str
    german: str
    text: str
    may: frozenset[str] | None = None

    @property
    def on_every_plan(self) -> bool:
        return self.key.startswith("word.")
