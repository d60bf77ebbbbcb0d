# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A form that was refused can be corrected and sent again: its token is given back."""

from __future__ import annotations

import ast
from pathlib import Path

import scharnier


def _reserves(function: ast.FunctionDef) -> bool:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return any(
        ast.unparse(call.func).endswith("already_sent") and ast.unparse(call.args[0]) == "token" for call in calls
    )


def test_every_action_that_reserves_the_token_of_a_form_gives_it_back_when_it_refuses() -> None:
    found, kept = [], []
    for path in Path(scharnier.__path__[0]).rglob("*.py"):
        if "already_sent(token)" not in (source := path.read_text()):
            continue
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and _reserves(node):
                found.append(node.name)
                if "transaction.atomic" not in [ast.unparse(each) for each in node.decorator_list]:
                    kept.append(f"{path.name}: {node.name}")
    assert kept == []
    assert {"say", "take_call", "write_contact"} <= set(found)
