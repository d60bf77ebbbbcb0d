# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing employers: a case opens, talks are noted, goals set, the case ends. One transaction each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from scharnier.directory.organisations import actions as organisations
from scharnier.directory.organisations.models import Organisation, OrganisationContact
from scharnier.foundation import clock, writes
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes
from scharnier.people import rules
from scharnier.work import projected
from scharnier.work.employers.models import Employer, EmployerContact, EmployerGoal

LISTS = {
    "wishes": "employer_wish",
    "offers": "employer_offer",
    "branch": "economic_branch",
    "end_reason": "employer_end",
    "form": "contact_form",
}


def open_case(project: UUID, organisation: Organisation, *, responsible: UUID | None, **values: Any) -> Employer:
    """The open case of an organisation in a project; a new one begins where there is none."""
    known = Employer.objects.filter(project_id=project, organisation=organisation, ends=None).first()
    if known is not None:
        return known
    check(values)
    return Employer.objects.create(
        carrier_id=organisation.carrier_id,
        project_id=project,
        organisation=organisation,
        responsible_id=responsible,
        **values,
    )


def change_employer(row: Employer, expected: int | None, values: Mapping[str, Any]) -> list[str]:
    """Correct a case. Raises Conflict when somebody was faster."""
    check(values)
    approached, signed = values.get("charter_approached_on"), values.get("charter_signed_on")
    if approached and signed and signed < approached:
        raise DomainError(_("Unterzeichnet vor der Ansprache?"), "charter_signed_on")
    if "responsible_id" in values:
        rules.check_staff(row.project_id, [("responsible_id", values["responsible_id"])])
    changed = save_versioned(row, expected, values)
    if changed:
        projected.refresh_employer(row.pk)
    return changed


def end_employer(row: Employer, *, on: date, reason: str) -> None:
    """The case ends; open vacancies and follow-ups stay with whoever has them."""
    check({"end_reason": reason})
    if on < row.begins:
        raise DomainError(_("Das Ende liegt vor dem Beginn."), "on")
    save_versioned(row, None, {"ends": on, "end_reason": reason})
    projected.refresh_employer(row.pk)


def reopen_employer(row: Employer) -> None:
    """Begin again where it ended; refused when a newer case runs."""
    if Employer.objects.filter(project_id=row.project_id, organisation_id=row.organisation_id, ends=None).exists():
        raise DomainError(_("Für diesen Betrieb läuft schon ein neuerer Fall."))
    save_versioned(row, None, {"ends": None, "end_reason": ""})
    projected.refresh_employer(row.pk)


@dataclass(frozen=True)
class Talk:
    """A talk as it was typed; a follow-up needs its day and what."""

    on: date
    form: str
    contact_id: UUID | None = None
    with_whom: str = ""
    minutes: int | None = None
    note: str = ""
    agreed: str = ""
    follow_up_on: date | None = None
    follow_up: str = ""

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@transaction.atomic
def note_talk(employer: Employer, *, author: UUID, talk: Talk, token: UUID | None = None) -> EmployerContact | None:
    """Write a talk down; None when this very form was sent before."""
    _check_talk(talk)
    if writes.already_sent(token) is not None:
        return None
    owner = author if talk.follow_up_on else None
    row = EmployerContact.objects.create(
        carrier_id=employer.carrier_id,
        project_id=employer.project_id,
        employer=employer,
        author_id=author,
        follow_up_owner_id=owner,
        **talk.columns(),
    )
    _latest(employer)
    projected.show(projected.FOLLOW_UP, row.carrier_id, row.pk, projected.follow_up_due(row))
    writes.sent(token, str(row.pk))
    return row


def change_talk(row: EmployerContact, expected: int | None, *, editor: UUID, talk: Talk) -> list[str]:
    """Correct a talk; a follow-up that was done stays done."""
    _check_talk(talk)
    values = talk.columns()
    if talk.follow_up_on is None:
        values |= {"follow_up_owner_id": None, "follow_up_done_at": None, "follow_up_done_by_id": None}
    elif row.follow_up_owner_id is None:
        values["follow_up_owner_id"] = editor
    changed = save_versioned(row, expected, values)
    if changed:
        _latest(row.employer)
        projected.show(projected.FOLLOW_UP, row.carrier_id, row.pk, projected.follow_up_due(row))
    return changed


def _latest(employer: Employer) -> None:
    last = EmployerContact.objects.filter(employer=employer).aggregate(last=Max("on"))["last"]
    Employer.objects.filter(pk=employer.pk).update(last_contact_on=last)


def _check_talk(talk: Talk) -> None:
    check({"form": talk.form})
    rules.check_texts(EmployerContact, {name: getattr(talk, name) for name in ("note", "agreed", "follow_up")})
    if talk.on > clock.today():
        raise DomainError(_("Der Tag liegt in der Zukunft."), "on")
    if talk.follow_up_on and not talk.follow_up:
        raise DomainError(_("Schreiben Sie, was dann zu tun ist."), "follow_up")
    if talk.follow_up and not talk.follow_up_on:
        raise DomainError(_("Bis wann?"), "follow_up_on")


# ---------- goals ----------


