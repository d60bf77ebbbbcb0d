# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing organisations and what hangs on them; each in one transaction of somebody who writes for the carrier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from scharnier.directory.organisations import projected
from scharnier.directory.organisations.models import (
    Cooperation,
    Organisation,
    OrganisationContact,
    OrganisationSite,
)
from scharnier.foundation import clock
from scharnier.foundation.models import Versioned
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes, districts, postcodes

V = TypeVar("V", bound=Versioned)
CODES = {"legal_form": "legal_form", "languages": "language"}


def add_organisation(carrier: UUID, values: Mapping[str, Any], site: Mapping[str, Any] | None = None) -> Organisation:
    """A new organisation, with its first site where something is known of it."""
    check(Organisation, values)
    check_place(site or {})
    found = Organisation.objects.create(carrier_id=carrier, **values)
    if site and any(site.values()):
        add_site(found, site)
    return found


def add_site(organisation: Organisation, values: Mapping[str, Any]) -> OrganisationSite:
    check(OrganisationSite, values)
    check_place(values)
    return OrganisationSite.objects.create(carrier_id=organisation.carrier_id, organisation=organisation, **values)


def add_contact(organisation: Organisation, values: Mapping[str, Any]) -> OrganisationContact:
    """Somebody to talk to; whoever is to be called first takes that from whoever was before."""
    check(OrganisationContact, values)
    made = OrganisationContact.objects.create(carrier_id=organisation.carrier_id, organisation=organisation, **values)
    _only_first(made)
    return made


def add_cooperation(organisation: Organisation, values: Mapping[str, Any]) -> Cooperation:
    check_period(values)
    check(Cooperation, values)
    row = Cooperation(carrier_id=organisation.carrier_id, organisation=organisation, **values)
    row.reminder = _over(row)
    row.save(force_insert=True)
    projected.put(row)
    return row


def _over(row: Cooperation) -> dict[str, Any]:
    """An agreement that is entered as ended, or ended early, reminds nobody; another end begins anew."""
    if row.ends is None or row.ends >= clock.today():
        return {}
    return {"until": row.ends.isoformat(), "over": True}


def change(row: V, expected: int | None, values: Mapping[str, Any]) -> list[str]:
    """Correct an organisation, a site, a contact or an agreement. Raises Conflict when somebody was faster."""
    check(type(row), values)
    if isinstance(row, OrganisationSite):
        check_place(values)
    if isinstance(row, Cooperation):
        check_period(values)
    if isinstance(row, OrganisationContact) and values.get("deputy_id") == row.pk:
        raise DomainError(_("Niemand vertritt sich selbst."), "deputy_id")
    changed = save_versioned(row, expected, values)
    if isinstance(row, OrganisationContact):
        _only_first(row)
    if isinstance(row, Cooperation) and changed:
        if "ends" in changed:
            save_versioned(row, None, {"reminder": _over(row)})
        projected.put(row)
    return changed


def _only_first(contact: OrganisationContact) -> None:
    if contact.preferred:
        others = OrganisationContact.objects.filter(organisation_id=contact.organisation_id, preferred=True)
        others.exclude(pk=contact.pk).update(preferred=False, version=models.F("version") + 1)


def leave(contact: OrganisationContact) -> None:
    """Somebody works there no more: kept for what was said, and not called any longer."""
    save_versioned(contact, None, {"until": clock.today(), "preferred": False})


def check(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Codes that exist, texts that fit."""
    for name, code_list in CODES.items():
        given = values.get(name) or []
        for code in [given] if isinstance(given, str) else given:
            if not codes.is_code(code_list, code):
                raise DomainError(_("Diese Auswahl gibt es nicht: %(code)s.") % {"code": code}, name)
    for name, value in values.items():
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if longest and isinstance(value, str) and len(value) > longest:
            raise DomainError(_("Höchstens %(most)s Zeichen.") % {"most": longest}, name)


def check_place(values: Mapping[str, Any]) -> None:
    """A postcode and a district that exist."""
    code, district = values.get("postal_code", ""), values.get("district", "")
    if code and not postcodes.known(code):
        raise DomainError(_("Diese Postleitzahl gibt es nicht: %(code)s.") % {"code": code}, "postal_code")
    if district and not districts.known(district):
        raise DomainError(_("Diesen Kreis kennen wir nicht: %(code)s.") % {"code": district}, "district")


def check_period(values: Mapping[str, Any]) -> None:
    if values.get("ends") and values.get("begins") and values["ends"] < values["begins"]:
        raise DomainError(_("Das Ende liegt vor dem Beginn."), "ends")
