# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A form for each kind of setting, made from the catalogue."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import settings as known
from scharnier.knowledge.rules import Text
from scharnier.knowledge.settings import Setting

_SPAN = re.compile(r"(\d{1,4})\s*(d|t|tage?n?|days?|m|monate?n?|months?)\.?", re.IGNORECASE)
MANY = 3


class ValueFields:
    """The fields that ask for a value of one setting, under names that begin with `prefix`."""

    def __init__(self, entry: Setting, prefix: str = "v") -> None:
        self.entry, self.prefix = entry, prefix
        self.lang = get_language() or "de"

    @property
    def ordered(self) -> bool:
        """Whether the order of what is chosen counts: then every entry has a place."""
        return self.entry.kind == "choices" and self.entry.least > 0

    def fields(self, value: Any) -> dict[str, forms.Field]:
        """Names and fields, filled with `value`."""
        one = f"{self.prefix}_value"
        kind, entry, label = self.entry.kind, self.entry, self.entry.label.in_(self.lang)
        help_text = entry.help.in_(self.lang)
        if kind in ("text", "number"):
            unit = known.unit_label(entry, self.lang)
            numeric = {"inputmode": "numeric", "size": "6"} if kind == "number" else {}
            return {
                one: forms.CharField(
                    label=f"{label} ({unit})" if unit else label,
                    required=False,
                    initial=value,
                    help_text=help_text,
                    widget=forms.TextInput(attrs=numeric),
                )
            }
        if kind == "long_text":
            return {one: _area(label, value, help_text, 8)}
        if kind == "flag":
            answers = [("yes", _("ja")), ("no", _("nein"))]
            chosen = "yes" if value else "no"
            return {
                one: forms.ChoiceField(
                    label=label, choices=answers, initial=chosen, help_text=help_text, widget=forms.RadioSelect
                )
            }
        if kind == "spans":
            spans = ", ".join(known.parse_span(each).label(self.lang) for each in value)
            return {one: forms.CharField(label=label, required=False, initial=spans, help_text=help_text)}
        if kind == "basis":
            return self._basis(value, label, help_text)
        return self._by_code(value, label, help_text)

    def _basis(self, value: Any, label: str, help_text: str) -> dict[str, forms.Field]:
        bases = [(each.code, each.label(self.lang)) for each in known.items("base")]
        return {
            f"{self.prefix}_base": forms.ChoiceField(
                label=label, choices=bases, initial=value["base"], help_text=help_text, widget=forms.RadioSelect
            ),
            f"{self.prefix}_citation": forms.CharField(
                label=_("Vorschrift"),
                required=False,
                initial=value["citation"],
                help_text=_("Zum Beispiel § 3 LDSG oder § 6 DSG-EKD."),
            ),
            f"{self.prefix}_text": _area(_("Was der Person gesagt wird"), value["text"], "", 4),
        }

    def _by_code(self, value: Any, label: str, help_text: str) -> dict[str, forms.Field]:
        entries = self.entry.entries
        if self.entry.kind == "choices" and not self.ordered:
            return {
                f"{self.prefix}_value": forms.MultipleChoiceField(
                    label=label,
                    required=False,
                    choices=[(each.code, each.label(self.lang)) for each in entries],
                    initial=value,
                    help_text=help_text,
                    widget=forms.CheckboxSelectMultiple,
                )
            }
        if self.entry.kind == "needs":
            needs = [(each.code, each.label(self.lang)) for each in known.items(self.entry.needs)]
            return {
                f"{self.prefix}_{each.code}": forms.MultipleChoiceField(
                    label=each.label(self.lang),
                    required=False,
                    choices=needs,
                    initial=value.get(each.code, []),
                    widget=forms.CheckboxSelectMultiple,
                )
                for each in entries
            }
        attrs = {"inputmode": "numeric", "size": "4"} if self.ordered else {}
        return {
            f"{self.prefix}_{each.code}": forms.CharField(
                label=each.label(self.lang),
                required=False,
                initial=self._place(value, each.code) if self.ordered else value.get(each.code, ""),
                widget=forms.TextInput(attrs=attrs),
            )
            for each in entries
        }

    @staticmethod
    def _place(value: list[str], code: str) -> str:
        return str(value.index(code) + 1) if code in value else ""

    def raw(self, data: dict[str, Any]) -> Any:
        """What was entered, as `known.read` takes it. Raises SettingError where a place or distance can't be read."""
        one = data.get(f"{self.prefix}_value")
        kind = self.entry.kind
        if kind == "flag":
            return one == "yes"
        if kind == "spans":
            return _spans(one or "")
        if kind == "basis":
            return {name: data.get(f"{self.prefix}_{name}") or "" for name in ("base", "citation", "text")}
        if self.ordered:
            return self._ordered(data)
        if kind in ("words", "needs"):
            return {each.code: data.get(f"{self.prefix}_{each.code}") for each in self.entry.entries}
        return one

    def _ordered(self, data: dict[str, Any]) -> list[str]:
        places = {each.code: (data.get(f"{self.prefix}_{each.code}") or "").strip() for each in self.entry.entries}
        chosen = {code: place for code, place in places.items() if place}
        if not all(place.isascii() and place.isdigit() and len(place) < MANY for place in chosen.values()):
            raise known.SettingError(
                Text("Die Plätze sind Zahlen: 1 für das erste Feld.", "Places are numbers: 1 for the first field.")
            )
        return sorted(chosen, key=lambda code: int(chosen[code]))


