# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing a revision: on a touch screen as the plan stands, or afterwards with a scan of the signed paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from scharnier.casework import projected
from scharnier.casework.models import IntegrationPlan, PlanRevision
from scharnier.casework.plans import digest
from scharnier.casework.plans.models import PlanSignature
from scharnier.foundation import clock, projections, signing, writes
from scharnier.foundation.writes import DomainError
from scharnier.network.models import User
from scharnier.people.documents import actions as documents


class ChangedMeanwhile(DomainError):
    """The plan is no longer what the revision says: it has to be gone through again before anybody signs."""


@dataclass(frozen=True)
class Signature:
    """Who signs as what, and in which language it was understood."""

    role: str
    name: str
    language: str


def digest_of(revision: PlanRevision) -> str:
    """The digest of a revision, to which its signatures are bound."""
    return digest.digest_of(revision.number, revision.content)


def _keys(revision: PlanRevision) -> dict[str, Any]:
    return {
        "carrier_id": revision.carrier_id,
        "project_id": revision.project_id,
        "person_id": revision.person_id,
        "revision": revision,
    }


@transaction.atomic
def sign(
    revision: PlanRevision,
    *,
    signature: Signature,
    strokes: str,
    seen: str,
    recorder: User,
    token: UUID | None = None,
) -> UUID | None:
    """Keep a signature drawn on the screen; None when this very form was sent before.

    `seen` is the digest of the version on the screen. Raises ChangedMeanwhile when the plan has been changed since it
    was frozen, or when there is a newer revision: nobody signs what is no longer true.
    """
    if writes.already_sent(token) is not None:
        return None
    if not signing.drawn(strokes):
        raise DomainError(_("Unterschreiben Sie im Feld, oder laden Sie einen Scan hoch."), "strokes")
    plan = IntegrationPlan.objects.select_for_update(of=("self",)).get(pk=revision.plan_id)
    if plan.version != revision.plan_version or seen != digest_of(revision):
        raise ChangedMeanwhile(_("Der Plan wurde inzwischen geändert. Diese Fassung wird nicht mehr unterschrieben."))
    row = PlanSignature.objects.create(
        **_keys(revision),
        role=signature.role,
        name=signature.name,
        language=signature.language,
        strokes=strokes,
        digest=seen,
        recorded_by=recorder,
    )
    projections.put([projected.signature_event(row)])
    return row.pk


@transaction.atomic
def attach_scan(
    revision: PlanRevision,
    *,
    signature: Signature,
    data: bytes,
    signed_on: date,
    recorder: User,
    token: UUID | None = None,
) -> UUID | None:
    """Keep the scan of a paper on which this revision was signed; None when this very form was sent before."""
    if writes.already_sent(token) is not None:
        return None
    signing.kind_of_scan(data)
    frozen = revision.frozen_at.astimezone(clock.ZONE).date()
    if not frozen <= signed_on <= clock.today():
        raise DomainError(_("Unterschrieben wird zwischen der Fassung und heute. Prüfen Sie den Tag."), "signed_on")
    title = _("Plan, Fassung %(n)s, unterschrieben") % {"n": revision.number}
    details = documents.Details("plan", title)
    paper = documents.store_scan(revision.person_id, revision.project_id, data, author=recorder.pk, details=details)
    row = PlanSignature.objects.create(
        **_keys(revision),
        role=signature.role,
        name=signature.name,
        language=signature.language,
        document=paper,
        digest=digest_of(revision),
        signed_on=signed_on,
        recorded_by=recorder,
    )
    projections.put([projected.signature_event(row)])
    return row.pk
