# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a minute."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people.fields import chosen, coded, text
from scharnier.work.placements.actions import End
from scharnier.work.placements.forms import hours
from scharnier.work.retention.actions import Answer
from scharnier.work.retention.models import RetentionCheck, Still

ANSWERS = [(each.value, each.label) for each in Still if each.value]


def troubles(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=coded("mediation_issue"), widget=forms.CheckboxSelectMultiple
    )


class CheckForm(KitForm):
    """Still there? Hours, trouble on either side, what helps, what comes next."""

    mostly_optional = True

    still_there = forms.ChoiceField(
        label=_("Noch dort?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Sagen Sie, ob die Person noch dort ist.")},
    )
    on = DateField(label=_("gefragt am"), initial=clock.today)
    hours = hours(_("Stunden je Woche"))
    trouble_person = troubles(_("Schwierigkeiten der Person"))
    trouble_firm = troubles(_("Schwierigkeiten des Betriebs"))
    help_needed = text(_("Was hilft"), 300)
    next_step = text(_("Nächster Schritt"), 200, hint=_("Wird zur Wiedervorlage."))
    next_on = DateField(label=_("bis"), required=False, help_text=_("Leer: in einer Woche."))
    note = text(_("Notiz"), 2000, area=True)
    ended_on = DateField(
        label=_("letzter Tag"), required=False, help_text=_("Nur, wenn die Person nicht mehr dort ist.")
    )
    end_reason = chosen(_("Grund des Endes"), coded("placement_end", blank="–"))

    def __init__(self, *args: Any, row: RetentionCheck, **kwargs: Any) -> None:
        first = {
            "version": row.version,
            "on": row.done_on or clock.today(),
            "hours": row.hours if row.done_at else row.placement.hours,
            **{name: getattr(row, name) for name in ("still_there", "trouble_person", "trouble_firm", "help_needed")},
            "note": row.note,
        }
        super().__init__(*args, initial=first, **kwargs)
        if row.placement.over:
            del self.fields["ended_on"], self.fields["end_reason"]

    def answer(self) -> Answer:
        values = self.values()
        ended, why = values.pop("ended_on", None), values.pop("end_reason", "")
        return Answer(**values, end=End(ended, why) if ended else None)
