# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a signature is bound to."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def digest_of(number: int, content: dict[str, Any]) -> str:
    """SHA-256 of a revision's number and content, in hexadecimal; the same whenever it is asked for."""
    plain = json.dumps([number, content], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()
