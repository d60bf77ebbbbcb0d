# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of organisations, sites, contacts and agreements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.directory.organisations.models import OrganisationKind
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import districts
from scharnier.people.fields import PhoneField, chosen, coded, text

SITE = ("street", "postal_code", "place", "district")


def district_choices() -> list[tuple[str, str]]:
    known = sorted((each.name, each.code) for each in districts.all_districts().values())
    return [("", "–"), *((code, name) for name, code in known)]


def answer_days() -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "sh-in--num"})
    return forms.IntegerField(
        label=_("Antwortet meist nach Werktagen"), min_value=0, max_value=60, required=False, widget=widget
    )


def postcode_field() -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "sh-in--num"})
    return forms.RegexField(
        r"^\d{5}$",
        label=_("Postleitzahl"),
        required=False,
        widget=widget,
        error_messages={"invalid": _("Eine Postleitzahl hat fünf Ziffern.")},
    )


def languages_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Sprachen"), choices=coded("language"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )


class PlaceForm(KitForm):
    """Where something is."""

    street = text(_("Straße und Hausnummer"), 120)
    postal_code = postcode_field()
    place = text(_("Ort"), 80)
    district = chosen(_("Kreis"), district_choices)


class OrganisationForm(KitForm):
    """What is known of an organisation; a new one may name its first site at once."""

    mostly_optional = True

    name = text(_("Name"), 160, required=True)
    kind = chosen(_("Art"), OrganisationKind.choices, required=True, radio=True)
    legal_form = chosen(_("Rechtsform"), coded("legal_form", blank="–"))
    phone = PhoneField()
    email = forms.EmailField(label=_("E-Mail"), required=False)
    website = text(_("Internetseite"), 200)
    languages = languages_field()
    response_days = answer_days()
    note = text(_("Notiz"), 4000, area=True)


class NewOrganisationForm(OrganisationForm, PlaceForm):
    """With the first site. `same`: somebody has looked at those that are alike and says that this is another one."""

    field_order = ("name", "kind", "legal_form", "phone", "email", *SITE)
    same = forms.BooleanField(required=False)

    def organisation(self) -> dict[str, Any]:
        return {name: value for name, value in self.values().items() if name not in (*SITE, "same")}

    def site(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SITE}


class SiteForm(PlaceForm):
    """A further site."""

    mostly_optional = True
    field_order = ("name", *SITE)
    name = text(_("Bezeichnung"), 120, hint=_("Zum Beispiel: Werkstatt, Filiale Nord"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.get(name) for name in ("name", "street", "postal_code", "place")):
            self.add_error("place", _("Sagen Sie wenigstens, in welchem Ort."))
        return values


class ContactForm(KitForm):
    """Somebody to talk to."""

    mostly_optional = True

    name = text(_("Name"), 120, required=True)
    function = text(_("Aufgabe"), 120, hint=_("Zum Beispiel: Inhaberin, Personal, Meister"))
    phone = PhoneField(label=_("Durchwahl"))
    email = forms.EmailField(label=_("E-Mail"), required=False)
    languages = languages_field()
    site_id = chosen(_("Standort"), ())
    deputy_id = chosen(_("Vertretung"), ())
    response_days = answer_days()
    preferred = forms.BooleanField(label=_("Zuerst anrufen"), required=False)
    until = DateField(label=_("dort bis"), required=False)

    def __init__(self, *args: Any, sites: Any = (), others: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in (("site_id", sites), ("deputy_id", others)):
            self.fields[name].choices = [("", "–"), *rows]  # type: ignore[attr-defined]  # a choice field
            if not rows:
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        found = super().values()
        there = [name for name in ("site_id", "deputy_id") if name in found]
        keys: dict[str, Any] = {name: UUID(found[name]) if found[name] else None for name in there}
        return {**found, **keys}


class CooperationForm(KitForm):
    """A cooperation agreement."""

    title = text(_("Vereinbarung"), 160, required=True, hint=_("Zum Beispiel: Praktikumsplätze, gemeinsame Messe"))
    begins = DateField(label=_("Beginn"))
    ends = DateField(label=_("Ende"), required=False)
    note = text(_("Notiz"), 2000, area=True)
