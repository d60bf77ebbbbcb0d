# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the law: the facts the rules need, another day and status, the judgement on the target group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge.rules import Input
from scharnier.people.fields import chosen, coded, statuses, text
from scharnier.people.law import words
from scharnier.people.law.asking import Question
from scharnier.people.law.models import WITHDRAWN, Verdict

# No fact about a stay lies before the first statutes that the rules look at by far.
EARLIEST = date(1950, 1, 1)


class FactsForm(KitForm):
    """One field for each question; what is missing says so in its label."""

    mostly_optional = True

    def __init__(self, *args: Any, questions: Sequence[Question], version: int, **options: Any) -> None:
        initial: dict[str, Any] = {question.spec.name: _shown(question) for question in questions}
        super().__init__(*args, initial={**initial, "version": version}, **options)
        self.questions = list(questions)
        for question in questions:
            self.fields[question.spec.name] = _field(question)

    @property
    def usual(self) -> list[BoundField]:
        """Fields that everybody answers; also rare ones with an error, so that it is seen."""
        return [self[each.spec.name] for each in self.questions if not self._folded(each)]

    @property
    def rare(self) -> list[BoundField]:
        """Fields that count as no unless something else is known."""
        return [self[each.spec.name] for each in self.questions if self._folded(each)]

    def _folded(self, question: Question) -> bool:
        return question.rare and not question.missing and question.spec.name not in self.errors

    def facts(self) -> dict[str, Any]:
        """Input names and values as they are stored; None where nothing is known."""
        values = self.values()
        return {each.spec.name: _stored(each.spec, values.get(each.spec.name)) for each in self.questions}


def _field(question: Question) -> forms.Field:
    spec = question.spec
    name = words.input_name(spec.name)
    label = gettext("%(fact)s (fehlt)") % {"fact": name} if question.missing else name
    hint = words.said(spec.yes) if spec.yes else ""
    if question.implied is not None:
        follows = gettext("Aus der Unterbringung folgt: %(value)s. Nur ausfüllen, wenn es anders ist.")
        hint = follows % {"value": words.value(spec, question.implied)}
    if question.held is not None:
        hint = gettext("Nach den Aufenthalten auf der Akte: %(value)s. Das zählt.") % {
            "value": words.value(spec, question.held)
        }
    match spec.type:
        case "bool":
            choices = [("yes", gettext("ja")), ("no", gettext("nein")), ("", gettext("nicht bekannt"))]
            return chosen(label, choices, hint=hint, radio=True)
        case "date":
            return DateField(label=label, required=False, earliest=EARLIEST, latest=clock.today, help_text=hint)
        case "enum":
            values = [(code, words.said(said)) for code, said in spec.values.items() if code != "unknown"]
            return chosen(label, [("", gettext("nicht bekannt")), *values])
        case "code" if spec.code_list == "residence_status":
            return chosen(label, statuses, hint=hint)
        case "code":
            return chosen(label, coded(spec.code_list or "", blank="–"))
        case "number":
            return forms.DecimalField(label=label, required=False, min_value=0, max_value=9999, decimal_places=1)
        case _:
            return text(label, 80)


def _shown(question: Question) -> Any:
    """A stored value as its field takes it."""
    value = question.value
    if question.spec.type == "bool":
        return {True: "yes", False: "no"}.get(value, "")
    if question.spec.type == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return "" if value is None else value


def _stored(spec: Input, value: Any) -> Any:
    if value in (None, ""):
        return None
    if spec.type == "bool":
        return value == "yes"
    if isinstance(value, date):
        return value.isoformat()
    if spec.type == "number":
        return int(value) if value == int(value) else float(value)
    return value


class OtherDayForm(KitForm):
    """Another day, status, activity; sent by GET, because it changes nothing."""

    mostly_optional = True

    tag = DateField(label=_("Tag"), required=False, earliest=date(2015, 7, 1), latest=date(2100, 12, 31))
    taetigkeit = chosen(_("Tätigkeit"), coded("activity"))
    status = chosen(_("Aufenthaltsstatus"), statuses)


class VerdictForm(KitForm):
    """The adviser's judgement on the target group; with `decided` it can be taken back."""

    value = chosen(_("Ihre Einschätzung"), Verdict.choices, required=True, radio=True)
    reason = text(_("Grund"), 1000, required=True, area=True, hint=_("Was die Fördergeberin lesen wird"))
    decided_on = DateField(label=_("Tag"), latest=clock.today, earliest=date(2015, 7, 1))

    def __init__(self, *args: Any, decided: bool, **options: Any) -> None:
        super().__init__(*args, initial={"decided_on": clock.today()}, **options)
        field = self.fields["value"]
        if decided and isinstance(field, forms.ChoiceField):
            field.choices = [*Verdict.choices, (WITHDRAWN, gettext("zurücknehmen, die Angaben zählen"))]


class CriterionForm(KitForm):
    """The adviser's judgement on one criterion; with `judged` it can be taken back."""

    value = forms.ChoiceField(label=_("Ihre Einschätzung"), widget=forms.RadioSelect())
    reason = text(_("Grund"), 1000, required=True, area=True, hint=_("Was die Fördergeberin lesen wird"))
    decided_on = DateField(label=_("Tag"), latest=clock.today, earliest=date(2015, 7, 1))

    def __init__(self, *args: Any, judged: bool, **options: Any) -> None:
        super().__init__(*args, initial={"decided_on": clock.today()}, **options)
        field = self.fields["value"]
        back = [(WITHDRAWN, gettext("zurücknehmen, die Angaben zählen"))] if judged else []
        if isinstance(field, forms.ChoiceField):
            field.choices = [(Verdict.YES.value, gettext("ja")), (Verdict.NO.value, gettext("nein")), *back]
