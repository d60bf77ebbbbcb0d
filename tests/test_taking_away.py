# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An audit reads and takes nothing along: every address that answers with a file or a page to print is tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.exceptions import NoReverseMatch

from scharnier.casework.models import Goal, IntegrationPlan
from scharnier.foundation import access, principals
from scharnier.network.middleware import _leaves_the_house
from scharnier.network.models import Role, User
from scharnier.network.path.models import WorkContact
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, house, sign_in

__all__ = ["house", "sign_in"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def known(house: World) -> dict[str, UUID]:
    """A key for each name in an address: somebody with a plan, a colleague in the directory."""
    here = house.here
    with factories.as_staff(here.mentor):
        person = factories.person(here)
        keys: dict[str, Any] = {"carrier_id": here.carrier, "project_id": here.project, "person_id": person.pk}
        plan = IntegrationPlan.objects.create(**keys, owner=here.mentor)
        Goal.objects.create(**keys, plan=plan, field="sprache", title="B1", changed_by=here.mentor)
        entry = WorkContact.objects.create(carrier_id=here.carrier, user=here.mentor, published=True)
    project = {"project": here.project, "project_id": here.project}
    return {"person_id": person.pk, "contact": entry.pk, "user": here.mentor.pk, "carrier": here.carrier, **project}


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        where = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, where)
        elif where.startswith("desk/"):
            yield where, entry


def addresses(known: dict[str, UUID]) -> list[tuple[str, bool]]:
    """(address, made to be printed) of every page of the desk; keys that nobody knows are somebody's file."""
    found = []
    for where, entry in _patterns(get_resolver()):
        address = f"/{where}"
        for name, converter in entry.pattern.converters.items():
            value = "1" if type(converter).__name__ == "IntConverter" else str(known.get(name, known["person_id"]))
            address = "".join(
                part.replace(f"<{kind}:{name}>", value) if (kind := _kind(part, name)) else part for part in [address]
            )
        if "<" in address:
            raise NoReverseMatch(address)
        found.append((address, getattr(entry.callback, "to_take_away", False)))
    return found


def _kind(address: str, name: str) -> str:
    return next((kind for kind in ("uuid", "int", "slug", "str", "path") if f"<{kind}:{name}>" in address), "")


def taken(client: Client, known: dict[str, UUID]) -> list[str]:
    """Addresses that hand something out."""
    out = []
    for address, printed in addresses(known):
        answer: HttpResponse = client.get(address)  # type: ignore[assignment]  # the test client's answer is one
        assert answer.status_code < 500 or "plan.pdf" in address, address
        if answer.status_code == 200 and (printed or _leaves_the_house(answer)):
            out.append(address)
    return out


def test_an_audit_takes_nothing_along_from_any_address(house: World, sign_in: SignIn, known: dict[str, UUID]) -> None:
    assert taken(sign_in(house.here.auditor), known) == []


def test_whoever_works_in_the_project_does(house: World, sign_in: SignIn, known: dict[str, UUID]) -> None:
    found = taken(sign_in(house.here.lead), known)
    for expected in ("/desk/druck/", f"/desk/netzwerk/{known['contact']}/kontakt.vcf", "/datei/", "/plan.pdf"):
        assert any(expected in address for address in found), expected


def test_an_audit_sees_no_button_that_leads_to_a_refusal(house: World, sign_in: SignIn, known: dict[str, UUID]) -> None:
    client = sign_in(house.here.auditor)
    assert "/desk/druck/" not in client.get("/desk/").text
    assert "kontakt.vcf" not in client.get(f"/desk/netzwerk/{known['contact']}/").text
    assert client.get("/desk/druck/").status_code == 403


def test_whoever_audits_here_and_works_elsewhere_takes_along_what_is_theirs_alone(
    house: World, sign_in: SignIn, known: dict[str, UUID]
) -> None:
    both: User = house.other_project.mentor
    with principals.entering(principals.SYSTEM):
        factories.member(both, house.here.carrier, house.here.project, Role.AUDITOR, valid_to=date(2027, 1, 1))
    client = sign_in(both)
    assert client.get(f"/desk/personen/{known['person_id']}/plan.pdf").status_code == 403
    client.post("/desk/projekt/", {"place": str(house.other_project.project)})
    assert client.get("/desk/druck/").status_code == 200


def test_no_role_of_an_audit_may_take_away() -> None:
    assert not access.holds("auditor", "network.take_away")
