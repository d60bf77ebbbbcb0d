# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small world on a day that stands still, and people signed in to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scharnier.foundation import clock
from scharnier.network.models import User
from tests import factories
from tests.factories import World

NOW = datetime(2026, 11, 24, 10, 2, tzinfo=clock.ZONE)
TODAY = date(2026, 11, 24)
SignIn = Callable[[User], Client]


@pytest.fixture
def world() -> Iterator[World]:
    with clock.frozen(NOW):
        yield factories.world()


def measured(client: Client, url: str) -> tuple[Any, int]:
    """The answer and how many statements it took; transaction control doesn't count (decision 14)."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    control = ("SAVEPOINT", "RELEASE", "SELECT app_leave")
    return answer, sum(not query["sql"].startswith(control) for query in queries.captured_queries)


@pytest.fixture
def sign_in() -> SignIn:
    return factories.signed_in
