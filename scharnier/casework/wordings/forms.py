# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has read the texts, and when; the texts themselves are named by their keys."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm


class ReviewForm(KitForm):
    mostly_optional = True  # who has read is asked for as soon as a text changes
    reviewer = forms.CharField(
        label=_("Geprüft von"),
        max_length=120,
        required=False,
        help_text=_("Wer die Sprache spricht und die Texte gelesen hat"),
    )
    reviewed_on = DateField(label=_("Geprüft am"), latest=clock.today)
