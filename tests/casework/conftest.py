# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small world, people signed in, a day that stands still."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from scharnier.foundation import clock
from scharnier.network.models import User
from scharnier.people.models import Enrolment, Person
from tests import factories
from tests.factories import House, World

NOW = datetime(2026, 11, 24, 10, 2, tzinfo=clock.ZONE)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def key(tmp_path: Path, settings: Settings) -> None:
    """A key for confidential texts, as the first start of an installation writes it."""
    (tmp_path / "audience.key").write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    settings.HOME = tmp_path


@pytest.fixture
def house() -> Iterator[World]:
    with clock.frozen(NOW):
        yield factories.world()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    return factories.signed_in


def participant(where: House, family_name: str = "Haddad", **fields: Any) -> Enrolment:
    """A participant of `where`; call inside the transaction of somebody who works there."""
    made: Person = factories.person(where, family_name, **fields)
    return Enrolment.objects.select_related("person", "project").get(person=made)


def measured(client: Client, url: str, **more: Any) -> tuple[Any, int]:
    """The answer and how many statements it took; transaction control doesn't count (decision 14)."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url, **more)
    control = ("SAVEPOINT", "RELEASE", "SELECT app_leave")
    return answer, sum(not query["sql"].startswith(control) for query in queries.captured_queries)
