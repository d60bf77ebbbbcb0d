# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What arrives with a form stays in memory and never lies on the disk in the clear; what is too large is let go.

The rest of the form arrives all the same: a file beyond the limit is read to its end and forgotten, and the field that
wanted it finds a `TooLarge` in its place.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from scharnier.foundation.writes import DomainError

# So many files of the largest size may come together with one form.
TOGETHER = 3


def limit() -> int:
    """The largest file, in bytes."""
    return int(settings.UPLOAD_LIMIT)


def in_words(number: int) -> str:
    """25 MB."""
    if number < 1024 * 1024:
        return f"{max(1, number // 1024)} kB"
    return f"{number / (1024 * 1024):.1f}".rstrip("0").rstrip(".").replace(".", ",") + " MB"


def too_large() -> str:
    """What is said of a file beyond the limit."""
    return _(
        "Die Datei ist zu groß: Erlaubt sind %(limit)s. Scannen Sie mit weniger Auflösung oder teilen Sie sie auf."
    ) % {"limit": in_words(limit())}


class TooLarge(UploadedFile):  # type: ignore[type-arg]  # not generic when it runs
    """Stands where a file was that nobody kept. Whoever reads it says why."""

    def read(self, *args: Any) -> bytes:
        raise DomainError(too_large())

    def chunks(self, chunk_size: int | None = None) -> Any:
        raise DomainError(too_large())


class KeepInMemory(FileUploadHandler):
    """Collects each file up to the limit, and all of them together up to three times as much."""

    total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept: BytesIO | None = BytesIO()
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.kept is None:
            return
        self.total += len(raw_data)
        if self.size > limit() or self.total > TOGETHER * limit():
            self.total -= self.size
            self.kept = None
        else:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        name, kind = self.file_name or "", self.content_type or ""
        if self.kept is None:
            return TooLarge(None, name, kind, self.size, self.charset)
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, name, kind, self.size, self.charset, self.content_type_extra
        )
