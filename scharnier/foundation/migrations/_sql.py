# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Statements kept in files of their own beside the migrations."""

from pathlib import Path


def sql(name: str, beside: str = __file__) -> str:
    """The content of `name`.sql in the folder of the migration `beside`."""
    return (Path(beside).parent / f"{name}.sql").read_text(encoding="utf-8")
