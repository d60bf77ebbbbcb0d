# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for all projects of a programme: reading it, previewing a change, changing it.

The administration of the carrier that leads a consortium of the programme decides, or of a carrier that carries the
programme out alone; gates in the database ask for both. The operator decides by command (`change_programme`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scharnier.foundation import access, clock
from scharnier.foundation.ids import uuid7
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import settings as known
from scharnier.knowledge.settings import resolve
from scharnier.network.models import Programme
from scharnier.network.programmes import actions, effects
from scharnier.network.programmes.actions import Change
from scharnier.network.programmes.models import ProgrammeSetting
from scharnier.network.programmes.queries import Coming, Past, takes_effect


def decided() -> list[Programme]:
    """The programmes that the reader decides for; two statements."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT programme_decided(%s)", [clock.today()])
        found: list[UUID] = (cursor.fetchone() or ([],))[0]
    return list(Programme.objects.filter(pk__in=found).order_by("name"))


def _values(programme: Programme, day: date) -> dict[str, Any]:
    """What holds for the programme on a day: its own rows over the template; one statement."""
    rows = ProgrammeSetting.objects.filter(programme=programme, withdrawn_at=None, inherits=False, valid_from__lte=day)
    holding = {row.key: row.value for row in rows if row.valid_to is None or row.valid_to >= day}
    return dict(resolve(programme.code, day, holding).values)


@dataclass(frozen=True)
class WideLine:
    """A setting of the programme today; `own` where the programme says otherwise than its template."""

    key: str
    label: str
    value: str
    own: bool
    deviating: int


@dataclass(frozen=True)
class WideGroup:
    label: str
    lines: list[WideLine]


def overview(programme: Programme) -> list[WideGroup]:
    """All settings in their groups and how many projects say otherwise; three statements."""
    day, lang = clock.today(), get_language() or "de"
    values = _values(programme, day)
    template = resolve(programme.code, day).values
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, projects FROM programme_deviations(%s, %s)", [programme.pk, day])
        deviating = dict(cursor.fetchall())
    groups: dict[str, list[WideLine]] = {key: [] for key in known.groups()}
    for key, entry in known.catalogue().items():
        shown = known.show(key, values[key], lang)
        groups[entry.group].append(
            WideLine(key, entry.label.in_(lang), shown, values[key] != template[key], deviating.get(key, 0))
        )
    return [WideGroup(label.in_(lang), groups[key]) for key, label in known.groups().items() if groups[key]]


def value_of(programme: Programme, key: str, day: date) -> Any:
    return _values(programme, day)[key]


def history(programme: Programme, key: str) -> list[Past]:
    """How the setting stood and will stand for the programme, the latest first; one statement."""
    lang = get_language() or "de"
    rows = ProgrammeSetting.objects.filter(programme=programme, key=key, withdrawn_at=None).order_by("-valid_from")
    own = [
        Past(
            _("wie die Vorlage") if row.inherits else known.show(key, row.value, lang),
            row.valid_from,
            row.valid_to,
            row.reason,
            _("Programm"),
            None,
            False,
        )
        for row in rows
    ]
    template = [
        Past(known.show(key, row.value, lang), row.valid_from, row.valid_to, row.source, _("Vorlage"), None, False)
        for row in known.template(programme.code).get(key, ())
    ]
    return [*own, *reversed(template)]


def stand(programme: Programme, key: str) -> str:
    """Names the last decision about a setting, so that a page can tell whether another one followed."""
    rows = ProgrammeSetting.objects.filter(programme=programme, key=key, withdrawn_at=None)
    return str(rows.order_by("-created_at", "-pk").values_list("pk", flat=True).first() or "")


@dataclass(frozen=True)
class Concerned:
    """A project of the programme. `own`: it says otherwise on that day and goes on doing so."""

    id: UUID
    carrier_id: UUID
    carrier: str
    name: str
    own: bool
    value: str


@dataclass(frozen=True)
class WidePreview:
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
    projects: list[Concerned]


def projects(programme: Programme, key: str, day: date) -> list[Concerned]:
    """The projects of a programme and what each says itself; one statement."""
    lang = get_language() or "de"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, carrier_id, carrier, name, own, value FROM programme_projects(%s, %s, %s, %s)",
            [programme.pk, key, day, clock.today()],
        )
        rows = cursor.fetchall()
    return [
        Concerned(key_, carrier, carrier_name, name, own, known.show(key, _stored(value), lang) if own else "")
        for key_, carrier, carrier_name, name, own, value in rows
    ]


def _stored(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def preview(programme: Programme, change: Change) -> WidePreview:
    """What a change would touch, for the projects that follow the programme; projects that say otherwise are listed."""
    lang, entry = get_language() or "de", known.setting(change.key)
    before = value_of(programme, change.key, change.since)
    after = resolve(programme.code, change.since).values[change.key] if change.inherits else change.value
    concerned = projects(programme, change.key, change.since)
    following = tuple(row.id for row in concerned if not row.own)
    later = ProgrammeSetting.objects.filter(
        programme=programme, key=change.key, withdrawn_at=None, valid_from__gt=change.since
    )
    return WidePreview(
        before=known.show(change.key, before, lang),
        after=known.show(change.key, after, lang),
        since=change.since,
        retroactive=change.since < clock.today(),
        today=change.since == clock.today(),
        effective=takes_effect(change.since),
        affects=entry.affects.in_(lang),
        reach=effects.reach(effects.Proposed(following, change.key, before, after, change.since)) if following else [],
        dropped=[
            Coming(row.pk, row.valid_from, known.show(change.key, row.value, lang), row.reason)
            for row in later
            if not row.inherits
        ],
        projects=concerned,
    )


def change(programme: Programme, wanted: Change, *, seen: str) -> None:
    """Let a setting of a whole programme change on a day, as somebody who decides for it. `seen`: see `stand`."""
    wanted = actions.checked(wanted)
    if programme.pk not in {each.pk for each in decided()}:
        raise access.Forbidden("settings.programme")
    now = value_of(programme, wanted.key, wanted.since)
    if not wanted.inherits and now == wanted.value and stand(programme, wanted.key) == seen:
        later = ProgrammeSetting.objects.filter(
            programme=programme, key=wanted.key, withdrawn_at=None, valid_from__gt=wanted.since
        )
        if not later.exists():
            raise DomainError(_("Das gilt an diesem Tag schon. Es gibt nichts zu ändern."), "value")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT programme_setting_change(%s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s, %s)",
            [
                uuid7(),
                programme.pk,
                wanted.key,
                None if wanted.inherits else json.dumps(wanted.value),
                wanted.inherits,
                wanted.since,
                wanted.reason,
                seen or None,
                clock.today(),
                clock.now(),
            ],
        )
        if not (cursor.fetchone() or (False,))[0]:
            raise DomainError(_("Jemand anderes hat diese Einstellung inzwischen geändert. Sehen Sie neu hin."))
    if wanted.since <= clock.today():
        for row in projects(programme, wanted.key, wanted.since):
            if not row.own:
                effects.soon(row.carrier_id, row.id)
