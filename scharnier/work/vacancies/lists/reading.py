# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a list of vacancies. A row is taken whole or refused with every reason; nothing here touches the database.

    found = read(content, "stellen.xlsx", today)   ->  Found(rows=[Row…], faults=[Fault…], total=10000, columns={…})

Raises DomainError for a file that is no list of vacancies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from scharnier.foundation.ui.fields import UnreadableDateError, read_date
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes, occupations
from scharnier.people.fields import language
from scharnier.people.importing import report
from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.sources import open_source
from scharnier.people.importing.text import clean, fold, is_placeholder
from scharnier.work.vacancies import actions
from scharnier.work.vacancies.forms import read_amount

HEADINGS = {
    "firm": "betrieb firma arbeitgeber unternehmen organisation employer company",
    "title": "stelle titel bezeichnung stellenbezeichnung stellentitel job title tätigkeit position",
    "occupation": "beruf kldb berufscode berufskennziffer occupation",
    "kind": "art stellenart beschäftigungsart vertragsart kind type",
    "german": "deutsch deutschniveau sprachniveau deutschkenntnisse german",
    "starts_on": "beginn start ab eintritt startdatum eintrittsdatum starts",
    "hours": "stunden wochenstunden arbeitszeit umfang hours",
    "licences": "führerschein führerscheinklasse licence",
    "places": "anzahl plätze stellenzahl places openings",
    "pay": "lohn gehalt vergütung entgelt stundenlohn monatslohn bezahlung pay salary wage",
    "postal_code": "plz postleitzahl zip postcode",
    "place": "ort arbeitsort einsatzort stadt gemeinde place city",
    "number": "nummer referenz referenznummer kennziffer id stellennummer",
    "description": "beschreibung aufgaben text description",
    "email": "e mail email mail kontakt",
}
KINDS = {
    "minijob": "minijob",
    "geringfuegig": "minijob",
    "450": "minijob",
    "ausbildung": "ausbildung_betrieblich",
    "azubi": "ausbildung_betrieblich",
    "apprenticeship": "ausbildung_betrieblich",
    "einstiegsqualifizierung": "eq",
    "praktikum": "praktikum_orientierung",
    "intern": "praktikum_orientierung",
    "hospitation": "hospitation",
    "probearbeit": "probearbeit",
    "leiharbeit": "leiharbeit",
    "zeitarbeit": "leiharbeit",
    "temporary": "leiharbeit",
    "freiwilligendienst": "bfd",
    "volunteer": "bfd",
}
HEADER_WITHIN = 15
MOST_ROWS = 20_000
_SCRIPT = re.compile(r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_HOURS = re.compile(r"^(\d{1,2})(?:[.,]\d+)?\s*(?:(?:-|–|bis|to)\s*(\d{1,2})(?:[.,]\d+)?)?\s*(?:h|std|stunden)?\.?.*$")
_AMOUNT = re.compile(r"-?\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that can't be taken: row as the file counts, heading, what stood there, why not."""

    row: int
    column: str
    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A vacancy that can be entered: the firm by name, columns of the vacancy as JSON has them."""

    row: int
    firm: str
    email: str
    values: dict[str, Any]


@dataclass
class Found:
    total: int = 0
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        return self.total - len(self.rows)

    def as_json(self) -> dict[str, Any]:
        return {"total": self.total, "rows": [asdict(row) for row in self.rows], "columns": self.columns} | {
            "faults": [asdict(fault) for fault in self.faults]
        }


def from_json(value: dict[str, Any]) -> Found:
    """What `as_json` made."""
    rows = [Row(**row) for row in value["rows"]]
    return Found(value["total"], rows, [Fault(**each) for each in value["faults"]], value["columns"])


def read(content: bytes, filename: str, today: date) -> Found:
    """Everything that stands in a file, each row judged."""
    if not content.strip():
        raise DomainError(_("Die Datei ist leer."), "file")
    lines, found = _postings(content) or _table(content, filename)
    for number, cells in lines:
        found.total += 1
        if found.total > MOST_ROWS:
            raise DomainError(
                _("Höchstens %(most)s Stellen in einer Datei. Teilen Sie sie.") % {"most": MOST_ROWS}, "file"
            )
        row, faults = _judge(number, cells, found.columns, today)
        found.faults += faults
        if row is not None:
            found.rows.append(row)
    if not found.total:
        raise DomainError(_("In dieser Datei steht keine Stelle."), "file")
    return found


Lines = Iterator[tuple[int, dict[str, Any]]]


def _table(content: bytes, filename: str) -> tuple[Lines, Found]:
    """The rows of the first sheet that has the headings of a list of vacancies."""
    try:
        sheets = [each for each in open_source(content, filename) if not each.hidden]
    except ImportFault as fault:
        raise DomainError(report.fault_message(fault, language()), "file") from None
    for sheet in sheets:
        for position, raw in enumerate(sheet.rows()):
            if position >= HEADER_WITHIN:
                break
            heads = _headings([clean(value) for value in raw.values])
            if "firm" in heads.values() and {"title", "occupation"} & set(heads.values()):
                names = {target: clean(raw.values[index]) for index, target in heads.items()}
                return _cells(sheet.rows(), raw.number, heads), Found(columns=names)
    raise DomainError(_("Die Datei braucht eine Zeile mit Überschriften, wenigstens „Betrieb“ und „Stelle“."), "file")


def _headings(cells: list[str]) -> dict[int, str]:
    known = _known_headings()
    found: dict[int, str] = {}
    for index, cell in enumerate(cells):
        words = fold(cell)
        target = known.get(words) or next((known[word] for word in words.split() if word in known), None)
        if target and target not in found.values():
            found[index] = target
    return found


@cache
def _known_headings() -> dict[str, str]:
    known = {fold(word): target for target, words in HEADINGS.items() for word in words.split()}
    return known | {"e mail": "email"}


def _cells(rows: Iterator[Any], header: int, heads: dict[int, str]) -> Lines:
    for raw in rows:
        if raw.number <= header:
            continue
        cells = {target: raw.values[index] for index, target in heads.items() if index < len(raw.values)}
        if any(not is_placeholder(clean(value)) for value in cells.values() if value is not None):
            yield raw.number, cells


# ---------- JobPosting ----------


def _postings(content: bytes) -> tuple[Lines, Found] | None:
    """JobPosting objects of a JSON-LD file or of a page that carries them; None where the file is neither."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start not in (b"{", b"[", b"<"):
        return None
    text = content.decode("utf-8-sig", errors="replace")
    blocks = _SCRIPT.findall(text) if start == b"<" else [text]
    objects: list[dict[str, Any]] = []
    for block in blocks:
        try:
            objects += _jobs(json.loads(block))
        except (ValueError, RecursionError):
            raise DomainError(_("Das ist kein lesbares JSON."), "file") from None
    if not objects:
        raise DomainError(_("In dieser Datei steht kein JobPosting."), "file")
    names = {target: target for target in HEADINGS}
    return ((number, _posting(each)) for number, each in enumerate(objects, 1)), Found(columns=names)


def _jobs(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [job for each in value for job in _jobs(each)]
    if not isinstance(value, dict):
        return []
    kinds = value.get("@type")
    if kinds == "JobPosting" or (isinstance(kinds, list) and "JobPosting" in kinds):
        return [value]
    inner = value.get("@graph", value.get("itemListElement", value.get("item", [])))
    return _jobs(inner)


def _inner(value: Any, *path: str) -> Any:
    for name in path:
        if isinstance(value, list):
            value = value[0] if value else None
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _posting(job: dict[str, Any]) -> dict[str, Any]:
    """A JobPosting as cells of a list."""
    firm = job.get("hiringOrganization")
    unit = {"HOUR": "je Stunde", "MONTH": "im Monat", "YEAR": "im Jahr"}.get(
        str(_inner(job, "baseSalary", "value", "unitText")), ""
    )
    amount = _inner(job, "baseSalary", "value", "value")
    amount = amount if amount is not None else _inner(job, "baseSalary", "value", "minValue")
    kind = job.get("employmentType")
    number = job.get("identifier")
    return {
        "firm": firm if isinstance(firm, str) else _inner(firm, "name"),
        "title": job.get("title"),
        "occupation": _inner(job, "occupationalCategory", "codeValue") or job.get("occupationalCategory"),
        "kind": kind[0] if isinstance(kind, list) and kind else kind,
        "starts_on": job.get("jobStartDate"),
        "hours": job.get("workHours"),
        "places": job.get("totalJobOpenings"),
        "pay": f"{amount} {unit}" if amount is not None else None,
        "postal_code": _inner(job, "jobLocation", "address", "postalCode"),
        "place": _inner(job, "jobLocation", "address", "addressLocality"),
        "number": number if isinstance(number, str) else _inner(number, "value"),
        "description": re.sub(r"<[^>]+>", " ", str(job.get("description") or "")),
        "email": _inner(job, "applicationContact", "email"),
    }


# ---------- one row ----------


def _judge(number: int, cells: dict[str, Any], columns: dict[str, str], today: date) -> tuple[Row | None, list[Fault]]:
    """The row, or every reason why not."""
    faults: list[Fault] = []
    texts = {
        name: "" if value is None or isinstance(value, dict | list) or is_placeholder(clean(value)) else clean(value)
        for name, value in cells.items()
    }

    def refuse(column: str, reason: str) -> None:
        faults.append(Fault(number, columns.get(column, column), texts.get(column, "")[:120], reason))

    values: dict[str, Any] = {}
    for name, reader in READERS.items():
        try:
            values |= reader(texts, cells, today)
        except DomainError as error:
            refuse(name, error.message)
    firm = texts.get("firm", "")[:160]
    if not firm:
        refuse("firm", _("Welcher Betrieb?"))
    if not faults:
        try:
            actions.check(actions.completed({**values, "pay_amount": _amount(values)}))
        except DomainError as error:
            names = {"pay_amount": "pay", "pay_unit": "pay", "hours_from": "hours", "hours_to": "hours"}
            refuse(names.get(error.field, error.field), error.message)
    return (None if faults else Row(number, firm, texts.get("email", ""), values)), faults


def _amount(values: dict[str, Any]) -> Decimal | None:
    return Decimal(values["pay_amount"]) if values.get("pay_amount") is not None else None


Texts = dict[str, str]


def _occupation(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    """The title in plain words and a code of the KldB: given, or found by the words."""
    title, given = texts.get("title", "") or texts.get("occupation", ""), texts.get("occupation", "")
    digits = re.sub(r"\D", "", given)
    if given and re.fullmatch(r"[B\s\d-]+", given) and len(digits) == 5:
        code = digits
    else:
        code = _code_of(given) or _code_of(texts.get("title", ""))
    if not code:
        raise DomainError(_("Dazu finden wir keinen Beruf. Schreiben Sie die Nummer der KldB dazu (fünf Ziffern)."))
    return {"title": title[:160], "occupation": code, "description": texts.get("description", "")[:4000]}


@cache
def _code_of(words: str) -> str:
    """The occupation whose name these words hold, without (m/w/d)."""
    bare = re.sub(r"\([^)]*\)|\*in\b|/-?in\b|:in\b", "", words).strip()
    if not bare:
        return ""
    found = occupations.find(bare, "de", 1)
    return found[0].occupation.code if found and found[0].score >= LIKELY else ""


LIKELY = 60


def _kind(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    words = fold(texts.get("kind", ""))
    found = next((kind for word, kind in KINDS.items() if word in words), "beschaeftigung_sv")
    if found == "beschaeftigung_sv" and "auszubildende" in fold(texts.get("title", "")):
        found = "ausbildung_betrieblich"
    return {"kind": found}


def _german(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    words = texts.get("german", "")
    if not words:
        return {}
    level = re.search(r"\b([ABC][12])\b", words.upper())
    if level:
        return {"german": level.group(1)}
    if fold(words) in ("keine", "kein", "nicht noetig", "none", "0", "egal"):
        return {"german": "none"}
    raise DomainError(_("Das ist keine Stufe von A1 bis C2."))


def _start(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    raw, words = cells.get("starts_on"), texts.get("starts_on", "")
    if isinstance(raw, datetime | date):
        return {"starts_on": (raw.date() if isinstance(raw, datetime) else raw).isoformat()}
    if not words or fold(words) in ("sofort", "ab sofort", "nach absprache", "nach vereinbarung"):
        return {"starts_on": today.isoformat()} if "sofort" in fold(words) else {}
    try:
        return {"starts_on": read_date(words[:10].strip(), today).isoformat()}
    except UnreadableDateError:
        raise DomainError(_("Das ist kein Datum.")) from None


def _hours(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    words = texts.get("hours", "")
    named = {"vollzeit": (35, 40), "teilzeit": (15, 30), "full time": (35, 40), "part time": (15, 30)}
    if not words or fold(words) in named:
        lowest, highest = named.get(fold(words), (None, None))
        return {"hours_from": lowest, "hours_to": highest}
    found = _HOURS.match(words.lower())
    if not found:
        raise DomainError(_("Das ist keine Zahl von Stunden in der Woche."))
    first = int(found[1])
    return {"hours_from": first, "hours_to": int(found[2]) if found[2] else first}


def _licences(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    words = texts.get("licences", "")
    if not words:
        return {}
    if fold(words) in ("nein", "keiner", "kein", "nicht noetig"):
        return {"licences": []}
    if fold(words) in ("ja", "pkw", "noetig"):
        return {"licences": ["B"]}
    wanted = [
        part for part in re.split(r"[,;/+ ]+|und", words) if part and fold(part) not in ("klasse", "fuehrerschein")
    ]
    found = [code for part in wanted for code in codes.codes("licence") if code.casefold() == part.casefold()]
    if len(found) < len(wanted):
        raise DomainError(_("Diesen Führerschein kennen wir nicht."))
    return {"licences": found}


def _places(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    words = texts.get("places", "")
    if not words:
        return {}
    if not words.isdecimal():
        raise DomainError(_("Das ist keine Anzahl."))
    return {"places": int(words)}


def _pay(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    """An amount, and for what: said, or told by its size."""
    words = texts.get("pay", "")
    if not words or fold(words) in ("tarif", "nach tarif", "mindestlohn", "nach vereinbarung"):
        return {}
    found = _AMOUNT.search(words.replace("−", "-"))
    try:
        amount = Decimal(read_amount(found.group())) if found else None
    except InvalidOperation:
        amount = None
    if amount is None:
        raise DomainError(_("Das ist kein Betrag."))
    if amount < 0:
        raise DomainError(_("Ein Lohn kann nicht negativ sein."))
    said = fold(words)
    unit = "hour" if "stunde" in said or said.endswith((" h", " std")) else "year" if "jahr" in said else ""
    unit = unit or ("month" if "monat" in said else "hour" if amount < 100 else "month" if amount < 12000 else "year")
    return {"pay_amount": str(amount.quantize(Decimal("0.01"))), "pay_unit": unit}


def _where(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    code = texts.get("postal_code", "")
    place = texts.get("place", "")
    if not code and (found := re.match(r"^(\d{5})\s+(.+)$", place)):
        code, place = found[1], found[2]
    if code.isdecimal() and len(code) == 4:
        code = f"0{code}"  # a spreadsheet takes the zero away
    return {"postal_code": code[:20], "place": place[:80]}


def _number(texts: Texts, cells: dict[str, Any], today: date) -> dict[str, Any]:
    return {"external_number": texts.get("number", "")[:120]}


READERS = {
    "title": _occupation,
    "kind": _kind,
    "german": _german,
    "starts_on": _start,
    "hours": _hours,
    "licences": _licences,
    "places": _places,
    "pay": _pay,
    "postal_code": _where,
    "number": _number,
}
