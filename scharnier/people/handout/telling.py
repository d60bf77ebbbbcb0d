# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept as a structure, as it is said to the person: assessments, facts of the law and its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scharnier.knowledge.rules import all_inputs
from scharnier.people.assessing.words import sections
from scharnier.people.handout.gather import told
from scharnier.people.law import words


def _assessed(answers: Mapping[str, Any]) -> str:
    lines = []
    for section in sections(answers):
        lines.append(f"{section.title}:")
        lines += [
            " – ".join(part for part in (f"– {row.label}: {row.value}", row.note) if part) for row in section.rows
        ]
    return "\n".join(lines)


def _facts(facts: Mapping[str, Any]) -> str:
    known = all_inputs()
    said = {words.input_name(name): words.value(known[name], each) for name, each in facts.items() if name in known}
    return "\n".join(f"– {name}: {each}" for name, each in said.items() if each)


def _judged(answer: Mapping[str, Any]) -> str:
    reasons = [f"– {reason['de']}" for reason in answer.get("because", ()) if "de" in reason]
    return "\n".join([words.level(str(answer.get("level", ""))), *reasons, *answer.get("citation", ())])


told("people_assessment", "answers", _assessed)
told("people_legalfacts", "facts", _facts)
told("people_judgement", "answer", _judged)
