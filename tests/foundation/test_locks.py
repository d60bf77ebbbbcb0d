# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each of the two locks alone keeps a stranger out, for every table with personal data."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection, models, transaction

from scharnier.config import environment as env
from scharnier.foundation import locks, principals
from scharnier.foundation.cards import all_cards
from scharnier.foundation.principals import Scope
from tests import factories, plugin
from tests.foundation import samples

pytestmark = pytest.mark.django_db(transaction=True)
EVERYBODY_WITH_A_PRINCIPAL = {
    "django_session"
}  # knowing a session's key is the right to it; nothing else is in the row
WRITTEN_BY_TRIGGER = {"audit_event"}


@dataclass(frozen=True)
class Stage:
    world: factories.World
    rows: dict[str, tuple[type[models.Model], Any]]


@pytest.fixture
def stage() -> Stage:
    with principals.entering(principals.SIGNIN):
        pass
    world = factories.world()
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here, remark="vertraulich")
        rows = samples.written_by_mentor(world, person)
    with factories.as_staff(world.here.lead):
        rows += samples.written_by_lead(world)
    with principals.entering(principals.SIGNIN):
        rows += samples.written_on_the_way_in(world)
    return Stage(world, samples.keyed(rows))


def strangers(world: factories.World) -> dict[str, Callable[[], AbstractContextManager[Scope]]]:
    return {
        "mentor of another project of the same carrier": lambda: factories.as_staff(world.other_project.mentor),
        "mentor of another carrier": lambda: factories.as_staff(world.away.mentor),
        "lead of another carrier": lambda: factories.as_staff(world.away.lead),
        "administrator of another carrier": lambda: factories.as_staff(world.away.admin),
        "somebody signed out": lambda: principals.entering(principals.PUBLIC),
    }


# What colleagues of one carrier know of each other: who works there, and how the carrier's lists were read.
SHARED_IN_THE_CARRIER = {"network_user", "network_membership", "network_projectsetting", "people_importmapping"}
# Firms are known to the whole carrier; whoever writes for it writes them.
WRITTEN_IN_THE_CARRIER = {
    "people_importmapping",
    "directory_organisation",
    "directory_organisationsite",
    "directory_organisationcontact",
    "directory_cooperation",
    "directory_organisationmerge",
}
SHARED_IN_THE_CARRIER |= WRITTEN_IN_THE_CARRIER
# Cases and vacancies of firms are read by the whole carrier and written by their project alone.
SHARED_IN_THE_CARRIER |= {"work_employer", "work_employergoal", "work_employercontact"}
SHARED_IN_THE_CARRIER |= {"work_vacancy", "work_vacancyrow"}


def _is_shared(table: str, who: str) -> bool:
    return table in EVERYBODY_WITH_A_PRINCIPAL or (table in SHARED_IN_THE_CARRIER and "same carrier" in who)


def owner() -> psycopg.Connection[Any]:
    """A connection that no policy binds."""
    target = env.database(owner=True)
    return psycopg.connect(
        dbname=plugin.worker_database(), user=target.user, host=target.host, port=target.port, autocommit=True
    )


def found_without_policies(query: models.QuerySet[Any]) -> bool:
    """Whether `query` finds something where only its own conditions stand between a stranger and a row."""
    statement, parameters = query.query.sql_with_params()
    with owner() as free:
        return free.execute(statement, parameters).fetchone() is not None


def test_every_table_with_personal_data_has_a_sample_row(stage: Stage) -> None:
    personal = {card.table for card in all_cards().values() if card.personal}
    assert personal - stage.rows.keys() == WRITTEN_BY_TRIGGER


def test_the_row_level_policies_alone_keep_strangers_from_reading(stage: Stage) -> None:
    seen = []
    for who, enter in strangers(stage.world).items():
        for table, (model, pk) in stage.rows.items():
            with enter():
                if not _is_shared(table, who) and model._base_manager.filter(pk=pk).exists():
                    seen.append(f"{who} reads {table}")
    assert seen == []


def test_without_a_principal_no_row_is_visible(stage: Stage) -> None:
    visible = [table for table, (model, pk) in stage.rows.items() if model._base_manager.filter(pk=pk).exists()]
    assert visible == []


def test_visible_to_alone_keeps_strangers_from_reading(stage: Stage) -> None:
    seen = []
    for who, enter in strangers(stage.world).items():
        with enter() as scope:
            pass
        for table, (model, pk) in stage.rows.items():
            query = model._base_manager.filter(pk=pk)
            assert found_without_policies(query), f"{table}: the connection without policies must reach the row"
            hidden = query.filter(all_cards()[table].lock.visible(scope))
            try:
                visible = found_without_policies(hidden)
            except EmptyResultSet:
                continue  # the condition can't be true for anybody: Django doesn't even ask
            if visible and not _is_shared(table, who):
                seen.append(f"{who} reads {table}")
    assert seen == []


