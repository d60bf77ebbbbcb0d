# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the waiting list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people.fields import Choices, chosen, language, text
from scharnier.people.rules import exit_reasons
from scharnier.people.waiting.places import PlacesReason, places_reason

OFFER_DAYS = 7


class WaitForm(KitForm):
    """Onto the list; the day decides the order."""

    since = DateField(label=_("Wartet seit"), latest=clock.today, help_text=_("Danach richtet sich die Reihenfolge."))


class _OutOfOrder(KitForm):
    """A decision about a place; a reason only where somebody else waits longer."""

    reason = text(_("Begründung"), 300, area=True, hint=_("Warum diese Person und nicht, wer länger wartet"))

    def __init__(self, *args: Any, in_order: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if in_order:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True


class OfferForm(_OutOfOrder):
    """A place until a day."""

    until = DateField(label=_("Antwort bis"))
    field_order = ("until", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        usual = {"until": clock.today() + timedelta(days=OFFER_DAYS), **options.pop("initial", {})}
        super().__init__(*args, initial=usual, **options)


class TakeForm(PlacesReason, _OutOfOrder):
    """The entry."""

    entered_on = DateField(label=_("Eintritt"))
    over_places = places_reason()
    field_order = ("entered_on", "reason", "over_places")

    def __init__(self, *args: Any, **options: Any) -> None:
        usual = {"entered_on": clock.today(), **options.pop("initial", {})}
        super().__init__(*args, initial=usual, **options)


def _ends() -> Choices:
    return [("", "–"), *((each.code, each.label(language())) for each in exit_reasons(enquiry=True))]


class EndForm(KitForm):
    """An enquiry that comes to nothing."""

    on = DateField(label=_("Beendet am"), latest=clock.today)
    why = chosen(_("Grund"), _ends, required=True)
    reason = text(
        _("Was ist daraus geworden"),
        300,
        required=True,
        area=True,
        hint=_("Zum Beispiel: an die Migrationsberatung verwiesen"),
    )
    confirmed = forms.BooleanField(label=_("Trotz offener Punkte beenden"), required=False)

    def __init__(self, *args: Any, still_open: bool, **options: Any) -> None:
        super().__init__(*args, initial={"on": clock.today()}, **options)
        if not still_open:
            del self.fields["confirmed"]
