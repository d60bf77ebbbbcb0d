# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The agenda item of an agreement that belongs to another project than whoever changed it."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from scharnier.directory.organisations import projected
from scharnier.directory.organisations.models import Cooperation
from scharnier.foundation import principals


@app.task(name=projected.SHOW)
def show(carrier: str, cooperation: str) -> None:
    """May run twice."""
    with principals.entering(principals.system(UUID(carrier))):
        rows = Cooperation.objects.select_related("organisation").filter(carrier_id=carrier, pk=cooperation)
        for row in rows:
            projected.put(row)