def test_whoever_works_there_passes_both_locks(stage: Stage) -> None:
    """Otherwise the tests above would pass with doors that nobody can open."""
    closed = {"foundation_outboxmail", "account_emailconfirmation", "people_separation"}
    closed |= {"people_packagerun", "people_packagepart", "people_erasurerun"}  # leadership alone
    with factories.as_staff(stage.world.here.mentor) as scope:
        for table, (model, pk) in stage.rows.items():
            visible = model._base_manager.filter(all_cards()[table].lock.visible(scope), pk=pk).exists()
            assert visible is (table not in closed), table


def _copy(table: str, pk: Any, key: str) -> tuple[str, list[Any]]:
    """An INSERT of the same row under a new key, as SQL: what a stranger would try."""
    with owner() as free:
        columns = [
            row[0]
            for row in free.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
                "AND is_generated = 'NEVER' AND is_identity = 'NO'",
                [table],
            )
        ]
        content = free.execute(f'SELECT to_jsonb(t) FROM {table} t WHERE "{key}" = %s', [pk]).fetchone()
    assert content is not None
    row = content[0]
    if key in columns and isinstance(row[key], str) and len(row[key]) == 36:
        row[key] = "00000000-0000-7000-8000-000000000001"
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s)", [
        json.dumps(row)
    ]


# Anybody who acts may queue a mail; a session is opened before anybody is known.
OPEN_TO_INSERT = {"foundation_outboxmail", "django_session"}
# Whoever writes for a carrier may begin a new file there.
OPEN_IN_THE_CARRIER = {"people_person"}


def _may_insert(table: str, who: str) -> bool:
    return table in OPEN_TO_INSERT or (table in OPEN_IN_THE_CARRIER and "same carrier" in who)


def _attempt(enter: Callable[[], AbstractContextManager[Scope]], statement: str, parameters: list[Any]) -> str:
    """What came of it: empty when the locks refused, otherwise how the statement got further than it may."""
    try:
        with enter(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows = cursor.rowcount
            transaction.set_rollback(True)
            return "written" if rows else ""
    except DatabaseError as refused:
        words = str(refused)
        return "" if "row-level security" in words or "permission denied" in words else words


def test_the_row_level_policies_alone_keep_strangers_from_writing(stage: Stage) -> None:
    done = []
    for who, enter in strangers(stage.world).items():
        for table, (model, pk) in stage.rows.items():
            if table in EVERYBODY_WITH_A_PRINCIPAL or (table in WRITTEN_IN_THE_CARRIER and "same carrier" in who):
                continue
            key = str(model._meta.pk.column)
            insert, values = _copy(table, pk, key)
            attempts = [(f'UPDATE {table} SET "{key}" = "{key}" WHERE "{key}" = %s', [pk])]
            attempts += [(f'DELETE FROM {table} WHERE "{key}" = %s', [pk])]
            attempts += [] if _may_insert(table, who) else [(insert, values)]
            for statement, parameters in attempts:
                if outcome := _attempt(enter, statement, parameters):
                    done.append(f"{who}: {outcome}: {statement[:60]}")
    assert done == []


def test_an_auditor_reads_and_never_writes(stage: Stage) -> None:
    model, pk = stage.rows["casework_contact"]
    with factories.as_staff(stage.world.here.auditor):
        assert model._base_manager.filter(pk=pk).exists()
        assert model._base_manager.filter(pk=pk).update(note="anders") == 0


def test_an_administrator_of_the_carrier_sees_no_file(stage: Stage) -> None:
    with factories.as_staff(stage.world.here.admin) as scope:
        for table in ("people_person", "people_enrolment", "casework_contact", "foundation_timelineentry"):
            model, _ = stage.rows[table]
            assert not model._base_manager.exists(), table
            assert not model._base_manager.filter(all_cards()[table].lock.visible(scope)).exists(), table


def test_a_foreign_key_never_reaches_into_another_carrier(stage: Stage) -> None:
    """Policies don't bind foreign keys, so each one between tenant tables includes the carrier."""
    with owner() as free:
        tenant = {
            row[0]
            for row in free.execute(
                "SELECT table_name FROM information_schema.columns "
                "WHERE table_schema = 'public' AND column_name = 'carrier_id'"
            )
        }
        keys = free.execute(
            "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, ARRAY(SELECT a.attname::text "
            "FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)) "
            "FROM pg_constraint c WHERE c.contype = 'f'"
        ).fetchall()
    between = [(source, target, columns) for source, target, columns in keys if {source, target} <= tenant]
    assert between
    assert [key for key in between if "carrier_id" not in key[2]] == []
    covered = {(source, column) for source, _, columns in between for column in columns}
    expected = {
        (model._meta.db_table, field.column)
        for model in _models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey)
        and model._meta.db_table in tenant
        and field.related_model._meta.db_table in tenant
    }
    assert expected <= covered


