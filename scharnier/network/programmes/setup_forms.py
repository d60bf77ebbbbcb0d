# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms of the steps by which a project is set up."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.knowledge import settings as known
from scharnier.knowledge.settings_file import Place
from scharnier.network.models import Carrier, Programme
from scharnier.network.programmes import setup
from scharnier.network.programmes.forms import ValueFields
from scharnier.network.staffing.departure import WORKING_ROLES

SITES, PEOPLE = 3, 4
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class CarrierForm(KitForm):
    """Which carrier, and what it is called on pages and letters."""

    carrier = forms.ChoiceField(label=gettext_lazy("Träger"), widget=forms.RadioSelect)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    short_name = forms.CharField(label=gettext_lazy("Kurzer Name"), max_length=60)
    legal_form = forms.CharField(label=gettext_lazy("Rechtsform"), max_length=60, required=False)
    contact_email = forms.EmailField(label=gettext_lazy("Kontakt per E-Mail"), required=False)

    def __init__(self, *args: Any, carriers: list[Carrier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["carrier"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above
        field.choices = [(str(row.pk), row.short_name) for row in carriers]
        if len(carriers) == 1:
            field.widget = forms.HiddenInput()
            field.initial = str(carriers[0].pk)


class ProjectForm(KitForm):
    """The programme whose template is taken, and the facts of the project."""

    programme = forms.ChoiceField(label=gettext_lazy("Programm"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Name des Projekts"), max_length=200, help_text=gettext_lazy("Wie es auf Briefen steht.")
    )
    code = forms.CharField(
        label=gettext_lazy("Kürzel"),
        max_length=30,
        help_text=gettext_lazy(
            "Kleine Buchstaben, Ziffern, Bindestrich. Daraus werden Aktenzeichen: nord → NORD-2026."
        ),
    )
    phase = forms.CharField(label=gettext_lazy("Förderphase"), max_length=120, required=False)
    state = forms.ChoiceField(label=gettext_lazy("Land"), required=False)
    district = forms.CharField(
        label=gettext_lazy("Kreis (amtlicher Schlüssel)"),
        max_length=5,
        required=False,
        help_text=gettext_lazy("Fünf Ziffern, zum Beispiel 14612 für Dresden."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    valid_from = DateField(label=gettext_lazy("Beginn"), required=False)
    valid_to = DateField(label=gettext_lazy("Ende"), required=False)
    places = forms.IntegerField(label=gettext_lazy("Plätze"), required=False, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, programmes: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme, state = self.fields["programme"], self.fields["state"]
        assert isinstance(programme, forms.ChoiceField)  # noqa: S101  # as declared above
        assert isinstance(state, forms.ChoiceField)  # noqa: S101  # as declared above
        programme.choices = [(str(row.pk), row.name) for row in programmes]
        state.choices = [("", "–"), *codes.choices("german_state")]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().lower()
        if not _CODE.fullmatch(code):
            raise forms.ValidationError(_("Nur kleine Buchstaben, Ziffern und Bindestriche, zum Beispiel nord-2026."))
        return code

    def clean_district(self) -> str:
        district = str(self.cleaned_data["district"]).strip()
        if district and not (district.isascii() and district.isdigit() and len(district) == 5):
            raise forms.ValidationError(_("Der Schlüssel hat fünf Ziffern."))
        return district

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begin, end = values.get("valid_from"), values.get("valid_to")
        if begin and end and end < begin:
            self.add_error("valid_to", _("Das Ende liegt vor dem Anfang."))
        return values


class PlacesForm(KitForm):
    """Teams, one a line, and up to three sites; more can follow later."""

    mostly_optional = True

    teams = forms.CharField(
        label=gettext_lazy("Teams"),
        required=False,
        help_text=gettext_lazy("Eines je Zeile. Ohne Angabe gibt es ein Team."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, SITES + 1):
            self.fields[f"site{number}_name"] = forms.CharField(
                label=_("Standort %(n)s") % {"n": number}, required=False, max_length=120
            )
            self.fields[f"site{number}_street"] = forms.CharField(
                label=_("Straße und Hausnummer"), required=False, max_length=120
            )
            self.fields[f"site{number}_postcode"] = forms.RegexField(
                r"^[0-9]{5}$", label=_("Postleitzahl"), required=False,
                error_messages={"invalid": _("Eine Postleitzahl hat fünf Ziffern.")},
            )  # fmt: skip
            self.fields[f"site{number}_place"] = forms.CharField(label=_("Ort"), required=False, max_length=80)
            self.fields[f"site{number}_mobile"] = forms.BooleanField(label=_("mobile Beratung"), required=False)

    def team_names(self) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in self.cleaned_data["teams"].splitlines() if line.strip()))

    def sites(self) -> list[Place]:
        values = self.cleaned_data
        return [
            Place(
                values[f"site{number}_name"],
                values[f"site{number}_street"],
                values[f"site{number}_postcode"],
                values[f"site{number}_place"],
                values[f"site{number}_mobile"],
            )
            for number in range(1, SITES + 1)
            if values[f"site{number}_name"]
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if any(len(line.strip()) > 120 for line in values.get("teams", "").splitlines()):
            self.add_error("teams", _("Höchstens 120 Zeichen je Team."))
        for number in range(1, SITES + 1):
            if not values.get(f"site{number}_name") and any(
                values.get(f"site{number}_{part}") for part in ("street", "postcode", "place")
            ):
                self.add_error(f"site{number}_name", _("Geben Sie dem Standort einen Namen."))
        return values


class SettingsForm(KitForm):
    """The settings most projects decide at once, filled in from the template."""

    def __init__(self, *args: Any, programme: str, day: date, template: dict[str, Any], **kwargs: Any) -> None:
        """`template`: what the file of another project says, over the template of the programme."""
        super().__init__(*args, **kwargs)
        self.asked = {key: ValueFields(known.setting(key), key.replace(".", "_")) for key in setup.ASKED}
        for key, ask in self.asked.items():
            self.fields.update(ask.fields(template.get(key, setup.proposed(programme, key, day))))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.chosen: dict[str, Any] = {}
        for key, ask in self.asked.items():
            try:
                self.chosen[key] = known.read(key, ask.raw(values))
            except known.SettingError as error:
                where = f"{ask.prefix}_{error.where}"
                first = next(name for name in self.fields if name.startswith(f"{ask.prefix}_"))
                self.add_error(where if where in self.fields else first, error.text.in_(ask.lang))
        return values


class PeopleForm(KitForm):
    """Who is invited at once; everybody else can be invited on the page of the team."""

    mostly_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in WORKING_ROLES]  # an audit needs an end: invite later
        for number in range(1, PEOPLE + 1):
            self.fields[f"email{number}"] = forms.EmailField(
                label=_("E-Mail %(n)s") % {"n": number}, required=False, max_length=254
            )
            self.fields[f"role{number}"] = forms.ChoiceField(
                label=_("Rolle"), choices=roles, initial="lead" if number == 1 else "caseworker",
                widget=forms.RadioSelect, required=False,
            )  # fmt: skip

    def rows(self) -> list[list[BoundField]]:
        return [[self[f"email{number}"], self[f"role{number}"]] for number in range(1, PEOPLE + 1)]

    def people(self) -> list[setup.Invited]:
        values = self.cleaned_data
        return [
            setup.Invited(values[f"email{number}"], values[f"role{number}"] or "caseworker")
            for number in range(1, PEOPLE + 1)
            if values[f"email{number}"]
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        seen: set[tuple[str, str]] = set()
        for number in range(1, PEOPLE + 1):
            email = (values.get(f"email{number}") or "").lower()
            pair = (email, values.get(f"role{number}") or "")
            if email and pair in seen:
                self.add_error(f"email{number}", _("Diese Adresse steht mit dieser Rolle schon da."))
            seen.add(pair)
        return values
