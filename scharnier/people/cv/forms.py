# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes into a curriculum vitae, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.forms import KitForm
from scharnier.people import words
from scharnier.people.competence import shown
from scharnier.people.competence.shown import Line
from scharnier.people.cv.compose import SECTIONS, Material, label
from scharnier.people.cv.models import Layout
from scharnier.people.fields import chosen, text

MOST = 99


def place() -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "sh-in--s", "min": 1, "max": MOST})
    return forms.IntegerField(label=_("Platz"), required=False, min_value=1, max_value=MOST, widget=widget)


@dataclass(frozen=True)
class Drawn:
    """A section of the form: its place, the rows with theirs, or free fields, or a text that needs no choice."""

    name: str
    label: str
    place: BoundField
    rows: list[tuple[str, BoundField]] = field(default_factory=list)
    fields: list[BoundField] = field(default_factory=list)
    text: str = ""


class CurriculumForm(KitForm):
    """A number is a place; what has none stays out."""

    mostly_optional = True

    title = text(_("Bezeichnung"), 120, required=True, hint=_("Nur für Sie: für welche Bewerbung"))
    language = chosen(_("Sprache"), [("de", _("Deutsch")), ("en", _("Englisch"))], required=True, radio=True)
    layout = chosen(_("Gestaltung"), Layout.choices, required=True, radio=True)
    show = forms.MultipleChoiceField(
        label=_("Persönliches"),
        required=False,
        choices=[
            ("address", _("Anschrift")),
            ("phone", _("Telefon")),
            ("email", _("E-Mail")),
            ("birth", _("Geburtsdatum")),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Aufenthalt, Religion und Staatsangehörigkeit stehen nie im Lebenslauf."),
    )
    photo = chosen(
        _("Foto"),
        [],
        radio=True,
        hint=_(
            "In Deutschland braucht eine Bewerbung kein Foto, und niemand darf eines verlangen (Allgemeines "
            "Gleichbehandlungsgesetz, AGG). Nehmen Sie eines nur, wenn die Person es möchte."
        ),
    )
    profile = text(_("Über mich"), 600, area=True)
    extra_title = text(_("Überschrift"), 80)
    extra = text(_("Freie Zeilen"), 2000, area=True, hint=_("Eine Zeile je Angabe: Computer, Ehrenamt, Hobbys"))

    def __init__(self, *args: Any, material: Material, **options: Any) -> None:
        self.material = material
        super().__init__(*args, **options)
        if material.photos:
            self.fields["photo"].choices = [("", _("kein Foto")), *material.photos.items()]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["photo"]
        for name in SECTIONS:
            self.fields[f"place-{name}"] = place()
        for rows in material.keys().values():
            for key in rows:
                self.fields[f"row-{key}"] = place()

    def choices(self) -> dict[str, Any]:
        """What compose.compose wants."""
        values = self.cleaned_data
        places = {name: values[f"place-{name}"] for name in SECTIONS}
        rows = {key: values[f"row-{key}"] for keys in self.material.keys().values() for key in keys}
        return {
            "sections": _ordered(places),
            "rows": _ordered(rows),
            "show": values["show"],
            "photo": values.get("photo", ""),
            "profile": values["profile"],
            "extra_title": values["extra_title"],
            "extra": values["extra"],
        }

    @property
    def parts(self) -> list[Drawn]:
        said: dict[str, list[tuple[Any, Line]]] = {
            "jobs": [(row, shown.job(row)) for row in self.material.jobs],
            "degrees": [(row, shown.education(row)) for row in self.material.degrees],
            "courses": [(row, shown.course(row)) for row in self.material.courses],
            "languages": [(row, shown.languages([row])[0]) for row in self.material.languages],
        }
        found = []
        for name in SECTIONS:
            rows = [(shown.joined(line.title, line.detail), self[f"row-{row.pk}"]) for row, line in said.get(name, [])]
            fields = [self["extra_title"], self["extra"]] if name == "extra" else []
            held = words.labels("licence", self.material.licences) if name == "licences" else ""
            found.append(Drawn(name, label(name), self[f"place-{name}"], rows, fields, held))
        return found


def _ordered(places: Mapping[str, int | None]) -> list[str]:
    return sorted((name for name, place in places.items() if place), key=lambda name: places[name] or 0)


def initial(material: Material, choices: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields of a form: everything in the order of the file, or what was chosen before."""
    if choices is None:
        sections: Sequence[str] = SECTIONS
        rows = [key for keys in material.keys().values() for key in keys]
        plain: dict[str, Any] = {"show": ["address", "phone", "email"], "language": "de", "layout": Layout.PLAIN.value}
        plain |= {"title": gettext("Lebenslauf"), "photo": ""}
    else:
        sections, rows = choices.get("sections", []), choices.get("rows", [])
        plain = {name: choices.get(name, "") for name in ("show", "photo", "profile", "extra_title", "extra")}
    found = {f"place-{name}": number for number, name in enumerate(sections, 1)}
    for keys in material.keys().values():
        inside = [key for key in rows if key in keys]
        found |= {f"row-{key}": number for number, key in enumerate(inside, 1)}
    return {**plain, **found}
