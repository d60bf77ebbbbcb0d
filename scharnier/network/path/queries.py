# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding colleagues of the whole network, and who answers for a district."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language

from scharnier.foundation import clock
from scharnier.knowledge import codes, districts
from scharnier.network.path.models import ResponseTime, WorkContact
from scharnier.network.queries import ROLE_LABELS
from scharnier.network.structure.counting import words_of

PAGE = 25
LANGUAGES, TOPICS = "language", "service_category"
FILTERS = ("kreis", "ort", "sprache", "thema")
LONGEST_TEXT = 80


def spoken() -> codes.Language:
    """The language in which codes are named."""
    return "de" if (get_language() or "de").startswith("de") else "en"


@dataclass(frozen=True)
class Contact:
    """One published work contact as the network sees it."""

    id: UUID
    name: str
    function: str
    roles: tuple[str, ...]
    phone: str
    email: str
    carrier: str
    projects: tuple[str, ...]
    districts: tuple[str, ...]
    site: str
    street: str
    postcode: str
    place: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    response: str
    reachable: str
    deputy_id: UUID | None
    deputy: str
    deputy_phone: str
    cover: str
    cover_phone: str
    updated_at: datetime

    @property
    def task(self) -> str:
        """What somebody calls the own work, otherwise the roles."""
        return self.function or ", ".join(str(ROLE_LABELS.get(role, role)) for role in self.roles)

    @property
    def district_names(self) -> list[str]:
        return [districts.name(code) for code in self.districts]

    @property
    def language_names(self) -> list[str]:
        return [codes.label(LANGUAGES, code, spoken()) for code in self.languages]

    @property
    def topic_names(self) -> list[str]:
        return [codes.label(TOPICS, code, spoken()) for code in self.topics]

    @property
    def topics_in_short(self) -> list[str]:
        """Topics as a list has room for them: without what follows a stroke or bracket."""
        return [name.split(" / ")[0].split(" (")[0] for name in self.topic_names]

    @property
    def response_time(self) -> str:
        return str(ResponseTime(self.response).label)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means any."""

    kreis: str = ""
    ort: str = ""
    sprache: str = ""
    thema: str = ""
    text: str = ""

    def query(self, **changes: str) -> str:
        """Address of the list narrowed otherwise; what was typed never stands in it."""
        values = replace(self, **changes)
        chosen = {name: getattr(values, name) for name in FILTERS if getattr(values, name)}
        return f"?{urlencode(chosen)}" if chosen else "?"

    @property
    def anything(self) -> bool:
        return any(getattr(self, name) for name in (*FILTERS, "text"))


def read(given: Mapping[str, str], text: str) -> Wanted:
    """The filters of an address; what no list knows is left out."""
    kreis, sprache, thema = (given.get(name, "") for name in ("kreis", "sprache", "thema"))
    return Wanted(
        kreis=kreis if districts.known(kreis) else "",
        ort=given.get("ort", "")[:80],
        sprache=sprache if sprache in codes.codes(LANGUAGES) else "",
        thema=thema if thema in codes.codes(TOPICS) else "",
        text=text,
    )


@dataclass(frozen=True)
class ContactPage:
    """One page; `before` and `after` are cursors. `nearly` says that nothing fits exactly and these fit nearly."""

    rows: list[Contact]
    before: str = ""
    after: str = ""
    nearly: bool = False


def _words(text: str) -> list[dict[str, Any]]:
    """Each word with the codes it may mean: »arabisch« is a language, »wohn« the beginning of a topic."""
    return [
        {
            "like": word,
            "languages": _meant(LANGUAGES, word),
            "topics": _meant(TOPICS, word),
            "districts": [each.code for each in districts.all_districts().values() if _begins(each.name, word)],
        }
        for word in words_of(text, digits=True).split()
    ]


def _meant(code_list: str, word: str) -> list[str]:
    return [each.code for each in codes.items(code_list) if _begins(f"{each.label('de')} {each.label('en')}", word)]


def _begins(label: str, word: str) -> bool:
    return len(word) > 2 and any(part.startswith(word) for part in words_of(label).split())


def _ask(wanted: Wanted, *, limit: int, fuzzy: bool = False, only: UUID | None = None, **cursor: Any) -> list[Contact]:
    values = [
        clock.today(),
        json.dumps(_words(wanted.text)),
        fuzzy,
        wanted.kreis or None,
        wanted.ort or None,
        wanted.sprache or None,
        wanted.thema or None,
        only,
        cursor.get("start"),
        cursor.get("back", False),
        limit,
    ]
    with connection.cursor() as sql:
        sql.execute("SELECT * FROM short_path(%s, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s, %s)", values)
        return [_contact(row) for row in sql.fetchall()]


def _contact(row: Sequence[Any]) -> Contact:
    """A row of the gate; lists become tuples, a text that isn't there an empty one."""
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    for place, column in enumerate(fields(Contact)):
        if values[place] is None and column.type == "str":
            values[place] = ""
    return Contact(*values)


def contacts(wanted: Wanted, after: UUID | None = None, before: UUID | None = None) -> ContactPage:
    """25 contacts by name; one statement, a second one when nothing fits and something may fit nearly."""
    back = before is not None
    rows = _ask(wanted, limit=PAGE + 1, start=before or after, back=back)
    nearly = False
    if not rows and wanted.text and not (after or before):
        rows = _ask(wanted, limit=PAGE, fuzzy=True)
        nearly = bool(rows)
    more = len(rows) > PAGE
    rows = rows[-PAGE:] if back else rows[:PAGE]
    has_before, has_after = (more, bool(rows)) if back else (bool(after and rows), more)
    return ContactPage(
        rows,
        before=str(rows[0].id) if rows and has_before else "",
        after=str(rows[-1].id) if rows and has_after else "",
        nearly=nearly,
    )


def contact(key: UUID) -> Contact | None:
    """One published contact of the network; one statement."""
    found = _ask(Wanted(), limit=1, only=key)
    return found[0] if found else None


def choices() -> dict[str, list[tuple[str, str]]]:
    """{filter: [(code, label)]}, sorted by label: only what occurs; one statement."""
    with connection.cursor() as sql:
        sql.execute("SELECT kind, code FROM short_path_choices(%s)", [clock.today()])
        rows = sql.fetchall()
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, code in rows:
        match kind:
            case "language":
                found["sprache"].append((code, codes.label(LANGUAGES, code, spoken())))
            case "topic":
                found["thema"].append((code, codes.label(TOPICS, code, spoken())))
            case "district":
                found["kreis"].append((code, districts.name(code)))
            case _:
                found["ort"].append((code, code))
    return {name: sorted(found[name], key=lambda each: words_of(each[1])) for name in FILTERS}


@dataclass(frozen=True)
class Holder:
    """A project that answers for a district or takes part there."""

    id: UUID
    carrier: str
    project: str
    programme: str
    duty: str
    note: str
    valid_from: date
    valid_to: date | None


def holders(district: str, begin: date, end: date | None, programme: UUID | None = None) -> list[Holder]:
    """Who answers for a district within a period, in one programme or in all; one statement."""
    with connection.cursor() as sql:
        sql.execute("SELECT * FROM region_holders(%s, %s, %s, %s)", [district, programme, begin, end])
        return [Holder(*row) for row in sql.fetchall()]


def own(user: UUID, carrier: UUID) -> WorkContact | None:
    """Somebody's own entry at a carrier."""
    return WorkContact.objects.filter(user_id=user, carrier_id=carrier).first()
