# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking somebody in although no place is free: the field that every form of an entry has for the reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.forms import KitForm
from scharnier.people.fields import text
from scharnier.people.waiting.queries import Room

REASON = "over_places"


def places_reason() -> forms.CharField:
    """One sentence; the action asks for it where no place is free on the day of the entry."""
    return text(
        _("Trotz voller Plätze aufnehmen, weil"),
        300,
        area=True,
        hint=_("Ein Satz. Er steht in der Akte und im Protokoll."),
    )


class PlacesReason(KitForm):
    """A form with the field; shown only where it is needed."""

    def fit(self, room: Room | None) -> None:
        """Before the form is shown: without a full project, or a refusal, nothing is asked."""
        if not (room and room.full) and REASON not in self.errors:
            self.fields.pop(REASON, None)
