# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tests' own database."""

from __future__ import annotations

import pytest
from django.db import connection, connections


def test_tests_work_as_the_restricted_role(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, current_database() like 'test_%', rolsuper, rolbypassrls from pg_roles "
            "where rolname = current_user"
        )
        assert cursor.fetchone() == ("scharnier_app", True, False, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next(turn: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from django_content_type where model = 'left-behind'")
        assert cursor.fetchone() == (0,)
        cursor.execute("insert into django_content_type (app_label, model) values ('tests', 'left-behind')")
    with connections["aside"].cursor() as cursor:
        cursor.execute("select count(*) from django_content_type where model = 'left-behind'")
        assert cursor.fetchone() == (1,)
