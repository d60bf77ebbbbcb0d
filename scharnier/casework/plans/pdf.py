# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan on paper: PDF/UA with the vendored fonts, tagged, with the language of every part.

WeasyPrint needs libpango from the system. Where that is missing everything else works: `render` raises `Unavailable`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from scharnier.casework.models import PlanRevision
from scharnier.casework.plans.bilingual import in_two
from scharnier.casework.plans.models import PlanSignature
from scharnier.casework.plans.sheet import PlanSheet, direction

STYLES = Path(__file__).with_name("paper.css")
VARIANT = "pdf/ua-1"
SHORT_SIZES = ("short", "short short-8", "short short-7")
FONTS = Path("vendor/fonts")
# Fonts are loaded once; Pango doesn't promise that threads may share them.
_one_at_a_time = Lock()


class Unavailable(RuntimeError):
    """This machine can't make PDF: libpango is missing."""


def render(
    sheet: PlanSheet,
    *,
    revision: PlanRevision | None,
    on: date,
    short: bool = False,
    language: str = "",
    signatures: Sequence[PlanSignature] = (),
) -> bytes:
    """A4, in German, or in German beside `language`; own words stay in their language and direction.

    `short` fits open goals on one page; signatures drawn on the screen stand where one signs.
    """
    weasyprint = _weasyprint()
    drawn = [each for each in signatures if each.strokes]
    context: dict[str, Any] = {"sheet": sheet, "revision": revision, "on": on, "short": short, "signatures": drawn}
    template = "casework/plan_paper.html"
    if language:
        template = "casework/plans/paper_two.html"
        context["two"] = in_two(sheet, language, revision=revision, on=on, short=short)
    paper = io.BytesIO()
    with _one_at_a_time:
        # A short plan is set smaller until it fits, and on a second page rather than too small to read.
        for size in SHORT_SIZES if short else ("",):
            with translation.override("de"):
                html = render_to_string(template, context | {"size": size})
            document = weasyprint.HTML(string=html, base_url="vendored:", url_fetcher=_fetcher()).render(
                stylesheets=[_stylesheet()], font_config=_fonts(), pdf_variant=VARIANT
            )
            if len(document.pages) == 1:
                break
        document.write_pdf(paper, pdf_variant=VARIANT)
    return paper.getvalue()


def prepare() -> bool:
    """Load library and fonts, which takes seconds, before paper is asked for; False when this machine can't print."""
    try:
        with _one_at_a_time:
            _stylesheet()
    except Unavailable:
        return False
    return True


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
    """WeasyPrint 70 writes the language of the document only; a reader aloud needs that of every part as well.

    In fonts that draw letters and their dots apart, the glyphs of an Arabic word don't say which letters it has: what
    has a language of its own and nothing inside but text carries that text as well.
    """
    pydyf = import_module("pydyf")
    build = tags._build_box_tree

    def with_language(box: Any, *args: Any) -> Iterator[Any]:
        element = getattr(box, "element", None)
        language = element.get("lang") if element is not None else None
        for each in build(box, *args):
            if element is not None and language and "Lang" not in each:
                each["Lang"] = pydyf.String(language)
                if direction(language) == "rtl" and all(child.tag == "br" for child in element):
                    each["ActualText"] = pydyf.String("\n".join(element.itertext()))
            yield each

    tags._build_box_tree = with_language


@cache
def _fonts() -> Any:
    return import_module("weasyprint.text.fonts").FontConfiguration()


@cache
def _stylesheet() -> Any:
    css = _weasyprint().CSS
    return css(string=STYLES.read_text(), base_url="vendored:", url_fetcher=_fetcher(), font_config=_fonts())


@cache
def _fetcher() -> Any:
    urls = import_module("weasyprint.urls")

    class Vendored(urls.URLFetcher):  # type: ignore[misc,name-defined]  # imported late, because libpango may be missing
        def fetch(self, url: str, headers: Any = None) -> Any:
            return urls.URLFetcherResponse(url, vendored_font(url), {"Content-Type": "font/woff2"})

    return Vendored()


def vendored_font(url: str) -> bytes:
    """The bytes of `vendored:<name>`. Paper asks nobody for anything: every other address is a ValueError."""
    name = url.removeprefix("vendored:")
    found = finders.find(str(FONTS / name)) if url != name and "/" not in name else None
    if not isinstance(found, str):
        raise ValueError("Paper is made of vendored fonts alone.")
    return Path(found).read_bytes()
