# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of an assessment: six aspects, most of it a click each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.knowledge.matching.facts import MOST_HOURS
from scharnier.people import rules
from scharnier.people.assessing.answers import MANY, NOTES, NUMBERS, RATED, SCALES, TEXTS
from scharnier.people.assessing.words import LABELS, TITLES
from scharnier.people.fields import chosen, coded, language, text

MOST_KM = 500
EVIDENCE = 300


def several(label: Any, code_list: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=coded(code_list), required=False, widget=forms.CheckboxSelectMultiple
    )


def number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False)


@dataclass(frozen=True)
class Rating:
    """One rated item as it is drawn: its name, the choice, the evidence."""

    label: str
    rating: BoundField
    evidence: BoundField


class AssessmentForm(KitForm):
    """When and how, then the aspects. `health` is there only for whoever may read it."""

    mostly_optional = True

    held_on = DateField(label=_("Tag"), earliest=rules.EARLIEST_BIRTH, latest=clock.today, initial=clock.today)
    method = chosen(_("Wie erhoben"), coded("assessment_method"), required=True, radio=True)
    partner = text(_("Wer oder womit"), 160, hint=_("Name des Partners oder des Tests"))
    orientation = text(LABELS["orientation"], 2000, area=True, hint=_("Ziele, Vorstellungen, was schon versucht wurde"))
    language_note = text(LABELS["language_note"], 1000, area=True)
    degree_note = text(LABELS["degree_note"], 1000, area=True)
    childcare = chosen(LABELS["childcare"], coded("childcare"), radio=True)
    childcare_note = text(_("Zur Kinderbetreuung"), 300)
    vehicles = several(LABELS["vehicles"], "vehicle")
    licences = several(LABELS["licences"], "licence")
    radius = number(LABELS["radius"], MOST_KM)
    hours_from = number(LABELS["hours_from"], MOST_HOURS)
    hours_to = number(LABELS["hours_to"], MOST_HOURS)
    times = several(LABELS["times"], "working_time")
    helps = text(LABELS["helps"], 1000, area=True)
    hinders = text(LABELS["hinders"], 1000, area=True)
    health = text(
        _("Was bei der Arbeit zu beachten ist"),
        1000,
        area=True,
        hint=_("Nur was für die Arbeit nötig ist, keine Diagnose: nicht schwer heben, nicht in der Höhe"),
    )
    released = forms.BooleanField(
        label=_("Die Person ist einverstanden, dass auch die Vermittlung das liest"), required=False
    )

    def __init__(self, *args: Any, health: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for aspect, code_list in RATED.items():
            for item in codes.codes(code_list):
                self.fields[f"{aspect}-{item}"] = chosen(
                    gettext_lazy("Einschätzung"),
                    [("", "–"), *codes.choices(SCALES[aspect], language())],
                    radio=True,
                )
                self.fields[f"{aspect}-{item}-evidence"] = text(gettext_lazy("Woran zu sehen"), EVIDENCE)
        if not health:
            del self.fields["health"], self.fields["released"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        least, most = values.get("hours_from"), values.get("hours_to")
        if least is not None and most is not None and least > most:
            self.add_error("hours_to", gettext("Das ist weniger als die kleinste Stundenzahl."))
        if values.get("method") in ("partner", "test") and not values.get("partner"):
            self.add_error("partner", gettext("Tragen Sie ein, wer eingeschätzt hat oder welcher Test das war."))
        return values

    def answers(self) -> dict[str, Any]:
        """What goes into the assessment; what was left open stays out."""
        values = self.cleaned_data
        found: dict[str, Any] = {name: values[name] for name in (*NOTES, *TEXTS, "childcare", *MANY) if values[name]}
        found |= {name: values[name] for name in NUMBERS if values[name] is not None}
        for aspect, code_list in RATED.items():
            rated = {}
            for item in codes.codes(code_list):
                rating, evidence = values[f"{aspect}-{item}"], values[f"{aspect}-{item}-evidence"]
                if rating or evidence:
                    rated[item] = {"rating": rating, "evidence": evidence}
            if rated:
                found[aspect] = rated
        return found

    def rated(self, aspect: str) -> list[Rating]:
        return [
            Rating(entry.label(language()), self[f"{aspect}-{entry.code}"], self[f"{aspect}-{entry.code}-evidence"])
            for entry in codes.items(RATED[aspect])
        ]

    @property
    def sections(self) -> list[tuple[str, Sequence[BoundField], Sequence[Rating], str]]:
        """Title, fields, rated items and aspect, in the order of the six."""
        plain = {
            "experience": ["orientation"],
            "language": ["language_note"],
            "degrees": ["degree_note"],
            "circumstances": [
                "childcare", "childcare_note", "vehicles", "licences", "radius", "hours_from", "hours_to", "times",
                "helps", "hinders", "health", "released",
            ],
        }  # fmt: skip
        return [
            (
                str(title),
                [self[name] for name in plain.get(aspect, []) if name in self.fields],
                self.rated(aspect) if aspect in RATED else [],
                aspect,
            )
            for aspect, title in TITLES.items()
        ]


def initial(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form that begins with these answers."""
    found = {name: answers[name] for name in (*NOTES, *TEXTS, "childcare", *MANY, *NUMBERS) if name in answers}
    for aspect in RATED:
        for item, given in answers.get(aspect, {}).items():
            found[f"{aspect}-{item}"] = given.get("rating", "")
            found[f"{aspect}-{item}-evidence"] = given.get("evidence", "")
    return found
