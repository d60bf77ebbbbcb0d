# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The settings of a project, today and at any other day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import get_language, gettext

from scharnier.foundation import clock, principals
from scharnier.foundation.principals import Scope
from scharnier.knowledge import settings as known
from scharnier.knowledge.settings import ProgrammeSettings, resolve
from scharnier.network.models import Project
from scharnier.network.programmes import effects
from scharnier.network.programmes.models import ProgrammeSetting, ProjectSetting


def today_in(project: UUID) -> ProgrammeSettings:
    """Today's settings of a project; without a statement where the principal works there."""
    found = _from_facts(principals.scope().facts, str(project))
    return resolve(found[0], clock.today(), found[1]) if found else settings_at(project, clock.today())


def _from_facts(facts: dict[str, Any], project: str) -> tuple[str, dict[str, Any]] | None:
    carried = facts.get("settings", {}).get(project)
    if carried:
        return carried["programme"], carried["rows"]
    for row in (*facts.get("memberships", []), *facts.get("covering", [])):
        if row["project"] == project:
            return row["programme"], row["settings"]
    return None


def settings_at(project: UUID, day: date) -> ProgrammeSettings:
    """The settings of a project at a day, past or coming; one statement."""
    return settings_by_project([project], day)[project]


def settings_by_project(projects: Iterable[UUID], day: date) -> dict[UUID, ProgrammeSettings]:
    """The settings of several projects at a day; one statement. A project out of sight has the defaults."""
    wanted = list(projects)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, g.code, settings_rows(g.id, p.id, %s) FROM network_project p "
            "JOIN network_programme g ON g.id = p.programme_id WHERE p.id = ANY (%s)",
            [day, wanted],
        )
        found = {row[0]: (row[1], row[2] if isinstance(row[2], dict) else json.loads(row[2])) for row in cursor}
    return {
        project: resolve(found[project][0], day, found[project][1]) if project in found else resolve("", day)
        for project in wanted
    }


# ---------- the pages of the settings ----------

TEMPLATE, PROGRAMME, PROJECT, DEFAULT = "template", "programme", "project", "default"


@dataclass(frozen=True)
class Coming:
    """A change that has been decided and begins later."""

    id: UUID
    since: date
    value: str
    reason: str


@dataclass(frozen=True)
class Line:
    """A setting on the overview: what holds today, since when, on what it rests, and what comes."""

    key: str
    label: str
    help: str
    value: str
    origin: str
    since: date | None
    source: str
    by: str
    coming: list[Coming]
    may_change: bool


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    lines: list[Line]


def _rows(project: Project) -> dict[str, list[Any]]:
    """All rows of a project and its programme that hold or will, by key, the programme's first; two statements."""
    own = ProjectSetting.objects.filter(carrier_id=project.carrier_id, project_id=project.pk, withdrawn_at=None)
    of_all = ProgrammeSetting.objects.filter(programme_id=project.programme_id, withdrawn_at=None)
    found: dict[str, list[Any]] = {}
    rows: list[Any] = [*of_all.order_by("valid_from"), *own.select_related("changed_by").order_by("valid_from")]
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _running(rows: list[Any], day: date) -> Any | None:
    """The row that counts on a day: the project's over the programme's."""
    holding = [
        row
        for row in rows
        if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day) and not row.inherits
    ]
    return max(holding, key=lambda row: isinstance(row, ProjectSetting), default=None)


def overview(project: Project, may_change: Callable[[str], bool]) -> list[Group]:
    """All settings of a project in their groups; two statements."""
    day, lang = clock.today(), get_language() or "de"
    rows = _rows(project)
    values = resolve(project.programme.code, day, _values(rows, day)).values
    groups: dict[str, list[Line]] = {key: [] for key in known.groups()}
    for key, entry in known.catalogue().items():
        groups[entry.group].append(_line(project, entry, values[key], rows.get(key, []), day, lang, may_change(key)))
    return [Group(key, label.in_(lang), groups[key]) for key, label in known.groups().items()]


def _values(rows: dict[str, list[Any]], day: date) -> dict[str, Any]:
    running = {key: _running(of_key, day) for key, of_key in rows.items()}
    return {key: row.value for key, row in running.items() if row is not None}


