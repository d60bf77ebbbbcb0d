# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The database every test may use, and the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import TestCase, TransactionTestCase
from django.utils import translation

from tests import plugin
from tests.browser import browser, context, no_window_stays_open, page

__all__ = ["browser", "context", "no_window_stays_open", "page"]
ALIASES = frozenset({"default", "aside"})


def _fresh_clone(_test: TransactionTestCase) -> None:
    connections.close_all()
    plugin.clone_template(plugin.worker_database())


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object) -> Iterator[None]:
    """The worker's own clone of the template, reached as the restricted role under both aliases."""
    plugin.migrate_template()
    plugin.clone_template(plugin.worker_database())
    for alias in ALIASES:
        connections[alias].settings_dict["NAME"] = plugin.worker_database()
    TransactionTestCase._fixture_teardown = _fresh_clone  # type: ignore[attr-defined]  # a method without stub
    TransactionTestCase.databases = TestCase.databases = set(ALIASES)
    yield
    connections.close_all()


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test begins in German again."""
    with translation.override("de"):
        yield
