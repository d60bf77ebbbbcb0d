# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes of documents. Every form that takes a paper (a signed plan, a consent, a letter) keeps it through `store`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from scharnier.foundation import clock, projections, uploads, vault
from scharnier.foundation.ids import uuid7
from scharnier.foundation.sealing import Unreadable
from scharnier.foundation.vault import Part
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes
from scharnier.people.documents import kinds, pictures, projected, serving, shelf
from scharnier.people.documents.kinds import JPEG, PDF
from scharnier.people.documents.models import Document
from scharnier.people.models import Enrolment

T = TypeVar("T")
LETTER, PLAN, CONSENT, QUESTIONNAIRE, OTHER = "letter", "plan", "consent", "questionnaire", "other"
SHORTEST_REASON = 5


@dataclass(frozen=True)
class Read:
    """A file as it will be kept: what it is, its bytes, pictures to look at."""

    name: str
    kind: str
    data: bytes
    pages: int | None = None
    view: bytes | None = None
    small: bytes | None = None


@dataclass(frozen=True)
class Details:
    """What people say about a paper; `category` is a code of document_category."""

    category: str
    title: str = ""
    valid_until: date | None = None
    for_applications: bool = False


def read(files: Sequence[UploadedFile[Any]]) -> list[Read]:
    """What was uploaded, a document each. Raises DomainError with the name of the file that can't be kept."""
    return [_naming(each, _read) for each in files]


def read_as_one(files: Sequence[UploadedFile[Any]]) -> Read:
    """Photographed pages as one document; other files can't be joined."""
    if len(files) == 1:
        return read(files)[0]
    pages: list[bytes] = []
    for each in files:
        pages += _naming(each, _pages)
    return _bound(files[0].name or "", pages)


def _naming(file: UploadedFile[Any], act: Callable[[UploadedFile[Any]], T]) -> T:
    """What `act` makes of a file; a refusal names the file, which was one of several."""
    try:
        return act(file)
    except DomainError as refused:
        name = kinds.clean_name(file.name or "")
        text = f"{name}: {refused.message}" if name else refused.message
        raise DomainError(text, refused.field or "paper") from refused


def _read(file: UploadedFile[Any]) -> Read:
    data = file.read()
    kind = kinds.kind_of(data)
    name = file.name or ""
    if kind.picture:
        return _bound(name, pictures.redrawn(data))
    named = kinds.named(name, kind.name)
    if kind.name != PDF:
        return Read(named, kind.name, data)
    facts = pictures.pdf_facts(data)
    if facts.locked:
        raise DomainError(
            _("Diese PDF-Datei ist mit einem Kennwort geschützt. Speichern Sie sie ohne Kennwort."), "paper"
        )
    view = pictures.pdf_page(data)
    return Read(named, PDF, data, facts.pages, view, pictures.smaller(view, pictures.SMALL) if view else None)


def _pages(file: UploadedFile[Any]) -> list[bytes]:
    data = file.read()
    if not kinds.kind_of(data).picture:
        raise DomainError(_("Nur Fotos lassen sich zu einem Dokument verbinden."), "paper")
    return pictures.redrawn(data)


def _bound(name: str, pages: Sequence[bytes]) -> Read:
    """A picture as it is, several as one PDF."""
    view, small = pictures.smaller(pages[0], pictures.VIEW), pictures.smaller(pages[0], pictures.SMALL)
    if len(pages) == 1:
        return Read(kinds.named(name, JPEG), JPEG, pages[0], 1, view, small)
    data = pictures.bound(pages)
    if len(data) > uploads.TOGETHER * uploads.limit():
        raise DomainError(uploads.too_large(), "paper")
    return Read(kinds.named(name, PDF), PDF, data, len(pages), view, small)


def store(enrolment: Enrolment, file: Read, *, author: UUID, details: Details) -> Document:
    """Keep a paper in a case: encrypted on the disk, its row, its event. Raises DomainError.

    The file is written first: should the transaction fail, the nightly tidying takes it away again.
    """
    _check(details)
    row = uuid7()
    key, wrapped = vault.new_key(row)
    parts = {Part.WHOLE: file.data}
    if file.view and file.small:
        parts |= {Part.VIEW: file.view, Part.SMALL: file.small}
    shelf.keep(enrolment.carrier_id, row, key, parts)
    document = Document(
        id=row,
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=enrolment.person_id,
        author_id=author,
        owner_id=enrolment.staff_id or author,
        name=file.name,
        kind=file.kind,
        size=len(file.data),
        pages=file.pages,
        previewed=Part.VIEW in parts,
        sealed_key=wrapped,
        remind_on=projected.reminder_day(details.valid_until),
        **{**asdict(details), "title": details.title or _title(file.name, details.category)},
    )
    document.save(force_insert=True)
    _project(document)
    return document