def _area(label: str, value: Any, help_text: str, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, initial=value, help_text=help_text, widget=widget)


def _spans(text: str) -> list[str]:
    """28 Tage, 6 Monate → [28d, 6m]; anything else is passed on, to be refused with a reason."""
    found = []
    for part in filter(None, (each.strip() for each in re.split(r"[,;\n]", text))):
        match = _SPAN.fullmatch(part)
        found.append(f"{int(match[1])}{'m' if match[2].lower().startswith('m') else 'd'}" if match else part)
    return found


class SettingForm(KitForm):
    """A new value, or the programme's; from which day, and on what it rests."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Was gilt"),
        choices=[("own", gettext_lazy("eigener Wert")), ("programme", gettext_lazy("wie das Programm"))],
        widget=forms.RadioSelect,
        initial="own",
    )
    since = DateField(label=gettext_lazy("Gilt ab"))
    reason = forms.CharField(
        label=gettext_lazy("Grundlage der Änderung"),
        max_length=500,
        help_text=gettext_lazy("Bescheid, Beschluss oder Absprache, mit Datum. Steht dauerhaft dabei."),
    )

    def __init__(self, *args: Any, entry: Setting, value: Any, wide: bool = False, **kwargs: Any) -> None:
        """`wide`: for a whole programme; below it lies the template."""
        super().__init__(*args, **kwargs)
        if wide:
            whose = self.fields["whose"]
            assert isinstance(whose, forms.ChoiceField)  # noqa: S101  # as declared above
            whose.choices = [("own", _("eigener Wert des Programms")), ("programme", _("wie die Vorlage"))]
        self.ask = ValueFields(entry)
        self.names = list(fields := self.ask.fields(value))
        self.fields = {"whose": self.fields["whose"], **fields, **self.fields}

    @property
    def value_fields(self) -> list[BoundField]:
        return [self[name] for name in self.names]

    def refuse(self, message: str, field: str = "") -> None:
        """Put what an action refuses beside the field it is about."""
        self.add_error(self.names[0] if field == "value" else field if field in self.fields else None, message)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("whose") == "own":
            try:
                values["value"] = known.read_as(self.ask.entry, self.ask.raw(values))
            except known.SettingError as error:
                where = f"{self.ask.prefix}_{error.where}"
                self.add_error(where if where in self.fields else self.names[0], error.text.in_(self.ask.lang))
        return values
