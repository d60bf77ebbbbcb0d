# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing advice without a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from scharnier.casework.advice.models import LONGEST, ShortAdvice
from scharnier.foundation import clock, writes
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes


@dataclass(frozen=True)
class Advice:
    """As it was typed: topics are plan fields, language and form codes; minutes may stay open."""

    day: date
    topics: tuple[str, ...]
    language: str
    form: str
    minutes: int | None = None


@transaction.atomic
def note_advice(carrier: UUID, project: UUID, *, staff: UUID, advice: Advice, token: UUID | None = None) -> bool:
    """Count one answer; False when this very form was sent before. Raises DomainError that names the field."""
    check(advice)
    if writes.already_sent(token) is not None:
        return False
    row = ShortAdvice.objects.create(
        carrier_id=carrier,
        project_id=project,
        staff_id=staff,
        day=advice.day,
        topics=list(advice.topics),
        language=advice.language,
        form=advice.form,
        minutes=advice.minutes,
    )
    writes.sent(token, str(row.pk))
    return True


def check(advice: Advice) -> None:
    """What no count may contain."""
    if not advice.topics:
        raise DomainError(_("Wählen Sie, worum es ging."), "topics")
    wanted = [("topics", "plan_field", each) for each in advice.topics]
    for name, code_list, code in (
        *wanted,
        ("language", "language", advice.language),
        ("form", "contact_form", advice.form),
    ):
        if not codes.is_code(code_list, code):
            raise DomainError(_("Diese Auswahl gibt es nicht."), name)
    if advice.day > clock.today():
        raise DomainError(_("Der Tag liegt in der Zukunft."), "day")
    if advice.minutes is not None and not 1 <= advice.minutes <= LONGEST:
        raise DomainError(_("Zwischen 1 und %(most)s Minuten.") % {"most": LONGEST}, "minutes")


def take_back(row: ShortAdvice, *, staff: UUID) -> None:
    """A slip of one's own goes; whoever reads the count later finds only what was meant."""
    if row.staff_id != staff:
        raise DomainError(_("Das hat jemand anderes gezählt."))
    row.delete()
