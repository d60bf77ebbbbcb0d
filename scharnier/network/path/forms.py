# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One's own entry in the network's directory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.network.path.models import ResponseTime
from scharnier.network.path.queries import LANGUAGES, TOPICS, spoken

Choices = Sequence[tuple[str, str]]


def _codes(code_list: str) -> Any:
    return lambda: codes.choices(code_list, spoken())


class EntryForm(KitForm):
    """How colleagues of the whole network reach somebody."""

    mostly_optional = True

    published = forms.BooleanField(
        label=_("Im Netzwerk zeigen"),
        required=False,
        help_text=_(
            "Name, Durchwahl, Dienst-E-Mail und diese Angaben sehen alle Fachkräfte des Netzwerks, sonst niemand."
        ),
    )
    function = forms.CharField(
        label=_("Aufgabe"),
        required=False,
        max_length=120,
        help_text=_("Leer: Ihre Rolle. Zum Beispiel Anerkennung, Betriebe"),
    )
    phone = forms.CharField(
        label=_("Durchwahl"),
        required=False,
        max_length=40,
        help_text=_("Leer: die Durchwahl aus Ihrem Konto"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    reachable = forms.CharField(
        label=_("Erreichbar"),
        required=False,
        max_length=200,
        help_text=_("Zum Beispiel Mo bis Do 9–15 Uhr, am besten vormittags"),
    )
    response = forms.ChoiceField(label=_("Übliche Antwortzeit"), choices=ResponseTime.choices, widget=forms.RadioSelect)
    deputy = forms.ChoiceField(
        label=_("Stellvertretung"),
        required=False,
        help_text=_("Andere Träger sehen sie, sobald sie selbst im Netzwerk steht."),
    )
    site = forms.ChoiceField(label=_("Standort"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Sprachen, in denen Sie beraten"),
        required=False,
        choices=_codes(LANGUAGES),
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.MultipleChoiceField(
        label=_("Themen, zu denen man Sie fragen kann"),
        required=False,
        choices=_codes(TOPICS),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, colleagues: Choices, sites: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("deputy", colleagues), ("site", sites)):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [("", gettext("keine Angabe")), *choices]

    def clean_phone(self) -> str:
        phone = " ".join(str(self.cleaned_data["phone"]).split())
        if phone and not (re.fullmatch(r"[+()\d /-]+", phone) and len(re.findall(r"\d", phone)) >= 3):
            raise ValidationError(_("Schreiben Sie die Nummer mit Ziffern, zum Beispiel 030 23125 115."))
        return phone

    def entry(self) -> dict[str, Any]:
        """The columns of a work contact."""
        values = self.values()
        deputy, site = values.pop("deputy"), values.pop("site")
        return {**values, "deputy_id": UUID(deputy) if deputy else None, "site_id": UUID(site) if site else None}
