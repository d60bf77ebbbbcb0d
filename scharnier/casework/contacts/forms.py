# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a talk, made for one minute, and the one of a follow-up."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as daytime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from scharnier.casework.cases import Colleague
from scharnier.casework.contacts.actions import FARTHEST, Made, Reminder, Sprout, Talk
from scharnier.casework.contacts.words import NoteField
from scharnier.casework.needs.forms import field_choices
from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField, MinutesField, TimeField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.people.models import Person

EMPTY_ROWS = 2
MOST_ROWS = 12
# A clock a few minutes ahead of ours is no future.
ROUNDED = timedelta(minutes=5)
MADE_LABELS = {Made.GOAL: _("Ziel"), Made.STEP: _("Schritt"), Made.NEED: _("Bedarf")}


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


def _next_year() -> date:
    return clock.today() + timedelta(days=366)


ABOUT_AUTHORITY = ("authority", "companion", "papers", "attorney", "outcome", "deadline_on")


class TalkForm(KitForm):
    """What is asked about every talk."""

    mostly_optional = True

    form = forms.ChoiceField(
        label=_("Form"), widget=forms.RadioSelect, error_messages={"required": _("Wählen Sie die Form.")}
    )
    day = DateField(label=_("Datum"), latest=_next_year)
    time = TimeField(label=_("Beginn"))
    minutes = MinutesField(label=_("Dauer in Minuten"), required=False)
    topics = forms.MultipleChoiceField(label=_("Worum"), required=False, widget=Keyed, help_text=_("Ziffern 1 bis 0"))
    place = forms.CharField(label=_("Ort"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Sprache"), required=False)
    interpreter = forms.CharField(label=_("Sprachmittlung"), max_length=120, required=False)
    took_part = forms.CharField(
        label=_("Wer war dabei"), max_length=300, required=False, help_text=_("außer Ihnen und der Person")
    )
    authority = forms.CharField(
        label=_("Stelle"), max_length=160, required=False, help_text=_("zum Beispiel: Jobcenter, Frau K.")
    )
    companion = forms.CharField(label=_("Begleitung durch"), max_length=160, required=False)
    papers = forms.CharField(
        label=_("Unterlagen"), max_length=300, required=False, help_text=_("was vorgelegt oder abgegeben wurde")
    )
    attorney = forms.ChoiceField(label=_("Vollmacht"), required=False, widget=forms.RadioSelect)
    outcome = NoteField(label=_("Ergebnis"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    deadline_on = DateField(label=_("Frist"), required=False, help_text=_("wird eine Wiedervorlage"))
    note = NoteField(
        label=_("Notiz"),
        max_length=20000,
        required=False,
        help_text=_("Taste T; Stichworte genügen"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "data-key": "t"}),
    )
    agreed = NoteField(
        label=_("Vereinbart"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    # The moment in the future that the writer has seen and confirmed by saving again.
    sure = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, settings: ProgrammeSettings | None = None, languages: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "de"
        self._choose("form", codes.choices("contact_form", lang))
        self._choose("topics", field_choices(settings))
        self._choose("language", language_choices(languages))
        self._choose("attorney", codes.choices("attorney", lang))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def details_open(self) -> bool:
        """Whether place, language, interpreter and others need to be seen at once."""
        folded = ("place", "language", "interpreter", "took_part")
        return self.is_bound and any(name in self.errors for name in folded)

    @property
    def authority_fields(self) -> list[Any]:
        """What an accompaniment asks besides; shown when that form is chosen, or when something stands in it."""
        return [self[name] for name in ABOUT_AUTHORITY]

    @property
    def authority_open(self) -> bool:
        return any(self[name].value() for name in ABOUT_AUTHORITY) or any(
            name in self.errors for name in ABOUT_AUTHORITY if self.is_bound
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, at = data.get("day"), data.get("time")
        if day and at:
            moment = berlin(day, at)
            if moment is None:
                self.add_error("time", _("Diese Uhrzeit gab es an dem Tag nicht: die Uhr wurde vorgestellt."))
            elif moment > clock.now() + ROUNDED:
                self._ask(data, moment)
            data["at"] = moment
        if not data.get("note") and not data.get("agreed") and not data.get("topics") and "note" not in self.errors:
            self.add_error("note", _("Schreiben Sie ein Stichwort, oder wählen Sie oben, worum es ging."))
        return data

    def _ask(self, data: dict[str, Any], moment: datetime) -> None:
        """A moment in the future is asked about once; saving a second time says that it is meant."""
        seen = moment.isoformat()
        if data.get("sure") != seen:
            again = QueryDict(mutable=True)
            again.update(self.data)
            again[self.add_prefix("sure")] = seen
            self.data = again
            self.add_error("day", _("Das liegt in der Zukunft. Stimmt es trotzdem, speichern Sie noch einmal."))

    def talk(self) -> Talk:
        data = self.cleaned_data
        names = ("language", "interpreter", "place", "took_part", "note", "agreed", *ABOUT_AUTHORITY)
        return Talk(
            at=data["at"],
            form=data["form"],
            minutes=data["minutes"],
            topics=tuple(data["topics"]),
            **{name: data[name] for name in names},
        )


class ContactForm(TalkForm):
    """A talk with one person. `people` may be asked to follow something up; `rows` lines for that are offered.

    `sprouts` are the kinds of what shall come of sentences of the note, `goals` what a step can belong to.
    """

    secret = NoteField(
        label=_("Vertraulich"),
        max_length=20000,
        required=False,
        help_text=_("nur Sie und Ihre Vertretung"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "data-secret": True}),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[Colleague] = (),
        rows: int = 0,
        sprouts: Sequence[str] = (),
        goals: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = min(rows, MOST_ROWS)
        for number in range(self.rows):
            self.fields[f"follow_{number}_due"] = DateField(label=_("Bis"), required=False)
            self.fields[f"follow_{number}_title"] = forms.CharField(
                label=_("Wiedervorlage"), max_length=200, required=False
            )
            self.fields[f"follow_{number}_owner"] = forms.ChoiceField(
                label=_("Wer"), required=False, choices=[(str(each.id), each.name) for each in people]
            )
        self.kinds = [Made(kind) for kind in sprouts if kind in set(Made)][:MOST_ROWS]
        fields = list(self.fields["topics"].choices)  # type: ignore[attr-defined]  # a choice field
        for number, kind in enumerate(self.kinds):
            self.fields[f"made_{number}_kind"] = forms.CharField(initial=kind.value, widget=forms.HiddenInput)
            self.fields[f"made_{number}_text"] = forms.CharField(
                label=MADE_LABELS[kind], max_length=300, required=False
            )
            self.fields[f"made_{number}_where"] = forms.ChoiceField(
                label=_("Ziel") if kind is Made.STEP else _("Feld"),
                choices=list(goals) if kind is Made.STEP else fields,
                required=False,
            )

    def follow_rows(self) -> list[tuple[Any, ...]]:
        """The bound fields of each line: when, what, who."""
        return [
            (self[f"follow_{number}_due"], self[f"follow_{number}_title"], self[f"follow_{number}_owner"])
            for number in range(self.rows)
        ]

    def made_rows(self) -> list[tuple[Made, Any, Any, Any]]:
        """What shall come of the talk: kind, and the bound fields kind, text, where."""
        return [
            (kind, self[f"made_{number}_kind"], self[f"made_{number}_text"], self[f"made_{number}_where"])
            for number, kind in enumerate(self.kinds)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(self.rows):
            self._check_row(data, number)
        for number in range(len(self.kinds)):
            if data.get(f"made_{number}_text") and not data.get(f"made_{number}_where"):
                self.add_error(f"made_{number}_where", _("Wählen Sie, wohin es gehört."))
        return data

    def _check_row(self, data: dict[str, Any], number: int) -> None:
        due, title = data.get(f"follow_{number}_due"), data.get(f"follow_{number}_title")
        if title and not due and f"follow_{number}_due" not in self.errors:
            self.add_error(f"follow_{number}_due", _("Bis wann?"))
        if due and title and (problem := _no_day_ahead(due)):
            self.add_error(f"follow_{number}_due", problem)

    def reminders(self, default_owner: UUID) -> list[Reminder]:
        """The lines that say what to do; a line with a day alone was a chip pressed by mistake."""
        found = []
        for number in range(self.rows):
            due, title, owner = (self.cleaned_data.get(f"follow_{number}_{name}") for name in ("due", "title", "owner"))
            if due and title:
                found.append(Reminder(due, title, UUID(owner) if owner else default_owner))
        return found

    def sprouts(self) -> list[Sprout]:
        """The lines that still have a text."""
        rows = [
            (kind, self.cleaned_data.get(f"made_{number}_text"), self.cleaned_data.get(f"made_{number}_where"))
            for number, kind in enumerate(self.kinds)
        ]
        return [Sprout(kind, text, where) for kind, text, where in rows if text and where]


class ActForm(TalkForm):
    """One talk with several people: a line of one's own for each."""

    def __init__(self, *args: Any, people: Sequence[Person] = (), apart: Collection[UUID] = (), **kwargs: Any) -> None:
        """`apart`: of whom no other file may speak, whatever somebody confirms."""
        super().__init__(*args, **kwargs)
        self.people, self.apart = people, apart
        for person in people:
            self.fields[f"own_{person.pk}"] = NoteField(
                label=person.list_name,
                max_length=4000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 1, "dir": "auto"}),
            )
        self.fields["names_meant"] = forms.BooleanField(label=_("Der Name gehört in jede dieser Akten"), required=False)

    def own_rows(self) -> list[tuple[Person, Any]]:
        return [(person, self[f"own_{person.pk}"]) for person in self.people]

    @property
    def names_asked(self) -> bool:
        """Whether the common note names somebody who was there."""
        return self.is_bound and (bool(self.data.get("names_meant")) or "names_meant" in self.errors)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        common = " ".join(str(data.get(name, "")) for name in ("note", "agreed", "took_part", "place"))
        named = [person.full_name for person in self.people if names_somebody(person, common)]
        never = [person.full_name for person in self.people if person.pk in self.apart and person.full_name in named]
        if never:
            text = _(
                "Nehmen Sie den Namen %(who)s aus der gemeinsamen Notiz. Schreiben Sie ihn in die Zeile der Person."
            )
            self.add_error("note", text % {"who": ", ".join(never)})
        elif len(self.people) > 1 and named and not data.get("names_meant"):
            self.add_error(
                "names_meant",
                _(
                    "Die gemeinsame Notiz nennt %(who)s und steht in der Akte aller. "
                    "Schreiben Sie Namen in die Zeile der Person."
                )
                % {"who": ", ".join(named)},
            )
        return data

    def own(self) -> dict[UUID, str]:
        return {person.pk: self.cleaned_data.get(f"own_{person.pk}", "") for person in self.people}


def names_somebody(person: Person, text: str, but: Collection[str] = ()) -> bool:
    """Whether a text names somebody: a whole word of the name with three letters or more; `but` don't count."""
    words = [word.casefold() for word in (*person.family_name.split(), *person.given_names.split())]
    folded = text.casefold()
    return any(re.search(rf"\b{re.escape(word)}\b", folded) for word in words if len(word) > 2 and word not in but)


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
