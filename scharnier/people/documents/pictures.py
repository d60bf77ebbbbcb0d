# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures: photographs turned the right way and freed of what the camera wrote into them; pages of a PDF to look at.

PDF pages are drawn by poppler's programs, which read from a pipe: nothing lies on the disk in the clear. Where they are
not installed there are no previews of PDF, and everything else works.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from scharnier.foundation.writes import DomainError

# Long edge in pixels: an A4 page at 300 dpi stays whole; what one reads on a screen; what stands in a list.
KEPT, VIEW, SMALL = 3508, 1600, 160
MOST_PIXELS = 250_000_000
MOST_PAGES = 200
SECONDS = 20
MEMORY = 1024 * 1024 * 1024


@dataclass(frozen=True)
class PdfFacts:
    """What is known of a PDF; `pages` is None when nobody could count them."""

    pages: int | None
    locked: bool


def _opened(data: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(data))
        if picture.width * picture.height > MOST_PIXELS:
            raise DomainError(_("Das Foto hat zu viele Bildpunkte. Nehmen Sie es kleiner auf."), "paper")
        return picture
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as broken:
        raise DomainError(_("Das Foto ist beschädigt: Es lässt sich nicht öffnen."), "paper") from broken


def _upright(picture: Image.Image, edge: int) -> Image.Image:
    """Turned as the camera was held, on white, in colour, at most `edge` pixels long."""
    try:
        if picture.format == "JPEG":
            picture.draft("RGB", (edge, edge))
        turned = ImageOps.exif_transpose(picture)
        turned.thumbnail((edge, edge))
        if turned.mode in ("RGBA", "LA", "PA", "P"):
            clear = turned.convert("RGBA")
            plain = Image.new("RGB", clear.size, "white")
            plain.paste(clear, mask=clear.getchannel("A"))
            return plain
        return turned.convert("RGB")
    except (OSError, ValueError, SyntaxError) as broken:
        raise DomainError(_("Das Foto ist beschädigt: Es lässt sich nicht öffnen."), "paper") from broken


def _written(picture: Image.Image, quality: int) -> bytes:
    """As JPEG, with nothing of what came with the picture."""
    out = BytesIO()
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    clean.save(out, "JPEG", quality=quality)
    return out.getvalue()


def redrawn(data: bytes) -> list[bytes]:
    """The pages of a photograph or scan as JPEG, upright and without metadata; more than one only for a TIFF."""
    with _opened(data) as picture:
        if getattr(picture, "n_frames", 1) > MOST_PAGES:
            raise DomainError(_("Das sind zu viele Seiten auf einmal. Teilen Sie die Datei auf."), "paper")
        if picture.format != "TIFF":
            return [_written(_upright(picture, KEPT), 85)]
        return [_written(_upright(frame.copy(), KEPT), 85) for frame in ImageSequence.Iterator(picture)]


def bound(pages: Sequence[bytes]) -> bytes:
    """Several photographed pages as one PDF."""
    out = BytesIO()
    opened = [Image.open(BytesIO(page)) for page in pages]
    opened[0].save(out, "PDF", save_all=True, append_images=opened[1:], resolution=300)
    return out.getvalue()


def smaller(data: bytes, edge: int) -> bytes:
    """A picture to look at."""
    with _opened(data) as picture:
        return _written(_upright(picture, edge), 80)


def _poppler(command: Sequence[str], data: bytes) -> bytes | None:
    """What a program of poppler says about a PDF; None when it isn't there, fails or takes too long."""
    program = shutil.which(command[0])
    if program is None:
        return None
    fence = shutil.which("prlimit")
    limits = [fence, f"--as={MEMORY}", f"--cpu={SECONDS}"] if fence else []
    try:
        done = subprocess.run(
            [*limits, program, *command[1:]], input=data, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return b"" if b"password" in done.stderr.lower() else None
    return done.stdout


def pdf_facts(data: bytes) -> PdfFacts:
    """How many pages, and whether a password is needed to read them."""
    said = _poppler(["pdfinfo", "-"], data)
    if said is None:
        return PdfFacts(None, locked=False)
    if not said:
        return PdfFacts(None, locked=True)
    found = re.search(rb"^Pages:\s+(\d+)", said, re.MULTILINE)
    return PdfFacts(int(found[1]) if found else None, locked=False)


def pdf_page(data: bytes, number: int = 1, edge: int = VIEW) -> bytes | None:
    """A page of a PDF as JPEG; None when nobody can draw it."""
    page = str(number)
    drawn = _poppler(["pdftoppm", "-jpeg", "-f", page, "-l", page, "-scale-to", str(edge), "-"], data)
    return drawn or None
