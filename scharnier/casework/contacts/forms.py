# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a talk, made for one minute, and the one of a follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from datetime import time as daytime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from scharnier.casework.cases import Colleague
from scharnier.casework.contacts.actions import FARTHEST, Reminder, Talk
from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField, MinutesField, TimeField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes

EMPTY_ROWS = 2
MOST_ROWS = 12


class Keyed(forms.CheckboxSelectMultiple):
    """Toggles that answer to the digits 1 to 9 and 0."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        number = int(option["index"])
        if number < 10:
            option["key"] = option["attrs"]["data-key"] = str((number + 1) % 10)
        return option


def language_choices(first: Sequence[str] = ()) -> list[tuple[str, str]]:
    """All languages, those of the person first."""
    known = dict(codes.choices("language", get_language() or "de"))
    order = [code for code in dict.fromkeys([*first, "de", *known]) if code in known]
    return [("", "–"), *((code, known[code]) for code in order)]


def berlin(day: date, at: daytime) -> datetime | None:
    """The moment in Germany; None for an hour that the clocks skipped in March, the first of the two in October."""
    local = datetime.combine(day, at, clock.ZONE)
    back = local.astimezone(UTC).astimezone(clock.ZONE)
    return local if back.replace(tzinfo=None) == local.replace(tzinfo=None) else None


class ContactForm(KitForm):
    """A talk. `people` may be asked to follow something up; `rows` lines for that are offered."""

    form = forms.ChoiceField(
        label=_("Form"), widget=forms.RadioSelect, error_messages={"required": _("Wählen Sie die Form.")}
    )
    day = DateField(label=_("Datum"), latest=clock.today)
    time = TimeField(label=_("Beginn"))
    minutes = MinutesField(label=_("Dauer in Minuten"), required=False)
    topics = forms.MultipleChoiceField(label=_("Worum"), required=False, widget=Keyed, help_text=_("Ziffern 1 bis 0"))
    place = forms.CharField(label=_("Ort"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Sprache"), required=False)
    interpreter = forms.CharField(label=_("Sprachmittlung"), max_length=120, required=False)
    note = forms.CharField(
        label=_("Notiz"),
        max_length=20000,
        required=False,
        help_text=_("Stichworte genügen"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    agreed = forms.CharField(
        label=_("Vereinbart"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        topics: Sequence[str] = (),
        languages: Sequence[str] = (),
        people: Sequence[Colleague] = (),
        rows: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "de"
        known = [(code, codes.label("plan_field", code, lang)) for code in topics if codes.is_code("plan_field", code)]
        self._choose("form", codes.choices("contact_form", lang))
        self._choose("topics", known or codes.choices("plan_field", lang))
        self._choose("language", language_choices(languages))
        self.rows = min(rows, MOST_ROWS)
        for number in range(self.rows):
            self.fields[f"follow_{number}_due"] = DateField(label=_("Bis"), required=False)
            self.fields[f"follow_{number}_title"] = forms.CharField(
                label=_("Wiedervorlage"), max_length=200, required=False
            )
            self.fields[f"follow_{number}_owner"] = forms.ChoiceField(
                label=_("Wer"), required=False, choices=[(str(each.id), each.name) for each in people]
            )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def follow_rows(self) -> list[tuple[Any, Any, Any]]:
        """The bound fields of each line: when, what, who."""
        return [
            (self[f"follow_{number}_due"], self[f"follow_{number}_title"], self[f"follow_{number}_owner"])
            for number in range(self.rows)
        ]

    @property
    def details_open(self) -> bool:
        """Whether place, language and interpreter need to be seen at once."""
        return self.is_bound and any(name in self.errors for name in ("place", "language", "interpreter"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, at = data.get("day"), data.get("time")
        if day and at:
            moment = berlin(day, at)
            if moment is None:
                self.add_error("time", _("Diese Uhrzeit gab es an dem Tag nicht: die Uhr wurde vorgestellt."))
            data["at"] = moment
        for number in range(self.rows):
            self._check_row(data, number)
        if not data.get("note") and not data.get("agreed") and not data.get("topics"):
            self.add_error("note", _("Schreiben Sie ein Stichwort, oder wählen Sie oben, worum es ging."))
        return data

    def _check_row(self, data: dict[str, Any], number: int) -> None:
        due, title = data.get(f"follow_{number}_due"), data.get(f"follow_{number}_title")
        if title and not due and f"follow_{number}_due" not in self.errors:
            self.add_error(f"follow_{number}_due", _("Bis wann?"))
        if due and title and (problem := _no_day_ahead(due)):
            self.add_error(f"follow_{number}_due", problem)

    def talk(self) -> Talk:
        data = self.cleaned_data
        return Talk(
            at=data["at"],
            form=data["form"],
            minutes=data["minutes"],
            topics=tuple(data["topics"]),
            **{name: data[name] for name in ("language", "interpreter", "place", "note", "agreed")},
        )

    def reminders(self, default_owner: UUID) -> list[Reminder]:
        """The lines that say what to do; a line with a day alone was a chip pressed by mistake."""
        found = []
        for number in range(self.rows):
            due, title, owner = (self.cleaned_data.get(f"follow_{number}_{name}") for name in ("due", "title", "owner"))
            if due and title:
                found.append(Reminder(due, title, UUID(owner) if owner else default_owner))
        return found


def _no_day_ahead(day: date) -> str:
    """What is wrong with a day as the day of a follow-up; empty when nothing is."""
    if day < clock.today():
        return gettext("Dieser Tag ist schon vorbei.")
    if day > clock.today() + FARTHEST:
        return gettext("Das liegt mehr als drei Jahre weit weg. Prüfen Sie das Jahr.")
    return ""


class FollowUpForm(KitForm):
    due_on = DateField(label=_("Bis"))
    title = forms.CharField(
        label=_("Was"), max_length=200, error_messages={"required": _("Schreiben Sie, was zu tun ist.")}
    )
    owner = forms.ChoiceField(label=_("Wer"))

    def __init__(self, *args: Any, people: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(people) < 8:
            self.fields["owner"].widget = forms.RadioSelect()
        self.fields["owner"].choices = [(str(each.id), each.name) for each in people]  # type: ignore[attr-defined]  # a choice field

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if problem := _no_day_ahead(day):
            raise ValidationError(problem)
        return day

    def reminder(self) -> Reminder:
        data = self.cleaned_data
        return Reminder(data["due_on"], data["title"], UUID(data["owner"]))
