# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms with which a network is set up and changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField, TimeField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import districts
from scharnier.network.models import Role
from scharnier.network.structure.models import DecisionStatus, Duty, HourKind, Measure, Rhythm, Weekday

Choices = Sequence[tuple[str, str]]
PROJECT_ROLES = [(role.value, role.label) for role in Role if role not in ("admin", "protection", "office", "auditor")]


def text(label: Any, limit: int, *, required: bool = True, hint: Any = "", area: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3}) if area else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=limit, required=required, help_text=hint, widget=widget)


def number(
    label: Any, *, least: int = 0, most: int = 1_000_000, required: bool = True, hint: Any = ""
) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=required, help_text=hint, widget=widget
    )


def district_choices() -> list[tuple[str, Any]]:
    """Districts by Land, by name; the key stands behind it."""
    return [
        ("", gettext("Bitte wählen")),
        *(
            (
                state,
                [(each.code, f"{each.name} ({each.code})") for each in sorted(districts.in_state(state), key=_by_name)],
            )
            for state in districts.states()
        ),
    ]


def _by_name(district: districts.District) -> str:
    return district.name


def _one_of(choices: Choices) -> forms.RadioSelect | forms.Select:
    return forms.RadioSelect() if len(choices) <= 7 else forms.Select()


