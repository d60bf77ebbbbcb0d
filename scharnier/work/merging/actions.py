# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Merging two organisations of a carrier, and taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from scharnier.directory.organisations.models import Organisation, OrganisationMerge
from scharnier.foundation import clock
from scharnier.foundation.writes import DomainError, save_versioned

FILLED = ("legal_form", "phone", "email", "website", "response_days")


def filled_in(kept: Organisation, absorbed: Organisation) -> dict[str, list[Any]]:
    """What the one that stays takes from the other: {field: [before, after]}, where it knows nothing itself."""
    found: dict[str, list[Any]] = {}
    for name in FILLED:
        mine, theirs = getattr(kept, name), getattr(absorbed, name)
        if mine in ("", None) and theirs not in ("", None):
            found[name] = [mine, theirs]
    spoken = [*kept.languages, *(code for code in absorbed.languages if code not in kept.languages)]
    if spoken != kept.languages:
        found["languages"] = [kept.languages, spoken]
    if absorbed.note and absorbed.note not in kept.note:
        found["note"] = [kept.note, "\n".join(part for part in (kept.note, absorbed.note) if part)[:4000]]
    return found


@transaction.atomic
def merge(kept: Organisation, absorbed: Organisation, *, user: UUID) -> OrganisationMerge:
    """`absorbed` leads to `kept` from now on, and everything of it hangs on `kept`, in every project of the carrier."""
    if kept.pk == absorbed.pk:
        raise DomainError(_("Das ist dieselbe Organisation."))
    if kept.carrier_id != absorbed.carrier_id:
        raise DomainError(_("Diese Organisation gibt es nicht mehr."))
    locked = Organisation.objects.select_for_update().filter(pk__in=[kept.pk, absorbed.pk], merged_into=None)
    if len(locked) < 2:
        raise DomainError(_("Eine der beiden ist schon zusammengeführt."))
    fields = filled_in(kept, absorbed)
    save_versioned(kept, None, {name: after for name, (_before, after) in fields.items()})
    row = OrganisationMerge.objects.create(
        carrier_id=kept.carrier_id,
        organisation=kept,
        absorbed=absorbed,
        absorbed_name=absorbed.name,
        fields=fields,
        merged_by_id=user,
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT organisation_merge_apply(%s, %s)", [row.pk, clock.today()])
    except IntegrityError as clash:
        raise DomainError(_("An beiden hängt etwas, das es nur einmal geben kann. Klären Sie es zuerst.")) from clash
    return row


@transaction.atomic
def undo(row: OrganisationMerge, *, user: UUID) -> None:
    """Take a merge back: what it moved returns, as far as nobody has moved it since; what was filled in is emptied."""
    kept = Organisation.objects.get(pk=row.organisation_id)
    back = {name: before for name, (before, after) in row.fields.items() if getattr(kept, name) == after}
    save_versioned(kept, None, back)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT organisation_merge_undo(%s, %s, %s)", [row.pk, user, clock.now()])
            done = bool(cursor.fetchone()[0])
    except DatabaseError as clash:
        raise DomainError(
            _("Seither ist Neues dazugekommen, das nur einmal sein kann. Klären Sie es zuerst.")
        ) from clash
    if not done:
        raise DomainError(_("Das ist schon zurückgenommen."))
