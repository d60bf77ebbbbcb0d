# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the list of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.forms import KitForm
from scharnier.network.staffing.forms import HandOverForm
from scharnier.network.staffing.handover import Colleague
from scharnier.network.staffing.holdings import Case
from scharnier.people.caseload import table
from scharnier.people.caseload.queries import Ticked
from scharnier.people.fields import text


class ReassignForm(HandOverForm):
    """Which of the ticked cases, to whom, with which note."""

    def __init__(self, *args: Any, ticked: Sequence[Ticked], takers: Sequence[Colleague], **kwargs: Any) -> None:
        known = [Case(each.person, each.name, each.giver_name) for each in ticked]
        super().__init__(*args, cases=known, takers=takers, **kwargs)
        del self.fields["rest"]
        self.ticked = ticked

    def cases_chosen(self) -> list[Ticked]:
        wanted = set(self.chosen())
        return [each for each in self.ticked if each.person in wanted]


class TableForm(KitForm):
    """Which columns, as which file."""

    columns = forms.MultipleChoiceField(
        label=_("Spalten"),
        help_text=_("Nehmen Sie nur, was der Empfänger braucht."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wählen Sie mindestens eine Spalte.")},
    )
    kind = forms.ChoiceField(
        label=_("Datei"),
        choices=[("xlsx", _("Excel (XLSX)")), ("csv", _("Text (CSV)"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["columns"]).choices = [
            (column.key, str(column.label)) for column in table.offered()
        ]
        self.fields["columns"].initial = [column.key for column in table.COLUMNS if column.usual]


class RenameForm(KitForm):
    """What a view is called."""

    name = text(_("Name der Ansicht"), 60, required=True, hint=_("Zum Beispiel „Frauen in Orientierung“."))


class ViewForm(RenameForm):
    """A new view; leadership may give it to everybody in the project."""

    shared = forms.ChoiceField(
        label=_("Wer sieht sie"),
        choices=[("own", _("nur ich")), ("shared", _("alle im Projekt"))],
        initial="own",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, lead: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lead:
            del self.fields["shared"]