def _line(
    project: Project, entry: known.Setting, value: Any, rows: list[Any], day: date, lang: str, may_change: bool
) -> Line:
    row = _running(rows, day)
    dated = known.template_at(project.programme.code, entry.key, day)
    if row is not None:
        origin = PROJECT if isinstance(row, ProjectSetting) else PROGRAMME
        since, source = row.valid_from, row.reason
    elif dated is not None:
        origin, since, source = TEMPLATE, dated.valid_from, dated.source
    else:
        origin, since, source = DEFAULT, None, ""
    return Line(
        key=entry.key,
        label=entry.label.in_(lang),
        help=entry.help.in_(lang),
        value=known.show(entry.key, value, lang),
        origin=origin,
        since=since,
        source=source,
        by=row.changed_by.display_name if isinstance(row, ProjectSetting) else "",
        coming=[_coming(project, each, lang) for each in rows if each.valid_from > day],
        may_change=may_change,
    )


def _coming(project: Project, row: Any, lang: str) -> Coming:
    dated = known.template_at(project.programme.code, row.key, row.valid_from)
    below = dated.value if dated else known.setting(row.key).default
    return Coming(row.pk, row.valid_from, known.show(row.key, below if row.inherits else row.value, lang), row.reason)


@dataclass(frozen=True)
class Past:
    """A value as it held from one day to another."""

    value: str
    since: date
    until: date | None
    source: str
    by: str
    id: UUID | None
    may_take_back: bool


def history(project: Project, key: str) -> list[Past]:
    """How a setting stood and will stand, the latest first: the project's own rows, then the template's; two
    statements."""
    day, lang = clock.today(), get_language() or "de"
    rows = _rows(project).get(key, [])
    own = [
        Past(
            value=gettext("wie das Programm") if row.inherits else known.show(key, row.value, lang),
            since=row.valid_from,
            until=row.valid_to,
            source=row.reason,
            by=row.changed_by.display_name if isinstance(row, ProjectSetting) else gettext("Programm"),
            id=row.pk if isinstance(row, ProjectSetting) else None,
            may_take_back=isinstance(row, ProjectSetting) and row.valid_from > day,
        )
        for row in rows
    ]
    template = [
        Past(
            known.show(key, row.value, lang), row.valid_from, row.valid_to, row.source, gettext("Vorlage"), None, False
        )
        for row in known.template(project.programme.code).get(key, ())
    ]
    return [*reversed(own), *reversed(template)]


@dataclass(frozen=True)
class Preview:
    """What a change would do, before anybody confirms it."""

    before: str
    after: str
    since: date
    retroactive: bool
    today: bool
    effective: str
    affects: str
    reach: list[str]
    dropped: list[Coming]


def takes_effect(since: date) -> str:
    """When running cases follow."""
    if since <= clock.today():
        return gettext("mit dem Speichern; laufende Begleitungen folgen in wenigen Minuten")
    return gettext("in der Nacht zum %(day)s; bis dahin gilt das Bisherige") % {"day": f"{since:%d.%m.%Y}"}


def preview(project: Project, key: str, since: date, value: Any, inherits: bool) -> Preview:
    """What changing a setting from a day on would touch."""
    lang, entry = get_language() or "de", known.setting(key)
    rows = _rows(project).get(key, [])
    before = settings_at(project.pk, since).values[key]
    after = _below(project, rows, key, since) if inherits else value
    later = [row for row in rows if isinstance(row, ProjectSetting) and row.valid_from > since]
    return Preview(
        before=known.show(key, before, lang),
        after=known.show(key, after, lang),
        since=since,
        retroactive=since < clock.today(),
        today=since == clock.today(),
        effective=takes_effect(since),
        affects=entry.affects.in_(lang),
        reach=effects.reach(effects.Proposed((project.pk,), key, before, after, since)),
        dropped=[_coming(project, row, lang) for row in later],
    )


def _below(project: Project, rows: list[Any], key: str, day: date) -> Any:
    """What programme and template say without the project."""
    of_all = [row for row in rows if isinstance(row, ProgrammeSetting)]
    return resolve(project.programme.code, day, _values({key: of_all}, day)).values[key]


def projects_to_see(scope: Scope) -> list[Project]:
    """The projects whose settings somebody may read: their own, and as administration all of the carrier."""
    rows = Project.objects.visible_to(scope).filter(Q(pk__in=scope.projects) | Q(carrier_id__in=scope.admins))
    return list(rows.select_related("programme", "carrier").order_by("name", "pk")[:100])
