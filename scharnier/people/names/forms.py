# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form for a further name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people import rules
from scharnier.people.fields import chosen, named, text
from scharnier.people.names.models import FormerName, NameKind


class FormerNameForm(KitForm):
    """A name, why it is another one, and until when it was valid."""

    mostly_optional = True

    name = named(_("Name"), 160, required=True)
    kind = chosen(_("Art"), NameKind.choices, required=True, radio=True)
    valid_to = DateField(
        label=_("Gültig bis"),
        required=False,
        help_text=_("Der Tag der Namensänderung, wenn bekannt"),
        earliest=rules.EARLIEST_BIRTH,
        latest=clock.today,
    )
    source = text(_("Quelle"), 200, hint=_("Zum Beispiel: Heiratsurkunde"))

    def __init__(self, *args: Any, row: FormerName | None = None, **options: Any) -> None:
        names = ("name", "kind", "valid_to", "source", "version")
        kept = {name: getattr(row, name) for name in names} if row else {"kind": NameKind.EARLIER}
        super().__init__(*args, initial=kept, **options)
