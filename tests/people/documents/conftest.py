# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A home of its own for each test, with the key of an installation; small papers to upload."""

from __future__ import annotations

import base64
import secrets
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from pytest_django import Settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    (tmp_path / "audience.key").write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    settings.HOME = tmp_path
    return tmp_path


def photo(size: tuple[int, int] = (400, 200), *, turned: int = 1, kind: str = "JPEG") -> bytes:
    """A picture whose upper left corner is red; `turned` is what the camera notes about how it was held."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Kamera der Familie"
    out = BytesIO()
    picture.save(out, kind, exif=exif) if kind == "JPEG" else picture.save(out, kind)
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    """A scan of so many pages."""
    sheets = [Image.new("RGB", (210, 297), "white") for _ in range(pages)]
    out = BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def docx(*more: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def upload(data: bytes, name: str = "Mietvertrag.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/x-whatever")
