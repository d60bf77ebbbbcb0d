# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finishing an intake: everything that was typed becomes the file, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from scharnier.foundation import writes
from scharnier.foundation.ui.forms import KitForm
from scharnier.people import actions
from scharnier.people.actions import LIST_FIELDS, PERSON_FIELDS, NewParticipant, NewStay
from scharnier.people.circumstances import actions as circumstances
from scharnier.people.circumstances.models import BenefitPeriod, Guardianship, SchoolPeriod
from scharnier.people.housing.actions import NewHousing, add_housing
from scharnier.people.intake import asking
from scharnier.people.models import Person
from scharnier.people.names import actions as names
from scharnier.people.wizard import drafts
from scharnier.people.wizard.intake import Wizard
from scharnier.people.wizard.living import LivingStep
from scharnier.people.wizard.steps import LIVING

Values = Mapping[str, Any]


def finish(wizard: Wizard, forms: Mapping[str, KitForm]) -> UUID:
    """Write the file and let go of the draft; returns the person's id.

    Raises DomainError, or Conflict when a colleague has changed the file since the intake began.
    """
    values: dict[str, Any] = {}
    for form in forms.values():
        values |= form.values()
    endorsement = str((wizard.law.besides.values() if wizard.law.besides.is_bound else {}).get("endorsement") or "")
    stay = _stay(values, endorsement)
    if wizard.file is None:
        person = Person.objects.get(pk=actions.create_person(_participant(wizard, values, stay)))
    else:
        person = _update(wizard, values, stay)
    if values.get("former_name"):
        names.add(person, {"kind": values["former_kind"], "name": values["former_name"], "valid_to": None})
    living = forms.get(LIVING)
    if isinstance(living, LivingStep):
        _circumstances(person, living)
    asking.keep(wizard.law, wizard.desk.scope, person.pk, wizard.project, wizard.desk.user.id)
    writes.drop_draft(wizard.desk.user.id, drafts.key(wizard.id))
    return person.pk


def _stay(values: Values, endorsement: str) -> NewStay | None:
    if not values.get("code"):
        return None
    return NewStay(
        values["code"],
        values["stay_from"],
        values["valid_to"],
        endorsement,
        document=values["document"],
        obligation=values["obligation"],
    )


def _person(values: Values) -> dict[str, Any]:
    return {name: values[name] for name in (*PERSON_FIELDS, *LIST_FIELDS) if name in values}


def _participant(wizard: Wizard, values: Values, stay: NewStay | None) -> NewParticipant:
    facts = _person(values)
    for name in LIST_FIELDS:
        facts[name] = tuple(facts.get(name) or ())
    return NewParticipant(
        carrier=wizard.place.carrier,
        project=wizard.project,
        **facts,
        concern=values["concern"],
        entered_on=values["entered_on"],
        over_places=values["over_places"],
        staff=values["staff"],
        stays=(stay,) if stay else (),
    )


def _update(wizard: Wizard, values: Values, stay: NewStay | None) -> Person:
    file, versions = wizard.file, wizard.versions
    if file is None:
        raise ValueError("There is no file to update.")
    actions.update_person(file.person, versions["person"], _person(values))
    changes = {"concern": values["concern"], "entered_on": values["entered_on"], "over_places": values["over_places"]}
    if "staff" in values:
        changes["staff_id"] = values["staff"]
    actions.change_enrolment(file.enrolment, versions["enrolment"], changes)
    if stay is not None:
        actions.add_residence(file.person, stay, end_previous=True)
    return file.person


def _circumstances(person: Person, living: LivingStep) -> None:
    for number, row in enumerate(living.entries("housing")):
        given = (row["housing_kind"], row["municipality"], row["housing_state"], row["housing_from"])
        add_housing(person, NewHousing(*given, row.get("housing_to")), end_previous=number == 0)
    for row in living.entries("guardian"):
        given_by = {"kind": row["guardian_kind"], "name": row["guardian_name"], "phone": row["guardian_phone"]}
        circumstances.add(Guardianship, person, given_by)
    for row in living.entries("school"):
        days = {"valid_from": row.get("school_from"), "valid_to": row.get("school_to")}
        circumstances.add(SchoolPeriod, person, {"kind": row["school_kind"], "school": row["school_name"], **days})
    for row in living.entries("benefit"):
        days = {"valid_from": row["benefit_from"], "valid_to": row.get("benefit_to")}
        circumstances.add(BenefitPeriod, person, {"kind": row["benefit_kind"], "office": row["benefit_office"], **days})
