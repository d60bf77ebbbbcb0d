# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper: PDF/UA from HTML with the vendored fonts, tagged, with the language of every part.

    paper.pdf([html])                        A4 in the style of paper.css
    paper.pdf([html], MINE.read_text())      with more rules on top
    paper.pdf(sizes, pages=1)                the first of several drawings that fits on so many pages, else the last

WeasyPrint needs libpango from the system. Where that is missing everything else works: `pdf` raises `Unavailable`.
"""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from django.contrib.staticfiles import finders

from scharnier.knowledge.codes import direction

STYLES = Path(__file__).with_name("paper.css")
VARIANT = "pdf/ua-1"
FONTS = Path("vendor/fonts")
WITHIN = "data:image/jpeg;base64,"
# Fonts are loaded once; Pango doesn't promise that threads may share them.
_one_at_a_time = Lock()


class Unavailable(RuntimeError):
    """This machine can't make PDF: libpango is missing."""


def pdf(drawings: Iterable[str], styles: str = "", *, pages: int = 0) -> bytes:
    """The first of these whole HTML documents that fits on `pages` pages, the last where none does; 0: the first.

    Paper asks nobody for anything: every address in it but `vendored:<font>` and a photograph within
    (`photo`) is refused.
    """
    weasyprint = _weasyprint()
    made = io.BytesIO()
    with _one_at_a_time:
        sheets = [_stylesheet(), *([_further(styles)] if styles else [])]
        document: Any = None
        for html in drawings:
            document = weasyprint.HTML(string=html, base_url="vendored:", url_fetcher=_fetcher()).render(
                stylesheets=sheets, font_config=_fonts(), pdf_variant=VARIANT
            )
            if not pages or len(document.pages) <= pages:
                break
        if document is None:
            raise ValueError("There is nothing to print.")
        document.write_pdf(made, pdf_variant=VARIANT)
    return made.getvalue()


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
    return _parsed(STYLES.read_text())


@lru_cache(maxsize=16)
def _further(styles: str) -> Any:
    return _parsed(styles)


def _parsed(styles: str) -> Any:
    return _weasyprint().CSS(string=styles, base_url="vendored:", url_fetcher=_fetcher(), font_config=_fonts())


@cache
def _fetcher() -> Any:
    urls = import_module("weasyprint.urls")

    class Vendored(urls.URLFetcher):  # type: ignore[misc,name-defined]  # imported late, because libpango may be missing
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(WITHIN):
                return urls.URLFetcherResponse(url, b64decode(url.removeprefix(WITHIN)), {"Content-Type": "image/jpeg"})
            return urls.URLFetcherResponse(url, vendored_font(url), {"Content-Type": "font/woff2"})

    return Vendored()


def photo(jpeg: bytes) -> str:
    """The address of a photograph that lies within the document itself."""
    return WITHIN + b64encode(jpeg).decode()


def vendored_font(url: str) -> bytes:
    """The bytes of `vendored:<name>`. Paper asks nobody for anything: every other address is a ValueError."""
    name = url.removeprefix("vendored:")
    found = finders.find(str(FONTS / name)) if url != name and "/" not in name else None
    if not isinstance(found, str):
        raise ValueError("Paper is made of vendored fonts alone.")
    return Path(found).read_bytes()
