# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a caseload is narrowed to, as it stands in the address. What somebody types stays in the session instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext

from scharnier.knowledge import codes
from scharnier.knowledge.rules import Level
from scharnier.people.models import Phase

ME, NOBODY, ALL = "ich", "niemand", "alle"
ACTIVE, LEFT = "aktiv", "ausgetreten"
LATE, TODAY, WEEK, NOTHING = "ueberfaellig", "heute", "woche", "nichts"
EXPIRING = "laeuft-ab"
SILENT_DAYS = (30, 60, 90, 180)
LONG_SILENT = 60
# Name of the filter here and in the address.
NAMES = {
    "staff": "fachkraft",
    "state": "stand",
    "phase": "phase",
    "due": "faellig",
    "silent": "still",
    "language": "sprache",
    "residence": "aufenthalt",
    "access": "zugang",
    "text": "text",
}


@dataclass(frozen=True)
class Filters:
    """`staff` is ich, niemand, alle or a user's id; `silent` the number of days without a contact; empty means any.

    `home` is the view somebody starts from: own cases for whoever has cases, the project for lead and auditor.
    """

    staff: str = ME
    state: str = ACTIVE
    phase: str = ""
    due: str = ""
    silent: str = ""
    language: str = ""
    residence: str = ""
    access: str = ""
    text: str = ""
    home: str = ME

    def query(self, **changes: str) -> str:
        """The address of this view with some changes, beginning with a question mark."""
        wanted = replace(self, **changes)
        usual = {"staff": wanted.home, "state": ACTIVE}
        given = {}
        for name, address in NAMES.items():
            value = getattr(wanted, name)
            if value != usual.get(name, ""):
                given[address] = "1" if name == "text" else value
        return "?" + urlencode(given)

    def without(self, name: str) -> str:
        return self.query(**{name: ALL if name in ("staff", "state") else ""})

    @property
    def everything(self) -> str:
        """The whole project, nothing left out."""
        return Filters(home=self.home).query(staff=ALL, state=ALL)

    @property
    def active(self) -> list[str]:
        """The filters that leave somebody out."""
        return [name for name in NAMES if getattr(self, name) not in ("", ALL)]

    def dropped(self, name: str) -> Filters:
        """The same view without one filter."""
        return replace(self, **{name: ALL if name in ("staff", "state") else ""})


def read(given: Mapping[str, str], text: str, home: str) -> Filters:
    """Filters from an address; what makes no sense there is left out. `text` is what was typed last."""
    staff = given.get("fachkraft", home)
    if staff not in (ME, NOBODY, ALL) and _uuid(staff) is None:
        staff = home
    state = given.get("stand", ACTIVE)
    silent = given.get("still", "")
    return Filters(
        staff=staff,
        state=state if state in (ACTIVE, LEFT, ALL) else ACTIVE,
        phase=_one_of(given.get("phase", ""), Phase.values),
        due=_one_of(given.get("faellig", ""), (LATE, TODAY, WEEK, NOTHING)),
        silent=silent if silent in {str(days) for days in SILENT_DAYS} else "",
        language=_one_of(given.get("sprache", ""), codes.codes("language")),
        residence=_one_of(given.get("aufenthalt", ""), (EXPIRING, *codes.codes("residence_group"))),
        access=_one_of(given.get("zugang", ""), [level.value for level in Level]),
        text=text if given.get("text") else "",
        home=home,
    )


def _one_of(value: str, allowed: Collection[str]) -> str:
    return value if value in allowed else ""


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def name_of(name: str) -> str:
    """What a filter is called on the page."""
    return {
        "staff": gettext("Fachkraft"),
        "state": gettext("Stand"),
        "phase": gettext("Phase"),
        "due": gettext("Fällig"),
        "silent": gettext("Kein Kontakt"),
        "language": gettext("Sprache"),
        "residence": gettext("Aufenthalt"),
        "access": gettext("Zugang heute"),
        "text": gettext("Text"),
    }[name]
