# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking, giving, withdrawing. What depended on a consent goes in the transaction of its withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from scharnier.foundation import clock, principals, projections, signing
from scharnier.foundation.writes import DomainError, note
from scharnier.knowledge import purposes
from scharnier.network.programmes.queries import today_in
from scharnier.people.consents import projected, queries
from scharnier.people.consents.models import Consent, Form, Kind, Signer
from scharnier.people.documents import actions as documents
from scharnier.people.models import Enrolment

REMIND_DAYS = 30
LONGEST = timedelta(days=3653)
_following: dict[str, list[Callable[[UUID, UUID, UUID], None]]] = {}


def follows(purpose: str, change: Callable[[UUID, UUID, UUID], None]) -> None:
    """Have `change(carrier, project, person)` called in the transaction in which the basis of a purpose changes."""
    _following.setdefault(purpose, []).append(change)


# The category of the paper that somebody signed.
CATEGORY = "consent"


@dataclass(frozen=True)
class NewConsent:
    """What is to be asked for; `language` one of purposes.languages() or empty for German alone."""

    kind: str
    purpose: str
    recipient: str = ""
    matter: str = ""
    released: str = ""
    language: str = ""
    valid_until: date | None = None


def ask(enrolment: Enrolment, new: NewConsent, user: UUID) -> Consent:
    """Prepare the paper: from now on its words stand. Raises DomainError."""
    _check(enrolment, new)
    german, own = _words(enrolment, new, "de"), _words(enrolment, new, new.language) if new.language else ""
    row = Consent.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=enrolment.person_id,
        kind=new.kind,
        purpose=new.purpose,
        recipient=new.recipient,
        matter=new.matter,
        released=new.released if new.kind == Kind.RELEASE else "",
        language=new.language,
        wording=german,
        wording_own=own,
        text_version=purposes.version(),
        valid_until=new.valid_until,
        recorded_by_id=user,
        owner_id=enrolment.staff_id or user,
    )
    return row


def _check(enrolment: Enrolment, new: NewConsent) -> None:
    known = today_in(enrolment.project_id)
    if (new.kind, new.purpose) not in queries.askable(known):
        raise DomainError(
            gettext("Dafür braucht dieses Projekt keine Einwilligung; das Gesetz erlaubt es schon."), "what"
        )
    rule = purposes.purpose(new.purpose)
    release = new.kind == Kind.RELEASE
    if (rule.recipient or release) and not new.recipient:
        raise DomainError(gettext("Schreiben Sie, gegenüber wem das gelten soll."), "recipient")
    if (rule.matter or release) and not new.matter:
        raise DomainError(gettext("Schreiben Sie, worum es geht."), "matter")
    if release and not new.released:
        raise DomainError(gettext("Schreiben Sie, wer von der Schweigepflicht entbunden wird."), "released")
    if new.valid_until is not None and not clock.today() <= new.valid_until <= clock.today() + LONGEST:
        raise DomainError(gettext("Wählen Sie einen Tag zwischen heute und in zehn Jahren."), "valid_until")


def _words(enrolment: Enrolment, new: NewConsent, language: str) -> str:
    """The sentences that are signed, each on a line of its own."""
    known = today_in(enrolment.project_id)
    if new.kind == Kind.RELEASE:
        said = [purposes.released(language, who=new.released, recipient=new.recipient, matter=new.matter)]
        more = known.release_text
    else:
        said = [purposes.agreed(language, new.purpose, recipient=new.recipient, matter=new.matter)]
        more = known.legal_basis(new.purpose).text
    if language == "de" and more:
        said.append(more)
    until = new.valid_until
    said.append(
        purposes.word(language, "until", day=f"{until:%d.%m.%Y}") if until else purposes.word(language, "open_end")
    )
    said += [purposes.word(language, "voluntary"), purposes.word(language, "withdraw")]
    return "\n".join(said)


@dataclass(frozen=True)
class Given:
    """How it was given."""

    form: str
    signed_by: str
    given_on: date
    signer: str = Signer.PERSON
    strokes: str = ""
    scan: bytes | None = None


