# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every night: the next change of access for everybody who takes part, since days pass and rules change."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from scharnier.foundation import principals
from scharnier.network.models import Carrier
from scharnier.people.law import outlook
from scharnier.people.models import Enrolment

BATCH = 500


@app.periodic(cron="41 3 * * *")
@app.task(name="people.look_ahead", queueing_lock="people.look_ahead")
def look_ahead(timestamp: int = 0) -> None:
    """Work out all outlooks anew; a batch to a transaction, so that it may be cut off and run again."""
    with principals.entering(principals.SYSTEM):
        carriers = list(Carrier.objects.order_by("pk").values_list("pk", flat=True))
    for carrier in carriers:
        persons = _taking_part(carrier)
        for start in range(0, len(persons), BATCH):
            with principals.entering(principals.system(carrier)):
                outlook.refresh(persons[start : start + BATCH])


def _taking_part(carrier: UUID) -> list[UUID]:
    with principals.entering(principals.system(carrier)):
        rows = Enrolment.objects.filter(carrier_id=carrier, exited_on=None).order_by("person_id")
        return list(rows.values_list("person_id", flat=True).distinct())