def copy_to(row: Document, enrolment: Enrolment, *, author: UUID) -> Document:
    """The same paper in another file, for what concerns several people. Nothing connects the two afterwards.

    Raises DomainError when the paper can't be read any more.
    """
    _refuse_removed(row)
    try:
        view, small = (serving.part(row, each) if row.previewed else None for each in (Part.VIEW, Part.SMALL))
        file = Read(row.name, row.kind, serving.part(row, Part.WHOLE), row.pages, view, small)
    except Unreadable as problem:
        raise DomainError(_("Diese Datei lässt sich nicht lesen. Sagen Sie der Verwaltung Bescheid.")) from problem
    return store(enrolment, file, author=author, details=Details(row.category, row.title))


def store_each(
    enrolment: Enrolment, files: Sequence[UploadedFile[Any]], *, author: UUID, details: Details, together: bool = False
) -> list[Document]:
    """Keep what was uploaded, each file a document, or (`together`) photographed pages as one."""
    found = [read_as_one(files)] if together else read(files)
    return [store(enrolment, each, author=author, details=details) for each in found]


def store_scan(person: UUID, project: UUID, data: bytes, *, author: UUID, details: Details) -> Document:
    """Keep the scan of a signed paper. Raises DomainError, with the field `scan`."""
    enrolments = Enrolment.objects.filter(person_id=person, project_id=project, erased_on=None)
    enrolment = enrolments.order_by(F("exited_on").desc(nulls_first=True), "-pk")[0]
    try:
        (file,) = read([SimpleUploadedFile("scan", data)])
    except DomainError as refused:
        raise DomainError(refused.message, "scan") from refused
    return store(enrolment, file, author=author, details=details)


def _title(name: str, category: str) -> str:
    """What the file was called, unless a camera called it: then what kind of paper it is."""
    stem = kinds.stem_of(name)
    letters = sum(letter.isalpha() for letter in stem)
    if letters < 4 or stem.lower().startswith(("img", "image", "dsc", "pxl", "scan", "foto", "photo", "dokument")):
        return ""
    return stem.replace("_", " ")[:160]


def _project(row: Document) -> None:
    if row.category != projected.QUIET:
        projections.put([projected.stored_event(row)])
    projected.refresh([row.person_id])


def change(row: Document, expected: int | None, details: Details) -> list[str]:
    """What people say about a paper; returns the names of changed fields. Raises Conflict when somebody was faster."""
    _refuse_removed(row)
    _check(details)
    changes: dict[str, object] = asdict(details)
    if details.valid_until != row.valid_until:
        changes |= {
            "remind_on": projected.reminder_day(details.valid_until),
            "remind_done_at": None,
            "remind_done_by_id": None,
        }
    changed = save_versioned(row, expected, changes)
    if changed:
        projections.drop_due(row.carrier_id, projected.EXPIRY, row.pk)
        _project(row)
    return changed


def remove(row: Document, *, reason: str, user: UUID) -> None:
    """Delete a paper for good: the file goes when the transaction is through, the key at once. Raises DomainError."""
    _refuse_removed(row)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise DomainError(_("Schreiben Sie in wenigen Worten, warum."), "reason")
    save_versioned(
        row,
        None,
        {
            "title": "",
            "name": "",
            "sealed_key": b"",
            "removed_at": clock.now(),
            "removed_by_id": user,
            "removed_reason": reason,
            "remind_on": None,
            "for_applications": False,
        },
    )
    for kind in (projected.STORED, projected.EXPIRY):
        projections.drop(row.carrier_id, kind, [row.pk])
    transaction.on_commit(lambda: shelf.let_go(row.carrier_id, row.pk))


def _refuse_removed(row: Document) -> None:
    if row.removed_at is not None:
        raise DomainError(_("Dieses Dokument wurde gelöscht."))


def _check(details: Details) -> None:
    if not codes.is_code("document_category", details.category):
        raise DomainError(_("Wählen Sie die Art des Dokuments."), "category")
    if len(details.title) > 160:
        raise DomainError(_("Kürzen Sie die Bezeichnung auf 160 Zeichen."), "title")
