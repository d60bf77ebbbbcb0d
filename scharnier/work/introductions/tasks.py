# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A vacancy that is gone reaches everybody on the way there, in whatever project of the carrier."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from scharnier.foundation import principals
from scharnier.work.introductions import actions


@app.task(name=actions.TELL)
def tell(carrier: str, vacancy: str) -> None:
    """What the project of the vacancy may not write itself. May run twice."""
    with principals.entering(principals.system(UUID(carrier))):
        actions.tell_others(UUID(vacancy))
