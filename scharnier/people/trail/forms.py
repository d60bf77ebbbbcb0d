# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What to look for in the audit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people.trail.queries import SPAN, Asked


class TrailForm(KitForm):
    """Days, whoever acted, and what was changed; everything may stay empty."""

    mostly_optional = True

    since = DateField(label=gettext_lazy("Von"), required=False, latest=clock.today)
    until = DateField(label=gettext_lazy("Bis"), required=False, latest=clock.today)
    actor = forms.ChoiceField(label=gettext_lazy("Wer"), required=False)
    table = forms.ChoiceField(label=gettext_lazy("Was"), required=False)

    def __init__(
        self, *args: Any, colleagues: list[tuple[str, str]], tables: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, blank, choices in (("actor", _("alle"), colleagues), ("table", _("alles"), tables)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above
            field.choices = [("", blank), *choices]
            field.widget.attrs["class"] = "sh-in"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("Das Ende liegt vor dem Anfang."))
        return values

    def asked(self) -> Asked:
        """Without days the last month; what is wrong counts as not said."""
        values = self.cleaned_data if self.is_bound else {}
        until = values.get("until") or clock.today()
        return Asked(values.get("since") or until - SPAN, until, values.get("actor") or None, values.get("table") or "")
