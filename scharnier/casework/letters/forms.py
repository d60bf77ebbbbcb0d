# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of letters: the photograph first, then a page beside it that is filled in within seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from scharnier.casework.contacts.forms import language_choices
from scharnier.casework.contacts.words import NoteField
from scharnier.casework.letters import words
from scharnier.casework.letters.actions import Told
from scharnier.casework.letters.models import Letter, LetterState
from scharnier.casework.letters.queries import Habits
from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.ui.paper import PaperField
from scharnier.knowledge import deadlines
from scharnier.knowledge.inputs import InputError

TOLD = (
    "sender sender_name matter subject dated served stated no_notice deadline_on follow_up_on language interpreter "
    "state outcome version"
).split()
BY_NAME = "="
TELLING = frozenset(TOLD) - {"version"}


def _tomorrow() -> date:
    return clock.today() + timedelta(days=3 * 366)


class TakeInForm(KitForm):
    """Photographs or scans of one letter or of several."""

    mostly_optional = True

    paper = PaperField(label=_("Foto oder Scan"), required=False)
    together = forms.ChoiceField(
        label=_("Mehrere Fotos sind"),
        choices=[("one", _("Seiten eines Briefs")), ("many", _("mehrere Briefe"))],
        initial="one",
        required=False,
        widget=forms.RadioSelect,
    )


