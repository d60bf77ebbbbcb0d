# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a period of housing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people import rules
from scharnier.people.fields import chosen, coded, text
from scharnier.people.housing.actions import NewHousing
from scharnier.people.housing.models import HousingPeriod

NAMES = ("kind", "municipality", "state", "valid_from", "valid_to", "source")


class HousingForm(KitForm):
    """Kind, municipality and days."""

    mostly_optional = True

    kind = chosen(_("Unterbringung"), coded("housing_kind", blank="–"), required=True)
    municipality = text(_("Gemeinde"), 80, hint=_("Bei einer Schutzunterkunft lassen Sie sie leer."))
    state = chosen(_("Land"), coded("german_state", blank="–"))
    valid_from = DateField(label=_("Seit"), required=False, earliest=rules.EARLIEST_BIRTH)
    valid_to = DateField(label=_("Bis"), required=False, earliest=rules.EARLIEST_BIRTH)
    source = text(_("Quelle"), 200, hint=_("Zum Beispiel: Zuweisung vom …"))
    end_previous = forms.BooleanField(
        label=_("Die bisherige Unterbringung am Tag davor beenden"), required=False, initial=True
    )

    def __init__(self, *args: Any, row: HousingPeriod | None = None, **options: Any) -> None:
        if row is not None:
            options["initial"] = {name: getattr(row, name) for name in (*NAMES, "version")}
        super().__init__(*args, **options)
        if row is not None:
            del self.fields["end_previous"]

    def housing(self) -> NewHousing:
        return NewHousing(**{name: value for name, value in self.values().items() if name != "end_previous"})
