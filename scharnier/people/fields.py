# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Form fields that several forms of the room share."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.knowledge import codes
from scharnier.people import rules, words
from scharnier.people.importing.nationality import nationality_code
from scharnier.people.models import Precision
from scharnier.people.names import text as name_text

_YEAR = re.compile(r"^(19|20)\d{2}$")
# "ca. 1974": what people say, and older lists have.
_ABOUT = re.compile(r"^(?:ca\.?|circa|um|etwa|ungefähr|about|~)\s*((?:19|20)\d{2})$", re.IGNORECASE)
_MONTH = re.compile(r"^(\d{1,2})[/.]\s*((?:19|20)\d{2})$")
Choices = list[tuple[str, Any]]


def coded(code_list: str, *, blank: str = "") -> Callable[[], Choices]:
    """The entries of a code list in the language of the page; `blank` is what an empty choice says."""

    def choices() -> Choices:
        return [("", blank), *codes.choices(code_list, language())] if blank else codes.choices(code_list, language())

    return choices


def language() -> codes.Language:
    """The language in which labels of codes are shown."""
    return "de" if (get_language() or "de").startswith("de") else "en"


def statuses() -> Choices:
    """Residence statuses, grouped as the catalogue groups them; what is no longer issued stands there for history."""
    grouped: dict[str, Choices] = {}
    for entry in codes.items("residence_status"):
        law = entry.extra.get("law") or ""
        text = f"{entry.label(language())} ({law})" if law else entry.label(language())
        grouped.setdefault(str(entry.extra["group"]), []).append((entry.code, text))
    return [
        ("", gettext("Bitte wählen")),
        *((words.label("residence_group", key), rows) for key, rows in grouped.items()),
    ]


class PhoneField(forms.CharField):
    """Any usual way of writing a telephone number; cleaned to E.164."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        super().__init__(**{"max_length": 40, "required": False, "label": _("Telefon"), "widget": widget, **options})

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text:
            return ""
        number = words.read_phone(text)
        if number is None:
            raise ValidationError(gettext("Das ist keine Telefonnummer. Schreiben Sie sie so: 0176 04069031."))
        return number

    def prepare_value(self, value: Any) -> Any:
        return words.show_phone(value) if isinstance(value, str) and value.startswith("+") else value


class BirthField(DateField):
    """A day of birth, or only its month (4/1990) or year (1990, ca. 1990) as many documents have it."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "form": _("Das ist kein Geburtsdatum. Schreiben Sie 24.11.1990, 11.1990 oder nur das Jahr: 1990."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{
                "label": _("Geburtsdatum"),
                "help_text": _("Auch nur das Jahr: 1990"),
                "required": False,
                "earliest": rules.EARLIEST_BIRTH,
                "latest": clock.today,
                **options,
            }
        )

    def to_python(self, value: Any) -> datetime.date | None:
        text = str(value).strip() if value is not None else ""
        if _YEAR.match(text):
            return datetime.date(int(text), 1, 1)
        if found := _ABOUT.match(text):
            return datetime.date(int(found[1]), 1, 1)
        if (found := _MONTH.match(text)) and 1 <= int(found[1]) <= 12:
            return datetime.date(int(found[2]), int(found[1]), 1)
        return super().to_python(value)


def written_precision(text: str) -> str | None:
    """How exact a day of birth is by the way it was written; None where the writing doesn't say."""
    text = text.strip()
    if _ABOUT.match(text):
        return Precision.ESTIMATED
    return Precision.YEAR if _YEAR.match(text) else Precision.MONTH if _MONTH.match(text) else None


class NameField(forms.CharField):
    """A name in any script, without marks that nobody sees."""

    def to_python(self, value: Any) -> str:
        return name_text.clean(str(super().to_python(value) or ""))


def named(label: Any, limit: int, *, required: bool = False, hint: Any = "") -> NameField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "spellcheck": "false"})
    return NameField(label=label, max_length=limit, required=required, help_text=hint, widget=widget)


class NationalitiesField(forms.CharField):
    """Several nationalities as people write them (Syrien, türkisch); cleaned to their codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 200, **options})

    def clean(self, value: Any) -> list[str]:
        found: list[str] = []
        for part in re.split(r"[,;/]| und ", str(super().clean(value) or "")):
            if word := part.strip():
                code = nationality_code(word)
                if code is None:
                    raise ValidationError(
                        gettext("Diese Staatsangehörigkeit kennen wir nicht: %(word)s.") % {"word": word}
                    )
                found.append(code)
        return list(dict.fromkeys(found))

    def prepare_value(self, value: Any) -> Any:
        return words.labels("nationality", value) if isinstance(value, list) else value


def text(label: Any, limit: int, *, required: bool = False, hint: Any = "", area: bool = False) -> forms.CharField:
    """A line (or an area) of text that is refused, not cut, when it is too long."""
    widget = forms.Textarea(attrs={"rows": 3}) if area else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=limit, required=required, help_text=hint, widget=widget)


def chosen(
    label: Any, choices: Any, *, required: bool = False, hint: Any = "", radio: bool = False
) -> forms.ChoiceField:
    """One of several codes: side by side when they are few, a list from eight on."""
    widget = forms.RadioSelect() if radio else forms.Select()
    missing = {"required": _("Wählen Sie, was zutrifft.")}
    return forms.ChoiceField(
        label=label, choices=choices, required=required, help_text=hint, widget=widget, error_messages=missing
    )
