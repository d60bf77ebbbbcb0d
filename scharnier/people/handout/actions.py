# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking for a package, making it in the background, handing it out, letting go of it."""

from __future__ import annotations

import os
from datetime import timedelta
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext

from scharnier.foundation import clock, vault
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError, note
from scharnier.people.handout import package
from scharnier.people.handout.models import State, SubjectAccess
from scharnier.people.models import Enrolment

# So long a package waits to be handed out; it is made anew in a minute.
DAYS = 3
TABLE = "people_subjectaccess"


def ask(enrolment: Enrolment, user: UUID) -> SubjectAccess:
    """Put a package on order. Raises DomainError while one is being made."""
    waiting = SubjectAccess.objects.filter(person_id=enrolment.person_id, project_id=enrolment.project_id)
    if waiting.filter(state=State.QUEUED).exists():
        raise DomainError(gettext("Für diese Person wird gerade eine Auskunft erstellt."))
    return SubjectAccess.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=enrolment.person_id,
        asked_by_id=user,
    )


def make(scope: Scope, row_id: UUID) -> None:
    """Make what was ordered; stands being run again. Reads as the member of staff who asked."""
    row = SubjectAccess.objects.select_for_update(of=("self",)).select_related("carrier").get(pk=row_id)
    if row.state != State.QUEUED:
        return
    rows = Enrolment.objects.visible_to(scope).select_related("person", "project")
    enrolment = rows.filter(person_id=row.person_id, project_id=row.project_id).order_by("-id")[0]
    made = package.build(scope, enrolment, row.carrier.name)
    key, row.sealed_key = vault.new_key(row.pk)
    nonce = os.urandom(vault.NONCE)
    row.content = nonce + AESGCM(key).encrypt(nonce, made, row.pk.bytes)
    row.size, row.state, row.ready_at = len(made), State.READY, clock.now()
    row.expires_at = clock.now() + timedelta(days=DAYS)
    row.save()
    note("subject_access", carrier=row.carrier_id, subject=row.person_id, table=TABLE, row=str(row.pk), size=row.size)


def fail(row_id: UUID) -> None:
    SubjectAccess.objects.filter(pk=row_id, state=State.QUEUED).update(state=State.FAILED)


def hand_out(row: SubjectAccess) -> bytes:
    """The ZIP, for whoever has checked that it goes to the right person. Raises DomainError when it is over."""
    if row.state != State.READY or row.content is None or row.expires_at is None or row.expires_at <= clock.now():
        raise DomainError(gettext("Diese Auskunft ist gelöscht. Erstellen Sie eine neue."))
    data, key = bytes(row.content), vault.unwrap(row.sealed_key, row.pk)
    made = AESGCM(key).decrypt(data[: vault.NONCE], data[vault.NONCE :], row.pk.bytes)
    SubjectAccess.objects.filter(pk=row.pk, handed_out_at=None).update(handed_out_at=clock.now())
    note("export", carrier=row.carrier_id, subject=row.person_id, table=TABLE, row=str(row.pk))
    return made


def let_go() -> int:
    """Packages whose days are over lose content and key; as the system of a carrier. Returns how many."""
    over = SubjectAccess.objects.filter(state=State.READY, expires_at__lte=clock.now())
    return over.update(state=State.OVER, content=None, sealed_key=b"", size=0)
