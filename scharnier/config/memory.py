# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the processes that serve pages treat memory."""

from __future__ import annotations

import gc

# Python looks for cycles after 700 new objects, so several times while one page is put together, and each time walks
# over what was loaded at the start. Pages leave few cycles; their rest is collected a page or two later.
OBJECTS, YOUNG, OLD = 20_000, 20, 20


def settle() -> None:
    """Call once everything is loaded, before processes part: what is there now stays and is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, YOUNG, OLD)