class LetterForm(KitForm):
    """Everything about a letter. `habits` put those who write often first; what they mostly write comes with them."""

    mostly_optional = True

    sender = forms.ChoiceField(label=_("Absender"), required=False)
    matter = forms.ChoiceField(label=_("Worum es geht"), required=False)
    dated = DateField(label=_("Datum des Briefs"), required=False)
    served = DateField(
        label=_("Angekommen am"), required=False, help_text=_("beim gelben Umschlag der Tag, der darauf steht")
    )
    stated = DateField(label=_("Tag, den der Brief nennt"), required=False, help_text=_("Termin oder gesetzte Frist"))
    no_notice = forms.BooleanField(label=_("Es steht keine Rechtsbehelfsbelehrung darin"), required=False)
    sender_name = forms.CharField(label=_("Anderer Absender"), max_length=120, required=False)
    subject = forms.CharField(label=_("Stichwort"), max_length=160, required=False)
    deadline_on = DateField(label=_("Frist"), required=False, latest=_tomorrow)
    follow_up_on = DateField(label=_("Erinnern am"), required=False, latest=_tomorrow)
    suggested = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    also = forms.MultipleChoiceField(
        label=_("Betrifft auch"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("aus dem Haushalt; der Brief kommt auch in diese Akten"),
    )
    explained = forms.BooleanField(label=_("Der Person erklärt"), required=False)
    language = forms.ChoiceField(label=_("Sprache"), required=False)
    interpreter = forms.CharField(label=_("Sprachmittlung"), max_length=120, required=False)
    state = forms.ChoiceField(label=_("Stand"), choices=LetterState.choices, required=False)
    outcome = NoteField(label=_("Ergebnis"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self,
        *args: Any,
        row: Letter,
        habits: Habits,
        languages: Sequence[str] = (),
        household: Sequence[tuple[UUID, str]] = (),
        **options: Any,
    ) -> None:
        initial = {name: getattr(row, name) for name in TOLD}
        initial |= {
            "sender": row.sender or (BY_NAME + row.sender_name if row.sender_name else ""),
            "sender_name": "",
            "explained": row.explained_on is not None,
            "language": row.language or next(iter(languages), ""),
        }
        super().__init__(*args, initial=initial, **options)
        self.row, self.habits = row, habits
        if household:
            self._choose("also", [(str(person), name) for person, name in household])
        else:
            del self.fields["also"]
        self._choose("sender", _senders(habits, row))
        if not self.is_bound and not initial["sender"]:  # just taken: what is asked for first is at hand
            self.fields["sender"].widget.attrs["data-focus"] = True
        self._choose("language", language_choices(languages))
        chosen = str(self["sender"].value() or "")
        self._choose("matter", _matters(habits, chosen, str(self["matter"].value() or "")))

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        sender = data.get("sender") or ""
        if sender.startswith(BY_NAME):
            data["sender"], data["sender_name"] = "", data.get("sender_name") or sender.removeprefix(BY_NAME)
        data["state"] = data.get("state") or LetterState.OPEN
        return data

    def told(self) -> Told:
        """What was said, with the suggestion as it was shown."""
        values = {name: value for name, value in self.values().items() if name in TELLING}
        explained = None
        if self.cleaned_data["explained"]:
            explained = self.row.explained_on or clock.today()
        else:
            values |= {"language": "", "interpreter": ""}
        found = self.suggest()
        answer = found.known.as_json() if found is not None and values["matter"] else {}
        if values["deadline_on"] and not values["follow_up_on"]:
            values["follow_up_on"] = words.reminder(values["deadline_on"])
        return Told(**values, explained_on=explained, answer=answer)

    def suggest(self) -> words.Suggestion | None:
        """The deadline that follows from what is filled in so far; None when the days can't be."""
        try:
            return words.suggestion(
                str(self._now("matter") or ""),
                dated=self._now("dated"),
                served=self._now("served"),
                stated=self._now("stated"),
                no_notice=bool(self._now("no_notice")),
                land=self.row.project.state,
            )
        except InputError:
            return None

    def _now(self, name: str) -> Any:
        """A field as filled in so far, read the way the form reads it; None when it can't be read."""
        if not self.is_bound:
            return self.initial.get(name)
        try:
            return self.fields[name].clean(self[name].data)
        except forms.ValidationError:
            return None

    def unseen(self, found: words.Suggestion | None) -> bool:
        """Whether there is a suggestion that whoever filled this in has not had before them."""
        if found is None or found.day is None or self.cleaned_data.get("deadline_on"):
            return False
        return bool(self.cleaned_data.get("suggested") != found.day.isoformat())

    def take(self, found: words.Suggestion | None) -> None:
        """Put the suggestion into the fields, unless somebody has written another day."""
        if not self.is_bound:
            return
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        before = data.get("suggested", "")
        written = self._now("deadline_on")
        if written is None or written.isoformat() == before:
            data["deadline_on"] = f"{found.day:%d.%m.%Y}" if found and found.day else ""
            data["follow_up_on"] = f"{found.follow_up:%d.%m.%Y}" if found and found.follow_up else ""
        data["suggested"] = found.day.isoformat() if found and found.day else ""
        self.data = data

    def follow_sender(self) -> None:
        """Another sender: the matter becomes what this one mostly writes about."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        code, name = _split(str(data.get("sender", "")))
        matter = str(data.get("matter", ""))
        if not matter or (code and not words.matter_of(matter, code)):
            data["matter"] = self.habits.usual(code, name)
        self.data = data
        self._choose("matter", _matters(self.habits, str(data.get("sender", "")), str(data.get("matter", ""))))


def _split(chosen: str) -> tuple[str, str]:
    """(code, name) of a chosen sender."""
    return ("", chosen.removeprefix(BY_NAME)) if chosen.startswith(BY_NAME) else (chosen, "")


def _senders(habits: Habits, row: Letter) -> list[Any]:
    """Those who write often, then everybody in the order of the list."""
    often = [(code or BY_NAME + name, words.sender(code, name)) for code, name in habits.senders]
    own = BY_NAME + row.sender_name
    if row.sender_name and not row.sender and own not in dict(often):
        often.append((own, row.sender_name))
    lang = get_language() or "de"
    rest = [(each.code, each.label(lang)) for each in deadlines.senders() if each.code not in dict(often)]
    return [("", "–"), *([(__("Häufig"), often)] if often else []), (__("Alle"), rest)]


def _matters(habits: Habits, chosen: str, now: str) -> list[Any]:
    """What this sender writes about, the usual first; without a sender from the list everything."""
    code, name = _split(chosen)
    lang = get_language() or "de"
    usual = list(habits.matters.get((code, name), []))
    fitting = [each.code for each in deadlines.matters(code if words.known_sender(code) else None)]
    order = list(dict.fromkeys([*usual, *fitting, *([now] if words.known_matter(now) else [])]))
    return [("", "–"), *((each, words.matter(each, lang)) for each in order)]
