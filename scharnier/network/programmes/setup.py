# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Setting up a project step by step: what is entered is kept as a draft, all of it is written at once at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.foundation import clock, writes
from scharnier.foundation.access import Forbidden
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import settings as known
from scharnier.knowledge.files import load
from scharnier.knowledge.settings_file import Place
from scharnier.network import actions as network
from scharnier.network.models import Carrier, Programme, Project
from scharnier.network.programmes import actions, files
from scharnier.network.structure import actions as structure
from scharnier.network.structure.models import Duty

DRAFT, TEMPLATE = "setup", "vorlage"
STEPS = {
    "traeger": gettext_lazy("Träger"),
    "projekt": gettext_lazy("Projekt"),
    "orte": gettext_lazy("Teams und Standorte"),
    "einstellungen": gettext_lazy("Einstellungen"),
    "menschen": gettext_lazy("Menschen"),
    "zusammenfassung": gettext_lazy("Zusammenfassung"),
}
NAMES = list(STEPS)
# What the wizard asks; everything else can be changed on the settings pages.
ASKED = (
    "words.participant", "words.participants", "words.plan", "support.months", "support.exceptional_months",
    "law.counselling", "law.secrecy", "modules.plan", "modules.law", "modules.lists",
)  # fmt: skip


@dataclass(frozen=True)
class Invited:
    email: str
    role: str


@dataclass(frozen=True)
class NewProject:
    """Everything that the wizard has collected."""

    carrier: UUID
    carrier_facts: dict[str, str]
    programme: UUID
    code: str
    name: str
    phase: str = ""
    district: str = ""
    state: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    places: int | None = None
    teams: list[str] = field(default_factory=list)
    sites: list[Place] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    people: list[Invited] = field(default_factory=list)


def kept(user: UUID) -> dict[str, dict[str, list[str]]]:
    """What was entered so far, by step, as the forms sent it."""
    draft = writes.draft_of(user, DRAFT)
    return dict(draft.content.get("steps", {})) if draft else {}


def keep(user: UUID, step: str, data: dict[str, list[str]]) -> None:
    """Keep what was entered in one step; *Heute* shows that something was begun."""
    steps = {**kept(user), step: data}
    url = reverse("setup_step", args=[step])
    writes.keep_draft(user, DRAFT, {"title": _("Projekt einrichten"), "url": url, "steps": steps})


def forget(user: UUID) -> None:
    writes.drop_draft(user, DRAFT)


def beside(step: str, by: int) -> str | None:
    """The step before (-1) or after (1), None at the ends."""
    place = NAMES.index(step) + by
    return NAMES[place] if 0 <= place < len(NAMES) else None


def load_programmes() -> int:
    """The programmes that this release describes, where they are missing; returns how many. Call as the system."""
    made = 0
    for fact in load("programmes.yaml")["programmes"]:
        funder = (
            fact.get("funder")
            or fact.get("ministry")
            or fact.get("funding", {}).get("by")
            or fact.get("client", {}).get("text", "")
        )
        state = fact.get("state") or fact.get("region", {}).get("state", "")
        made += Programme.objects.get_or_create(
            code=fact["code"], defaults={"name": fact["name"], "funder": str(funder)[:200], "state": state}
        )[1]
    return made


def proposed(programme: str, key: str, day: date) -> Any:
    """What the template says about a setting on the first day."""
    return known.resolve(programme, day).values[key]


def create(scope: Scope, new: NewProject, *, user: UUID) -> Project:
    """Carrier, project, teams, sites, settings and invitations in one transaction: all of it or nothing."""
    if new.carrier not in scope.admins:
        raise Forbidden("settings.set_up")
    programme = Programme.objects.filter(pk=new.programme).first()
    if programme is None:
        raise DomainError(_("Wählen Sie ein Programm."), "programme")
    if Project.objects.filter(carrier_id=new.carrier, code=new.code).exists():
        raise DomainError(_("Dieses Kürzel hat schon ein anderes Projekt Ihres Trägers."), "code")
    with transaction.atomic():
        if new.carrier_facts:
            Carrier.objects.filter(pk=new.carrier).update(**new.carrier_facts)
        project = Project.objects.create(
            carrier_id=new.carrier,
            programme=programme,
            code=new.code,
            **{name: getattr(new, name) for name in files.STRUCTURE},
        )
        files.add_places(project, new.teams or [_("Team")], new.sites)
        _dated(scope, project)
        day = max(min(new.valid_from or clock.today(), clock.today()), actions.EARLIEST)
        for key, value in new.settings.items():
            if known.read(key, value) != proposed(programme.code, key, day):
                change = actions.Change(key, day, _("Bei der Einrichtung festgelegt"), value)
                actions.change_setting(scope, project, change, user=user, again=True)
        for person in new.people:
            network.invite(scope, email=person.email, role=person.role, carrier=new.carrier, project=project.pk)
    return project


def _dated(scope: Scope, project: Project) -> None:
    """Places and district as the pages of the structure keep them, from the project's first day."""
    begin, end = project.valid_from or clock.today(), project.valid_to
    if project.places:
        structure.set_capacity(scope, project, places=project.places, valid_from=begin, valid_to=end, reason="")
    if project.district:
        # Two projects never answer for a district: whoever comes second takes part until they have settled it.
        taken = structure.in_the_way(project, project.district, begin, end) is not None
        duty = Duty.TAKES_PART if taken else Duty.RESPONSIBLE
        structure.add_responsibility(
            scope, project, district=project.district, duty=duty, note="", valid_from=begin, valid_to=end
        )
