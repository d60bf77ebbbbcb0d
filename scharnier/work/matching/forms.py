# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody says to a suggestion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.work.matching.actions import PAIR, PERSON, VACANCY, Word
from scharnier.work.matching.models import RulingKind
from scharnier.work.matching.queries import RULES


class BlockForm(KitForm):
    reason = forms.CharField(
        label=_("Warum passt es nicht?"),
        max_length=300,
        help_text=_("zum Beispiel: kein Bus vor sechs Uhr"),
        error_messages={"required": _("Schreiben Sie den Grund dazu.")},
    )
    until = DateField(
        label=pgettext_lazy("Vorschlag", "Gilt bis"), required=False, help_text=_("leer: bis jemand es zurücknimmt")
    )

    def word(self) -> Word:
        values = self.cleaned_data
        return Word(RulingKind.BLOCK, values["reason"], values["until"])


class RuleForm(KitForm):
    rule = forms.ChoiceField(
        label=_("Welche Regel gilt hier nicht?"),
        choices=list(RULES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie die Regel.")},
    )
    scope = forms.ChoiceField(label=_("Für wen gilt das?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Grund"),
        max_length=300,
        help_text=_("zum Beispiel: Der Betrieb stellt auch mit A2 ein, Telefonat vom 18.11."),
        error_messages={"required": _("Schreiben Sie den Grund dazu.")},
    )
    until = DateField(
        label=pgettext_lazy("Vorschlag", "Gilt bis"), required=False, help_text=_("leer: bis jemand es zurücknimmt")
    )

    def __init__(self, *args: Any, with_vacancy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = [(PERSON, _("für diese Person, bei jeder Stelle"))]
        if with_vacancy:
            scopes = [(PAIR, _("nur für diese Person und diese Stelle")), *scopes]
            scopes.append((VACANCY, _("für diese Stelle, bei jeder Person des Projekts")))
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]  # a choice field
        self.fields["scope"].initial = scopes[0][0]

    def word(self) -> Word:
        values = self.cleaned_data
        return Word(RulingKind.RULE, values["reason"], values["until"], values["rule"], values["scope"])
