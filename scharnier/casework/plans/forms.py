# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from scharnier.casework.cases import Colleague
from scharnier.casework.contacts.forms import language_choices
from scharnier.casework.plans.actions import Agreement, GoalText, StepText
from scharnier.casework.plans.models import Signer
from scharnier.casework.plans.sheet import FieldSheet
from scharnier.casework.plans.signing import Signature
from scharnier.foundation import clock, signing
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes, paper
from scharnier.people.models import Enrolment

OTHER = "other"


def _choose(form: KitForm, name: str, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


class GoalForm(KitForm):
    """A goal in the person's own words and as the plan says it."""

    field = forms.ChoiceField(
        label=_("Feld"), widget=forms.RadioSelect, error_messages={"required": _("Wählen Sie das Feld.")}
    )
    title = forms.CharField(
        label=_("Ziel"),
        max_length=200,
        help_text=_("kurz, zum Beispiel: Deutsch B2"),
        error_messages={"required": _("Schreiben Sie das Ziel in ein paar Worten.")},
    )
    own_words = forms.CharField(
        label=_("In eigenen Worten"),
        max_length=2000,
        required=False,
        help_text=_("so, wie es gesagt wurde"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    own_language = forms.ChoiceField(label=_("Sprache der eigenen Worte"), required=False)
    wording = forms.CharField(
        label=_("Im Plan"),
        max_length=2000,
        required=False,
        help_text=_("fachlich, für Behörden lesbar"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    priority = forms.ChoiceField(label=_("Wichtigkeit"), required=False, widget=forms.RadioSelect)
    responsible = forms.CharField(label=_("Wer kümmert sich"), max_length=200, required=False)
    target_on = DateField(label=_("Bis"), required=False)

    def __init__(self, *args: Any, fields: Sequence[FieldSheet], languages: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "field", [(each.code, each.label) for each in fields])
        _choose(self, "own_language", language_choices(languages))
        _choose(self, "priority", codes.choices("goal_priority", get_language() or "de"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("own_words") and not data.get("own_language"):
            self.add_error("own_language", _("In welcher Sprache sind die eigenen Worte?"))
        return data

    def text(self) -> GoalText:
        return GoalText(**self.values())


class StepForm(KitForm):
    """A step: what, who, until when."""

    title = forms.CharField(
        label=_("Schritt"), max_length=200, error_messages={"required": _("Schreiben Sie, was zu tun ist.")}
    )
    own_title = forms.CharField(
        label=_("In der Sprache der Person"),
        max_length=200,
        required=False,
        help_text=_("steht auf dem zweisprachigen Plan"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    who = forms.ChoiceField(label=_("Wer"), required=False)
    other = forms.CharField(
        label=_("Wer sonst"), max_length=120, required=False, help_text=_("zum Beispiel: Jobcenter")
    )
    due_on = DateField(label=_("Bis"), required=False)

    def __init__(self, *args: Any, enrolment: Enrolment, people: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = enrolment.person
        self.person_name = person.given_names or person.family_name
        self.names = {str(each.id): each.name for each in people}
        self.watcher = enrolment.staff_id
        _choose(self, "who", [("", self.person_name), *self.names.items(), (OTHER, gettext("jemand anderes"))])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") == OTHER and not data.get("other"):
            self.add_error("other", _("Schreiben Sie, wer das tut."))
        return data

    def text(self, default_owner: UUID) -> StepText:
        """Who isn't staff is reminded through whoever is responsible for the case."""
        data = self.cleaned_data
        who = data["who"]
        if who in self.names:
            return StepText(data["title"], self.names[who], UUID(who), data["due_on"], data["own_title"])
        name = data["other"] if who == OTHER else self.person_name
        return StepText(data["title"], name, self.watcher or default_owner, data["due_on"], data["own_title"])

    def choice_for(self, responsible: str, owner: UUID | None) -> dict[str, str]:
        """The initial values for a step that exists."""
        if responsible and responsible == self.names.get(str(owner)):
            return {"who": str(owner), "other": ""}
        if responsible in ("", self.person_name):
            return {"who": "", "other": ""}
        return {"who": OTHER, "other": responsible}


class FreezeForm(KitForm):
    """Continuing the plan: who went through it together."""

    took_part = forms.CharField(label=_("Wer war dabei"), max_length=300, required=False)
    interpreter = forms.CharField(
        label=_("Sprachmittlung"), max_length=120, required=False, help_text=_("Name, falls jemand übersetzt hat")
    )

    personal = forms.MultipleChoiceField(
        label=_("Aus der Akte drucken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Name, Geburtsdatum und Aktenzeichen stehen immer im Plan."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "personal", codes.choices("plan_personal", get_language() or "de"))

    def agreement(self) -> Agreement:
        return Agreement(self.cleaned_data["took_part"], self.cleaned_data["interpreter"])


class SignatureForm(KitForm):
    """Who signs as what, and in which language the plan was understood."""

    role = forms.ChoiceField(
        label=_("Wer unterschreibt"), widget=forms.RadioSelect, choices=Signer.choices, initial=Signer.PERSON
    )
    name = forms.CharField(
        label=_("Name"), max_length=160, error_messages={"required": _("Schreiben Sie, wer unterschreibt.")}
    )
    language = forms.ChoiceField(label=_("Verstanden auf"))
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "de"
        languages = [(code, codes.label("language", code, lang)) for code in ("de", *paper.languages())]
        _choose(self, "language", languages)

    def signature(self) -> Signature:
        data = self.cleaned_data
        return Signature(data["role"], data["name"], data["language"])


class DrawnForm(SignatureForm):
    strokes = forms.CharField(max_length=signing.LONGEST, required=False, widget=forms.HiddenInput)


class ScanForm(SignatureForm):
    signed_on = DateField(label=_("Unterschrieben am"), latest=clock.today)
    scan = forms.FileField(
        label=_("Scan oder Foto"),
        help_text=_("PDF, JPEG oder PNG, höchstens 8 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": _("Wählen Sie die Datei.")},
    )
