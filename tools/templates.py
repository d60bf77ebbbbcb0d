# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every template of ours compiles, and none has what the content security policy would block."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import django
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
BLOCKED = {
    "inline style": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type=.application/json)", re.IGNORECASE),
    "script address": re.compile(r"(?:href|action|src)\s*=\s*.javascript:", re.IGNORECASE),
    "third party": re.compile(r"(?:src|href)\s*=\s*.(?:https?:)?//(?!\{)", re.IGNORECASE),
}
# Printed documents are rendered to PDF, where no policy applies; their folder says so.
PRINTED = "/print/"
# A link that a person follows is not a request of the page.
LINK = re.compile(r"<a\b[^>]*>", re.IGNORECASE)


def problems() -> list[str]:
    found = []
    for path in sorted((ROOT / "scharnier").glob("*/templates/**/*.html")):
        where = path.relative_to(ROOT)
        name = str(path).split("/templates/", 1)[1]
        try:
            get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            found.append(f"{where}: {error}")
        if PRINTED in str(path):
            continue
        source = path.read_text(encoding="utf-8")
        for what, pattern in BLOCKED.items():
            text = LINK.sub(lambda link: "\n" * link[0].count("\n"), source) if what == "third party" else source
            for match in pattern.finditer(text):
                found.append(f"{where}:{text.count(chr(10), 0, match.start()) + 1}: {what}")
    return found


if __name__ == "__main__":
    django.setup()
    found = problems()
    print("\n".join(found))
    sys.exit(1 if found else 0)
