# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A curriculum vitae as DOCX and PDF, in two layouts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from PIL import Image

from scharnier.foundation import docx, paper
from scharnier.foundation.docx import Block, Columns, Heading, Paragraph, Picture
from scharnier.people.cv.compose import LANGUAGES, Document, Part
from scharnier.people.cv.models import Layout

STYLES = Path(__file__).with_name("cv.css")
# What stands in the narrow column.
BESIDE = ("languages", "licences", "extra")


def as_docx(document: Document, layout: str, photo: bytes | None = None) -> bytes:
    """The bytes of a .docx file with real headings, in the language of the document."""
    shown = [_picture(document, photo, at_end=layout != Layout.COLUMNS)] if photo else []
    beside, main = _sides(document)
    blocks: list[Block]
    if layout == Layout.COLUMNS:
        left: list[Heading | Paragraph | Picture] = [
            *shown,
            *(Paragraph(line, small=True) for line in document.contact),
        ]
        right: list[Heading | Paragraph | Picture] = [Paragraph(document.profile)] if document.profile else []
        left += [block for part in beside for block in _part(part)]
        right += [block for part in main for block in _part(part)]
        blocks = [Heading(1, document.name), Columns(left, right)]
    else:
        blocks = [*shown, Heading(1, document.name), *(Paragraph(line, small=True) for line in document.contact)]
        blocks += [Paragraph(document.profile)] if document.profile else []
        blocks += [block for part in document.parts for block in _part(part)]
    title = f"{document.heading}, {document.name}"
    return docx.build(blocks, title=title, language=LANGUAGES[document.language])


def _says(document: Document) -> str:
    with translation.override(document.language):
        return gettext("Foto von %(name)s") % {"name": document.name}


def _picture(document: Document, photo: bytes, *, at_end: bool) -> Picture:
    """At most 35 by 45 millimetres."""
    with Image.open(BytesIO(photo)) as opened:
        scale = min(35 / opened.width, 45 / opened.height)
        return Picture(photo, _says(document), opened.width * scale, opened.height * scale, at_end=at_end)


def _sides(document: Document) -> tuple[list[Part], list[Part]]:
    beside = [part for part in document.parts if part.key in BESIDE]
    return beside, [part for part in document.parts if part.key not in BESIDE]


def _part(part: Part) -> list[Heading | Paragraph]:
    blocks: list[Heading | Paragraph] = [Heading(2, part.title)]
    for item in part.items:
        if item.when:
            blocks.append(Paragraph(item.when, small=True))
        blocks.append(Paragraph(item.more if item.when else item.line, lead=item.what))
    return blocks


def as_pdf(document: Document, layout: str, photo: bytes | None = None) -> bytes:
    """PDF/UA. Raises paper.Unavailable."""
    beside, main = _sides(document)
    context = {"cv": document, "columns": layout == Layout.COLUMNS, "beside": beside, "main": main}
    context |= {"photo": paper.photo(photo), "photo_says": _says(document)} if photo else {}
    with translation.override(document.language):
        html = render_to_string("people/cv/paper.html", context)
    return paper.pdf([html], STYLES.read_text())
