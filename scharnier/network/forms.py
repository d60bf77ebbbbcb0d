# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The room's forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.network.models import User
from scharnier.network.signin.forms import MIN_PASSWORD
from scharnier.network.staffing.departure import CARRIER_ROLES, PROJECT_ROLES

FEW = 7


class InviteForm(KitForm):
    """Whom, as what, where. `places` are (key, name); a carrier's key begins with `carrier:`."""

    email = forms.EmailField(label=_("E-Mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)
    place = forms.ChoiceField(label=_("Wo"))
    valid_from = DateField(
        label=_("Ab"), required=False, earliest=clock.today, help_text=_("Leer: ab dem Tag, an dem die Person annimmt.")
    )
    valid_to = DateField(
        label=_("Bis"),
        required=False,
        earliest=clock.today,
        help_text=_("Leer: ohne Ende. Eine Prüfung braucht eines."),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [*PROJECT_ROLES, *(CARRIER_ROLES if any(key.startswith("carrier:") for key, _name in places) else ())]
        role, place = cast("forms.ChoiceField", self.fields["role"]), cast("forms.ChoiceField", self.fields["place"])
        role.choices = [(each.value, each.label) for each in roles]
        place.widget = forms.RadioSelect() if len(places) <= FEW else forms.Select(attrs={"class": "sh-in"})
        place.choices = list(places)
        if len(places) == 1:
            place.initial = places[0][0]

    def where(self) -> tuple[UUID | None, UUID | None]:
        """(carrier, project) as chosen; a project's carrier is for the caller to find."""
        key = self.cleaned_data["place"]
        return (UUID(key[8:]), None) if key.startswith("carrier:") else (None, UUID(key))


class AcceptForm(KitForm):
    """A new account: name and password. The address comes from the invitation."""

    name = forms.CharField(label=_("Ihr Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Kennwort"),
        help_text=MIN_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("Kennwort noch einmal"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        password, repeated = values.get("password"), values.get("repeated")
        if password and repeated and password != repeated:
            self.add_error("repeated", _("Die beiden Kennwörter sind verschieden."))
        if password:
            try:
                validate_password(password, User(email=self.email, display_name=values.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return values


class SettingsForm(KitForm):
    """One's own account."""

    display_name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Durchwahl"),
        required=False,
        max_length=40,
        help_text=_("Sehen alle in Ihrem Team."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Sprache"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(
        label=_("Darstellung"),
        choices=[("auto", _("wie das Gerät")), ("light", _("hell")), ("dark", _("dunkel"))],
        widget=forms.RadioSelect,
    )
    single_keys = forms.BooleanField(
        label=_("Einzeltasten"),
        required=False,
        help_text=_("J, K, E und andere Buchstaben bedienen die Listen. Ausschalten, wenn sie stören."),
    )

    def clean_theme(self) -> str:
        return str(self.cleaned_data["theme"]).replace("auto", "")

    def clean_phone(self) -> str:
        phone = " ".join(str(self.cleaned_data["phone"]).split())
        if phone and not (re.fullmatch(r"[+()\d /-]+", phone) and len(re.findall(r"\d", phone)) >= 3):
            raise ValidationError(_("Schreiben Sie die Nummer mit Ziffern, zum Beispiel 030 23125 115."))
        return phone
