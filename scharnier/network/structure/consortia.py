# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Setting up a consortium: partners that confirm, the agreement of the joint controllers, its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from scharnier.foundation import access, clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.foundation.writes import note as audit_note
from scharnier.network.structure.actions import (
    check_period,
    may_administer,
    overlapping,
    period,
    somebody_was_faster,
)
from scharnier.network.structure.models import Consortium, ConsortiumMember, JointAgreement, Part


def create_consortium(
    scope: Scope,
    *,
    carrier: UUID,
    programme: UUID,
    name: str,
    target_persons: int | None,
    valid_from: date,
    valid_to: date | None,
) -> Consortium:
    """A consortium led by a carrier, which is its first partner and confirmed at once."""
    may_administer(scope, carrier)
    check_period(valid_from, valid_to)
    if Consortium.objects.filter(carrier_id=carrier, name=name).exists():
        raise DomainError(_("Einen Verbund mit diesem Namen gibt es schon."), "name")
    with somebody_was_faster("name"):
        made = Consortium.objects.create(
            carrier_id=carrier,
            programme_id=programme,
            name=name,
            target_persons=target_persons,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        ConsortiumMember.objects.create(
            carrier_id=carrier,
            consortium=made,
            partner_id=carrier,
            name=made.carrier.name,
            part=Part.LEAD,
            valid_from=valid_from,
            valid_to=valid_to,
            confirmed_at=clock.now(),
            confirmed_by_id=scope.principal.id,
        )
    return made


def add_partner(
    scope: Scope,
    consortium: Consortium,
    *,
    partner: UUID | None,
    name: str,
    sub_project: str,
    valid_from: date,
    valid_to: date | None,
) -> ConsortiumMember:
    """A further partner; a carrier of this installation has to confirm before its people count."""
    may_administer(scope, consortium.carrier_id)
    check_period(valid_from, valid_to)
    _check_within(consortium, valid_from, valid_to)
    rows = ConsortiumMember.objects.filter(consortium_id=consortium.pk)
    taken = overlapping(rows.filter(partner_id=partner), valid_from, valid_to) if partner else rows.none()
    if taken.exists():
        raise DomainError(_("Dieser Träger gehört in der Zeit schon zum Verbund."), "partner")
    with somebody_was_faster():
        return ConsortiumMember.objects.create(
            carrier_id=consortium.carrier_id,
            consortium=consortium,
            partner_id=partner,
            name=name,
            sub_project=sub_project,
            valid_from=valid_from,
            valid_to=valid_to,
        )


def _check_within(consortium: Consortium, begin: date, end: date | None) -> None:
    late = consortium.valid_to is not None and (end is None or end > consortium.valid_to)
    if begin < consortium.valid_from or late:
        facts = {"when": period(consortium.valid_from, consortium.valid_to)}
        raise DomainError(_("Der Verbund besteht %(when)s; der Zeitraum liegt nicht darin.") % facts, "valid_from")


def confirm_partner(scope: Scope, member: UUID, *, belongs: bool) -> None:
    """The partner's own administration says that it belongs to the consortium, or takes that back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consortium_confirm(%s, %s)", [member, clock.now() if belongs else None])
        if not cursor.fetchone()[0]:
            raise access.Forbidden("network.shape")


def record_agreement(
    scope: Scope,
    consortium: Consortium,
    *,
    agreed_on: date,
    reference: str,
    contact_point: str,
    duties: Sequence[tuple[str, str]],
    note: str = "",
) -> JointAgreement:
    """Put the agreement of the joint controllers on record (GDPR, Art. 26): each partner answers for something."""
    may_administer(scope, consortium.carrier_id)
    if agreed_on > clock.today():
        raise DomainError(_("Das Datum liegt in der Zukunft."), "agreed_on")
    silent = [party for party, answers_for in duties if not answers_for.strip()]
    if silent or not duties:
        raise DomainError(_("Wofür steht ein: %(who)s? Jede Seite muss genannt sein.") % {"who": ", ".join(silent)})
    if JointAgreement.objects.filter(consortium_id=consortium.pk, agreed_on=agreed_on).exists():
        raise DomainError(_("Eine Vereinbarung mit diesem Datum ist schon eingetragen."), "agreed_on")
    with somebody_was_faster("agreed_on"):
        return JointAgreement.objects.create(
            carrier_id=consortium.carrier_id,
            consortium=consortium,
            agreed_on=agreed_on,
            reference=reference,
            contact_point=contact_point,
            duties=[{"party": party, "answers_for": answers_for} for party, answers_for in duties],
            note=note,
            recorded_by_id=scope.principal.id,
        )


def end_consortium(scope: Scope, consortium: Consortium, last_day: date) -> None:
    """A consortium ends, and every membership with it; what was counted stays."""
    may_administer(scope, consortium.carrier_id)
    check_period(consortium.valid_from, last_day, "last_day")
    save_versioned(consortium, None, {"valid_to": last_day})
    running = ConsortiumMember.objects.filter(Q(valid_to=None) | Q(valid_to__gt=last_day), consortium_id=consortium.pk)
    running.filter(valid_from__gt=last_day).delete()
    running.update(valid_to=last_day)


def note_count(consortium: Consortium, carrier: UUID) -> None:
    """Each look at the number is in the audit of who looks: watching it closely could tell about a single person."""
    audit_note("consortium_counted", table="network_consortium", row=str(consortium.pk), carrier=carrier)
