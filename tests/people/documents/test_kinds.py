# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is accepted is told from its content, and what isn't is refused in words that help."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from scharnier.foundation.writes import DomainError
from scharnier.people.documents import actions, kinds
from tests.people.documents.conftest import docx, pdf, photo, upload


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (pdf(), "pdf"),
        (photo(), "jpg"),
        (photo(kind="PNG"), "jpg"),
        (photo(kind="WEBP"), "jpg"),
        (docx(), "docx"),
    ],
)
def test_what_people_bring_is_known_by_its_content_whatever_it_is_called(data: bytes, name: str) -> None:
    (found,) = actions.read([upload(data, "Zeugnis.exe")])
    assert found.name == f"Zeugnis.exe.{name}"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "leer"),
        (b"MZ\x90\x00" + b"\x00" * 200, "Programm"),
        (b"\x7fELF" + b"\x00" * 200, "Programm"),
        (b"#!/bin/sh\nrm -rf /", "Programm"),
        (b"<html><script>alert(1)</script>", "weder PDF noch Foto"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "weder PDF noch Foto"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "altes Office-Format"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50, "HEIC"),
        (b"PK\x03\x04kaputt", "beschädigt"),
        (docx("word/vbaProject.bin"), "Makros"),
        (b"\xff\xd8\xff\xe0 kein Foto", "beschädigt"),
    ],
)
def test_anything_else_is_refused_with_its_name_and_a_way_out(data: bytes, word: str) -> None:
    with pytest.raises(DomainError) as refused:
        actions.read([upload(data, "rechnung.pdf")])
    assert refused.value.field == "paper"
    assert refused.value.message.startswith("rechnung.pdf: ")
    assert word in refused.value.message


def test_an_archive_is_no_document() -> None:
    with pytest.raises(DomainError, match="Archiv"):
        actions.read([upload(docx().replace(b"word/document.xml", b"word/xxxxxxxx.xml"), "alles.zip")])


def test_a_pdf_with_a_password_is_refused_and_one_that_only_forbids_printing_is_not() -> None:
    def locked(user: str) -> bytes:
        writer, out = PdfWriter(clone_from=PdfReader(BytesIO(pdf()))), BytesIO()
        writer.encrypt(user, "geheim", algorithm="RC4-128")
        writer.write(out)
        return out.getvalue()

    with pytest.raises(DomainError, match="Kennwort"):
        actions.read([upload(locked("offen"))])
    assert actions.read([upload(locked(""))])[0].pages == 1


def test_a_scan_of_eighty_pages_is_fine() -> None:
    (found,) = actions.read([upload(pdf(80))])
    assert found.pages == 80
    assert found.view is not None
    assert Image.open(BytesIO(found.view)).format == "JPEG"


def test_a_photograph_taken_sideways_stands_upright_and_says_nothing_of_the_camera() -> None:
    (found,) = actions.read([upload(photo((400, 200), turned=6), "IMG_0815.jpg")])
    kept = Image.open(BytesIO(found.data))
    assert kept.size == (200, 400)
    red = kept.getpixel((kept.width - 10, 10))
    assert isinstance(red, tuple)
    assert (red[0] > 200, red[1] < 60) == (True, True)
    assert not kept.getexif()
    assert b"Kamera der Familie" not in found.data


def test_photographed_pages_become_one_pdf() -> None:
    found = actions.read_as_one([upload(photo(), "a.jpg"), upload(photo(turned=3), "b.jpg"), upload(photo(), "c.jpg")])
    assert (found.kind, found.pages, found.name) == (kinds.PDF, 3, "a.pdf")
    with pytest.raises(DomainError, match="Nur Fotos"):
        actions.read_as_one([upload(photo(), "a.jpg"), upload(pdf())])


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\Zeugnis.pdf", "Zeugnis.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("\u200fملف\u200e.pdf", "ملف.pdf"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("x" * 300 + ".pdf", "x" * 120),
    ],
)
def test_a_name_loses_folders_and_marks_that_mislead(name: str, clean: str) -> None:
    assert kinds.clean_name(name) == clean


def test_a_name_of_which_nothing_is_left_becomes_a_plain_one() -> None:
    assert kinds.named("\u202e\u200f", kinds.PDF) == "Dokument.pdf"
