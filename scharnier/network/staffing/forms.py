# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of hand-over, substitution, roles, departure and a lost second factor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.network.staffing.departure import CARRIER_ROLES, PROJECT_ROLES
from scharnier.network.staffing.handover import LONGEST_NOTE, Colleague
from scharnier.network.staffing.holdings import Case
from scharnier.network.staffing.models import Deputy

FEW = 7


def choose(field: forms.Field, people: Sequence[Colleague]) -> None:
    """Colleagues as buttons while they are few, as a drop-down when they are many."""
    chosen = cast("forms.ChoiceField", field)
    chosen.widget = forms.RadioSelect() if len(people) <= FEW else forms.Select(attrs={"class": "sh-in"})
    chosen.choices = [(str(each.id), each.name) for each in people]
    if len(people) > FEW:
        chosen.choices = [("", "–"), *chosen.choices]


class CasesForm(KitForm):
    """A form with a table of cases beside it; the page draws the table."""

    cases = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": _("Die Fälle haben sich geändert. Prüfen Sie die Auswahl.")}
    )

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = cases
        cast("forms.MultipleChoiceField", self.fields["cases"]).choices = [(str(c.subject), c.name) for c in cases]

    def chosen(self) -> list[UUID]:
        return [UUID(value) for value in self.cleaned_data["cases"]]

    def rows(self) -> list[dict[str, Any]]:
        """The table: every case, with whether it is chosen."""
        marked = set(self["cases"].value() or ())
        return [{"case": case, "chosen": str(case.subject) in marked} for case in self.known]


class HandOverForm(CasesForm):
    """Which cases, to whom, with which note."""

    to = forms.MultipleChoiceField(
        label=_("An wen"),
        help_text=_("Mehrere bekommen die Fälle reihum, gleich viele."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wählen Sie, an wen Sie übergeben.")},
    )
    note = forms.CharField(
        label=_("Was die neue Fachkraft wissen muss"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("Steht in jeder Akte im Verlauf. Nichts Vertrauliches."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rest = forms.BooleanField(
        label=_("Auch, was an keinem offenen Fall hängt"),
        required=False,
        initial=True,
        help_text=_("Geht an die erste gewählte Person."),
    )
    field_order = ("to", "note", "rest", "cases")

    def __init__(self, *args: Any, takers: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.takers = takers
        cast("forms.MultipleChoiceField", self.fields["to"]).choices = [(str(t.id), t.name) for t in takers]

    def to_whom(self) -> list[UUID]:
        return [UUID(value) for value in self.cleaned_data["to"]]


class SubstitutionForm(CasesForm):
    """Who stands in, when, and what it gives."""

    cover = forms.ChoiceField(label=_("Wer vertritt"))
    valid_from = DateField(label=_("Erster Tag"), earliest=clock.today)
    valid_to = DateField(label=_("Letzter Tag"), earliest=clock.today)
    extent = forms.ChoiceField(
        label=_("Darf"),
        choices=[("write", _("lesen und schreiben")), ("read", _("nur lesen"))],
        initial="write",
        widget=forms.RadioSelect,
    )
    which = forms.ChoiceField(
        label=_("Fälle"),
        choices=[("all", _("alle Fälle")), ("chosen", _("nur ausgewählte"))],
        initial="all",
        help_text=_("Wer nicht im Projekt arbeitet, sieht bei „alle Fälle“ das Projekt, sonst nur die ausgewählten."),
        widget=forms.RadioSelect,
    )
    with_confidential = forms.BooleanField(
        label=_("Mit vertraulichen Notizen"),
        required=False,
        help_text=_("Sonst bleiben sie auch in der Vertretung zu."),
    )
    field_order = ("cover", "valid_from", "valid_to", "extent", "with_confidential", "which", "cases")

    def __init__(
        self, *args: Any, people: Sequence[Colleague], may_open_notes: bool, deputy: Deputy | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["cover"], people)
        if not may_open_notes:
            del self.fields["with_confidential"]
        if not self.known:
            del self.fields["which"]
        if deputy is not None:
            self.initial.setdefault("cover", str(deputy.deputy_id))
            self.initial.setdefault("extent", "write" if deputy.may_write else "read")
            self.initial.setdefault("with_confidential", deputy.with_confidential)


class DeputyForm(KitForm):
    """Who stands in at every leave; empty for nobody."""

    deputy = forms.ChoiceField(label=_("Ständige Vertretung"), required=False)
    extent = SubstitutionForm.base_fields["extent"]
    with_confidential = forms.BooleanField(
        label=_("Mit vertraulichen Notizen"),
        required=False,
        help_text=_("Dann öffnet auch eine Vertretung, die Ihre Leitung für Sie einträgt, Ihre vertraulichen Notizen."),
    )

    def __init__(self, *args: Any, people: Sequence[Colleague], own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["deputy"])
        field.widget = forms.Select(attrs={"class": "sh-in"})
        field.choices = [("", _("niemand")), *((str(each.id), each.name) for each in people)]
        if not own:
            del self.fields["with_confidential"]


class RoleForm(KitForm):
    """Another role from a day on."""

    role = forms.ChoiceField(label=_("Neue Rolle"), widget=forms.RadioSelect)
    valid_from = DateField(label=_("Ab"), earliest=clock.today)
    valid_to = DateField(label=_("Bis"), required=False, help_text=_("Für eine Prüfung nötig."))

    def __init__(self, *args: Any, now: str, in_project: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = PROJECT_ROLES if in_project else CARRIER_ROLES
        field = cast("forms.ChoiceField", self.fields["role"])
        field.choices = [(each.value, each.label) for each in roles if each.value != now]


class LeaveForm(KitForm):
    """The last day of a colleague, or at once."""

    last_day = DateField(label=_("Letzter Tag"), earliest=clock.today)
    at_once = forms.BooleanField(
        label=_("Zugang sofort schließen"),
        required=False,
        help_text=_("Beendet jetzt alle Anmeldungen, ohne den letzten Tag abzuwarten."),
    )


class EndForm(KitForm):
    """The last day of a membership or a substitution."""

    last_day = DateField(label=_("Letzter Tag"), earliest=clock.today)


class ResetForm(KitForm):
    """Why a second factor is taken away, and that one has made sure who asks."""

    reason = forms.ChoiceField(
        label=_("Grund"),
        choices=[
            ("lost", _("Gerät verloren oder gestohlen")),
            ("replaced", _("Neues Gerät, altes nicht mehr da")),
            ("broken", _("Gerät defekt")),
            ("suspicion", _("Verdacht, dass jemand anderes es benutzt")),
        ],
        widget=forms.RadioSelect,
    )
    known = forms.BooleanField(
        label=_("Ich habe mit der Person gesprochen und weiß, dass sie es ist."),
        error_messages={"required": _("Rufen Sie zuerst unter der bekannten Nummer an.")},
    )
