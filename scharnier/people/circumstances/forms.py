# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms of circumstances."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people import rules
from scharnier.people.circumstances.models import Circumstance
from scharnier.people.fields import PhoneField, chosen, coded, named, text

DATES = ("valid_from", "valid_to", "source")


class CircumstanceForm(KitForm):
    """A kind and its days; what else is asked, the forms below say."""

    mostly_optional = True
    ends_previous: ClassVar[bool] = True

    kind = chosen(_("Art"), [], required=True)
    valid_from = DateField(label=_("Seit"), required=False, earliest=rules.EARLIEST_BIRTH)
    valid_to = DateField(label=_("Bis"), required=False, earliest=rules.EARLIEST_BIRTH)
    source = text(_("Quelle"), 200, hint=_("Zum Beispiel: Bescheid vom …"))
    end_previous = forms.BooleanField(label=_("Das Bisherige am Tag davor beenden"), required=False)

    def __init__(self, *args: Any, row: Circumstance | None = None, **options: Any) -> None:
        names = [name for name in self.base_fields if name != "end_previous"]
        if row is not None:
            options["initial"] = {name: getattr(row, name) for name in (*names, "version") if hasattr(row, name)}
        super().__init__(*args, **options)
        self.fields["end_previous"].initial = self.ends_previous
        if row is not None:
            del self.fields["end_previous"]

    def circumstance(self) -> dict[str, Any]:
        """Columns and their values, as the action takes them."""
        return {name: value for name, value in self.values().items() if name != "end_previous"}


class GuardianForm(CircumstanceForm):
    """Who decides for somebody: parents, a guardian, an office."""

    kind = chosen(_("Art"), coded("guardian_kind", blank="–"), required=True)
    name = named(_("Name oder Stelle"), 160)
    phone = PhoneField()
    email = forms.EmailField(label=_("E-Mail"), required=False, max_length=254)
    reference = text(_("Aktenzeichen"), 80)

    field_order = ("kind", "name", "phone", "email", "reference", *DATES, "end_previous")


class SchoolForm(CircumstanceForm):
    """Which school, which class."""

    kind = chosen(_("Art"), coded("school_kind", blank="–"), required=True)
    school = text(_("Schule"), 160)
    grade = text(_("Klasse"), 40)

    field_order = ("kind", "school", "grade", *DATES, "end_previous")


class BenefitForm(CircumstanceForm):
    """Which benefit, from which office; several may run at the same time."""

    ends_previous = False

    kind = chosen(_("Leistung"), coded("benefit_system", blank="–"), required=True)
    office = text(_("Stelle"), 160, hint=_("Zum Beispiel: Jobcenter Waren"))
    reference = text(_("Kunden- oder BG-Nummer"), 80)

    field_order = ("kind", "office", "reference", *DATES, "end_previous")
