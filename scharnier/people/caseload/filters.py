# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a caseload is narrowed to, as it stands in the address. What somebody types stays in the session instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote_plus, urlencode
from uuid import UUID

from django.utils.translation import gettext_lazy

from scharnier.knowledge import codes
from scharnier.knowledge.rules import Level
from scharnier.people.models import Phase

ME, NOBODY, ALL = "ich", "niemand", "alle"
ACTIVE, LEFT = "aktiv", "ausgetreten"
LATE, TODAY, WEEK, NOTHING = "ueberfaellig", "heute", "woche", "nichts"
EXPIRING = "laeuft-ab"
SOON, OVER = "bald", "vorbei"
MISSING, UNSIGNED, SIGNED = "fehlt", "offen", "unterschrieben"
SILENT_DAYS = (30, 60, 90, 180)
LONG_SILENT = 60
# From one age to another, both included; other bounds may stand in an address.
AGES = ("0-17", "18-26", "27-34", "35-49", "50-64", "65-120")
LONGEST_PLACE = 80
OLDEST = 120
_DISTRICT = re.compile(r"\d{5}", re.ASCII)
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
    "limit": "grenze",
    "record": "nachweis",
    "sex": "geschlecht",
    "age": "alter",
    "place": "ort",
    "district": "kreis",
    "text": "text",
}


@dataclass(frozen=True)
class Filters:
    """`staff` is ich, niemand, alle or a user's id; `silent` the number of days without a contact; empty means any.

    `record` is about the questionnaire of the entry; `age` is "18-26"; `place` a town, or the first digits of a
    postcode; `district` the key of a district. `home` is the view somebody starts from: own cases for whoever has
    cases, the project for lead and auditor.
    """

    staff: str = ME
    state: str = ACTIVE
    phase: str = ""
    due: str = ""
    silent: str = ""
    language: str = ""
    residence: str = ""
    access: str = ""
    limit: str = ""
    record: str = ""
    sex: str = ""
    age: str = ""
    place: str = ""
    district: str = ""
    text: str = ""
    home: str = ME

    def query(self, **changes: str) -> str:
        """The address of this view with some changes, beginning with a question mark."""
        wanted = {name: changes.get(name, getattr(self, name)) for name in NAMES}
        usual = {"staff": changes.get("home", self.home), "state": ACTIVE}
        given = {NAMES[name]: value for name, value in wanted.items() if value != usual.get(name, "")}
        if wanted["text"]:
            given[NAMES["text"]] = "1"
        # Never bare: that is the address of the view somebody has chosen to begin with.
        return "?" + urlencode(given or {NAMES["staff"]: wanted["staff"]})

    def queries(self, name: str, values: Iterable[str]) -> list[str]:
        """The addresses of this view with one filter set to each of the values; a page shows a hundred and fifty."""
        usual = {"staff": self.home, "state": ACTIVE}.get(name, "")
        rest = self.query(**{name: usual})
        others = "" if rest == "?" + urlencode({NAMES["staff"]: self.home}) else rest[1:] + "&"
        begin = f"?{others}{NAMES[name]}="
        return [self.query(**{name: value}) if value == usual else begin + quote_plus(value) for value in values]

    def kept(self) -> dict[str, str]:
        """What a saved view remembers: everything but what was typed."""
        return {address: getattr(self, name) for name, address in NAMES.items() if name != "text"}

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
        limit=_one_of(given.get("grenze", ""), (SOON, OVER)),
        record=_one_of(given.get("nachweis", ""), (MISSING, UNSIGNED, SIGNED)),
        sex=_one_of(given.get("geschlecht", ""), codes.codes("sex")),
        age=given.get("alter", "") if ages(given.get("alter", "")) else "",
        place=" ".join(given.get("ort", "").split())[:LONGEST_PLACE],
        district=given.get("kreis", "") if _DISTRICT.fullmatch(given.get("kreis", "")) else "",
        text=text if given.get("text") else "",
        home=home,
    )


def ages(text: str) -> tuple[int, int] | None:
    """(18, 26) for "18-26"; None for what is no span of ages."""
    found = re.fullmatch(r"(\d{1,3})-(\d{1,3})", text)
    span = (int(found[1]), int(found[2])) if found else None
    return span if span and span[0] <= span[1] <= OLDEST else None


def _one_of(value: str, allowed: Collection[str]) -> str:
    return value if value in allowed else ""


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


_WORDS = {
    "staff": gettext_lazy("Fachkraft"),
    "state": gettext_lazy("Stand"),
    "phase": gettext_lazy("Phase"),
    "due": gettext_lazy("Fällig"),
    "silent": gettext_lazy("Kein Kontakt"),
    "language": gettext_lazy("Sprache"),
    "residence": gettext_lazy("Aufenthalt"),
    "access": gettext_lazy("Zugang heute"),
    "limit": gettext_lazy("Grenze der Begleitung"),
    "record": gettext_lazy("Fragebogen zum Eintritt"),
    "sex": gettext_lazy("Geschlecht"),
    "age": gettext_lazy("Alter"),
    "place": gettext_lazy("Ort"),
    "district": gettext_lazy("Kreis"),
    "text": gettext_lazy("Text"),
}


def name_of(name: str) -> str:
    """What a filter is called on the page."""
    return str(_WORDS[name])
