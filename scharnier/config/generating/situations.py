# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How invented people are doing after the exit, where their programme asks; written by COPY before the rooms derive.

Most of what was due is answered, some of the latest is still open, and what lies ahead is asked for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from scharnier.casework.situations.actions import LONGEST
from scharnier.casework.situations.words import ASKED_FOR, AT_EXIT, after, asked
from scharnier.config.generating.chance import Weighted
from scharnier.network.programmes.queries import settings_at
from scharnier.people.models import Enrolment

CHUNK = 2000
# Answered of what lies beyond its window, and of what is due in these weeks.
LONG_AGO, OF_LATE = 0.8, 0.45
_BY_REASON = {
    "work": Weighted({"employed_insured": 7, "minijob": 2, "unemployed": 1}),
    "training": Weighted({"apprenticeship": 8, "unemployed": 1, "job_search": 1}),
    "education": Weighted({"language_course": 4, "school": 3, "qualification": 3, "study": 1}),
}
_ANY = Weighted(
    {"employed_insured": 4, "unemployed": 4, "language_course": 2, "minijob": 1, "parental_leave": 1, "unknown": 1}
)

Told = tuple[Enrolment, str, date, str, date | None]


def rows(carrier: UUID, rng: random.Random, today: date) -> Iterator[Told]:
    """(participation, distance, its day, the answer or nothing, the day of the answer)."""
    at = cache(settings_at)
    left = Enrolment.objects.filter(carrier_id=carrier, exited_on__gt=today - LONGEST).exclude(exit_reason="died")
    for row in left.order_by("project_id", "exited_on", "id").iterator(chunk_size=CHUNK):
        if row.exited_on is None:
            continue
        month = row.exited_on.replace(day=1)  # settings of the generated programmes change on no other day
        for code, span in asked(at(row.project_id, month)).items():
            if code == AT_EXIT:
                continue
            day = after(row.exited_on, span)
            chance = 0.0 if day > today else OF_LATE if day + ASKED_FOR >= today else LONG_AGO
            if rng.random() < chance:
                answer = _BY_REASON.get(row.exit_reason, _ANY).draw(rng)
                yield row, code, day, answer, min(today, day + timedelta(days=rng.randrange(12)))
            elif day + ASKED_FOR >= today:
                yield row, code, day, "", None