def give(row: Consent, how: Given) -> None:
    """From now on it holds. Raises DomainError: signed already, no strokes, not in writing where writing is needed."""
    row = _locked(row)
    if not row.asked:
        raise DomainError(gettext("Das ist schon unterschrieben."))
    if how.form == Form.SPOKEN and (row.kind == Kind.RELEASE or purposes.purpose(row.purpose).special):
        raise DomainError(gettext("Mündlich genügt hier nicht. Es braucht eine Unterschrift."), "form")
    if how.form == Form.SCREEN and not signing.drawn(how.strokes):
        raise DomainError(gettext("Unterschreiben Sie im Feld, oder laden Sie einen Scan hoch."), "strokes")
    asked_on = row.created_at.astimezone(clock.ZONE).date()
    if not asked_on <= how.given_on <= clock.today():
        raise DomainError(gettext("Der Tag liegt zwischen dem Vordruck und heute."), "given_on")
    if row.valid_until is not None and row.valid_until < how.given_on:
        raise DomainError(
            gettext("An diesem Tag galt der Vordruck nicht mehr. Erfragen Sie die Einwilligung neu."), "given_on"
        )
    kind = signing.kind_of_scan(how.scan) if how.form == Form.SCAN and how.scan is not None else ""
    if how.form == Form.SCAN and not kind:
        raise DomainError(gettext("Wählen Sie die Datei."), "scan")
    row.form, row.signed_by, row.given_on, row.signer = how.form, how.signed_by, how.given_on, how.signer
    row.strokes = how.strokes if how.form == Form.SCREEN else ""
    row.document_id = _keep(row, how.scan) if kind and how.scan is not None else None
    row.remind_on = max(row.valid_until - timedelta(days=REMIND_DAYS), how.given_on) if row.valid_until else None
    row.version += 1
    row.save()
    _replace_earlier(row)
    _changed(row)


def _keep(row: Consent, scan: bytes) -> UUID:
    """The signed paper lies encrypted among the documents of the file."""
    title = f"{row.title}: {purposes.name('de', row.purpose)}"
    details = documents.Details(CATEGORY, title[:160])
    return documents.store_scan(row.person_id, row.project_id, scan, author=row.recorded_by_id, details=details).pk


def _replace_earlier(row: Consent) -> None:
    """Whoever has just got the renewal needs no reminder of the one before."""
    same = {
        name: getattr(row, name) for name in ("carrier_id", "project_id", "person_id", "kind", "purpose", "recipient")
    }
    earlier = Consent.objects.filter(**same, remind_on__isnull=False, done_at=None).exclude(pk=row.pk)
    for each in earlier.select_related("person"):
        each.done_at, each.done_by_id = clock.now(), row.recorded_by_id
        each.save(update_fields=["done_at", "done_by"])
        projections.put(projected.rows_of(each))


def withdraw(row: Consent, user: UUID, how: str = "") -> None:
    """At once: what depended on it is gone from this transaction on. Raises DomainError."""
    row = _locked(row)
    if row.asked or row.withdrawn_at is not None:
        raise DomainError(gettext("Das gilt gerade nicht; es gibt nichts zu widerrufen."))
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawal = clock.now(), user, how.strip()[:500]
    row.version += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal", "version"])
    note("withdrawal", carrier=row.carrier_id, subject=row.person_id, table="people_consent", row=str(row.pk))
    _changed(row)


def discard(row: Consent) -> None:
    """A paper that nobody signed. Raises DomainError for one that was."""
    row = _locked(row)
    if not row.asked:
        raise DomainError(gettext("Was unterschrieben ist, bleibt als Nachweis; es lässt sich nur widerrufen."))
    row.delete()


def _locked(row: Consent) -> Consent:
    rows = Consent.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=row.pk)


def _changed(row: Consent) -> None:
    projections.drop_due(row.carrier_id, projected.EXPIRY, row.pk)
    projections.put(projected.rows_of(row))
    queries.forget(principals.scope(), row.person_id)
    for change in _following.get(row.purpose, ()):
        change(row.carrier_id, row.project_id, row.person_id)


def prepared(enrolment: Enrolment, *, user: UUID, how: Given, new: NewConsent) -> Consent:
    """Asked and given in one go, for what stands on paper already. Raises DomainError."""
    row = ask(enrolment, new, user)
    give(row, how)
    return row


def facts_of(row: Consent) -> dict[str, Any]:
    """What a renewal begins with."""
    return {name: getattr(row, name) for name in ("kind", "purpose", "recipient", "matter", "released", "language")}
