# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms for the facts in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.people import rules, words
from scharnier.people.actions import LIST_FIELDS, PERSON_FIELDS, STAY_FIELDS, NewStay
from scharnier.people.consents.queries import Basis
from scharnier.people.fields import (
    BirthField,
    Choices,
    NationalitiesField,
    PhoneField,
    chosen,
    coded,
    language,
    named,
    statuses,
    text,
    written_precision,
)
from scharnier.people.models import Enrolment, Person, Phase, Precision, ResidenceStatus
from scharnier.people.waiting.places import PlacesReason, places_reason

# Languages offered side by side; all others stand in the list beside them.
USUAL_LANGUAGES, OFTEN_READ = 14, 8


class ReachedForm(KitForm):
    """How somebody is reached, and in which language."""

    mostly_optional = True

    phone = PhoneField()
    email = forms.EmailField(label=_("E-Mail"), required=False, max_length=254)
    channel = chosen(_("Am besten erreichbar"), coded("contact_form", blank="–"))
    messenger = text(_("Messenger"), 80, hint=_("Welcher, und unter welcher Nummer oder welchem Namen"))
    street = text(_("Straße und Hausnummer"), 120)
    postcode = forms.RegexField(
        r"^\d{5}$",
        label=_("Postleitzahl"),
        required=False,
        error_messages={"invalid": _("Eine Postleitzahl hat fünf Ziffern.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "sh-in--num", "autocomplete": "off"}),
    )
    place = text(_("Ort"), 80)
    speaks = forms.MultipleChoiceField(
        label=_("Spricht"), required=False, choices=coded("language"), widget=forms.CheckboxSelectMultiple()
    )
    further_language = chosen(_("Weitere Sprache"), coded("language", blank="–"))
    reads = chosen(_("Liest"), coded("language", blank="–"), hint=_("In dieser Sprache schreiben wir."))

    def clean(self) -> dict[str, Any]:
        """A further language joins the rest."""
        values = super().clean() or self.cleaned_data
        further = values.pop("further_language", "")
        spoken = list(values.get("speaks") or [])
        values["speaks"] = [*spoken, further] if further and further not in spoken else spoken
        return values


class PersonForm(ReachedForm):
    """Facts about a person, in sections."""

    family_name = named(_("Familienname"), 80, hint=_("Wie im Pass; leer, wenn es keinen gibt"))
    given_names = named(_("Vornamen"), 80)
    own_script_name = named(_("Name in eigener Schrift"), 160)
    birth_date = BirthField()
    birth_precision = chosen(_("Wie genau"), Precision.choices, radio=True)
    sex = chosen(_("Geschlecht"), coded("sex"), radio=True)
    nationality = chosen(_("Staatsangehörigkeit"), coded("nationality", blank="–"))
    further_nationalities = NationalitiesField(
        label=_("Weitere Staatsangehörigkeiten"), help_text=_("Mit Komma getrennt, zum Beispiel: Türkei, Irak")
    )
    entered_germany_on = DateField(
        label=_("Einreise"), required=False, earliest=rules.EARLIEST_BIRTH, latest=clock.today
    )
    also_reads = forms.MultipleChoiceField(
        label=_("Liest auch"), required=False, choices=coded("language"), widget=forms.CheckboxSelectMultiple()
    )
    german_level = chosen(_("Deutsch"), coded("cefr", blank="–"))
    german_note = text(_("Kurs, Prüfung"), 120)
    schooling = text(_("Schule und Abschluss"), 200)
    occupation = text(_("Beruf und Erfahrung"), 200)
    remark = text(_("Bemerkung"), 4000, area=True)

    SECTIONS = (
        (_("Name"), "family_name given_names own_script_name"),
        (
            _("Geburt und Herkunft"),
            "birth_date birth_precision sex nationality further_nationalities entered_germany_on",
        ),
        (_("Kontakt"), "phone email channel messenger street postcode place"),
        (_("Sprachen"), "speaks further_language reads also_reads german_level german_note"),
        (_("Schule und Arbeit"), "schooling occupation remark"),
    )

    def __init__(self, *args: Any, person: Person, closed: Mapping[str, Basis] | None = None, **options: Any) -> None:
        """`closed`: columns that have no basis in this case, and why; they are neither shown nor written."""
        initial = {name: getattr(person, name) for name in (*PERSON_FIELDS, *LIST_FIELDS, "version")}
        super().__init__(*args, initial=initial, **options)
        self.closed = closed or {}
        for name in self.closed:
            del self.fields[name]
        self._offer_languages("speaks", person.speaks, USUAL_LANGUAGES)
        self._offer_languages("also_reads", [*person.also_reads, *person.speaks], OFTEN_READ)

    def _offer_languages(self, name: str, known: Sequence[str], usual: int) -> None:
        """What is ticked, what the person speaks, and the usual ones; the whole list would be a page of its own."""
        offered = coded("language")()
        sent = getattr(self.data, "getlist", self.data.get)(name) or () if self.is_bound else ()
        picked = {*known, *sent}
        first = [pair for pair in offered if pair[0] in picked] + [pair for pair in offered if pair[0] not in picked]
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = first[: max(usual, len(picked))]

    @property
    def sections(self) -> list[tuple[str, list[BoundField], list[Basis]]]:
        """Title, fields, and why those that are missing are closed."""
        return [
            (
                str(title),
                [self[name] for name in names.split() if name in self.fields],
                [self.closed[name] for name in names.split() if name in self.closed],
            )
            for title, names in self.SECTIONS
        ]

    def clean(self) -> dict[str, Any]:
        """What was written as 1990 is known to the year, whatever is ticked."""
        values = super().clean()
        written = written_precision(self.data.get("birth_date", ""))
        if written is not None and values.get("birth_precision") != Precision.ESTIMATED:
            values["birth_precision"] = written
        values["birth_precision"] = values.get("birth_precision") or Precision.DAY
        values["also_reads"] = [code for code in values.get("also_reads") or [] if code != values.get("reads")]
        return values


class StayForm(KitForm):
    """A residence status with its days."""

    mostly_optional = True

    code = chosen(_("Aufenthaltsstatus"), statuses, required=True)
    valid_from = DateField(label=_("Gilt seit"), required=False, earliest=rules.EARLIEST_BIRTH)
    valid_to = DateField(
        label=_("Gültig bis"),
        required=False,
        help_text=_("Wie es auf dem Dokument steht"),
        earliest=rules.EARLIEST_BIRTH,
    )
    endorsement = text(_("Nebenbestimmung, wörtlich"), 1000, area=True, hint=_("Wort für Wort vom Dokument"))
    document = text(_("Dokument"), 120, hint=_("Zum Beispiel: elektronischer Aufenthaltstitel, gesehen"))
    obligation = text(_("Wohnsitzauflage"), 160, hint=_("Ort oder Land, leer: keine"))
    source = text(_("Quelle"), 200, hint=_("Zum Beispiel: Dokument gesehen am …"))
    irregular = text(
        _("Grund einer Lücke oder Überschneidung"),
        200,
        hint=_("Nur wenn die Tage nicht an den Status davor anschließen"),
    )
    end_previous = forms.BooleanField(
        label=_("Den bisherigen Status am Tag davor beenden"), required=False, initial=True
    )

    def __init__(self, *args: Any, row: ResidenceStatus | None = None, **options: Any) -> None:
        if row is not None:
            names = (*STAY_FIELDS, "version")
            options["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **options)
        if row is not None:
            del self.fields["end_previous"]

    def stay(self) -> NewStay:
        return NewStay(**{name: value for name, value in self.values().items() if name != "end_previous"})


def staff_choices(staff: Mapping[UUID, str], blank: str) -> list[tuple[str, str]]:
    return [("", blank), *((str(user), name) for user, name in staff.items())]


def _staff_field(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=UUID, empty_value=None, widget=forms.Select())


class EnrolmentForm(PlacesReason):
    """Participation: phase, staff, entry, limit."""

    mostly_optional = True

    phase = chosen(_("Phase"), Phase.choices, required=True, radio=True)
    staff = _staff_field(_("Fachkraft"))
    second_staff = _staff_field(_("Zweite Fachkraft"))
    entered_on = DateField(label=_("Eintritt"), required=False, help_text=_("Leer: vor dem Eintritt"))
    over_places = places_reason()
    group_reason = text(
        _("Trotzdem aufnehmen, weil"),
        1000,
        area=True,
        hint=_("Freiwillig. Dann zählt Ihre Einschätzung zur Zielgruppe."),
    )

    def __init__(
        self,
        *args: Any,
        staff: Mapping[UUID, str],
        may_assign: bool,
        settings: ProgrammeSettings,
        row: Enrolment | None = None,
        doubtful: bool = False,
        **options: Any,
    ) -> None:
        """`doubtful`: the rules don't see the person in the target group, so a reason may be given."""
        if row is not None:
            names = ("phase", "entered_on", "version")
            kept = {"staff": row.staff_id, "second_staff": row.second_staff_id}
            options["initial"] = {**{name: getattr(row, name) for name in names}, **kept}
        super().__init__(*args, **options)
        phase = self.fields["phase"]
        if isinstance(phase, forms.ChoiceField):
            phase.choices = words.phases(settings, row.phase if row is not None else "")
        for name, blank in (("staff", gettext("noch niemand")), ("second_staff", "–")):
            self._offer(name, staff, blank, row)
            if not may_assign:
                self.fields.pop(name)
        if not doubtful:
            del self.fields["group_reason"]

    def _offer(self, name: str, staff: Mapping[UUID, str], blank: str, row: Enrolment | None) -> None:
        """Whoever is responsible stays in the list, also after having left the project."""
        field = self.fields[name]
        current = getattr(row, name) if row is not None else None
        offered = dict(staff) | ({current.pk: current.display_name} if current is not None else {})
        if isinstance(field, forms.ChoiceField):
            field.choices = staff_choices(offered, blank)

    def changes(self) -> dict[str, Any]:
        """Column names and values for the action."""
        names = {"staff": "staff_id", "second_staff": "second_staff_id"}
        return {names.get(name, name): value for name, value in self.values().items()}


def _exits() -> Choices:
    return [("", "–"), *((each.code, each.label(language())) for each in rules.exit_reasons(enquiry=False))]


class ExitForm(KitForm):
    """Leaving the project."""

    exited_on = DateField(label=_("Austritt"), latest=clock.today, earliest=rules.EARLIEST_BIRTH)
    exit_reason = chosen(_("Grund"), _exits, required=True)
    exit_situation = chosen(
        _("Situation unmittelbar danach"),
        coded("exit_situation", blank="–"),
        hint=_("Nach vier Wochen und sechs Monaten fragt „Heute“ noch einmal, wenn das Programm es verlangt."),
    )
    confirmed = forms.BooleanField(label=_("Trotz offener Punkte austragen"), required=False)

    def __init__(self, *args: Any, row: Enrolment, still_open: bool, **options: Any) -> None:
        super().__init__(*args, initial={"version": row.version, "exited_on": clock.today()}, **options)
        if not still_open:
            del self.fields["confirmed"]
