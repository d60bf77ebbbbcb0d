# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Form fields for partly known days and for occupations found by everyday words."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField, DateInput
from scharnier.foundation.ui.forms import KitBoundField, KitForm
from scharnier.knowledge import occupations
from scharnier.knowledge.occupations import Hit, Occupation
from scharnier.people import rules
from scharnier.people.competence.since import Since, read
from scharnier.people.fields import language

NONE = "-"
"""What is chosen when no occupation of the list fits: the words alone are kept."""
SHOWN = 7
SURE = 100


class SinceBound(KitBoundField):
    """Says in the empty field that a year will do."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        return super().build_widget_attrs({"placeholder": gettext("2015 oder 5/2015"), **attrs}, widget)


class SinceField(DateField):
    """A day, a month (11/2015) or a year (2015); cleaned to a Since. `end` reads a year as its last day."""

    bound_field_class = SinceBound

    def __init__(self, *, end: bool = False, **options: Any) -> None:
        self.end = end
        ahead = (lambda: clock.today() + datetime.timedelta(days=366 * 5)) if end else clock.today
        super().__init__(
            **{"required": False, "earliest": rules.EARLIEST_BIRTH, "latest": ahead, "widget": DateInput(), **options}
        )

    def to_python(self, value: Any) -> Any:
        found = read(str(value or ""), end=self.end)
        if found is not None:
            return found
        day = super().to_python(value)
        return Since(day) if day else None

    def validate(self, value: Any) -> None:
        super().validate(value.on if isinstance(value, Since) else value)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Since) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "")


class OccupationField(forms.CharField):
    """Everyday words for an occupation. The choice itself is the field `occupation` beside it (PicksOccupation)."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(
            attrs={
                "autocomplete": "off",
                "hx-post": reverse_lazy("occupations"),
                "hx-trigger": "input changed delay:120ms",
                "hx-target": "#berufe",
                "hx-sync": "this:replace",
                "hx-include": "#berufe",
                "aria-controls": "berufe",
            }
        )
        super().__init__(
            **{
                "label": _("Beruf"),
                "max_length": 120,
                "help_text": _("Alltagsworte genügen, deutsch oder englisch, Tippfehler schaden nicht."),
                "widget": widget,
                "template_name": "people/competence/occupation_field.html",
                **options,
            }
        )


def suggestions(words: str, chosen: str = "") -> list[Occupation]:
    """What fits the words, best first, after the one already chosen."""
    found = [hit.occupation for hit in hits(words)]
    known = occupations.by_id(chosen) if chosen else None
    return [known, *(each for each in found if each.id != known.id)] if known else found


def hits(words: str) -> list[Hit]:
    return occupations.find(words, language(), SHOWN) if words.strip() else []


class Undrawn(forms.HiddenInput):
    """A value that is read from the form and drawn by another field: the choice stands below the words."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return mark_safe("")  # nothing at all


class PicksOccupation(KitForm):
    """A form that asks for an occupation: `wording` in somebody's own words, `occupation` its row of the list.

    Without a script the list comes with the first answer; one that fits fully is taken at once.
    """

    wording = OccupationField()
    occupation = forms.CharField(required=False, widget=Undrawn)

    @property
    def picked(self) -> str:
        """The id chosen so far, NONE, or empty."""
        value = self["occupation"].value()
        return str(value or "")

    @property
    def suggestions(self) -> list[Occupation]:
        return suggestions(str(self["wording"].value() or ""), "" if self.picked == NONE else self.picked)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        words, chosen = values.get("wording", ""), values.get("occupation", "")
        values["code"] = ""
        if chosen == NONE or not words:
            values["occupation"] = ""
            return values
        row = occupations.by_id(chosen) if chosen else _sure(words)
        if row is None:
            message = (
                gettext("Wählen Sie unten, was gemeint ist.")
                if hits(words)
                else gettext(
                    "Dazu finden wir keinen Beruf. Versuchen Sie ein anderes Wort, oder wählen Sie „keiner davon“."
                )
            )
            self.add_error("wording", message)
            return values
        values["occupation"], values["code"] = row.id, row.code
        return values


def _sure(words: str) -> Occupation | None:
    """The one occupation that these words name fully; None where several could be meant."""
    found = hits(words)
    best = [hit for hit in found if hit.score >= SURE]
    return best[0].occupation if len(best) == 1 else None
