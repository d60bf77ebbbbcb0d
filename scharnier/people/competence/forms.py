# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the entries: languages, schooling, work, wishes, courses."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.people import rules
from scharnier.people.competence.fields import NONE, PicksOccupation, SinceField
from scharnier.people.competence.models import SKILLS
from scharnier.people.competence.since import Since
from scharnier.people.fields import Choices, chosen, coded, language, text
from scharnier.people.models import Precision

SPELL = ("begun", "ended")


class EntryForm(KitForm):
    """A form that fills one row: `names` are columns of the same name, a spell has two columns a day."""

    mostly_optional = True
    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, row: models.Model | None = None, **options: Any) -> None:
        """`row` is what is changed; `initial` is what a new row begins with."""
        if row is not None:
            options["initial"] = {"version": row.version, **self.from_row(row)}  # type: ignore[attr-defined]  # every entry is versioned
        super().__init__(*args, **options)

    def from_row(self, row: Any) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in self.names}
        for name in SPELL:
            if name in self.base_fields:
                on, precision = getattr(row, f"{name}_on"), getattr(row, f"{name}_precision")
                values[name] = Since(on, precision) if on else None
        return values

    def columns(self) -> dict[str, Any]:
        """What goes into the row."""
        values = self.values()
        found = {name: values[name] for name in self.names}
        for name in SPELL:
            if name in self.base_fields:
                day: Since | None = values.get(name)
                found[f"{name}_on"] = day.on if day else None
                found[f"{name}_precision"] = day.precision if day else Precision.DAY.value
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begun, ended = values.get("begun"), values.get("ended")
        if begun and ended and ended.on < begun.on:
            self.add_error("ended", gettext("Das Ende liegt vor dem Anfang."))
        return values


class LanguageForm(EntryForm):
    """Levels of the four skills; one for all fills what is left open."""

    names = ("language", *SKILLS, "source", "certificate", "stated_on")

    language = chosen(_("Sprache"), coded("language", blank="–"), required=True)
    overall = chosen(_("Insgesamt"), coded("cefr", blank="–"), hint=_("Füllt, was unten offen bleibt."))
    listening = chosen(_("Hören"), coded("cefr", blank="–"))
    speaking = chosen(_("Sprechen"), coded("cefr", blank="–"))
    reading = chosen(_("Lesen"), coded("cefr", blank="–"))
    writing = chosen(_("Schreiben"), coded("cefr", blank="–"))
    source = chosen(_("Woher wir es wissen"), coded("language_evidence"), required=True, radio=True)
    certificate = text(_("Prüfung oder Zertifikat"), 120, hint=_("Zum Beispiel: telc B1, Deutsch-Test für Zuwanderer"))
    stated_on = DateField(label=_("Stand"), earliest=rules.EARLIEST_BIRTH, latest=clock.today, initial=clock.today)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        overall = values.get("overall", "")
        for skill in SKILLS:
            values[skill] = values.get(skill) or overall
        if not any(values[skill] for skill in SKILLS) and not self.errors:
            self.add_error("overall", gettext("Wählen Sie wenigstens eine Stufe."))
        if values.get("source") == "zertifikat" and not values.get("certificate"):
            self.add_error("certificate", gettext("Tragen Sie ein, welches Zertifikat das ist."))
        return values


