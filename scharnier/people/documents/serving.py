# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the bytes of a document leave the house: never as a page of ours, never kept by anybody between."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TypeVar
from urllib.parse import quote

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse

from scharnier.foundation import vault
from scharnier.foundation.sealing import Unreadable
from scharnier.foundation.vault import Part
from scharnier.people.documents import pictures, shelf
from scharnier.people.documents.kinds import JPEG, PDF
from scharnier.people.documents.models import Document

A = TypeVar("A", bound=HttpResponseBase)
SANDBOX = "sandbox; default-src 'none'"


def _bytes(row: Document, part: Part) -> Iterator[bytes]:
    """The plain bytes; the first chunk is read at once, so that a missing file is known before anything is sent.

    Raises Unreadable.
    """
    chunks = vault.read(shelf.path_of(row.carrier_id, row.pk, part), vault.unwrap(row.sealed_key, row.pk), part)
    first = next(chunks, b"")
    return chain([first], chunks)


def whole(row: Document) -> bytes:
    """All of it, for rooms that put it into something else. Raises Unreadable."""
    return part(row, Part.WHOLE)


def part(row: Document, which: Part) -> bytes:
    """The paper or one of its pictures. Raises Unreadable."""
    return b"".join(_bytes(row, which))


def download(row: Document) -> StreamingHttpResponse:
    """The file, to be saved. Raises Http404 when it can't be read."""
    try:
        answer = StreamingHttpResponse(_bytes(row, Part.WHOLE), content_type=row.kind)
    except Unreadable as problem:
        raise Http404 from problem
    plain = "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\%' else "_" for letter in row.name
    )
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(row.name)}"
    answer["Content-Length"] = str(row.size)
    return guarded(answer)


def picture(row: Document, page: int = 1, small: bool = False) -> HttpResponse:
    """A page to look at, always drawn by us. Raises Http404 where there is none."""
    try:
        if small or page == 1:
            if not row.previewed:
                raise Http404
            data: bytes | None = b"".join(_bytes(row, Part.SMALL if small else Part.VIEW))
        elif row.kind == PDF and 1 < page <= (row.pages or 1):
            data = pictures.pdf_page(whole(row), page)
        else:
            data = None
    except Unreadable as problem:
        raise Http404 from problem
    if not data:
        raise Http404
    answer = guarded(HttpResponse(data, content_type=JPEG))
    answer["Content-Disposition"] = "inline"
    return answer


def guarded(answer: A) -> A:
    """What every answer with somebody's bytes carries."""
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
