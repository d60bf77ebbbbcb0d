# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a placement means for a vacancy of another project of the carrier."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from scharnier.foundation import principals
from scharnier.work.placements import places


@app.task(name=places.SETTLE)
def settle(carrier: str, vacancy: str) -> None:
    """May run twice: it brings in line."""
    with principals.entering(principals.system(UUID(carrier))):
        places.recount(UUID(vacancy))
