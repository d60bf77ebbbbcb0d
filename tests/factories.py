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
from django.conf import settings as conf
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.ids import uuid7
from scharnier.foundation.principals import Scope
from scharnier.foundation.sessions import SessionStore
from scharnier.knowledge import settings
from scharnier.network.models import Carrier, Membership, Programme, Project, Role, User
from scharnier.network.programmes.models import ProgrammeSetting
from scharnier.network.signin import second_factor
from scharnier.people.models import Enrolment, Person

PLAN_FIELDS = "sprache arbeit anerkennung wohnen schule_bildung gesundheit familie aufenthalt finanzen teilhabe".split()
PASSWORD = "ein-langes-kennwort-7"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
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


def signed_in(who: User) -> Client:
    """Somebody at the desk with both factors, without the eleven statements of signing in."""
    client = Client()
    session = SessionStore()
    session.update({SESSION_KEY: str(who.pk), BACKEND_SESSION_KEY: _BACKEND, second_factor.KEY: True})
    session[HASH_SESSION_KEY] = who.get_session_auth_hash()
    session.create()
    client.cookies[conf.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


def user(name: str) -> User:
    made = _user(name)
    made.save(force_insert=True)
    _address(made).save(force_insert=True)
    return made


def _user(name: str) -> User:
    return User(email=f"{name}@example.org", display_name=name.replace(".", " ").title(), password=_HASH)


def _address(made: User) -> EmailAddress:
    return EmailAddress(user=made, email=made.email, verified=True, primary=True)


def member(who: User, carrier: UUID, project: UUID | None, role: Role, **dates: Any) -> Membership:
    made = _member(who, carrier, project, role, **dates)
    made.save(force_insert=True)
    return made


def _member(who: User, carrier: UUID, project: UUID | None, role: Role, **dates: Any) -> Membership:
    ends = {"valid_to": date(2099, 12, 31)} if role is Role.AUDITOR else {}
    given = {"valid_from": date(2020, 1, 1), **ends, **dates}
    return Membership(carrier_id=carrier, project_id=project, user=who, role=role, **given)


ROLES = {
    "mentor": Role.CASEWORKER,
    "colleague": Role.CASEWORKER,
    "lead": Role.LEAD,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMIN,
}


def house(programme: Programme, name: str, carrier: UUID | None = None) -> House:
    return _houses(programme, {name: carrier})[0]


def world() -> World:
    with principals.entering(principals.SYSTEM):
        programme = Programme.objects.create(
            code="arbeitsmarktmentoren_sn",
            name="Arbeitsmarktmentoren",
        )
        contract = {"base": "contract", "citation": "Nutzungsvereinbarung"}
        said = {
            "plan.fields": PLAN_FIELDS,
            "law.health": {"base": "statute", "citation": "Art. 9 Abs. 2 Buchst. h DSGVO"},
            "law.portal": contract,
            "law.messenger": contract,
        }
        ProgrammeSetting.objects.bulk_create(_said(programme, key, value) for key, value in said.items())
        near = uuid7()
        return World(programme, *_houses(programme, {"nord": near, "sued": near, "fern": None}))


def _houses(programme: Programme, named: dict[str, UUID | None]) -> list[House]:
    """Many tests begin with these three: a row each would be sixty statements before the first line of a test."""
    carriers = {name: given or uuid7() for name, given in named.items()}
    known = set(Carrier.objects.filter(pk__in=carriers.values()).values_list("pk", flat=True))
    made = {key: name for name, key in reversed(carriers.items()) if key not in known}
    Carrier.objects.bulk_create(Carrier(pk=key, name=f"Träger {name}", short_name=name) for key, name in made.items())
    projects = {
        name: Project(carrier_id=carriers[name], programme=programme, code=name, name=f"Projekt {name}")
        for name in named
    }
    Project.objects.bulk_create(projects.values())
    people = {name: {key: _user(f"{key}.{name}") for key in ROLES} for name in named}
    everybody = [each for own in people.values() for each in own.values()]
    User.objects.bulk_create(everybody)
    EmailAddress.objects.bulk_create(map(_address, everybody))
    Membership.objects.bulk_create(
        _member(people[name][key], carriers[name], None if role is Role.ADMIN else projects[name].pk, role)
        for name in named
        for key, role in ROLES.items()
    )
    return [House(carriers[name], projects[name].pk, name, **people[name]) for name in named]


def says(programme: Programme, key: str, value: Any, since: date = date(2015, 1, 1)) -> None:
    """What the operator says for all projects of a programme; call as the system."""
    _said(programme, key, value, since).save(force_insert=True)


def _said(programme: Programme, key: str, value: Any, since: date = date(2015, 1, 1)) -> ProgrammeSetting:
    read = settings.read(key, value)
    return ProgrammeSetting(programme=programme, key=key, value=read, valid_from=since, reason="Förderbescheid")


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
