# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places at which two separated persons could meet: told to leads, and to nobody else (docs/decisions/0013).

A room that knows such places registers the name of a function of the database, which answers for the reader's own
separations: (separation, kind, place, since); its words stand in KINDS.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock

NEW = timedelta(days=14)
"""So long a place stands on Today of the leads as well."""
KINDS: dict[str, str | Promise] = {"address": _("Anschrift"), "course": _("Kurs"), "firm": _("Betrieb")}
_functions = ["separation_homes"]


@dataclass(frozen=True)
class Place:
    """Where both stand; `since` when that was written down, None where it isn't known."""

    kind: str | Promise
    name: str
    since: date | None

    @property
    def new(self) -> bool:
        return self.since is not None and clock.today() - self.since <= NEW


def register(function: str) -> None:
    """Another function that knows places."""
    if function not in _functions:
        _functions.append(function)


def shared() -> Mapping[UUID, list[Place]]:
    """{separation: places at which both stand} of the separations that the reader leads; one statement."""
    today = clock.today()
    asked = " UNION ALL ".join(f"SELECT * FROM {name}(%s)" for name in _functions)  # noqa: S608  # our names
    found: defaultdict[UUID, list[Place]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} ORDER BY since DESC NULLS LAST, place", [today] * len(_functions))
        for separation, kind, name, since in cursor.fetchall():
            found[separation].append(Place(KINDS[kind], name, since))
    return found
