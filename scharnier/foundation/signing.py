# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signatures as they come in: drawn on the pad (`kit/pad.html`), or on paper and scanned."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from scharnier.foundation.writes import DomainError

# The pad is 600 by 200 units; a path is moves and lines on whole units.
STROKES = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+")
LONGEST = 60_000
SMALLEST = 24
LARGEST_SCAN = 8 * 1024 * 1024
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def kind_of_scan(data: bytes) -> str:
    """The media type of a scan, by its first bytes. Raises DomainError when it is none or too large."""
    kind = next((name for start, name in KINDS.items() if data.startswith(start)), "")
    if not kind:
        raise DomainError(_("Das ist weder PDF noch JPEG noch PNG."), "scan")
    if len(data) > LARGEST_SCAN:
        raise DomainError(_("Die Datei ist größer als 8 MB. Scannen Sie mit weniger Auflösung."), "scan")
    return kind


def drawn(strokes: str) -> bool:
    """Whether somebody has drawn more than a dot; anything that is no path of the pad is nothing."""
    if len(strokes) > LONGEST or not STROKES.fullmatch(strokes):
        return False
    numbers = [int(each) for each in re.findall(r"\d+", strokes)]
    across, down = numbers[::2], numbers[1::2]
    return max(across) - min(across) + max(down) - min(down) >= SMALLEST
