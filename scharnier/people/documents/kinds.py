# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a file is, told from its content; its name and what the browser says count for nothing."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from scharnier.foundation.writes import DomainError

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
PICTURES = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"II*\x00": "image/tiff", b"MM\x00*": "image/tiff"}
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
# What an office file must hold to be one of these.
INSIDE = {
    "word/document.xml": f"{_OPEN_XML}wordprocessingml.document",
    "xl/workbook.xml": f"{_OPEN_XML}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OPEN_XML}presentationml.presentation",
}
OPEN_DOCUMENT = ("text", "spreadsheet", "presentation")
ENDINGS = {
    PDF: "pdf",
    JPEG: "jpg",
    PNG: "png",
    f"{_OPEN_XML}wordprocessingml.document": "docx",
    f"{_OPEN_XML}spreadsheetml.sheet": "xlsx",
    f"{_OPEN_XML}presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"PE\x00\x00")
LONGEST_NAME = 120
MOST_ENTRIES = 10_000


@dataclass(frozen=True)
class Kind:
    """What was found: a media type, and whether it is a picture that has to be redrawn before it is kept."""

    name: str
    picture: bool = False


def kind_of(data: bytes) -> Kind:
    """What these bytes are. Raises DomainError for everything that isn't accepted, in words that help."""
    if not data:
        raise DomainError(_("Die Datei ist leer. Wählen Sie sie noch einmal aus."), "paper")
    if b"%PDF-" in data[:1024]:
        return Kind(PDF)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind("image/webp", picture=True)
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif"):
        raise DomainError(
            _("Dieses Fotoformat (HEIC) lesen viele Rechner nicht. Speichern Sie das Foto als JPEG."), "paper"
        )
    for start, name in PICTURES.items():
        if data.startswith(start):
            return Kind(name, picture=True)
    if data.startswith(b"PK\x03\x04"):
        return Kind(_office(data))
    if data.startswith(OLD_OFFICE):
        raise DomainError(
            _(
                "Das ist ein altes Office-Format oder eine Datei mit Kennwort. "
                "Speichern Sie sie ohne Kennwort als DOCX, XLSX oder PDF."
            ),
            "paper",
        )
    if data.startswith(PROGRAMS):
        raise DomainError(_("Das ist ein Programm und kein Dokument, wie auch immer die Datei heißt."), "paper")
    raise DomainError(_("Das ist weder PDF noch Foto noch Office-Dokument, wie auch immer die Datei heißt."), "paper")


def _office(data: bytes) -> str:
    """A Word, Excel, PowerPoint or OpenDocument file without macros; nothing in it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            declared = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, RuntimeError, ValueError) as broken:
        raise DomainError(_("Die Datei ist beschädigt: Sie lässt sich nicht öffnen."), "paper") from broken
    if any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names[:MOST_ENTRIES]):
        raise DomainError(_("Diese Datei enthält Makros. Speichern Sie sie ohne Makros oder als PDF."), "paper")
    if declared in {f"application/vnd.oasis.opendocument.{part}" for part in OPEN_DOCUMENT}:
        return declared
    found = next((kind for part, kind in INSIDE.items() if part in names), "")
    if not found:
        raise DomainError(_("Das ist ein Archiv. Packen Sie es aus und laden Sie die Dateien einzeln hoch."), "paper")
    return found


def clean_name(name: str) -> str:
    """The name of a file without folders, control and direction marks, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    return " ".join(shown.split()).strip(" .")[:LONGEST_NAME]


def named(name: str, kind: str) -> str:
    """The name with the ending of what the file is; "Dokument.pdf" where nothing is left of it."""
    stem = stem_of(name) or _("Dokument")
    return f"{stem}.{ENDINGS[kind]}"


def stem_of(name: str) -> str:
    """Mietvertrag for Mietvertrag.pdf; empty for what a camera calls its pictures."""
    cleaned = clean_name(name)
    path = PurePosixPath(cleaned)
    known = path.suffix.lower().lstrip(".") in {*ENDINGS.values(), "jpeg", "tif", "tiff", "webp", "heic"}
    stem = path.stem if known else cleaned
    return stem.strip(" ._")
