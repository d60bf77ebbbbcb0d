# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan on paper: PDF/UA with the vendored fonts, tagged, with the language of every part.

WeasyPrint needs libpango from the system. Where that is missing everything else works: `render` raises `Unavailable`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from scharnier.casework.models import PlanRevision
from scharnier.casework.plans.sheet import PlanSheet

STYLES = Path(__file__).with_name("paper.css")
FONTS = Path("vendor/fonts")


class Unavailable(RuntimeError):
    """This machine can't make PDF: libpango is missing."""


def render(sheet: PlanSheet, *, revision: PlanRevision | None, on: date, short: bool = False) -> bytes:
    """A4, in German; own words stay in their language and direction. `short` fits open goals on one page."""
    weasyprint = _weasyprint()
    with translation.override("de"):
        html = render_to_string(
            "casework/plan_paper.html", {"sheet": sheet, "revision": revision, "on": on, "short": short}
        )
    paper = io.BytesIO()
    document = weasyprint.HTML(string=html, base_url="vendored:", url_fetcher=_fetch)
    document.write_pdf(paper, stylesheets=[_stylesheet()], font_config=_fonts(), pdf_variant="pdf/ua-1")
    return paper.getvalue()


@cache
def _weasyprint() -> Any:
    try:
        module = import_module("weasyprint")
        tags = import_module("weasyprint.pdf.tags")
    except (ImportError, OSError) as missing:
        raise Unavailable(str(missing)) from missing
    _tell_languages(tags)
    return module


def _tell_languages(tags: Any) -> None:
    """WeasyPrint 70 writes the language of the document only; a reader aloud needs that of every part as well."""
    pydyf = import_module("pydyf")
    build = tags._build_box_tree

    def with_language(box: Any, *args: Any) -> Iterator[Any]:
        element = getattr(box, "element", None)
        language = element.get("lang") if element is not None else None
        for each in build(box, *args):
            if language and "Lang" not in each:
                each["Lang"] = pydyf.String(language)
            yield each

    tags._build_box_tree = with_language


@cache
def _fonts() -> Any:
    return import_module("weasyprint.text.fonts").FontConfiguration()


@cache
def _stylesheet() -> Any:
    css = _weasyprint().CSS
    return css(string=STYLES.read_text(), base_url="vendored:", url_fetcher=_fetch, font_config=_fonts())


def _fetch(url: str, *_args: Any, **_options: Any) -> dict[str, Any]:
    """Only the vendored fonts; paper asks nobody for anything."""
    name = Path(urlsplit(url).path).name
    found = finders.find(str(FONTS / name)) if url.startswith("vendored:") else None
    if not isinstance(found, str):
        raise ValueError("Paper is made of vendored files alone.")
    return {"file_obj": Path(found).open("rb"), "mime_type": "font/woff2"}
