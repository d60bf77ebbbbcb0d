# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing one's own entry in the network's directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.network.models import Membership, Site
from scharnier.network.path.models import WorkContact
from scharnier.network.queries import current


def keep_entry(scope: Scope, carrier: UUID, user: UUID, expected: int | None, values: Mapping[str, Any]) -> WorkContact:
    """Write one's own entry at a carrier. Raises DomainError (deputy, site) and Conflict."""
    _check(scope, carrier, user, values)
    row = WorkContact.objects.filter(carrier_id=carrier, user_id=user).first()
    if row is None:
        return WorkContact.objects.create(carrier_id=carrier, user_id=user, **values)
    if save_versioned(row, expected, values):
        WorkContact.objects.filter(pk=row.pk).update(updated_at=clock.now())
    return row


def _check(scope: Scope, carrier: UUID, user: UUID, values: Mapping[str, Any]) -> None:
    if values["published"] and not (values["languages"] or values["topics"] or values["function"]):
        raise DomainError(
            _("Damit andere Sie finden: Tragen Sie Ihre Aufgabe, eine Sprache oder ein Thema ein."), "published"
        )
    deputy = values["deputy_id"]
    if deputy == user:
        raise DomainError(_("Die Vertretung ist jemand anderes."), "deputy")
    colleagues = Membership.objects.visible_to(scope).filter(current(clock.today()), carrier_id=carrier)
    if deputy is not None and not colleagues.filter(user_id=deputy).exists():
        raise DomainError(_("Diese Person arbeitet hier nicht mehr. Wählen Sie jemand anderen."), "deputy")
    site = values["site_id"]
    if site is not None and not Site.objects.visible_to(scope).filter(pk=site, carrier_id=carrier).exists():
        raise DomainError(_("Diesen Standort gibt es nicht mehr."), "site")
