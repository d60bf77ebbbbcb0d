# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step about housing, representation, school and benefits: one row of each at first, as many as there are."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people import rules
from scharnier.people.fields import PhoneField, chosen, coded, named, text
from scharnier.people.wizard.steps import Asked

MOST_ROWS = 6
ROWS = "rows-"
Entry = dict[str, Any]


def _day(label: Any) -> DateField:
    return DateField(label=label, required=False, earliest=rules.EARLIEST_BIRTH)


@dataclass(frozen=True)
class Part:
    """One kind of circumstance. `names`: its fields, the kind first; `later`: those that only further rows have."""

    key: str
    names: tuple[str, ...]
    later: tuple[str, ...]
    title: str | Promise
    more: str | Promise

    def fields(self, row: int) -> tuple[str, ...]:
        """Names of a row, counted from one; the first row has the plain ones."""
        return self.names if row == 1 else tuple(f"{name}-{row}" for name in (*self.names, *self.later))


PARTS = (
    Part(
        "guardian",
        ("guardian_kind", "guardian_name", "guardian_phone"),
        (),
        _("Gesetzliche Vertretung"),
        _("Weitere Vertretung"),
    ),
    Part(
        "housing",
        ("housing_kind", "municipality", "housing_state", "housing_from"),
        ("housing_to",),
        _("Unterbringung"),
        _("Weitere oder frühere Unterbringung"),
    ),
    Part(
        "school",
        ("school_kind", "school_name"),
        ("school_from", "school_to"),
        _("Schulbesuch"),
        _("Weiterer oder früherer Schulbesuch"),
    ),
    Part(
        "benefit",
        ("benefit_kind", "benefit_office", "benefit_from"),
        ("benefit_to",),
        _("Leistungen zum Leben"),
        _("Weitere Leistung"),
    ),
)
BY_KEY = {part.key: part for part in PARTS}


@dataclass(frozen=True)
class ShownRow:
    """A row as the page shows it; the first one needs no number."""

    legend: str
    fields: list[BoundField]


@dataclass(frozen=True)
class ShownPart:
    """The rows of a part, and whether there may be another."""

    key: str
    more: str | Promise
    rows: list[ShownRow]
    open: bool


class LivingStep(KitForm):
    """Housing, representation, school and benefits, as far as they are asked."""

    mostly_optional = True

    guardian_kind = chosen(_("Gesetzliche Vertretung"), coded("guardian_kind", blank="–"))
    guardian_name = named(_("Name oder Stelle"), 160)
    guardian_phone = PhoneField(label=_("Telefon der Vertretung"))
    housing_kind = chosen(_("Unterbringung"), coded("housing_kind", blank="–"))
    municipality = text(_("Gemeinde"), 80, hint=_("Bei einer Schutzunterkunft lassen Sie sie leer."))
    housing_state = chosen(_("Land"), coded("german_state", blank="–"))
    housing_from = _day(_("Wohnt dort seit"))
    school_kind = chosen(_("Schulbesuch"), coded("school_kind", blank="–"))
    school_name = text(_("Schule"), 160)
    benefit_kind = chosen(_("Leistungen zum Leben"), coded("benefit_system", blank="–"))
    benefit_office = text(_("Stelle"), 160, hint=_("Zum Beispiel: Jobcenter Waren"))
    benefit_from = _day(_("Leistung seit"))

    LATER = {  # never written to
        "housing_to": _day(_("Bis")),
        "school_from": _day(_("Seit")),
        "school_to": _day(_("Bis")),
        "benefit_to": _day(_("Bis")),
    }

    def __init__(self, *args: Any, asked: Asked, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows: dict[str, int] = {}
        for part in PARTS:
            if not getattr(asked, part.key):
                for name in part.names:
                    del self.fields[name]
                continue
            self.rows[part.key] = number = rows_of(self.data, part)
            for row in range(2, number + 1):
                for name in part.fields(row):
                    plain = name.rpartition("-")[0]
                    self.fields[name] = deepcopy(self.base_fields.get(plain) or self.LATER[plain])
            widget = forms.HiddenInput()
            self.fields[ROWS + part.key] = forms.IntegerField(required=False, initial=number, widget=widget)

    @property
    def parts(self) -> list[ShownPart]:
        """What the page shows, part by part."""
        return [
            ShownPart(part.key, part.more, list(self._shown(part)), self.rows[part.key] < MOST_ROWS)
            for part in PARTS
            if part.key in self.rows
        ]

    def _shown(self, part: Part) -> Iterator[ShownRow]:
        for row in range(1, self.rows[part.key] + 1):
            legend = f"{part.title} {row}" if row > 1 else str(part.title)
            yield ShownRow(legend, [self[name] for name in part.fields(row)])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for part in PARTS:
            for row in range(1, self.rows.get(part.key, 0) + 1):
                first, *others = part.fields(row)
                if any(values.get(name) for name in others) and not values.get(first):
                    self.add_error(first, gettext("Wählen Sie die Art."))
                end = next((name for name in others if "_to-" in name), "")
                begin = end.replace("_to-", "_from-")
                if values.get(end) and values.get(begin) and values[end] < values[begin]:
                    self.add_error(end, gettext("Das Ende liegt vor dem Beginn."))
        return values

    def entries(self, key: str) -> list[Entry]:
        """The rows of a part that say something, each with the plain names; one after the other where one lives."""
        part, found = BY_KEY[key], []
        for row in range(1, self.rows.get(key, 0) + 1):
            given = {name.partition("-")[0]: self.cleaned_data.get(name) for name in part.fields(row)}
            if given[part.names[0]]:
                found.append(given)
        return _one_after_the_other(found) if key == "housing" else found

    def values(self) -> dict[str, Any]:
        """Nothing for the file itself; see `entries`."""
        return {}


def _one_after_the_other(rows: list[Entry]) -> list[Entry]:
    """Nobody lives in two places: what has no end ended on the day before the next began."""
    begins = sorted({row["housing_from"] for row in rows if row["housing_from"]})
    for row in rows:
        later: list[date] = [day for day in begins if row["housing_from"] and day > row["housing_from"]]
        if later and not row.get("housing_to"):
            row["housing_to"] = later[0] - timedelta(days=1)
    return rows


def rows_of(sent: Any, part: Part) -> int:
    """How many rows of a part were on the page, as the form said."""
    said = str(sent.get(ROWS + part.key) or "")
    return min(max(int(said), 1), MOST_ROWS) if said.isdecimal() else 1
