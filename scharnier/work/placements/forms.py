# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of placements, their end, support and steps on the way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people.competence.fields import PicksOccupation
from scharnier.people.fields import chosen, coded, text
from scharnier.work.placements.actions import End, Terms
from scharnier.work.placements.models import MOST_HOURS
from scharnier.work.vacancies.forms import AmountField
from scharnier.work.vacancies.models import PayUnit

JUDGED = [("", _("wie die Regel")), ("yes", _("ja")), ("no", _("nein"))]
VALUES = {"": None, "yes": True, "no": False}


class NumberField(AmountField):
    """A number as it is written here: 19,5 or 1.850,00 or 14.50; drawn with a comma."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        head, _dot, tail = f"{value:f}".partition(".")
        return f"{head},{tail}" if tail.strip("0") else head


def hours(label: Any) -> NumberField:
    return NumberField(label=label, max_digits=4, decimal_places=1, min_value=Decimal("0.5"), max_value=MOST_HOURS)


class PlacementForm(PicksOccupation):
    """Work, training or a step on the way."""

    mostly_optional = True

    kind = chosen(_("Art"), coded("placement_type", blank="–"), required=True)
    where = text(_("Betrieb oder Schule"), 160, required=True)
    begins = DateField(label=_("Beginn"))
    ends = DateField(label=_("befristet bis"), required=False)
    hours = hours(_("Stunden je Woche"))
    pay_amount = NumberField(
        label=_("Lohn brutto"),
        max_digits=9,
        decimal_places=2,
        min_value=0,
        error_messages={"min_value": _("Ein Lohn ist nicht negativ.")},
    )
    pay_unit = chosen(_("Lohn je"), PayUnit.choices, radio=True)
    insured = forms.BooleanField(label=_("sozialversicherungspflichtig"), required=False)
    place = text(_("Arbeitsort"), 120)
    probation_until = DateField(label=_("Probezeit bis"), required=False)
    intermediate_on = DateField(label=_("Zwischenprüfung am"), required=False)
    final_on = DateField(label=_("Abschlussprüfung am"), required=False)
    adequate = chosen(
        _("qualifikationsadäquat"),
        JUDGED,
        radio=True,
        hint=_("Die Regel vergleicht das Anforderungsniveau der Stelle mit dem der Person."),
    )
    adequate_reason = text(_("Begründung, wenn Sie anders urteilen"), 300)
    access_reason = text(
        _("Trotzdem eintragen, weil"),
        300,
        hint=_("Nur, wenn die Regeln die Arbeit an diesem Tag nicht erlauben. Das Dokument geht den Regeln vor."),
    )
    field_order = ("kind", "where", "wording", "occupation", "begins", "ends", "hours")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wording"].label = _("Tätigkeit")

    def terms(self) -> Terms:
        values = self.values()
        adequate = VALUES[values.pop("adequate")]
        occupation, _id, work = values.pop("code"), values.pop("occupation"), values.pop("wording")
        return Terms(work=work, occupation=occupation, adequate=adequate, **values)


class EndForm(KitForm):
    """The last day and why."""

    ended_on = DateField(label=_("letzter Tag"), initial=clock.today)
    end_reason = chosen(_("Grund des Endes"), coded("placement_end", blank="–"), required=True)
    end_note = text(_("Dazu"), 500, area=True)

    def end(self) -> End:
        values = self.values()
        return End(values["ended_on"], values["end_reason"], values["end_note"])


class SupportMoveForm(KitForm):
    """What became of an application for support."""

    to = forms.ChoiceField(
        label=_("Stand"), widget=forms.RadioSelect, error_messages={"required": _("Wählen Sie den Stand.")}
    )
    on = DateField(label=_("Tag"), initial=clock.today)
    note = text(_("Notiz"), 300)

    def __init__(self, *args: Any, moves: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = moves  # type: ignore[attr-defined]  # a choice field


class StepForm(KitForm):
    """A dated step that is no placement."""

    kind = chosen(_("Schritt"), coded("way_step"), required=True, radio=True)
    on = DateField(label=_("Tag"))
    text = text(_("Was"), 200)


class SchoolForm(KitForm):
    """From the last day of school to the first day of training."""

    leaves = DateField(label=_("letzter Schultag"))
    starts = DateField(label=_("Beginn der Ausbildung"), help_text=_("meist der 1. August oder der 1. September"))
