# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A talk that concerns several of a household: one common note, a line of one's own for each, follow-ups by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.casework.contacts.actions import Reminder
from scharnier.casework.contacts.forms import ContactForm, names_somebody
from scharnier.casework.contacts.queries import participants
from scharnier.casework.contacts.words import NoteField
from scharnier.casework.models import Contact
from scharnier.foundation.principals import Scope
from scharnier.people.household.queries import fellows, separated_among
from scharnier.people.models import Enrolment, Person
from scharnier.people.queries import FileHeader

LONGEST_OWN = 4000


def company(scope: Scope, file: FileHeader) -> list[Enrolment]:
    """Present members of the household who take part in the project of the file; one statement where there are none."""
    person = file.person.pk
    if file.project not in scope.writes:
        return []
    known = [each.pk for each in fellows(scope, {person}).get(person, ())]
    return participants(scope, file.project, known) if known else []


class HouseholdContactForm(ContactForm):
    """The form of a talk with the members of the household whom it may concern too."""

    also = forms.MultipleChoiceField(
        label=gettext_lazy("Betrifft auch"), required=False, widget=forms.CheckboxSelectMultiple
    )
    named = forms.BooleanField(
        label=gettext_lazy("In jeder dieser Akten nennen, wen es noch betrifft"), required=False, initial=True
    )

    def __init__(self, *args: Any, person: Person, household: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.household = person, household
        if not household:
            del self.fields["also"], self.fields["named"]
            return
        if "also" in self.initial:  # typed before: a box that was left empty isn't there
            self.initial.setdefault("named", False)
        self._choose("also", [(str(each.pk), each.full_name) for each in household])
        for each in (person, *household):
            self.fields[f"own_{each.pk}"] = NoteField(
                label=_("Nur für die Akte von %(name)s") % {"name": each.full_name},
                max_length=LONGEST_OWN,
                required=False,
                widget=forms.Textarea(attrs={"rows": 1, "dir": "auto"}),
            )
        everybody = [(str(each.pk), each.full_name) for each in (person, *household)]
        for number in range(self.rows):
            self.fields[f"follow_{number}_for"] = forms.ChoiceField(label=_("Für"), required=False, choices=everybody)

    @property
    def shared_open(self) -> bool:
        """Whether the part about the household needs to be seen at once."""
        return bool(self.household) and bool(
            self["also"].value()
            or any(name.startswith(("own_", "also", "named")) for name in (self.errors if self.is_bound else ()))
        )

    def own_rows(self) -> list[Any]:
        """The bound lines for each person alone, the person of the file first."""
        return [self[f"own_{each.pk}"] for each in (self.person, *self.household)] if self.household else []

    def follow_for(self, number: int) -> Any:
        return self[f"follow_{number}_for"] if self.household else None

    def follow_rows(self) -> list[tuple[Any, ...]]:
        return [(*row, self.follow_for(number)) for number, row in enumerate(super().follow_rows())]

    def ticked(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data.get("also", ())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.household:
            return data
        ticked = set(data.get("also", ()))
        for each in self.household:
            if str(each.pk) not in ticked and data.get(f"own_{each.pk}"):
                self.add_error(f"own_{each.pk}", self._tick(each))
        for number in range(self.rows):
            whose = data.get(f"follow_{number}_for") or str(self.person.pk)
            other = next((each for each in self.household if str(each.pk) == whose), None)
            if other is not None and whose not in ticked and data.get(f"follow_{number}_title"):
                self.add_error(f"follow_{number}_for", self._tick(other))
        if ticked:
            self._check_names(data, ticked)
        return data

    def _tick(self, person: Person) -> str:
        return _("Kreuzen Sie %(name)s an, wenn es diese Person betrifft.") % {"name": person.full_name}

    def _check_names(self, data: dict[str, Any], ticked: set[str]) -> None:
        """The common note stands in every file: it names nobody whom it doesn't concern, and nobody at all unasked."""
        words = ("note", "agreed", "outcome", "papers", "took_part", "place")
        common = " ".join(str(data.get(name, "")) for name in words)
        own_names = {self.person.pk} | {each.pk for each in self.household if str(each.pk) in ticked}
        outside = [each for each in self.household if each.pk not in own_names]
        wrong = [each for each in outside if names_somebody(each, common, self._shared_words(outside))]
        if wrong:
            facts = {"who": ", ".join(each.full_name for each in wrong)}
            self.add_error(
                "also",
                _(
                    "Die gemeinsame Notiz nennt %(who)s. "
                    "Kreuzen Sie an, wen es betrifft, oder nehmen Sie den Namen heraus."
                )
                % facts,
            )
        if not data.get("named"):
            inside = [each for each in (self.person, *self.household) if each.pk in own_names]
            found = [each.full_name for each in inside if names_somebody(each, common)]
            if found:
                self.add_error(
                    "named",
                    _(
                        "Die gemeinsame Notiz nennt %(who)s und steht in der Akte aller. "
                        "Schreiben Sie Namen in die Zeile der Person."
                    )
                    % {"who": ", ".join(found)},
                )

    def _shared_words(self, outside: Sequence[Person]) -> frozenset[str]:
        """Words of names that somebody concerned has too: a common family name says of nobody else."""
        inside = [each for each in (self.person, *self.household) if each not in outside]
        parts = [word for each in inside for word in f"{each.family_name} {each.given_names}".split()]
        return frozenset(word.casefold() for word in parts)

    def own(self) -> dict[UUID, str]:
        """What is meant for one person alone, by person."""
        everybody = (self.person, *self.household) if self.household else ()
        return {each.pk: self.cleaned_data.get(f"own_{each.pk}", "") for each in everybody}

    def reminders(self, default_owner: UUID) -> list[Reminder]:
        found = []
        for number in range(self.rows):
            due, title, owner = (self.cleaned_data.get(f"follow_{number}_{name}") for name in ("due", "title", "owner"))
            if due and title:
                reminder = Reminder(due, title, UUID(owner) if owner else default_owner)
                whose = self.cleaned_data.get(f"follow_{number}_for")
                found.append(replace(reminder, person=UUID(whose)) if whose else reminder)
        return found


def concerned(scope: Scope, contact: Contact) -> list[Person]:
    """Who else a talk concerns, where its writer wanted them named; none without it, at most two statements.

    Only who may be seen, nobody kept apart from the person of the file, of two kept apart from each other neither.
    """
    if contact.act is None or not contact.named:
        return []
    rows = Contact.objects.visible_to(scope).filter(act=contact.act, named=True).exclude(person_id=contact.person_id)
    others = [row.person for row in rows.select_related("person").order_by("person__name_sort", "person_id")]
    pairs = separated_among({contact.person_id, *(each.pk for each in others)})
    beside = {contact.person_id, *(each.pk for each in others)}
    return [each for each in others if not any((each.pk, other) in pairs for other in beside)]
