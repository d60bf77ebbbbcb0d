# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a vacancy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.directory.organisations.forms import district_choices, postcode_field
from scharnier.directory.organisations.queries import Facts
from scharnier.foundation.ui.fields import DateField
from scharnier.knowledge import codes, occupations
from scharnier.knowledge.matching.facts import MOST_HOURS
from scharnier.people.competence.fields import NONE, PicksOccupation
from scharnier.people.fields import chosen, language, text
from scharnier.work.employers.forms import many
from scharnier.work.vacancies.models import KINDS, LEVELS, MOST_PLACES, PayUnit, Vacancy

UNKNOWN, YES, NO = "", "yes", "no"


def kinds() -> list[tuple[str, str]]:
    known = dict(codes.choices("placement_type", language()))
    return [(code, known[code]) for code in KINDS]


def german() -> list[tuple[str, str]]:
    known = dict(codes.choices("cefr", language()))
    return [("", str(_("nicht bekannt"))), *((code, known[code]) for code in LEVELS)]


def number(label: Any, least: int, most: int) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "sh-in--num"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, widget=widget)


def levels() -> list[tuple[str, str]]:
    return [("", str(_("wie der Beruf"))), *codes.choices("requirement_level", language())]


class AmountField(forms.DecimalField):
    """An amount of money as it is written here: 14,50 or 1.850 or 14.50."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "sh-in--num"})
        super().__init__(
            **{
                "max_digits": 9,
                "decimal_places": 2,
                "min_value": 0,
                "required": False,
                "widget": widget,
                "error_messages": {"min_value": _("Ein Lohn kann nicht negativ sein.")},
                **options,
            }
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(read_amount(value) if isinstance(value, str) else value)


def read_amount(value: str) -> str:
    """`1.850,50 €` and `1850.50` alike: the last sign before one or two digits parts the cents."""
    bare = value.replace("€", "").replace("EUR", "").replace(" ", "").replace("\u00a0", "")
    head, sign, cents = bare.rpartition("," if "," in bare else ".")
    if sign and len(cents) in (1, 2):
        return f"{head.replace('.', '').replace(',', '')}.{cents}"
    return bare.replace(".", "").replace(",", "")


class VacancyForm(PicksOccupation):
    """A vacancy: the words of the firm first, then what matching reads. What isn't known stays empty."""

    mostly_optional = True
    field_order = ("kind", "wording", "description", "starts_on", "places", "german", "level", "hours_from", "hours_to")

    kind = chosen(_("Art"), kinds, required=True)
    description = text(_("Beschreibung"), 4000, area=True)
    starts_on = DateField(label=_("Beginn"), required=False)
    places = number(_("Plätze"), 1, MOST_PLACES)
    german = chosen(_("Deutsch mindestens"), german)
    level = chosen(_("Anforderungsniveau"), levels)
    hours_from = number(_("Stunden je Woche von"), 0, MOST_HOURS)
    hours_to = number(_("Stunden je Woche bis"), 1, MOST_HOURS)
    shifts = many(_("Arbeitszeiten"), "working_time")
    licences_known = chosen(
        _("Führerschein"),
        [(UNKNOWN, _("nicht bekannt")), (NO, _("keiner nötig")), (YES, _("nötig, nämlich:"))],
        radio=True,
    )
    licences = many(_("Führerschein, Scheine"), "licence")
    pay_amount = AmountField(label=_("Lohn brutto"))
    pay_unit = chosen(_("Lohn je"), PayUnit.choices, radio=True)
    training_permission = chosen(
        _("Ausbildungsberechtigung"), [(UNKNOWN, _("nicht bekannt")), (YES, _("ja")), (NO, _("nein"))], radio=True
    )
    postal_code = postcode_field()
    place = text(_("Ort"), 80)
    district = chosen(_("Kreis"), district_choices)
    offers = many(_("Bietet an"), "employer_offer")
    contact_id = chosen(_("Ansprechperson"), ())
    site_id = chosen(_("Standort"), ())
    external_number = text(_("Nummer beim Betrieb"), 120)
    public = forms.BooleanField(
        label=_("Der Betrieb ist einverstanden, dass die Stelle öffentlich steht"), required=False
    )

    def __init__(self, *args: Any, facts: Facts, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wording"].label = _("Stelle in einfachen Worten")
        people = [(str(each.pk), each.name) for each in facts.now]
        sites = [(str(each.pk), each.name or each.address) for each in facts.sites]
        for name, rows in (("contact_id", people), ("site_id", sites)):
            self.fields[name].choices = [("", "–"), *rows]  # type: ignore[attr-defined]  # a choice field
            if not rows:
                del self.fields[name]

    @staticmethod
    def from_row(row: Vacancy) -> dict[str, Any]:
        """What the form begins with for a vacancy that is there."""
        found = {name: getattr(row, name) for name in VacancyForm.base_fields if hasattr(row, name)}
        known = occupations.by_code(row.occupation)
        same = [each for each in known if each.title(language()).casefold() == row.title.casefold()]
        licences = UNKNOWN if row.licences is None else YES if row.licences else NO
        permitted = {None: UNKNOWN, True: YES, False: NO}[row.training_permission]
        return {
            **found,
            "wording": row.title,
            "occupation": (same or list(known))[0].id if known else NONE,
            "licences_known": licences,
            "licences": row.licences or [],
            "training_permission": permitted,
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("code") and "wording" not in self.errors:
            self.add_error("wording", _("Wählen Sie unten, welcher Beruf dem am nächsten kommt."))
        if values.get("licences") and values.get("licences_known") != YES:
            values["licences_known"] = YES
        if values.get("licences_known") == YES and not values.get("licences"):
            self.add_error("licences", _("Welcher?"))
        return values

    def vacancy(self) -> dict[str, Any]:
        """Columns of the vacancy."""
        found = self.values()
        for name in ("wording", "occupation", "code", "licences_known"):
            found.pop(name, None)
        given = self.cleaned_data
        there = [name for name in ("contact_id", "site_id") if name in found]
        keys: dict[str, Any] = {name: UUID(found[name]) if found[name] else None for name in there}
        return {
            **found,
            **keys,
            "title": given["wording"],
            "occupation": given["code"],
            "level": int(given["level"]) if given["level"] else 0,
            "places": given["places"] or 1,
            "licences": {UNKNOWN: None, NO: [], YES: given["licences"]}[given["licences_known"]],
            "training_permission": {UNKNOWN: None, YES: True, NO: False}[given["training_permission"]],
        }


class CloseForm(forms.Form):
    """What a button of the page says: filled or withdrawn, with a reason if there is one."""

    to = forms.ChoiceField(choices=[("filled", ""), ("withdrawn", ""), ("open", "")])
    reason = forms.CharField(required=False, max_length=200)
