# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes of confidential notes: the note, its wording, who else may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from scharnier.casework import projected
from scharnier.casework.confidential.models import ConfidentialNote
from scharnier.casework.models import Contact
from scharnier.foundation import clock, projections, sealing, writes
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import AudienceMember
from scharnier.foundation.writes import DomainError
from scharnier.network.models import User
from scharnier.people.models import Enrolment

PURPOSE = "confidential"


@transaction.atomic
def write_note(
    enrolment: Enrolment, *, author: User, text: str, contact: Contact | None = None, token: UUID | None = None
) -> UUID | None:
    """Seal a note for the author's circle in this case; None when this very form was sent before.

    The first note opens the circle; whoever was named as deputy reads the later ones as well.
    """
    if writes.already_sent(token) is not None:
        return None
    if not text:
        raise DomainError(_("Schreiben Sie die Notiz."), "text")
    circle = circle_of(enrolment, author.pk) or _open_circle(enrolment.carrier_id)
    identity = uuid7()
    note = ConfidentialNote.objects.create(
        id=identity,
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=enrolment.person_id,
        audience_id=circle,
        author=author,
        changed_by=author,
        contact=contact,
        at=contact.at if contact else clock.now(),
        sealed=sealing.seal(text, circle, identity),
    )
    projections.put([projected.confidential_event(note)])
    return note.pk


def circle_of(enrolment: Enrolment, author: UUID) -> UUID | None:
    """The circle of an author's later notes in a case, if there are any."""
    return next(iter(circles_of(enrolment, author)), None)


def circles_of(enrolment: Enrolment, author: UUID) -> list[UUID]:
    """All circles of an author's notes in a case, the latest first: more than one where two files became one.

    A merge opens no note to anybody: each circle keeps its readers until the author says otherwise.
    """
    mine = ConfidentialNote.objects.filter(
        author_id=author, person_id=enrolment.person_id, project_id=enrolment.project_id
    )
    return list(dict.fromkeys(mine.order_by("-pk").values_list("audience_id", flat=True)))


def _open_circle(carrier: UUID) -> UUID:
    circle = uuid7()
    with connection.cursor() as cursor:
        cursor.execute("SELECT audience_open(%s, %s, %s, %s, %s)", [circle, uuid7(), carrier, PURPOSE, clock.today()])
    return circle


def change_note(note: ConfidentialNote, *, editor: User, text: str, version: int | None) -> bool:
    """Reword an own note. Raises DomainError when it is somebody else's or was changed meanwhile."""
    if note.author_id != editor.pk:
        raise DomainError(_("Nur wer die Notiz geschrieben hat, ändert sie."))
    if not text:
        raise DomainError(_("Schreiben Sie die Notiz."), "text")
    locked = ConfidentialNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    before = sealing.unseal(locked.sealed, locked.audience_id, locked.pk)
    if before == text:
        return False
    if version is not None and version != locked.version:
        raise DomainError(_("Sie haben die Notiz in einem anderen Fenster geändert. Laden Sie die Seite neu."))
    locked.sealed = sealing.seal(text, locked.audience_id, locked.pk)
    locked.version += 1
    locked.changed_at, locked.changed_by = clock.now(), editor
    locked.save()
    return True


def name_deputies(carrier: UUID, circles: Iterable[UUID], *, author: UUID, deputies: Iterable[UUID]) -> None:
    """Who besides the author reads the notes of these circles, from today on; who is left out stops reading today."""
    chosen = set(deputies) - {author}
    for circle in circles:
        _name_deputies(carrier, circle, author, set(chosen))


def _name_deputies(carrier: UUID, circle: UUID, author: UUID, wanted: set[UUID]) -> None:
    today = clock.today()
    for member in AudienceMember.objects.filter(audience_id=circle, valid_to=None).exclude(user_id=author):
        if member.user_id in wanted:
            wanted.discard(member.user_id)
        elif member.valid_from >= today:
            member.delete()
        else:
            AudienceMember.objects.filter(pk=member.pk).update(valid_to=today - timedelta(days=1))
    AudienceMember.objects.bulk_create(
        AudienceMember(carrier_id=carrier, audience_id=circle, user_id=each, valid_from=today) for each in wanted
    )
