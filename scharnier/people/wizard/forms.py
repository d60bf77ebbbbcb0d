# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One form a step. Names of fields are those of the short form and of the file, each once in the whole intake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import DomainError
from scharnier.people import rules
from scharnier.people.fields import (
    BirthField,
    NationalitiesField,
    chosen,
    coded,
    named,
    statuses,
    text,
    written_precision,
)
from scharnier.people.models import Precision
from scharnier.people.names.models import NameKind
from scharnier.people.record.forms import ReachedForm, staff_choices
from scharnier.people.waiting.places import PlacesReason, places_reason
from scharnier.people.wizard.living import LivingStep
from scharnier.people.wizard.steps import CONTACT, ENTRY, LIVING, NAME, STAY, WORK

USUAL = ("ar", "fa", "ps", "kmr", "uk", "ru", "ti", "so", "tr", "en", "fr", "de")


class NameStep(KitForm):
    """Who it is, as the passport and as the person says."""

    mostly_optional = True

    family_name = named(_("Familienname"), 80, hint=_("Wie im Pass; leer, wenn es keinen gibt"))
    given_names = named(_("Vornamen"), 80)
    own_script_name = named(_("Name in eigener Schrift"), 160)
    former_name = named(_("Weiterer Name"), 160, hint=_("Geburtsname, früherer Name, Rufname"))
    former_kind = chosen(_("Was für einer"), NameKind.choices, radio=True)
    birth_date = BirthField()
    estimated = forms.BooleanField(label=_("Das Geburtsdatum ist geschätzt"), required=False)
    sex = chosen(_("Geschlecht"), coded("sex"), radio=True)
    nationality = chosen(
        _("Staatsangehörigkeit"), coded("nationality", blank="–"), hint=_("Auch staatenlos oder ungeklärt")
    )
    further_nationalities = NationalitiesField(
        label=_("Weitere Staatsangehörigkeiten"), help_text=_("Mit Komma getrennt, zum Beispiel: Türkei, Irak")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("former_name") and not values.get("former_kind"):
            values["former_kind"] = NameKind.EARLIER
        written = written_precision(self.data.get("birth_date", ""))
        values["birth_precision"] = Precision.ESTIMATED if values.pop("estimated", False) else written or Precision.DAY
        if not self.errors:
            try:
                rules.check_person(values)
            except DomainError as refused:
                self.add_error(refused.field if refused.field in self.fields else None, refused.message)
        return values


class ContactStep(ReachedForm):
    """Few languages are offered at once, the most frequent first."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = dict(coded("language")())
        spoken = self.data.getlist("speaks") if hasattr(self.data, "getlist") else self.initial.get("speaks", [])
        order = [code for code in dict.fromkeys([*spoken, *USUAL]) if code in known]
        self.fields["speaks"].choices = [(code, known[code]) for code in order]  # type: ignore[attr-defined]  # a choice field


class StayStep(KitForm):
    """The document in hand; the rules ask the rest beside it."""

    mostly_optional = True

    code = chosen(_("Aufenthaltsstatus"), statuses)
    stay_from = DateField(label=_("Gilt seit"), required=False, earliest=rules.EARLIEST_BIRTH)
    valid_to = DateField(
        label=_("Gültig bis"),
        required=False,
        help_text=_("Wie es auf dem Dokument steht"),
        earliest=rules.EARLIEST_BIRTH,
    )
    document = text(_("Dokument"), 120, hint=_("Zum Beispiel: elektronischer Aufenthaltstitel, gesehen"))
    obligation = text(_("Wohnsitzauflage"), 160, hint=_("Ort oder Land, leer: keine"))
    entered_germany_on = DateField(
        label=_("Einreise"), required=False, earliest=rules.EARLIEST_BIRTH, latest=clock.today
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        beside = any(values.get(name) for name in ("stay_from", "valid_to", "document", "obligation"))
        if beside and not values.get("code") and "code" not in self.errors:
            self.add_error("code", gettext("Zu welchem Status gehört das?"))
        return values


class WorkStep(KitForm):
    """What the programme wants to know of school and work at the entry."""

    mostly_optional = True

    german_level = chosen(_("Deutsch"), coded("cefr", blank="–"))
    german_note = text(_("Kurs, Prüfung"), 120)
    schooling = text(_("Schule und Abschluss"), 200)
    occupation = text(_("Beruf und Erfahrung"), 200)


class EntryStep(PlacesReason):
    """Whose case it is and from which day on."""

    mostly_optional = True

    concern = text(_("Anliegen"), 200, hint=_("Ein Satz genügt"))
    entered_on = DateField(label=_("Eintritt"), required=False, help_text=_("Leer: vor dem Eintritt"))
    over_places = places_reason()
    staff = forms.TypedChoiceField(
        label=_("Fachkraft"), required=False, coerce=UUID, empty_value=None, widget=forms.Select()
    )

    def __init__(self, *args: Any, staff: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff"].choices = staff_choices(staff, gettext("noch niemand"))  # type: ignore[attr-defined]  # a choice field


FORMS: dict[str, type[KitForm]] = {
    NAME: NameStep,
    CONTACT: ContactStep,
    STAY: StayStep,
    LIVING: LivingStep,
    WORK: WorkStep,
    ENTRY: EntryStep,
}
