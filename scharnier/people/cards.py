# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The room's own cards on the overview of a file; each asks for one statement at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from scharnier.foundation import clock, openings
from scharnier.foundation.models import AccessRecord
from scharnier.network.access import COVER, STAND_IN
from scharnier.network.models import Role
from scharnier.people import queries, words
from scharnier.people.housing import queries as homes
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of

LATEST = 8
RECENT = timedelta(days=7)


def residence(request: HttpRequest, *, file: FileHeader) -> dict[str, Any]:
    stay = file.residence
    label = words.label("residence_status", stay.code) if stay else ""
    return {"stay": stay, "label": label, "home": _home(getattr(stay, "law_housing", None)), "file": file}


def _home(housing: Mapping[str, str] | None) -> str:
    """Eigene Wohnung, Waren, Mecklenburg-Vorpommern."""
    if not housing:
        return ""
    place = homes.place(housing["municipality"], housing["state"])
    return ", ".join(part for part in (words.label("housing_kind", housing["kind"]), place) if part)


def participation(request: HttpRequest, *, file: FileHeader) -> dict[str, Any]:
    required = desk_of(request).settings_of(file.project).required_records
    return {
        "row": file.enrolment,
        "others": len(file.enrolments) - 1,
        "file": file,
        "questionnaire": "entry" in required and file.enrolment.exited_on is None,
    }


def timeline(request: HttpRequest, *, file: FileHeader) -> dict[str, Any]:
    page = queries.timeline(desk_of(request).scope, file.person.pk, limit=LATEST)
    return {"entries": page.rows, "more": page.after is not None, "file": file}


@dataclass(frozen=True)
class Seen:
    """One colleague who opened the file: when last, in which function, why, how often in the last week."""

    name: str
    at: datetime
    function: str
    why: str
    times: int


def seen(request: HttpRequest, *, file: FileHeader) -> dict[str, Any]:
    return {"seen": who_saw(openings.recent(file.person.pk, 60)), "file": file}


def who_saw(records: Sequence[AccessRecord], limit: int = 5) -> list[Seen]:
    """The colleagues who opened a file last, the latest first, from records in that order."""
    week = clock.now() - RECENT
    by_user: dict[object, list[AccessRecord]] = {}
    for record in records:
        by_user.setdefault(record.user_id, []).append(record)
    return [
        Seen(
            rows[0].user_name,
            rows[0].at,
            functions(rows[0].function),
            rows[0].reason or purpose(rows[0].purpose, rows[0].behalf_name),
            sum(row.at >= week for row in rows),
        )
        for rows in list(by_user.values())[:limit]
    ]


def functions(roles: str) -> str:
    """Role codes, separated by commas, as people read them."""
    known = {role.value: str(role.label) for role in Role}
    known |= {COVER: gettext("Vertretung (nur lesen)"), STAND_IN: gettext("Vertretung")}
    return ", ".join(known.get(code, code) for code in roles.split(",") if code)


def purpose(code: str, behalf: str = "") -> str:
    """What somebody opened the file for; `behalf` is for whom they stood in."""
    if code == openings.COVER and behalf:
        return gettext("in Vertretung für %(name)s") % {"name": behalf}
    words_for = {
        openings.OWN_CASE: gettext("eigener Fall"),
        openings.COVER: gettext("Vertretung"),
        openings.TEAM: gettext("gleiches Projekt"),
        openings.STATED: gettext("mit Grund"),
        openings.AUDIT: gettext("Prüfung"),
        openings.EXPORT: gettext("ausgegeben"),
    }
    return words_for.get(code, code)
