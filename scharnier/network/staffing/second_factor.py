# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A colleague has lost the second factor: the carrier's administration takes it away, and several people hear of it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from scharnier.foundation import access, clock, mail
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError, note
from scharnier.network.models import Carrier, Membership
from scharnier.network.signin.texts import factor_reset_mail

REASONS = ("lost", "replaced", "broken", "suspicion")


def may_reset(scope: Scope, user: UUID) -> bool:
    """Whether somebody works today for a carrier that the asker administers; never for oneself."""
    return user != scope.principal.id and _carrier(scope, user) is not None


def _carrier(scope: Scope, user: UUID) -> UUID | None:
    today = clock.today()
    rows = Membership.objects.visible_to(scope).filter(user_id=user, carrier_id__in=scope.admins, valid_from__lte=today)
    return next(
        (row.carrier_id for row in rows if row.valid_to is None or row.valid_to >= today),
        None,
    )


def reset(scope: Scope, user: UUID, reason: str) -> int:
    """Take away every second factor of a colleague and end their sign-ins; returns how many people are told by mail.

    They set up a new one at the next sign-in. Raises Forbidden, for oneself too, and DomainError for no known reason.
    """
    carrier = _carrier(scope, user)
    if carrier is None or user == scope.principal.id:
        raise access.Forbidden("network.reset_factor")
    if reason not in REASONS:
        raise DomainError(_("Wählen Sie einen Grund."), "reason")
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, language, colleague FROM second_factor_reset(%s, %s)", [user, clock.today()])
        people = cursor.fetchall()
    note("second_factor_reset", table="network_user", row=str(user), carrier=carrier, reason=reason)
    if all(colleague for _email, _language, colleague in people):
        people += _nobody_else(carrier)
    for email, language, colleague in people:
        with translation.override(language):
            mail.queue(email, *factor_reset_mail(own=colleague))
    return len(people)


def _nobody_else(carrier: UUID) -> list[tuple[str, str, bool]]:
    """Where there is no second administrator, the carrier's own address hears of it."""
    address = Carrier.objects.filter(pk=carrier).values_list("contact_email", flat=True).first()
    return [(address, "de", False)] if address else []
