# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two locks of a record, side by side.

A lock class says the same thing twice: as SQL for the row-level policy and as a Django condition for `visible_to`.
Either alone keeps a stranger out; a test runs each without the other. Rooms may define further classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation
from django.db.models import Q

from scharnier.foundation.principals import Kind, Scope

NEVER = "false"
CARRIERS = "carrier_id = ANY ((SELECT app_carriers())::uuid[])"
ADMINS = "carrier_id = ANY ((SELECT app_admins())::uuid[])"
PROJECTS = "project_id = ANY ((SELECT app_projects())::uuid[])"
WRITES = "project_id = ANY ((SELECT app_writes())::uuid[])"
ANYBODY = "(SELECT app_kind()) <> ''"
SYSTEM = "(SELECT app_kind()) = 'system'"
NOBODY = Q(pk__in=[])


def _listed(column: str, name: str) -> str:
    return f"{column} = ANY ((SELECT app_list('{name}'))::uuid[])"


@dataclass(frozen=True)
class Lock:
    """Who may read and write the rows of a table: `read`, `insert`, `change` as SQL, `visible` the same in Python."""

    name: str
    read: str
    insert: str
    change: str
    visible: Callable[[Scope], Q]
    remove: str | None = None  # None: whoever may change may delete
    audience: bool = False  # the table has audience_id and a restrictive policy on it
    narrow: bool = False  # the table has project_id: whoever stands in for chosen cases sees only theirs

    @property
    def delete(self) -> str:
        return self.change if self.remove is None else self.remove


def _project(scope: Scope) -> Q:
    return Q(carrier_id__in=scope.carriers, project_id__in=scope.projects)


def _audience(scope: Scope) -> Q:
    return _project(scope) & (Q(audience_id__isnull=True) | Q(audience_id__in=scope.audiences))


def is_system(scope: Scope) -> bool:
    """The installation itself, acting for no single carrier."""
    return scope.principal.kind is Kind.SYSTEM and scope.principal.carrier is None


def _carrier(scope: Scope) -> Q:
    return Q() if is_system(scope) else Q(carrier_id__in=scope.carriers)


def _own(scope: Scope) -> Q:
    return Q(user_id=scope.principal.id) if scope.principal.id else NOBODY


def _system(scope: Scope) -> Q:
    return Q() if is_system(scope) else NOBODY


def _anybody(scope: Scope) -> Q:
    return Q()


OWN_ROW = "user_id = (SELECT app_actor())"
SYSTEM_ALL = f"{SYSTEM} AND (SELECT app_carrier()) IS NULL"

PROJECT = Lock(
    "project",
    f"{CARRIERS} AND {PROJECTS}",
    f"{CARRIERS} AND {WRITES}",
    f"{CARRIERS} AND {WRITES}",
    _project,
    narrow=True,
)
AUDIENCE = Lock("audience", PROJECT.read, PROJECT.insert, PROJECT.change, _audience, audience=True, narrow=True)
# The structure of the network: its carrier administers it, the system (the operator of the installation) may set it up.
_STRUCTURE = f"{ADMINS} OR ({SYSTEM_ALL})"
CARRIER = Lock("carrier", f"{CARRIERS} OR ({SYSTEM_ALL})", _STRUCTURE, _STRUCTURE, _carrier)
OWN = Lock("own", OWN_ROW, OWN_ROW, OWN_ROW, _own)
REFERENCE = Lock("reference", ANYBODY, SYSTEM_ALL, SYSTEM_ALL, _anybody)
SYSTEM_ONLY = Lock("system", SYSTEM_ALL, SYSTEM_ALL, SYSTEM_ALL, _system)
# Anybody who acts may add a row (a mail to send); only the system works it off.
OUTBOX = Lock("outbox", SYSTEM_ALL, ANYBODY, SYSTEM_ALL, _system)
# Append-only: written by triggers that run as the owner, read by the system.
LOG = Lock("log", SYSTEM_ALL, NEVER, NEVER, _system)
# Tables of the machinery without personal data: no policy, nothing to hide.
TECHNICAL = Lock("technical", "true", "true", "true", _anybody)

