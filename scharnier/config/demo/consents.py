# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What participants of the demo have agreed to: most to data on health and to messages, one in four to neither."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from scharnier.casework.models import Goal
from scharnier.casework.plans import closed
from scharnier.foundation import clock, principals, projections, upkeep
from scharnier.knowledge import purposes
from scharnier.network.programmes.queries import settings_by_project
from scharnier.people.consents import projected
from scharnier.people.consents.actions import REMIND_DAYS
from scharnier.people.consents.models import Consent, Form, Signer
from scharnier.people.consents.printed import language_of
from scharnier.people.consents.queries import askable
from scharnier.people.models import Enrolment

# Of so many participants one has not agreed; of so many who have, one will soon be asked again.
SILENT, ENDING, WITHDRAWN = 4, 9, 25
DRAWN = "M40 120L90 60L140 130L200 50L300 120L330 80"


def state() -> int:
    """Consents of every carrier, as the system; returns how many."""
    return sum(_of_carrier(carrier) for carrier in upkeep.carriers())


def _of_carrier(carrier: UUID) -> int:
    with principals.entering(principals.system(carrier)):
        rows = list(_rows(carrier))
        Consent.objects.bulk_create(rows)
        projections.put(line for row in rows for line in projected.rows_of(row))
        for project in {row.project_id for row in rows}:
            closed.project_anew(project)
    return len(rows)


def _rows(carrier: UUID) -> Iterator[Consent]:
    parts = list(
        Enrolment.objects.filter(carrier_id=carrier, staff_id__isnull=False, entered_on__isnull=False)
        .select_related("person")
        .order_by("pk")
    )
    known = settings_by_project({part.project_id for part in parts}, clock.today())
    with_health = set(Goal.objects.filter(carrier_id=carrier, field="gesundheit").values_list("person_id", flat=True))
    for number, part in enumerate(parts):
        wanted = {code for kind, code in askable(known[part.project_id]) if kind == "consent"}
        for code, has in (("health", part.person_id in with_health), ("messenger", bool(part.person.messenger))):
            if part.staff_id and has and code in wanted and number % SILENT != SILENT - 1:
                yield _consent(part, part.staff_id, code, number)


def _consent(part: Enrolment, staff: UUID, code: str, number: int) -> Consent:
    today = clock.today()
    given = min(max(part.entered_on or today, today - timedelta(days=300)), today)
    until = today + timedelta(days=20 + number % 200) if number % ENDING == 0 else None
    language = language_of(part.person)
    withdrawn = number % WITHDRAWN == WITHDRAWN - 1
    return Consent(
        carrier_id=part.carrier_id,
        project_id=part.project_id,
        person=part.person,
        purpose=code,
        language=language,
        wording=purposes.agreed("de", code),
        wording_own=purposes.agreed(language, code) if language else "",
        text_version=purposes.version(),
        valid_until=until,
        given_on=given,
        form=Form.SCREEN if number % 2 else Form.PAPER,
        strokes=DRAWN if number % 2 else "",
        signer=Signer.PERSON,
        signed_by=part.person.full_name,
        recorded_by_id=staff,
        owner_id=staff,
        remind_on=max(until - timedelta(days=REMIND_DAYS), given) if until else None,
        withdrawn_at=clock.now() if withdrawn else None,
        withdrawn_by_id=staff if withdrawn else None,
        withdrawal="am Telefon" if withdrawn else "",
    )
