# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The confirmation of erasing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.forms import KitForm
from scharnier.people.fields import text


class EraseForm(KitForm):
    """Why these files go."""

    reason = text(
        _("Grund"),
        1000,
        required=True,
        area=True,
        hint=_("Steht im Protokoll. Schreiben Sie keine Namen hinein."),
    )