AUDIENCE_CHECK = "audience_id IS NULL OR audience_id = ANY ((SELECT app_audiences())::uuid[])"


def cases_check(lock: Lock, subject: str) -> str:
    """What a substitution for chosen cases leaves of a project, and one that opens confidential notes of an audience.

    Restrictive: it takes away what the other policies would give. `subject` names the column of the person, if any.
    """
    parts = [
        f"({_listed('project_id', 'narrow')}) IS NOT TRUE" + (f" OR {_listed(subject, 'cases')}" if subject else "")
    ]
    if lock.audience:
        told = f"({_listed('audience_id', 'cover_audiences')}) IS NOT TRUE OR {_listed('project_id', 'told_projects')}"
        parts.append(told + (f" OR {_listed(subject, 'told_cases')}" if subject else ""))
    return " AND ".join(f"({part})" for part in parts) if len(parts) > 1 else parts[0]


def hidden_check(subject: str) -> str:
    """Persons kept from somebody are kept in every table that hangs on them, whatever else it may show."""
    return f"({_listed(subject, 'hidden')}) IS NOT TRUE"


def unhidden(subject: str, scope: Scope) -> Q:
    """The same in Python; empty for nearly everybody."""
    if not scope.hidden or not subject:
        return Q()
    return ~Q(**{f"{subject}__in": scope.hidden}) | Q(**{f"{subject}__isnull": True})


def narrowed(lock: Lock, subject: str, scope: Scope) -> Q:
    """The same as `cases_check`, in Python; empty for everybody who stands in for nobody."""
    found = Q()
    if lock.narrow and scope.narrow:
        beyond = ~Q(project_id__in=scope.narrow) | Q(project_id__isnull=True)
        found &= beyond | Q(**{f"{subject}__in": scope.cases}) if subject else beyond
    if lock.audience and scope.cover_audiences:
        told = Q(audience_id__isnull=True) | ~Q(audience_id__in=scope.cover_audiences)
        told |= Q(project_id__in=scope.told_projects)
        found &= told | Q(**{f"{subject}__in": scope.told_cases}) if subject else told
    return found


def policies(table: str, lock: Lock) -> list[tuple[str, str, bool, str | None, str | None]]:
    """(name, command, permissive, using, with check) of every policy that `table` must carry."""
    if lock is TECHNICAL:
        return []
    expected: list[tuple[str, str, bool, str | None, str | None]] = [
        (f"{table}_read", "SELECT", True, lock.read, None),
        (f"{table}_insert", "INSERT", True, None, lock.insert),
        (f"{table}_update", "UPDATE", True, lock.change, lock.change),
        (f"{table}_delete", "DELETE", True, lock.delete, None),
    ]
    if lock.audience:
        expected.append((f"{table}_audience", "ALL", False, AUDIENCE_CHECK, AUDIENCE_CHECK))
    subject, open_to_subject = _subject_of(table)
    if lock.narrow:
        check = cases_check(lock, subject)
        expected.append((f"{table}_cases", "ALL", False, check, check))
    if subject and lock is not LOG:
        expected.append((f"{table}_apart", "ALL", False, hidden_check(subject), hidden_check(subject)))
    if open_to_subject and lock is not LOG:
        expected.append((f"{table}_own", "SELECT", True, _listed(subject, "own"), None))
    return expected


def _subject_of(table: str) -> tuple[str, bool]:
    """The column of the person, and whether subject access shows anything of this table, as the card says."""
    from scharnier.foundation.cards import all_cards

    card = all_cards().get(table)
    if card is None:
        return "", False
    return card.subject, bool(card.subject) and any(column.access for column in card.columns.values())


