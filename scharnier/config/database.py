# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The configured database, embedded or real: reachable, safe to serve from, and brought to the current schema."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from scharnier.config import environment as env
from scharnier.config import storage
from scharnier.config.embedded import Embedded, choose_root, prepare_schema
from scharnier.config.environment import EnvironmentFault

OLDEST_MAJOR = 15
CONNECT_SECONDS = 5
OTHERS_SECONDS = 600.0


def connect(owner: bool = False) -> psycopg.Connection[Any]:
    """A plain connection with autocommit, as the restricted role or as the owner of the tables."""
    target = env.database(owner=owner)
    known: dict[str, Any] = {
        "dbname": target.name,
        "user": target.user,
        "password": target.password,
        "host": target.host,
        "port": target.port,
        "connect_timeout": CONNECT_SECONDS,
        **target.options,
    }
    try:
        return psycopg.connect(autocommit=True, **{name: value for name, value in known.items() if value})
    except psycopg.OperationalError as error:
        variable = "DATABASE_OWNER_URL" if owner else "DATABASE_URL"
        where = variable if os.environ.get("DATABASE_URL") else str(env.embedded_root())
        reason = (str(error).strip().splitlines() or ["no reason given"])[-1]
        raise EnvironmentFault(f"The database can't be reached ({where}): {reason}") from None


@contextmanager
def serving(exclusive: bool = False) -> Iterator[None]:
    """The database is up inside this block. An embedded server that was started here ends with the block.

    `exclusive` is for `scharnier up`, which must not depend on a server that belongs to a shorter command.
    """
    if os.environ.get("DATABASE_URL"):
        connect(owner=True).close()
        _settle_restore(exclusive)
        yield
        return
    server = Embedded(choose_root())
    try:
        server.start(exclusive=exclusive)
        server.prepare()
        _settle_restore(exclusive)
        yield
    finally:
        server.stop(wait_for_others=0 if exclusive else OTHERS_SECONDS)


def _settle_restore(alone: bool) -> None:
    from scharnier.config import restore  # which itself needs this module

    restore.settle_interrupted(env.home(), alone)


@contextmanager
def available(migrated: bool = True, prepare: bool = False) -> Iterator[None]:
    """For commands: a database that is up and, unless `migrated` is False, has the current schema.

    With `prepare` an empty home gets its schema first; without, it is refused with the hint to start once.
    """
    storage.prepare_home()
    with serving():
        refuse_unsafe_role()
        if prepare:
            from scharnier.config import steps

            steps.prepare_unless_stamped(demo=False)
        elif migrated and not has_schema():
            raise EnvironmentFault("There is no prepared database yet: run `scharnier up` once.")
        yield


def prepare_owned_schema() -> None:
    """As owner: extensions and default privileges, so that what the migrations create can be used."""
    with connect(owner=True) as connection:
        try:
            prepare_schema(connection, env.database().user)
        except psycopg.errors.InsufficientPrivilege as error:
            raise EnvironmentFault(
                "DATABASE_OWNER_URL must name the owner of the database and of its schema public: "
                f"{error.diag.message_primary}."
            ) from None


def has_schema() -> bool:
    with connect(owner=True) as connection:
        row = connection.execute("select to_regclass('public.django_migrations')").fetchone()
        return row is not None and row[0] is not None


def applied_migrations() -> list[str]:
    """Names such as `people.0001_initial` in the order of application; empty before the first migration."""
    if not has_schema():
        return []
    with connect(owner=True) as connection:
        rows = connection.execute("select app || '.' || name from django_migrations order by id").fetchall()
        return [row[0] for row in rows]


def refuse_unsafe_role() -> None:
    """Row-level security doesn't hold for superusers, BYPASSRLS and owners: never serve as one of them."""
    with connect() as connection:
        if connection.info.server_version < OLDEST_MAJOR * 10000:
            major = connection.info.server_version // 10000
            raise EnvironmentFault(f"The database is PostgreSQL {major}; {OLDEST_MAJOR} or newer is needed.")
        row = connection.execute(
            """
            select rolsuper, rolbypassrls, rolcreaterole,
                exists (select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p', 'v', 'm', 'S')),
                exists (select from pg_roles owner where owner.rolname = %s and owner.oid <> pg_roles.oid
                    and pg_has_role(pg_roles.oid, owner.oid, 'member'))
            from pg_roles where rolname = current_user
            """,
            [env.database(owner=True).user],
        ).fetchone()
    names = (
        "a superuser",
        "a role with BYPASSRLS",
        "a role with CREATEROLE",
        "the owner of tables",
        "a member of the owner",
    )
    wrong = [name for name, found in zip(names, row or (), strict=True) if found]
    if env.database().user == env.database(owner=True).user:
        wrong.append("the same role as the owner")
    if wrong:
        raise EnvironmentFault(
            f"The database role {env.database().user!r} is {' and '.join(wrong)}: row-level security would not hold. "
            "Serve as an ordinary role (docs/operations.md)."
        )
