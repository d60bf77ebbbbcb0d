# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The history of a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from scharnier.foundation.access import signed_in
from scharnier.foundation.ui.forms import KitForm
from scharnier.people.consents.closing import closed_rows, shut_columns
from scharnier.people.history import queries
from scharnier.people.history.queries import Asked
from scharnier.people.views import desk_of, open_file

TAB = "timeline"
LONGEST_NUMBER = 18


class HistoryForm(KitForm):
    """Which field, and who wrote."""

    mostly_optional = True
    field = forms.ChoiceField(label=_("Angabe"), required=False, widget=forms.Select())
    actor = forms.ChoiceField(label=_("Wer"), required=False, widget=forms.Select())

    def __init__(self, *args: Any, writers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field, actor = self.fields["field"], self.fields["actor"]
        if isinstance(field, forms.ChoiceField) and isinstance(actor, forms.ChoiceField):
            field.choices = [("", _("alle Angaben")), *queries.fields()]
            actor.choices = [("", _("alle")), *writers]

    def asked(self) -> Asked:
        if not self.is_bound:
            return Asked()
        table, _dot, column = self.cleaned_data["field"].partition(".")
        actor = self.cleaned_data["actor"]
        return Asked(table, column, UUID(actor) if actor else None)


@signed_in
@require_safe
def history(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Every writing in the file, the latest first, field by field."""
    header = open_file(request, person_id, TAB)
    asked_for = {"field", "actor"} & set(request.GET)
    form = HistoryForm(request.GET if asked_for else None, writers=queries.writers(person_id))
    context: dict[str, Any] = {"file": header, "form": form, "filtered": bool(asked_for)}
    if not asked_for or form.is_valid():
        scope = desk_of(request).scope
        context["page"] = queries.page(
            person_id,
            form.asked(),
            closed=shut_columns(scope, header),
            closed_rows=lambda tables: closed_rows(scope, header, tables),
            after=_number(request, "after"),
            before=_number(request, "before"),
        )
    return render(request, "people/history/page.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
