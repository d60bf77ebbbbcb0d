# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this room says to the question what somebody does after leaving."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from scharnier.casework.situations.models import Situation
from scharnier.foundation import clock
from scharnier.foundation.panels import Panel, add_panel
from scharnier.people.views import desk_of
from scharnier.work.retention import esf


def _known(request: HttpRequest, *, situation: Situation, **_more: Any) -> dict[str, Any] | None:
    """Work that is recorded for the day somebody is asked about, to be taken over; nothing once it is answered."""
    if situation.answered_at is not None:
        return None
    day = min(situation.asked_for, clock.today())
    found = esf.hint(desk_of(request).scope, situation.person_id, day, get_language() or "de")
    return {"hint": found} if found else None


add_panel(Panel("casework.situation", "work", "work/retention/hint.html", _known, permission="placement.view"))