class ShapeForm(KitForm):
    """A form whose effect is shown before it is written: `seen` repeats what the preview was made for."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "seen"}

    def digest(self) -> str:
        """Stands for what was entered, so that nothing is written that the preview did not show."""
        return hashlib.sha256(repr(sorted(self.values().items())).encode()).hexdigest()[:16]

    @property
    def previewed(self) -> bool:
        return bool(self.cleaned_data.get("seen") == self.digest())


class PeriodForm(ShapeForm):
    """Something that holds from one day to another."""

    valid_from = DateField(label=_("Gilt ab"), initial=clock.today)
    valid_to = DateField(label=_("Gilt bis"), required=False, help_text=_("Leer: bis auf Weiteres"))
    field_order: Sequence[str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rest = [name for name in self.fields if name not in ("valid_from", "valid_to")]
        self.order_fields([*rest, "valid_from", "valid_to"])


class CapacityForm(PeriodForm):
    places = number(_("Plätze"), hint=_("Wie viele Personen gleichzeitig begleitet werden"))
    reason = text(_("Grund"), 300, required=False, hint=_("Nötig, wenn schon mehr Personen teilnehmen"))


class TargetForm(PeriodForm):
    measure = forms.ChoiceField(label=_("Was gezählt wird"), choices=Measure.choices)
    value = number(_("Zielzahl"))
    note = text(_("Anmerkung"), 200, required=False)


class PositionForm(ShapeForm):
    name = text(_("Bezeichnung"), 120, hint=_("Zum Beispiel Case-Management 1"))
    role = forms.ChoiceField(label=_("Aufgabe"), choices=PROJECT_ROLES, widget=forms.RadioSelect)


class HoldingForm(PeriodForm):
    """Who holds a position. `colleagues` are (user id, name)."""

    holder = forms.ChoiceField(label=_("Wer"), required=False)
    share = number(_("Umfang in Prozent"), least=1, most=100, hint=_("100 ist eine volle Stelle"))
    funding = text(_("Finanzierung"), 200, required=False, hint=_("Zum Beispiel ESF Plus, Landesmittel"))

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"] = forms.ChoiceField(
            label=_("Wer"), required=False, choices=[("", gettext("noch niemand")), *colleagues]
        )
        self.order_fields(["holder", "share", "funding", "valid_from", "valid_to"])

    def values(self) -> dict[str, Any]:
        values = super().values()
        holder = values.pop("holder", "")
        return {**values, "holder_id": UUID(holder) if holder else None}


class TandemForm(PeriodForm):
    """Two colleagues; each of `colleagues` is (user id, name)."""

    name = text(_("Name"), 120, hint=_("Zum Beispiel Team Schwerin"))

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, label in (("case_manager", _("Case-Management")), ("placement_officer", _("Vermittlung"))):
            self.fields[field] = forms.ChoiceField(label=label, choices=colleagues, widget=_one_of(colleagues))
        self.order_fields(["name", "case_manager", "placement_officer", "valid_from", "valid_to"])

    def values(self) -> dict[str, Any]:
        values = super().values()
        pair = {
            f"{name}_id": UUID(values.pop(name)) for name in ("case_manager", "placement_officer") if name in values
        }
        return {**values, **pair}


class DecisionForm(ShapeForm):
    decided_on = DateField(label=_("Datum der Entscheidung"))
    status = forms.ChoiceField(label=_("Stand"), choices=DecisionStatus.choices, widget=forms.RadioSelect)
    body = text(_("Wer hat entschieden"), 200, required=False)
    reference = text(_("Geschäftszeichen"), 80, required=False)
    primary_field = text(_("Handlungsfeld"), 120, required=False)
    further_fields = text(_("Weitere Handlungsfelder"), 400, required=False, hint=_("Durch Semikolon getrennt"))
    place = text(_("Ort"), 120, required=False)
    note = text(_("Anmerkung"), 2000, required=False, area=True)

    def __init__(self, *args: Any, phases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if phases:
            self.fields["phase"] = forms.ChoiceField(
                label=_("Phase"), required=False, choices=[("", gettext("keine Angabe")), *phases]
            )

    def values(self) -> dict[str, Any]:
        values = super().values()
        phase = values.pop("phase", "")
        fields = [each.strip() for each in values["further_fields"].split(";")]
        return {
            **values,
            "further_fields": [each[:120] for each in fields if each],
            "phase_id": UUID(phase) if phase else None,
        }


class SiteForm(ShapeForm):
    name = text(_("Name"), 120)
    street = text(_("Straße und Hausnummer"), 120, required=False)
    postcode = forms.RegexField(
        r"^\d{5}$",
        label=_("Postleitzahl"),
        required=False,
        error_messages={"invalid": _("Eine Postleitzahl hat fünf Ziffern.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    place = text(_("Ort"), 80, required=False)
    district = forms.ChoiceField(label=_("Kreis"), choices=district_choices, required=False)
    mobile = forms.BooleanField(label=_("Mobile Beratung"), required=False)
    step_free = forms.BooleanField(label=_("Stufenlos erreichbar"), required=False)
    directions = text(_("So finden Sie hin"), 300, required=False)
    valid_from = DateField(label=_("Seit"), initial=clock.today)


class RoomForm(ShapeForm):
    name = text(_("Raum"), 80)
    seats = number(_("Plätze"), least=1, most=2000, required=False)
    note = text(_("Hinweis"), 200, required=False)


class HourForm(PeriodForm):
    """One line of a timetable; `rooms` are (id, name)."""

    kind = forms.ChoiceField(label=_("Art"), choices=HourKind.choices, widget=forms.RadioSelect, initial=HourKind.OPEN)
    weekday = forms.TypedChoiceField(
        label=_("Wochentag"), choices=Weekday.choices, coerce=int, widget=forms.RadioSelect
    )
    rhythm = forms.ChoiceField(
        label=_("Rhythmus"), choices=Rhythm.choices, widget=forms.RadioSelect, initial=Rhythm.WEEKLY
    )
    begins = TimeField(label=_("Von (Uhrzeit)"))
    ends = TimeField(label=_("Bis (Uhrzeit)"))
    note = text(_("Hinweis"), 200, required=False)

    def __init__(self, *args: Any, rooms: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rooms:
            self.fields["room"] = forms.ChoiceField(
                label=_("Raum"), required=False, choices=[("", gettext("keine Angabe")), *rooms]
            )

    def values(self) -> dict[str, Any]:
        values = super().values()
        room = values.pop("room", "")
        return {**values, "room_id": UUID(room) if room else None}


class RegionForm(PeriodForm):
    district = forms.ChoiceField(label=_("Kreis"), choices=district_choices)
    duty = forms.ChoiceField(
        label=_("Aufgabe"),
        choices=Duty.choices,
        widget=forms.RadioSelect,
        initial=Duty.RESPONSIBLE,
        help_text=_("Zuständig ist in einem Programm immer nur ein Projekt; beteiligt können mehrere sein."),
    )
    note = text(_("Anmerkung"), 200, required=False, hint=_("Zum Beispiel der Teil des Kreises"))


class LastDayForm(ShapeForm):
    last_day = DateField(label=_("Letzter Tag"), initial=clock.today)


class ProjectChangeForm(PeriodForm):
    """A project that exists; its beginning may be unknown."""

    valid_from = DateField(label=_("Gilt ab"), required=False)
    name = text(_("Name"), 200)
    district = forms.ChoiceField(label=_("Kreis"), choices=district_choices, required=False)


class ProjectForm(ShapeForm):
    """A new project. `carriers` and `programmes` are (id, name)."""

    name = text(_("Name"), 200)
    code = forms.SlugField(
        label=_("Kürzel"),
        max_length=60,
        help_text=_("Kleine Buchstaben, Ziffern und Bindestriche; daraus entstehen die Aktenzeichen."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    district = forms.ChoiceField(label=_("Kreis"), choices=district_choices, required=False)
    valid_from = DateField(label=_("Gilt ab"), initial=clock.today)
    valid_to = DateField(label=_("Gilt bis"), required=False, help_text=_("Leer: bis auf Weiteres"))

    def __init__(self, *args: Any, carriers: Choices, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not required here: the action says why a project can't be without one.
        self.fields["carrier"] = forms.ChoiceField(
            label=_("Träger"), choices=carriers, required=False, widget=_one_of(carriers), initial=_only(carriers)
        )
        self.fields["programme"] = forms.ChoiceField(
            label=_("Programm"), choices=programmes, widget=_one_of(programmes), initial=_only(programmes)
        )
        self.order_fields(["carrier", "programme", "name", "code", "district", "valid_from", "valid_to"])

    def clean_code(self) -> str:
        return str(slugify(self.cleaned_data["code"]))

    def values(self) -> dict[str, Any]:
        values = super().values()
        carrier = values.pop("carrier", "")
        return {**values, "carrier": UUID(carrier) if carrier else None, "programme": UUID(values["programme"])}


def _only(choices: Choices) -> str | None:
    return choices[0][0] if len(choices) == 1 else None


class PhaseForm(PeriodForm):
    name = text(_("Name der Phase"), 120, hint=_("Zum Beispiel Phase 2025–2027"))
    note = text(_("Anmerkung"), 300, required=False)

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"] = forms.ChoiceField(
            label=_("Programm"), choices=programmes, widget=_one_of(programmes), initial=_only(programmes)
        )
        self.order_fields(["programme", "name", "valid_from", "valid_to", "note"])

    def values(self) -> dict[str, Any]:
        values = super().values()
        return {**values, "programme": UUID(values["programme"])}


class ConsortiumForm(PeriodForm):
    name = text(_("Name"), 200)
    target_persons = number(_("Zielzahl Personen"), required=False, hint=_("Jede Person zählt einmal"))

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"] = forms.ChoiceField(
            label=_("Programm"), choices=programmes, widget=_one_of(programmes), initial=_only(programmes)
        )
        self.order_fields(["programme", "name", "target_persons", "valid_from", "valid_to"])

    def values(self) -> dict[str, Any]:
        values = super().values()
        return {**values, "programme": UUID(values["programme"])}


class PartnerForm(PeriodForm):
    """A partner: a carrier of this installation, or another organisation by name."""

    name = text(_("Andere Organisation"), 200, required=False, hint=_("Wenn sie nicht mit Scharnier arbeitet"))
    sub_project = text(_("Teilprojekt"), 200, required=False)

    def __init__(self, *args: Any, carriers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carriers = dict(carriers)
        self.fields["partner"] = forms.ChoiceField(
            label=_("Träger"), required=False, choices=[("", gettext("keiner dieser Träger")), *carriers]
        )
        self.order_fields(["partner", "name", "sub_project", "valid_from", "valid_to"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("partner") and not values.get("name"):
            self.add_error("partner", gettext("Wählen Sie einen Träger oder schreiben Sie den Namen der Organisation."))
        return values

    def values(self) -> dict[str, Any]:
        values = super().values()
        partner = values.pop("partner", "")
        name = self.carriers.get(partner, "") or values["name"]
        return {**values, "partner": UUID(partner) if partner else None, "name": name[:200]}


class AgreementForm(ShapeForm):
    """The agreement of the joint controllers; one field for each of `parties`."""

    agreed_on = DateField(label=_("Geschlossen am"), latest=clock.today)
    reference = text(_("Fundstelle"), 200, hint=_("Wo das unterschriebene Dokument liegt"))
    contact_point = text(_("Anlaufstelle für Betroffene"), 200)
    note = text(_("Anmerkung"), 2000, required=False, area=True)

    def __init__(self, *args: Any, parties: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = list(parties)
        for place, party in enumerate(self.parties):
            self.fields[f"party{place}"] = text(gettext("Wofür steht ein: %(who)s?") % {"who": party}, 1000, area=True)
        answers = [f"party{place}" for place in range(len(self.parties))]
        self.order_fields(["agreed_on", "reference", "contact_point", *answers, "note"])

    def values(self) -> dict[str, Any]:
        values = super().values()
        duties = [(party, values.pop(f"party{place}", "")) for place, party in enumerate(self.parties)]
        return {**values, "duties": duties}
