# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small invented world for tests: two carriers, three projects, people in every role, a few participants.

The network is set up by the system; everything personal is written by somebody who works there.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from scharnier.foundation import principals
from scharnier.foundation.ids import uuid7
from scharnier.foundation.principals import Scope
from scharnier.knowledge import settings
from scharnier.network.models import Carrier, Membership, Programme, Project, Role, User
from scharnier.network.programmes.models import ProgrammeSetting
from scharnier.people.models import Enrolment, Person

PLAN_FIELDS = "sprache arbeit anerkennung wohnen schule_bildung gesundheit familie aufenthalt finanzen teilhabe".split()
PASSWORD = "ein-langes-kennwort-7"
_HASH = make_password(PASSWORD, hasher="argon2")


@dataclass(frozen=True)
class House:
    """One carrier with one project and its people."""

    carrier: UUID
    project: UUID
    code: str
    mentor: User
    colleague: User
    lead: User
    auditor: User
    admin: User


@dataclass(frozen=True)
class World:
    """`here` is where a test works; `other_project` has the same carrier, `away` another one."""

    programme: Programme
    here: House
    other_project: House
    away: House


def as_staff(user: User) -> AbstractContextManager[Scope]:
    """Open a transaction that serves `user`."""
    return principals.entering(principals.staff(user.pk))


def user(name: str) -> User:
    made = User.objects.create(
        email=f"{name}@example.org",
        display_name=name.replace(".", " ").title(),
        password=_HASH,
    )
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def member(who: User, carrier: UUID, project: UUID | None, role: Role, **dates: Any) -> Membership:
    ends = {"valid_to": date(2099, 12, 31)} if role is Role.AUDITOR else {}
    return Membership.objects.create(
        carrier_id=carrier,
        project_id=project,
        user=who,
        role=role,
        **{"valid_from": date(2020, 1, 1), **ends, **dates},
    )


def house(programme: Programme, name: str, carrier: UUID | None = None) -> House:
    carrier_id = carrier or Carrier.objects.create(name=f"Träger {name}", short_name=name).pk
    project = Project.objects.create(carrier_id=carrier_id, programme=programme, code=name, name=f"Projekt {name}")
    roles = {
        "mentor": Role.CASEWORKER,
        "colleague": Role.CASEWORKER,
        "lead": Role.LEAD,
        "auditor": Role.AUDITOR,
        "admin": Role.ADMIN,
    }
    people = {key: user(f"{key}.{name}") for key in roles}
    for key, role in roles.items():
        member(people[key], carrier_id, None if role is Role.ADMIN else project.pk, role)
    return House(carrier_id, project.pk, name, **people)


def world() -> World:
    with principals.entering(principals.SYSTEM):
        programme = Programme.objects.create(
            code="arbeitsmarktmentoren_sn",
            name="Arbeitsmarktmentoren",
        )
        says(programme, "plan.fields", PLAN_FIELDS)
        says(programme, "law.health", {"base": "statute", "citation": "Art. 9 Abs. 2 Buchst. h DSGVO"})
        says(programme, "law.portal", {"base": "contract", "citation": "Nutzungsvereinbarung"})
        says(programme, "law.messenger", {"base": "contract", "citation": "Nutzungsvereinbarung"})
        here = house(programme, "nord")
        other = house(programme, "sued", here.carrier)
        away = house(programme, "fern")
    return World(programme, here, other, away)


def says(programme: Programme, key: str, value: Any, since: date = date(2015, 1, 1)) -> None:
    """What the operator says for all projects of a programme; call as the system."""
    ProgrammeSetting.objects.create(
        programme=programme, key=key, value=settings.read(key, value), valid_from=since, reason="Förderbescheid"
    )


def person(where: House, family_name: str = "Haddad", given_names: str = "Nour", **fields: Any) -> Person:
    """A participant of `where`, in the hands of its mentor; call as somebody who may write there."""
    staff = fields.pop("staff", where.mentor)
    entered_on = fields.pop("entered_on", date(2026, 1, 14))
    made = Person.objects.create(
        carrier_id=where.carrier,
        family_name=family_name,
        given_names=given_names,
        file_number=fields.pop("file_number", f"T-{uuid7().hex[-8:]}"),
        **fields,
    )
    Enrolment.objects.create(
        carrier_id=where.carrier,
        project_id=where.project,
        person=made,
        staff=staff,
        entered_on=entered_on,
    )
    return made
