# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of *Today*."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.casework.cases import Colleague
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm


class LaterForm(KitForm):
    day = DateField(label=_("Neuer Tag"))


class HandForm(KitForm):
    """Whom to hand it to: toggles for a small team, a list from eight people on."""

    to = forms.TypedChoiceField(label=_("An wen"), error_messages={"required": _("Wählen Sie jemanden aus.")})

    def __init__(self, people: list[Colleague], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(people) < 8:
            self.fields["to"].widget = forms.RadioSelect()
        self.fields["to"].choices = [(str(each.id), each.name) for each in people]  # type: ignore[attr-defined]  # a choice field
