# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows that a template reads a hundred times."""

from __future__ import annotations

from typing import Any


class Shown:
    """A template asks `row["name"]` before `row.name`; a row without the first raises and is caught, which takes longer
    than all the rest of the lookup. Lists of many rows answer at once."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)
