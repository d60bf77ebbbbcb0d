# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules ask about somebody new, as soon as a status is chosen, and what they say to what is filled in so far.

Nothing here holds anybody up: what stays open is marked and can be filled in later in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge.eligibility import programmes
from scharnier.knowledge.inputs import InputError
from scharnier.knowledge.rules import relevant_inputs
from scharnier.network.models import Programme
from scharnier.people import queries
from scharnier.people.fields import BirthField, NationalitiesField, chosen, coded, statuses, text, written_precision
from scharnier.people.housing.actions import NewHousing, add_housing
from scharnier.people.law import actions as law
from scharnier.people.law import asking, judging, shown, target_group, words
from scharnier.people.law.forms import FactsForm
from scharnier.people.law.target_group import TargetGroup
from scharnier.people.models import Person, Precision, ResidenceStatus

HOUSING = ("housing", "residence_state")


class BasicsForm(forms.Form):
    """As much of the short form as the rules look at; what can't be read yet is left out."""

    nationality = chosen("", coded("nationality", blank="–"))
    further_nationalities = NationalitiesField()
    birth_date = BirthField()
    code = chosen("", statuses)


class BesidesForm(KitForm):
    """What stands on the document, and where somebody lives; a reason for whoever is not seen in the target group."""

    mostly_optional = True

    endorsement = text(_("Nebenbestimmung, wörtlich"), 1000, area=True, hint=_("Wort für Wort vom Dokument"))
    kind = chosen(_("Unterbringung"), coded("housing_kind", blank="–"))
    municipality = text(_("Gemeinde"), 80, hint=_("Bei einer Schutzunterkunft lassen Sie sie leer."))
    state = chosen(_("Land"), coded("german_state", blank="–"))
    group_reason = text(
        _("Trotzdem aufnehmen, weil"),
        1000,
        area=True,
        hint=_("Freiwillig. Dann zählt Ihre Einschätzung zur Zielgruppe."),
    )


@dataclass(frozen=True)
class Intake:
    """What the page asks besides the short form, and the answers so far; `besides` is bound once something was sent."""

    status: str
    facts: FactsForm
    besides: BesidesForm
    homes: bool
    access: shown.Answer | None
    missing: list[str]
    group: TargetGroup | None

    def is_valid(self) -> bool:
        return self.facts.is_valid() and self.besides.is_valid()


def read(sent: Any, programme: Programme) -> Intake:
    """From what was sent so far (None: nothing yet); asks the database nothing."""
    person, status = _basics(sent)
    stay = ResidenceStatus(code=status) if status else None
    besides = BesidesForm(sent, prefix="stay")
    housing = _housing(besides)
    today = clock.today()

    def form(stated: Mapping[str, Any]) -> tuple[FactsForm, dict[str, Any], dict[str, Any]]:
        given = judging.inputs(person, stay, stated, housing)
        looked_at = target_group.inputs(person, stay, stated, [], housing)
        group = asking.group(programme.code, looked_at, today) if status else None
        asked = asking.questions(given, stated, today, implied=judging.implied(housing), group=group) if status else []
        return FactsForm(sent, prefix="law", questions=asked, version=0), given, looked_at

    first, _given, _looked_at = form({})
    form_of_all, given, looked_at = form(_stated(first))
    access, missing = _access(given, today) if status else (None, [])
    group = _group(programme, looked_at) if status else None
    names = (*missing, *((name for each in group.criteria for name in each.missing) if group else ()))
    return Intake(
        status=status,
        facts=form_of_all,
        besides=besides,
        homes=_asks_for_homes(status, programme, today),
        access=access,
        missing=list(dict.fromkeys(names)),
        group=group,
    )


def _basics(sent: Any) -> tuple[Person, str]:
    form = BasicsForm(sent or {})
    form.is_valid()
    known = form.cleaned_data
    precision = written_precision((sent or {}).get("birth_date", "")) or Precision.DAY
    person = Person(
        nationality=known.get("nationality") or "",
        further_nationalities=known.get("further_nationalities") or [],
        birth_date=known.get("birth_date"),
        birth_precision=precision,
    )
    return person, known.get("code") or ""


def _housing(form: BesidesForm) -> dict[str, Any] | None:
    if not form.is_bound:
        return None
    form.is_valid()
    known = form.cleaned_data
    if not known.get("kind"):
        return None
    return {"kind": known["kind"], "state": known.get("state") or "", "municipality": "", "since": None}


def _stated(form: FactsForm) -> dict[str, Any]:
    """Facts that can be read already."""
    if not form.is_bound:
        return {}
    form.is_valid()
    return {name: value for name, value in form.facts().items() if value is not None and name not in form.errors}


def _access(given: dict[str, Any], today: date) -> tuple[shown.Answer | None, list[str]]:
    try:
        record = judging.answer(given, today, "employment")
    except InputError:
        return None, []
    lacking = [words.input_name(name) for name in asking.missing(given, today)]
    return shown.answer(judging.Shown("employment", today, record)), lacking


def _group(programme: Programme, looked_at: Mapping[str, Any]) -> TargetGroup | None:
    found = target_group.record(programme.code, looked_at, {}) if programme.code in programmes() else None
    return target_group.shown(programme.name, found, clock.today(), [], None) if found else None


def _asks_for_homes(status: str, programme: Programme, today: date) -> bool:
    """Whether the rules for this status, or the target group, look at where somebody lives."""
    if not status:
        return False
    group = asking.group(programme.code, {"status": status}, today)
    by_group = group is not None and bool({*HOUSING} & {*group.inputs})
    return by_group or "reception_centre_obligation" in relevant_inputs(status, today)


def keep(intake: Intake, scope: Scope, person_id: UUID, project: UUID, by: UUID) -> None:
    """Store facts, housing and what the rules say of the target group; in the transaction of the entry."""
    person = Person.objects.get(pk=person_id)
    stated = {name: value for name, value in intake.facts.facts().items() if value is not None}
    if stated:
        law.save_facts(person, 0, stated)
    besides = intake.besides.values()
    if besides["kind"]:
        add_housing(person, NewHousing(besides["kind"], besides["municipality"], besides["state"]))
    stay = queries.current_residences(scope, [person_id]).get(person_id)
    target_group.at_entry(scope, person, stay, project, by, besides["group_reason"])
