# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text documents for word processors (Office Open XML, ISO/IEC 29500), written with nothing but the standard library.

    docx.build([Heading(1, "Lebenslauf"), Paragraph("2012 – 2015", "Elektriker")], title="Lebenslauf", language="de-DE")

Enough for letters and curricula: headings, paragraphs, a photograph, a table of two columns without lines. The same
blocks give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A = "http://schemas.openxmlformats.org/drawingml/2006"
DRAWN = f' xmlns:r="{REL}" xmlns:a="{A}/main" xmlns:pic="{A}/picture" xmlns:wp="{A}/wordprocessingDrawing"'
EMU = 36_000  # units to a millimetre
_EPOCH = (2020, 1, 1, 0, 0, 0)
# What XML 1.0 can't hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WIDE = 9638  # between margins of 2 cm on A4, in twentieths of a point


@dataclass(frozen=True)
class Heading:
    """`level` 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A text; `lead` stands bold before it. Line breaks are kept. `small` for what may be read last."""

    text: str
    lead: str = ""
    small: bool = False


@dataclass(frozen=True)
class Picture:
    """A photograph (JPEG). `width` and `height` in millimetres; `says` is read to whoever doesn't see it."""

    jpeg: bytes
    says: str
    width: float
    height: float
    at_end: bool = False


@dataclass(frozen=True)
class Columns:
    """Two columns side by side; `first` is the share of the left one in hundredths."""

    left: Sequence[Heading | Paragraph | Picture]
    right: Sequence[Heading | Paragraph | Picture]
    first: int = 30


Block = Heading | Paragraph | Picture | Columns


def build(blocks: Iterable[Block], *, title: str, language: str) -> bytes:
    """The bytes of a .docx file. `language` is a tag such as de-DE, told to the spelling checker and to readers."""
    pictures: list[Picture] = []
    body = "".join(_block(block, pictures) for block in blocks)
    media = {f"media/image{number}.jpeg": each.jpeg for number, each in enumerate(pictures, 1)}
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" '
        'w:gutter="0"/>'
        "</w:sectPr>"
    )
    drawn = DRAWN if media else ""
    files = {
        "[Content_Types].xml": _types(pictures=bool(pictures)),
        "_rels/.rels": _relations(
            ("officeDocument", f"{REL}/officeDocument", "word/document.xml"),
            ("core", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": f'<w:document xmlns:w="{W}"{drawn}><w:body>{body}{section}</w:body></w:document>',
        "word/_rels/document.xml.rels": _relations(
            ("styles", f"{REL}/styles", "styles.xml"), *((_key(name), f"{REL}/image", name) for name in media)
        ),
        "word/styles.xml": _styles(language),
        "docProps/core.xml": _core(title, language),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
        for name, jpeg in media.items():
            package.writestr(zipfile.ZipInfo(f"word/{name}", _EPOCH), jpeg)
    return made.getvalue()


def _text(text: str) -> str:
    lines = escape(_FORBIDDEN.sub("", text)).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)


def _run(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:r>{look}{_text(text)}</w:r>" if text else ""


def _key(name: str) -> str:
    return name.removeprefix("media/").partition(".")[0]


def _picture(block: Picture, pictures: list[Picture]) -> str:
    pictures.append(block)
    number = len(pictures)
    size = f'cx="{round(block.width * EMU)}" cy="{round(block.height * EMU)}"'
    says = escape(_FORBIDDEN.sub("", block.says), {'"': "&quot;"})
    named = f'id="{number}" name="image{number}" descr="{says}"'
    side = '<w:pPr><w:jc w:val="end"/></w:pPr>' if block.at_end else ""
    return (
        f"<w:p>{side}<w:r><w:drawing><wp:inline><wp:extent {size}/><wp:docPr {named}/><a:graphic>"
        f'<a:graphicData uri="{A}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="image{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _block(block: Block, pictures: list[Picture]) -> str:
    if isinstance(block, Picture):
        return _picture(block, pictures)
    if isinstance(block, Heading):
        return f'<w:p><w:pPr><w:pStyle w:val="Heading{block.level}"/></w:pPr>{_run(block.text)}</w:p>'
    if isinstance(block, Paragraph):
        style = '<w:pPr><w:pStyle w:val="Small"/></w:pPr>' if block.small else ""
        gap = "  " if block.lead and block.text else ""
        return f"<w:p>{style}{_run(block.lead + gap, bold=True)}{_run(block.text)}</w:p>"
    left = WIDE * block.first // 100
    sides = ((left, block.left), (WIDE - left, block.right))
    cells = "".join(_cell(width, content, pictures) for width, content in sides)
    grid = f'<w:tblGrid><w:gridCol w:w="{left}"/><w:gridCol w:w="{WIDE - left}"/></w:tblGrid>'
    look = f'<w:tblPr><w:tblW w:w="{WIDE}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl>{look}{grid}<w:tr>{cells}</w:tr></w:tbl><w:p/>"


def _cell(width: int, content: Sequence[Heading | Paragraph | Picture], pictures: list[Picture]) -> str:
    inner = "".join(_block(each, pictures) for each in content) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def _types(*, pictures: bool) -> str:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + ('<Default Extension="jpeg" ContentType="image/jpeg"/>' if pictures else "")
        + f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{main}.styles+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _relations(*rows: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def _styles(language: str) -> str:
    sizes = {1: 36, 2: 26, 3: 22}
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:spacing w:before="{240 if level > 1 else 0}" w:after="80"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for level, size in sizes.items()
    )
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="21"/>'
        f'<w:lang w:val="{escape(language)}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="60" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{headings}"
        '<w:style w:type="paragraph" w:styleId="Small"><w:name w:val="Small"/><w:basedOn w:val="Normal"/>'
        '<w:rPr><w:sz w:val="18"/></w:rPr></w:style></w:styles>'
    )


def _core(title: str, language: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(_FORBIDDEN.sub('', title))}</dc:title><dc:language>{escape(language)}</dc:language>"
        "</cp:coreProperties>"
    )