def policy_sql(table: str, lock: Lock) -> str:
    """The statements that put `lock` on `table`."""
    lines = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"] if lock is not TECHNICAL else []
    return "\n".join([*lines, *(_create(table, *policy) for policy in policies(table, lock))])


def _create(table: str, name: str, command: str, permissive: bool, using: str | None, check: str | None) -> str:
    parts = [f"CREATE POLICY {name} ON {table} AS {'PERMISSIVE' if permissive else 'RESTRICTIVE'} FOR {command}"]
    parts += [f"USING ({using})"] if using is not None else []
    parts += [f"WITH CHECK ({check})"] if check is not None else []
    return " ".join(parts) + ";"


def relock_table(table: str, lock: Lock) -> Operation:
    """Migration operation: the policies of `lock` in place of whichever the table had."""
    drop = (
        f"DO $$ DECLARE p text; BEGIN FOR p IN SELECT policyname FROM pg_policies WHERE schemaname = 'public' "  # noqa: S608  # names of ours
        f"AND tablename = '{table}' LOOP EXECUTE format('DROP POLICY %I ON {table}', p); END LOOP; END $$;"
    )
    return RunSQL(f"{drop}\n{policy_sql(table, lock)}", RunSQL.noop)


def hide_everywhere() -> Operation:
    """Migration operation: the policy that hides persons, on every table that exists without it."""
    from scharnier.foundation.cards import all_cards

    wanted = [
        (card.table, hidden_check(card.subject))
        for card in all_cards().values()
        if card.subject and card.lock is not LOG and card.lock is not TECHNICAL
    ]
    parts = [
        f"IF to_regclass('public.{table}') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pg_policies "  # noqa: S608  # names of ours
        f"WHERE tablename = '{table}' AND policyname = '{table}_apart') THEN "
        f"EXECUTE $policy${_create(table, f'{table}_apart', 'ALL', False, check, check)}$policy$; END IF;"
        for table, check in wanted
    ]
    body = "\n".join(parts) or "NULL;"
    return RunSQL(f"DO $do$ BEGIN\n{body}\nEND $do$;", RunSQL.noop)


def lock_table(table: str, lock: Lock) -> Operation:
    """Migration operation: row-level security with the policies of `lock`."""
    return RunSQL(policy_sql(table, lock), RunSQL.noop)


def audit_table(table: str, subject: str = "", carrier: str = "carrier_id", hidden: str = "") -> Operation:
    """Migration operation: every insert, update and delete of `table` leaves an audit event in the same transaction.

    `hidden` names columns (comma-separated) whose content the event doesn't repeat.
    """
    return RunSQL(
        f"CREATE TRIGGER {table}_audit AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION audit_row('{carrier}', '{subject}', 'id', '{hidden}');",
        RunSQL.noop,
    )


def keep_inside(*functions: str) -> Operation:
    """Migration operation: nobody but the owner calls these, other functions do.

    The restricted role has a right of its own to every function, so it isn't enough to take it from everybody; whatever
    that role is called, it loses it here.
    """
    named = ", ".join(f"'{name}'" for name in functions)
    return RunSQL(
        f"""
DO $$
DECLARE
  f regprocedure;
  holder text;
BEGIN
  FOR f, holder IN
    SELECT p.oid::regprocedure, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
           aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
     WHERE n.nspname = 'public' AND a.grantee <> p.proowner AND p.proname IN ({named})
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', f, holder);
  END LOOP;
END $$;
""",  # noqa: S608  # names of ours
        RunSQL.noop,
    )


def tenant_key(table: str, column: str, target: str) -> Operation:
    """Migration operation: a foreign key that includes the carrier: no row points into another carrier's house."""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_tenant FOREIGN KEY (carrier_id, {column}) "
        f"REFERENCES {target} (carrier_id, id) DEFERRABLE INITIALLY DEFERRED;",
        RunSQL.noop,
    )
