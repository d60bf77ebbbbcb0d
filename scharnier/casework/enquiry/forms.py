# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of an enquiry, made for thirty seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.casework.cases import Colleague
from scharnier.casework.contacts.actions import FARTHEST, Reminder
from scharnier.casework.contacts.words import NoteField
from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.network.middleware import Place
from scharnier.people.actions import NewParticipant
from scharnier.people.fields import PhoneField, chosen, coded, named

LONGEST = 200


class EnquiryForm(KitForm):
    """Name, telephone, spoken and reading language, concern; who looks at it again, and when."""

    mostly_optional = True

    given_names = named(_("Vornamen"), 80)
    family_name = named(_("Familienname"), 80, hint=_("Eines von beiden genügt"))
    phone = PhoneField()
    speaks = chosen(_("Spricht"), coded("language", blank="–"))
    reads = chosen(_("Liest"), coded("language", blank="–"), hint=_("Leer: dieselbe Sprache"))
    concern = NoteField(
        label=_("Anliegen"),
        max_length=LONGEST,
        required=True,
        help_text=_("Ein Satz genügt"),
        error_messages={"required": _("Schreiben Sie in einem Satz, worum es geht.")},
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    due_on = DateField(label=_("Wiedervorlage"))
    owner = forms.ChoiceField(label=_("Wer kümmert sich"))

    def __init__(self, *args: Any, people: Sequence[Colleague], me: UUID, days: int, **kwargs: Any) -> None:
        usual = {"due_on": clock.today() + timedelta(days=days), "owner": str(me)}
        super().__init__(*args, initial=usual, **kwargs)
        self.fields["given_names"].widget.attrs["data-focus"] = True
        self.fields["owner"].choices = [(str(each.id), each.name) for each in people]  # type: ignore[attr-defined]  # a choice field

    def clean_concern(self) -> str:
        return " ".join(str(self.cleaned_data["concern"]).split())

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(gettext("Der Tag ist schon vorbei."))
        if day > clock.today() + FARTHEST:
            raise forms.ValidationError(gettext("Der Tag liegt zu weit in der Zukunft."))
        return day

    def participant(self, place: Place, project: UUID) -> NewParticipant:
        """Before the entry: nobody takes part by having asked something."""
        values = self.values()
        speaks, reads = values["speaks"], values["reads"] or values["speaks"]
        return NewParticipant(
            carrier=place.carrier,
            project=project,
            family_name=values["family_name"],
            given_names=values["given_names"],
            phone=values["phone"],
            channel="phone" if values["phone"] else "",
            speaks=(speaks,) if speaks else (),
            reads=reads,
            concern=values["concern"],
            staff=UUID(values["owner"]),
        )

    def reminder(self) -> Reminder:
        values = self.values()
        return Reminder(values["due_on"], values["concern"], UUID(values["owner"]))
