# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A project's settings to and from a file: what it would change is worked out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError, note
from scharnier.knowledge import settings as known
from scharnier.knowledge.settings_file import Content, Place, Value, write
from scharnier.network.models import Project, Site, Team
from scharnier.network.programmes import actions
from scharnier.network.programmes.models import ProjectSetting
from scharnier.network.programmes.queries import settings_at

STRUCTURE = ("name", "phase", "district", "state", "valid_from", "valid_to", "places")


def content_of(project: Project) -> Content:
    """The project with teams, sites and its own settings, past and coming; three statements."""
    order = list(known.catalogue())
    rows = [row for row in _own(project) if row.key in order]
    values = [Value(row.key, row.valid_from, row.reason, row.value, row.inherits) for row in rows]
    teams = Team.objects.filter(carrier_id=project.carrier_id, project_id=project.pk).order_by("name")
    sites = Site.objects.filter(carrier_id=project.carrier_id, project_id=project.pk).order_by("name", "pk")
    return Content(
        programme=project.programme.code,
        code=project.code,
        **{name: getattr(project, name) for name in STRUCTURE},
        teams=tuple(teams.values_list("name", flat=True)),
        sites=tuple(Place(row.name, row.street, row.postcode, row.place, row.mobile) for row in sites),
        settings=tuple(sorted(values, key=lambda row: (order.index(row.key), row.since))),
    )


def _own(project: Project) -> list[ProjectSetting]:
    rows = ProjectSetting.objects.filter(carrier_id=project.carrier_id, project_id=project.pk, withdrawn_at=None)
    return list(rows.order_by("key", "valid_from"))


def export(project: Project) -> str:
    """The file; that it was taken is noted in the audit."""
    text = write(content_of(project))
    note("settings_exported", table="network_project", row=str(project.pk), carrier=project.carrier_id)
    return text


@dataclass(frozen=True)
class Step:
    """One change that the file asks for."""

    label: str
    since: date | None
    before: str
    after: str
    retroactive: bool = False
    forbidden: bool = False


@dataclass(frozen=True)
class Difference:
    """What reading a file would do. `dropped` are decisions that the file doesn't have and that would end."""

    steps: list[Step] = field(default_factory=list)
    dropped: list[Step] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    structure: dict[str, Any] = field(default_factory=dict)
    teams: list[str] = field(default_factory=list)
    sites: list[Place] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not self.steps

    @property
    def forbidden(self) -> bool:
        return any(step.forbidden for step in self.steps)


def compare(scope: Scope, project: Project, content: Content) -> Difference:
    """What a file would change in a project, for whoever reads it in; refuses a file of another programme."""
    if content.programme != project.programme.code:
        raise DomainError(
            _("Die Datei gehört zum Programm „%(theirs)s“, dieses Projekt zu „%(ours)s“.")
            % {"theirs": content.programme, "ours": project.programme.code}
        )
    lang, admin = get_language() or "de", project.carrier_id in scope.admins
    present = content_of(project)
    found = Difference()
    for name in STRUCTURE:
        wanted, now = getattr(content, name), getattr(present, name)
        if wanted not in (None, "", now):
            found.structure[name] = wanted
            found.steps.append(Step(_STRUCTURE[name](), None, _shown(now), _shown(wanted), forbidden=not admin))
    for team in content.teams:
        if team not in present.teams:
            found.teams.append(team)
            found.steps.append(Step(_("Team"), None, "–", team, forbidden=not admin))
    known_sites = {site.name for site in present.sites}
    for site in content.sites:
        if site.name not in known_sites:
            found.sites.append(site)
            found.steps.append(Step(_("Standort"), None, "–", site.name, forbidden=not admin))
    for key in dict.fromkeys(row.key for row in content.settings):
        _compare_one(scope, project, key, present, content, found, lang)
    return found


def _compare_one(
    scope: Scope, project: Project, key: str, present: Content, content: Content, found: Difference, lang: str
) -> None:
    """From the first row that differs on, the file's rows follow each other anew."""
    ours = {row.since: row for row in present.settings if row.key == key}
    theirs = [row for row in content.settings if row.key == key]
    differing = [
        row
        for row in theirs
        if row.since not in ours or (ours[row.since].value, ours[row.since].inherits) != (row.value, row.inherits)
    ]
    if not differing:
        return
    first, label = differing[0].since, known.setting(key).label.in_(lang)
    forbidden = not actions.may_decide(scope, project, key)
    for row in theirs:
        if row.since >= first:
            found.values.append(row)
        if row in differing:
            before = known.show(key, settings_at(project.pk, row.since).values[key], lang)
            after = _("wie das Programm") if row.inherits else known.show(key, row.value, lang)
            found.steps.append(Step(label, row.since, before, after, row.since < clock.today(), forbidden))
    kept = {row.since for row in theirs}
    for day, row in ours.items():
        if day > first and day not in kept:
            shown = _("wie das Programm") if row.inherits else known.show(key, row.value, lang)
            found.dropped.append(Step(label, day, shown, "–"))


_STRUCTURE = {
    "name": lambda: _("Name des Projekts"),
    "phase": lambda: _("Förderphase"),
    "district": lambda: _("Kreis"),
    "state": lambda: _("Land"),
    "valid_from": lambda: _("Beginn"),
    "valid_to": lambda: _("Ende"),
    "places": lambda: _("Plätze"),
}


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "–" if value in (None, "") else str(value)


def take(scope: Scope, project: Project, content: Content, *, user: UUID) -> Difference:
    """Write what a file asks for, or nothing; refused as a whole when one step isn't the reader's to make."""
    found = compare(scope, project, content)
    if found.forbidden:
        raise DomainError(
            _("Die Datei ändert, was nur die Verwaltung des Trägers ändern darf. Bitten Sie sie, die Datei einzulesen.")
        )
    if found.nothing:
        raise DomainError(_("Die Datei sagt nichts anderes, als schon gilt."))
    with transaction.atomic():
        if found.structure:
            for name, value in found.structure.items():
                setattr(project, name, value)
            project.save(update_fields=list(found.structure))
        add_places(project, found.teams, found.sites)
        for key in dict.fromkeys(row.key for row in found.values):
            for row in (each for each in found.values if each.key == key):
                change = actions.Change(key, row.since, row.reason, row.value, row.inherits)
                actions.change_setting(scope, project, change, user=user, again=True)
    note("settings_imported", table="network_project", row=str(project.pk), carrier=project.carrier_id)
    return found


def add_places(project: Project, teams: list[str], sites: list[Place]) -> None:
    """New teams and sites of a project."""
    for team in teams:
        Team.objects.create(carrier_id=project.carrier_id, project_id=project.pk, name=team)
    for site in sites:
        Site.objects.create(
            carrier_id=project.carrier_id,
            project_id=project.pk,
            name=site.name,
            street=site.street,
            postcode=site.postcode,
            place=site.place,
            mobile=site.mobile,
        )