def add_goal(employer: Employer, *, text: str, due: date | None = None) -> EmployerGoal:
    if not text:
        raise DomainError(_("Schreiben Sie, was erreicht werden soll."), "text")
    row = EmployerGoal.objects.create(
        carrier_id=employer.carrier_id, project_id=employer.project_id, employer=employer, text=text, due=due
    )
    projected.show(projected.GOAL, row.carrier_id, row.pk, projected.goal_due(row))
    return row


def reach_goal(row: EmployerGoal, *, user: UUID, reached: bool = True) -> None:
    """Reached today, or open again."""
    done: dict[str, Any] = {"done_on": None, "done_at": None, "done_by_id": None}
    if reached:
        done = {"done_on": clock.today(), "done_at": clock.now(), "done_by_id": user}
    save_versioned(row, None, done)
    projected.show(projected.GOAL, row.carrier_id, row.pk, projected.goal_due(row))


# ---------- a firm on the phone ----------


@dataclass(frozen=True)
class Call:
    """A firm on the phone, as it was typed: either an organisation that is known, or the name of a new one."""

    existing: UUID | None
    name: str
    phone: str
    caller: str
    postal_code: str
    place: str
    wishes: tuple[str, ...]
    note: str
    follow_up_on: date | None
    follow_up: str


@transaction.atomic
def take_call(carrier: UUID, project: UUID, *, user: UUID, call: Call, token: UUID | None = None) -> Employer | None:
    """Organisation, caller, case and talk in one go; None when this very form was sent before.

    The number belongs to the caller; a new firm has no other yet, and is found again by it.
    """
    if writes.already_sent(token) is not None:
        return None
    if call.existing is not None:
        firm = Organisation.objects.filter(pk=call.existing, carrier_id=carrier, merged_into=None).first()
        if firm is None:
            raise DomainError(_("Diese Organisation gibt es nicht mehr."), "name")
    else:
        site = {"postal_code": call.postal_code, "place": call.place}
        firm = organisations.add_organisation(carrier, {"name": call.name, "phone": call.phone}, site)
    caller = _caller(firm, call)
    employer = open_case(project, firm, responsible=user, concern=call.note[:300], wishes=list(call.wishes))
    wishes = [*employer.wishes, *(code for code in call.wishes if code not in employer.wishes)]
    if wishes != employer.wishes:
        change_employer(employer, None, {"wishes": wishes})
    talk = Talk(
        clock.today(),
        "phone",
        caller.pk if caller else None,
        note=call.note,
        follow_up_on=call.follow_up_on,
        follow_up=call.follow_up,
    )
    note_talk(employer, author=user, talk=talk)
    writes.sent(token, str(employer.pk))
    return employer


def _caller(firm: Organisation, call: Call) -> OrganisationContact | None:
    """Whoever called, by name; somebody known keeps their entry and gets the number if they had none."""
    if not call.caller:
        return None
    people = OrganisationContact.objects.filter(organisation=firm, until=None)
    known = people.filter(name__iexact=call.caller).first()
    if known is None:
        values = {"name": call.caller, "phone": call.phone, "preferred": not people.exists()}
        return organisations.add_contact(firm, values)
    if call.phone and not known.phone:
        organisations.change(known, None, {"phone": call.phone})
    return known


def check(values: Mapping[str, Any]) -> None:
    """Only codes that exist."""
    for name, code_list in LISTS.items():
        given = values.get(name) or []
        for code in [given] if isinstance(given, str) else given:
            if not codes.is_code(code_list, code):
                raise DomainError(_("Diese Auswahl gibt es nicht: %(code)s.") % {"code": code}, name)


# ---------- what a click on Today does ----------


def follow_up_done(item: AgendaItem, user: UUID) -> None:
    _talk(item, follow_up_done_at=item.done_at, follow_up_done_by_id=user)


def follow_up_open(item: AgendaItem, user: UUID) -> None:
    _talk(item, follow_up_done_at=None, follow_up_done_by_id=None)


def follow_up_later(item: AgendaItem, user: UUID, day: date) -> None:
    _talk(item, follow_up_on=day)


def follow_up_handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    _talk(item, follow_up_owner_id=to)


def _talk(item: AgendaItem, **values: Any) -> None:
    EmployerContact.objects.filter(pk=item.source_id).update(version=F("version") + 1, **values)


def goal_done(item: AgendaItem, user: UUID) -> None:
    _goal(item, done_on=clock.today(), done_at=item.done_at, done_by_id=user)


def goal_open(item: AgendaItem, user: UUID) -> None:
    _goal(item, done_on=None, done_at=None, done_by_id=None)


def goal_later(item: AgendaItem, user: UUID, day: date) -> None:
    _goal(item, due=day)


def goal_handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    """A goal is kept by whoever is responsible for the firm: the firm goes along."""
    goal = EmployerGoal.objects.select_related("employer").get(pk=item.source_id)
    change_employer(goal.employer, None, {"responsible_id": to})


def _goal(item: AgendaItem, **values: Any) -> None:
    EmployerGoal.objects.filter(pk=item.source_id).update(version=F("version") + 1, **values)
