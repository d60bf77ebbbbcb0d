# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changing settings: a change ends the row that runs and begins another; nothing is overwritten.

What would have begun later is taken back, because the new value holds until further notice. Everything is refused as a
DomainError with a reason, and then nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scharnier.foundation import access, clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import settings as known
from scharnier.network.models import Programme, Project
from scharnier.network.programmes import effects
from scharnier.network.programmes.models import ProgrammeSetting, ProjectSetting
from scharnier.network.programmes.queries import settings_at

EARLIEST = date(2015, 1, 1)
FARTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True)
class Change:
    """From `since` on `key` has `value`; `inherits`: what the programme says. `reason` names decision or agreement."""

    key: str
    since: date
    reason: str
    value: Any = None
    inherits: bool = False


def words(error: known.SettingError) -> str:
    """What is wrong with a value, in the reader's language."""
    return error.text.in_(get_language() or "de")


def may_decide(scope: Scope, project: Project, key: str) -> bool:
    """Whether somebody may change a setting: the carrier's administration all, the lead those of daily work."""
    if project.carrier_id in scope.admins:
        return True
    return project.pk in scope.leads and known.setting(key).who == known.LEAD


def checked(change: Change) -> Change:
    """The change with its value in stored form; refuses values, days and reasons that can't be."""
    try:
        value = None if change.inherits else known.read(change.key, change.value)
    except known.SettingError as error:
        raise DomainError(words(error), "value") from error
    if not EARLIEST <= change.since <= clock.today() + FARTHEST:
        raise DomainError(_("Der Tag liegt zwischen 2015 und heute in fünf Jahren."), "since")
    reason = " ".join(change.reason.split())
    if len(reason) < 5:
        raise DomainError(_("Nennen Sie, worauf die Änderung beruht: Bescheid, Beschluss, Absprache."), "reason")
    if len(reason) > 500:
        raise DomainError(_("Höchstens 500 Zeichen."), "reason")
    return Change(change.key, change.since, reason, value, change.inherits)


def change_setting(
    scope: Scope, project: Project, change: Change, *, user: UUID, seen: str | None = None, again: bool = False
) -> ProjectSetting:
    """Let a setting of a project change on a day. `seen` is `stand` as the page showed it: somebody may be faster.

    `again` allows a value that holds on that day anyway (a file repeats what follows a change).
    """
    if not may_decide(scope, project, change.key):
        raise access.Forbidden("settings.change")
    change = checked(change)
    _one_at_a_time(project.pk)
    if seen is not None and seen != stand(project.pk, change.key):
        raise DomainError(_("Jemand anderes hat diese Einstellung inzwischen geändert. Sehen Sie neu hin."))
    rows = ProjectSetting.objects.filter(carrier_id=project.carrier_id, project_id=project.pk, key=change.key)
    if not again:
        _refuse_no_change(project.pk, change, list(rows.filter(withdrawn_at=None)))
    row = ProjectSetting(
        carrier_id=project.carrier_id,
        project_id=project.pk,
        key=change.key,
        value=change.value,
        inherits=change.inherits,
        valid_from=change.since,
        reason=change.reason,
        changed_by_id=user,
    )
    _follow(rows, row)
    if change.since <= clock.today():
        effects.soon(project.carrier_id, project.pk)
    return row


def change_programme(programme: Programme, change: Change) -> ProgrammeSetting:
    """Let a setting of a whole programme change on a day; call as the system."""
    change = checked(change)
    _one_at_a_time(programme.pk)
    row = ProgrammeSetting(
        programme=programme,
        key=change.key,
        value=change.value,
        inherits=change.inherits,
        valid_from=change.since,
        reason=change.reason,
    )
    _follow(ProgrammeSetting.objects.filter(programme=programme, key=change.key), row)
    return row


def stand(project: UUID, key: str) -> str:
    """Names the last decision about a setting, so that a page can tell whether another one followed."""
    last = ProjectSetting.objects.filter(project_id=project, key=key, withdrawn_at=None).order_by("-created_at", "-pk")
    return str(last.values_list("pk", flat=True).first() or "")


def _one_at_a_time(owner: UUID) -> None:
    """Two people changing settings of one project do so one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"settings {owner}"])


def _refuse_no_change(project: UUID, change: Change, rows: Sequence[ProjectSetting]) -> None:
    later = any(row.valid_from > change.since for row in rows)
    running = next((row for row in rows if _holds(row, change.since)), None)
    inherits = running is None or running.inherits
    now = settings_at(project, change.since).values[change.key]
    if not later and inherits == change.inherits and (change.inherits or now == change.value):
        raise DomainError(_("Das gilt an diesem Tag schon. Es gibt nichts zu ändern."), "value")


def _holds(row: ProjectSetting | ProgrammeSetting, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


def _follow(rows: Any, row: ProjectSetting | ProgrammeSetting) -> None:
    """Take back what begins later, end what runs, begin the new row."""
    valid = rows.filter(withdrawn_at=None)
    day_before = row.valid_from - timedelta(days=1)
    try:
        with transaction.atomic():
            valid.filter(valid_from__gte=row.valid_from).update(withdrawn_at=clock.now())
            valid.filter(Q(valid_to=None) | Q(valid_to__gte=row.valid_from)).update(valid_to=day_before)
            row.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(_("Für diesen Tag gibt es schon einen Wert. Sehen Sie neu hin.")) from error


def take_back(scope: Scope, project: Project, row_id: UUID) -> ProjectSetting:
    """Take back a change that has not begun; what runs now goes on."""
    rows = ProjectSetting.objects.visible_to(scope).filter(project_id=project.pk, withdrawn_at=None)
    row = rows.filter(pk=row_id).first()
    if row is None or row.valid_from <= clock.today():
        raise DomainError(_("Diese Änderung gilt schon oder ist zurückgenommen. Ändern Sie die Einstellung neu."))
    if not may_decide(scope, project, row.key):
        raise access.Forbidden("settings.change")
    _one_at_a_time(project.pk)
    end = row.valid_to
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    rows.filter(key=row.key, valid_to=row.valid_from - timedelta(days=1)).update(valid_to=end)
    return row
