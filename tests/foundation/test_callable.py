# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What only functions of the database may call is closed to the role that the program works as."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from tests import factories

INSIDE = (
    "audit_write",
    "merge_log",
    "audiences_alone",
    "confidential_readers",
    "audit_erase",
    "erase_value",
    "names_apart",
    "parted_log",
    "parted_talk",
    "parted_letters",
    "firm_repoint",
    "firm_agenda_align",
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", INSIDE)
def test_functions_of_the_inside_have_no_caller_outside(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), bool_or(has_function_privilege(current_user, oid, 'execute')) FROM pg_proc "
            "WHERE proname = %s AND pronamespace = 'public'::regnamespace",
            [name],
        )
        assert cursor.fetchone() == (1, False)


@pytest.mark.django_db
def test_nobody_writes_an_event_by_hand() -> None:
    world = factories.world()
    event = "SELECT audit_write('update', %s, NULL, 'people_person', '', NULL, NULL, NULL, NULL)"
    with (
        factories.as_staff(world.here.mentor),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(event, [world.here.carrier])
