# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The handbook leads nowhere that isn't there."""

from __future__ import annotations

import re
from pathlib import Path

from tools.screenshots import SHOTS

DOCS = Path(__file__).resolve().parents[2] / "docs"
HANDBOOK = DOCS / "handbuch"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def links(page: Path) -> set[Path]:
    found = (match[1] for match in LINK.finditer(page.read_text(encoding="utf-8")))
    return {(page.parent / target).resolve() for target in found if "://" not in target}


def test_every_link_and_every_picture_of_the_documents_is_there() -> None:
    pages = [DOCS.parent / "README.md", *DOCS.rglob("*.md")]
    assert len(pages) > 40
    assert [f"{page.name}: {target.name}" for page in pages for target in links(page) if not target.exists()] == []


def test_the_script_takes_every_picture_and_a_page_shows_it() -> None:
    shown = {target.name for page in [DOCS.parent / "README.md", *HANDBOOK.glob("*.md")] for target in links(page)}
    taken = {f"{shot.name}.png" for shot in SHOTS}
    assert taken == {picture.name for picture in (HANDBOOK / "bilder").glob("*.png")}
    assert taken <= shown