def _models() -> list[type[models.Model]]:
    from django.apps import apps

    return list(apps.get_models())


def test_a_person_of_another_carrier_can_not_be_enrolled(stage: Stage) -> None:
    model, _ = stage.rows["people_enrolment"]
    _, person = stage.rows["people_person"]
    with (
        pytest.raises(DatabaseError, match="people_enrolment_person_id_tenant"),
        factories.as_staff(stage.world.away.mentor),
    ):
        model._base_manager.create(
            carrier_id=stage.world.away.carrier, project_id=stage.world.away.project, person_id=person
        )


def test_a_duplicate_key_reveals_nothing_about_another_carrier(stage: Stage) -> None:
    """Unique constraints of tenant tables begin with the carrier; the random primary key is the exception."""
    with owner() as free:
        unique = free.execute(
            "SELECT i.indrelid::regclass::text, i.indisprimary, ARRAY(SELECT a.attname::text "
            "FROM unnest(i.indkey) WITH ORDINALITY k(n, o) JOIN pg_attribute a "
            "ON a.attrelid = i.indrelid AND a.attnum = k.n ORDER BY k.o) "
            "FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN information_schema.columns col "
            "ON col.table_name = c.relname AND col.column_name = 'carrier_id' WHERE i.indisunique AND c.relkind = 'r'"
        ).fetchall()
    assert unique
    leaky = [row for row in unique if not (row[1] and row[2] == ["id"]) and row[2][0] != "carrier_id"]
    assert [row for row in leaky if not row[0].startswith("audit_event_")] == []


def test_the_database_has_exactly_the_tables_columns_and_policies_of_the_cards() -> None:
    cards = all_cards()
    with owner() as free:
        found: dict[str, set[str]] = {}
        for table, column in free.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
            "AND a.attnum > 0 AND NOT a.attisdropped"
        ):
            found.setdefault(table, set()).add(column)
        assert {table: set(card.columns) for table, card in cards.items()} == found
        audited = {
            row[0]
            for row in free.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%_audit'")
        }
        assert {table for table, card in cards.items() if card.audited} == audited
        for table, card in cards.items():
            assert _policies(free, table) == _expected(free, table, card.lock), table


def _policies(free: psycopg.Connection[Any], table: str) -> list[tuple[Any, ...]]:
    return free.execute(
        "SELECT policyname, cmd, permissive, qual, with_check, rowsecurity FROM pg_policies p "
        "JOIN pg_tables t USING (schemaname, tablename) WHERE schemaname = 'public' AND tablename = %s "
        "ORDER BY policyname",
        [table],
    ).fetchall()


def _expected(free: psycopg.Connection[Any], table: str, lock: locks.Lock) -> list[tuple[Any, ...]]:
    """What PostgreSQL makes of the lock's own words, found by putting it on the table anew and rolling back."""
    with free.transaction(force_rollback=True):
        for (name,) in free.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table]).fetchall():
            free.execute(f"DROP POLICY {name} ON {table}")
        free.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        free.execute(locks.policy_sql(table, lock))
        return _policies(free, table)


def test_a_house_that_stands_already_gets_the_policy_that_hides_persons() -> None:
    operation = locks.hide_everywhere()
    with owner() as free, free.transaction(force_rollback=True):
        before = _policies(free, "people_person"), _policies(free, "casework_contact")
        free.execute("DROP POLICY people_person_apart ON people_person")
        free.execute("DROP POLICY casework_contact_apart ON casework_contact")
        free.execute(str(getattr(operation, "sql")))  # noqa: B009  # the stubs know only the base class
        assert (_policies(free, "people_person"), _policies(free, "casework_contact")) == before


def test_the_server_role_is_neither_owner_nor_above_the_policies() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (env.APP_ROLE, False, False)


# Who stands in for whom, and who belongs to a project, is known to all who are in it; nothing there is about a person.
KNOWN_IN_THE_PROJECT = {"network_substitution", "network_deputy", "network_tandem"}


def test_every_lock_over_a_project_holds_for_a_substitution_of_chosen_cases() -> None:
    open_ones = [
        table
        for table, card in all_cards().items()
        if "app_projects()" in card.lock.read and "project_id" in card.columns and not card.lock.narrow
    ]
    assert set(open_ones) - KNOWN_IN_THE_PROJECT == set()
