# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes of letters: taken in with their photograph, then told who wrote, what about, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from scharnier.casework.letters import projected, words
from scharnier.casework.letters.models import Letter, LetterState
from scharnier.foundation import clock
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.network.models import User
from scharnier.people import rules
from scharnier.people.documents import actions as documents
from scharnier.people.documents.actions import Details
from scharnier.people.documents.models import Document
from scharnier.people.models import Enrolment

# What a letter says is the same for everybody it concerns; whether it was explained isn't.
SHARED = "sender sender_name matter subject dated served stated no_notice deadline_on follow_up_on answer".split()


@dataclass(frozen=True)
class Told:
    """What somebody says about a letter; `sender` and `matter` are codes, empty when nothing fits."""

    sender: str = ""
    sender_name: str = ""
    matter: str = ""
    subject: str = ""
    dated: date | None = None
    served: date | None = None
    stated: date | None = None
    no_notice: bool = False
    deadline_on: date | None = None
    follow_up_on: date | None = None
    explained_on: date | None = None
    language: str = ""
    interpreter: str = ""
    state: str = LetterState.OPEN
    outcome: str = ""
    answer: dict[str, Any] = field(default_factory=dict)


def take_in(
    enrolment: Enrolment, files: Sequence[UploadedFile[Any]], *, author: User, together: bool = True
) -> list[Letter]:
    """Photographs become letters: one of several pages, or (not `together`) each file a letter of its own.

    Without a file: a letter that was only read. Each stands on the agenda until somebody says what it is.
    """
    letter = Details(documents.LETTER)
    stored: list[Document | None] = [None]
    if files:
        one = together and len(files) > 1
        stored = list(documents.store_each(enrolment, files, author=author.pk, details=letter, together=one))
    return [begin(enrolment, each, author) for each in stored]


def begin(enrolment: Enrolment, document: Document | None, author: User) -> Letter:
    """A letter of which nothing is known yet but its picture."""
    row = Letter.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person=enrolment.person,
        document=document,
        author=author,
        owner=author,
        changed_by=author,
    )
    projected.put(row)
    return row


def tell(row: Letter, expected: int | None, told: Told, *, editor: User) -> list[str]:
    """Say what a letter is; returns the names of changed fields. Raises Conflict when somebody else was faster."""
    _check(told)
    changes: dict[str, Any] = asdict(told)
    if told.state != row.state:
        closed = told.state != LetterState.OPEN
        changes |= {"closed_at": clock.now() if closed else None, "closed_by_id": editor.pk if closed else None}
    changed = save_versioned(row, expected, changes)
    if changed:
        Letter.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
        projected.put(row)
    return changed


def share(row: Letter, parts: Sequence[Enrolment], *, author: User) -> list[Letter]:
    """The same letter in the files of others whom it concerns, with a picture of its own in each.

    The deadline is followed where the letter came in. Nothing connects the files afterwards: should the people be
    separated one day, there is nothing to cut.
    """
    made = []
    for part in parts:
        document = None
        if row.document is not None and row.document.removed_at is None:
            document = documents.copy_to(row.document, part, author=author.pk)
        copy = Letter(
            carrier_id=part.carrier_id,
            project_id=part.project_id,
            person=part.person,
            document=document,
            author=author,
            owner=author,
            changed_by=author,
            elsewhere=True,
            **{name: getattr(row, name) for name in SHARED},
        )
        copy.save(force_insert=True)
        projected.put(copy)
        made.append(copy)
    return made


def follow_here(row: Letter, *, editor: User) -> None:
    """The deadline is followed in this file too, from now on."""
    save_versioned(row, None, {"elsewhere": False})
    Letter.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
    projected.put(row)


def _check(told: Told) -> None:
    if not (told.sender or told.sender_name or told.matter or told.subject):
        raise DomainError(_("Wählen Sie den Absender, oder schreiben Sie ein Stichwort."), "sender")
    if told.sender and not words.known_sender(told.sender):
        raise DomainError(_("Diesen Absender gibt es in der Liste nicht."), "sender")
    if told.matter and not words.known_matter(told.matter):
        raise DomainError(_("Diese Auswahl gibt es nicht."), "matter")
    if told.state not in LetterState.values:
        raise DomainError(_("Diesen Stand gibt es nicht."), "state")
    today = clock.today()
    if told.dated and told.dated > today:
        raise DomainError(_("Der Brief trägt ein Datum in der Zukunft. Prüfen Sie es."), "dated")
    if told.dated and told.served and told.served < told.dated:
        raise DomainError(_("Er kann nicht angekommen sein, bevor er geschrieben wurde."), "served")
    if told.served and told.served > today:
        raise DomainError(_("Das liegt in der Zukunft."), "served")
    if told.deadline_on and told.follow_up_on and told.follow_up_on > told.deadline_on:
        raise DomainError(_("Erinnern lassen Sie sich vor dem Ende der Frist."), "follow_up_on")
    if told.deadline_on and told.deadline_on > rules.later(today, 3):
        raise DomainError(_("Die Frist liegt zu weit in der Zukunft."), "deadline_on")
    texts = {name: value for name, value in asdict(told).items() if isinstance(value, str)}
    rules.check_texts(Letter, texts)