class EducationForm(EntryForm, PicksOccupation):
    """School, training, studies and recognition."""

    names = (
        "kind",
        "title",
        "place",
        "country",
        "level",
        "completed",
        "recognition",
        "recognition_on",
        "recognition_note",
    )

    kind = chosen(_("Art"), coded("education_kind"), required=True, radio=True)
    title = text(
        _("Abschluss oder Fach"), 160, required=True, hint=_("Zum Beispiel: Abitur, Elektroniker, 9 Schuljahre")
    )
    place = text(_("Schule, Betrieb oder Hochschule"), 160)
    country = chosen(_("Land"), coded("nationality", blank="–"))
    begun = SinceField(label=_("Von"))
    ended = SinceField(label=_("Bis"), end=True)
    completed = chosen(_("Stand"), coded("completed"), required=True, radio=True)
    level = chosen(_("Stufe (ISCED)"), coded("school_level", blank="–"))
    recognition = chosen(_("Anerkennung"), coded("recognition_state"), required=True, radio=True)
    recognition_on = DateField(label=_("Bescheid oder Antrag vom"), required=False, earliest=rules.EARLIEST_BIRTH)
    recognition_note = text(_("Zur Anerkennung"), 300, hint=_("Stelle, Auflagen, was noch fehlt"))

    field_order = (
        "kind",
        "title",
        "place",
        "country",
        "begun",
        "ended",
        "completed",
        "level",
        "recognition",
        "wording",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wording"].required = False
        self.fields["wording"].label = _("Entspricht dem Beruf")
        for name in ("completed", "recognition"):
            self.fields[name].initial = "unknown"

    def from_row(self, row: Any) -> dict[str, Any]:
        from scharnier.knowledge import occupations

        known = occupations.by_code(row.recognised_as)
        found = {"wording": known[0].title(language()), "occupation": known[0].id} if known else {}
        return {**super().from_row(row), **found}

    def columns(self) -> dict[str, Any]:
        return {**super().columns(), "recognised_as": self.cleaned_data.get("code", "")}


class _WithOccupation(EntryForm, PicksOccupation):
    def from_row(self, row: Any) -> dict[str, Any]:
        return {**super().from_row(row), "wording": row.wording, "occupation": row.occupation or NONE}

    def columns(self) -> dict[str, Any]:
        picked = {name: self.cleaned_data.get(name, "") for name in ("wording", "occupation", "code")}
        return {**super().columns(), **picked}


class WorkForm(_WithOccupation):
    """A job, in any country."""

    names = ("country", "employer", "tasks", "ongoing")

    country = chosen(_("Land"), coded("nationality", blank="–"))
    begun = SinceField(label=_("Von"))
    ended = SinceField(label=_("Bis"), end=True)
    ongoing = forms.BooleanField(label=_("bis heute"), required=False)
    employer = text(_("Betrieb"), 160)
    tasks = text(
        _("Tätigkeiten"), 2000, area=True, hint=_("Was gehörte zur Arbeit? Maschinen, Werkstoffe, Verantwortung")
    )

    field_order = ("wording", "country", "begun", "ended", "ongoing", "employer", "tasks")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("ongoing") and values.get("ended"):
            self.add_error("ended", gettext("Lassen Sie das Ende leer, wenn die Arbeit noch läuft."))
        return values


class WishForm(_WithOccupation):
    """An occupation somebody wishes, or one that is out of the question."""

    names = ("form", "rank", "note")

    form = chosen(_("In welcher Form"), coded("work_form"), required=True, radio=True)
    rank = forms.IntegerField(
        label=_("Rang"), min_value=1, max_value=20, initial=1, help_text=_("1 ist der liebste Wunsch.")
    )
    note = text(_("Dazu"), 300)

    field_order = ("wording", "form", "rank", "note")


def course_kinds() -> Choices:
    """Courses of German first, then measures."""
    lang = language()
    return [
        ("", "–"),
        (gettext("Deutschkurse"), codes.choices("german_course", lang)),
        (gettext("Maßnahmen"), codes.choices("measure_kind", lang)),
    ]


class CourseForm(EntryForm):
    """A course or measure attended elsewhere."""

    names = ("kind", "title", "provider", "state", "hours_entitled", "hours_used", "result")

    kind = chosen(_("Kurs oder Maßnahme"), course_kinds, required=True)
    title = text(_("Bezeichnung"), 160)
    provider = text(_("Anbieter"), 120)
    state = chosen(_("Stand"), coded("course_state"), required=True, radio=True)
    begun = SinceField(label=_("Von"), latest=None)
    ended = SinceField(label=_("Bis"), end=True)
    hours_entitled = forms.IntegerField(
        label=_("Stunden bewilligt"), required=False, min_value=0, max_value=5000, help_text=_("Unterrichtsstunden")
    )
    hours_used = forms.IntegerField(label=_("Stunden genutzt"), required=False, min_value=0, max_value=5000)
    result = text(_("Ergebnis"), 120, hint=_("Zum Beispiel: DTZ B1, Teilnahmebescheinigung"))
