# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small world, people signed in, a day that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from django.test import Client

from scharnier.foundation import clock, principals
from scharnier.network.models import User
from scharnier.people.models import Enrolment, Person
from tests import factories
from tests.factories import House, World

NOW = datetime(2026, 11, 24, 10, 2, tzinfo=clock.ZONE)
TODAY = date(2026, 11, 24)


@pytest.fixture
def house() -> Iterator[World]:
    with clock.frozen(NOW):
        yield factories.world()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    def enter(who: User) -> Client:
        client = Client()
        with principals.entering(principals.SIGNIN):
            client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


def participant(where: House, family_name: str = "Haddad", **fields: object) -> Enrolment:
    """A participant of `where`; call inside the transaction of somebody who works there."""
    made: Person = factories.person(where, family_name, **fields)
    return Enrolment.objects.select_related("person", "project").get(person=made)
