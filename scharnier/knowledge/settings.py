# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a programme may say otherwise: its words, plan, limits, records, legal bases, at a day.

    resolve("integrationsmanagement_bw", date(2026, 11, 24)).support_months       ->  36
    resolve("integrationsmanagement_bw", date(2020, 1, 1)).support_months         ->  24
    resolve(programme, day, {"words.plan": "Begleitplan"}).word("plan")           ->  "Begleitplan"
    read("support.months", "36")                                                  ->  36, or raises SettingError

The catalogue and the templates of the five programmes are data/programme-settings.yaml. Values are plain JSON; `read`
is the only way in, for forms, files and the check of the templates alike.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

from scharnier.knowledge import codes
from scharnier.knowledge.codes import Code
from scharnier.knowledge.files import load
from scharnier.knowledge.rules import Text

FILE = "programme-settings.yaml"
KINDS = ("text", "long_text", "number", "flag", "choices", "words", "needs", "spans", "basis")
UNITS = ("months", "days", "hours")
LEAD, ADMIN = "lead", "admin"
_SPAN = re.compile(r"([1-9][0-9]{0,3})([dm])")
_UNIT_WORDS = {
    "months": (Text("Monat", "month"), Text("Monate", "months")),
    "days": (Text("Tag", "day"), Text("Tage", "days")),
    "hours": (Text("Stunde", "hour"), Text("Stunden", "hours")),
}
NONE = Text("keine", "none")


class UnknownSetting(LookupError):
    """There is no setting of this name."""


class SettingError(ValueError):
    """A value that a setting can't take; `text` says why, `where` is the key inside a value with parts."""

    def __init__(self, text: Text, where: str = "") -> None:
        super().__init__(text.en)
        self.text, self.where = text, where


@dataclass(frozen=True, slots=True)
class Setting:
    """One entry of the catalogue. `low` and `high` bound a number or the length of a text."""

    key: str
    group: str
    kind: str
    default: Any
    label: Text
    help: Text
    affects: Text
    who: str
    list: str = ""
    needs: str = ""
    unit: str = ""
    low: int = 0
    high: int = 0
    least: int = 0
    optional: bool = False

    @property
    def entries(self) -> tuple[Code, ...]:
        """What can be chosen, for the kinds that have a code list."""
        return items(self.list) if self.list else ()


@dataclass(frozen=True, slots=True)
class Dated:
    """A value of a template from one day to another (None: open) and where it comes from."""

    valid_from: date
    valid_to: date | None
    value: Any
    source: str
    basis: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A distance in days or months: 28 days, 6 months."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count}{self.unit[0]}"

    def label(self, lang: str = "de") -> str:
        one, many = _UNIT_WORDS[self.unit]
        return f"{self.count} {(one if self.count == 1 else many).in_(lang)}"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """On what a purpose rests: a code of the list "base", the citation and what the person is told."""

    base: str
    citation: str
    text: str


@cache
def catalogue() -> Mapping[str, Setting]:
    """All settings by key, in the order in which people read them."""
    return {row["key"]: entry_of(row) for row in load(FILE)["settings"]}


def entry_of(row: Mapping[str, Any]) -> Setting:
    """A row of the file as an entry of the catalogue."""
    return Setting(
        key=row["key"],
        group=row["group"],
        kind=row["kind"],
        default=row["default"],
        label=_text(row),
        help=_text(row["help"]),
        affects=_text(row["affects"]),
        who=row["who"],
        list=row.get("list", ""),
        needs=row.get("needs", ""),
        unit=row.get("unit", ""),
        low=row.get("min", 0),
        high=row.get("max", 0),
        least=row.get("least", 0),
        optional=row.get("optional", False),
    )


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["de"], row["en"])


def setting(key: str) -> Setting:
    """The entry of a setting. Raises UnknownSetting."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownSetting(key) from None


@cache
def groups() -> Mapping[str, Text]:
    """The groups of settings, in order."""
    return {row["code"]: _text(row) for row in load(FILE)["groups"]}


@cache
def items(name: str) -> tuple[Code, ...]:
    """A code list: one of this file's own (phase, phase_need, data_set, base) or one of `codes`."""
    own = load(FILE)["lists"]
    if name in own:
        return tuple(Code(row["code"], row["de"], row["en"]) for row in own[name])
    return codes.items(name)


def label(name: str, code: str, lang: str = "de") -> str:
    """What people read for a code of `items(name)`; the code itself when the list doesn't have it."""
    return next((entry.label(lang) for entry in items(name) if entry.code == code), code)


@cache
def modules() -> tuple[str, ...]:
    """The modules that a project can switch off: plan, law, lists …"""
    return tuple(key.split(".")[1] for key in catalogue() if key.startswith("modules."))


# ---- reading values --------------------------------------------------------------------------------------------------


def read(key: str, raw: Any) -> Any:
    """The value in its stored form (JSON), from a form, a file or the database.

    Raises UnknownSetting and SettingError.
    """
    return read_as(setting(key), raw)


def read_as(entry: Setting, raw: Any) -> Any:
    """The value of `entry` in its stored form. Raises SettingError."""
    if raw is None or raw == "":
        if entry.optional:
            return "" if entry.kind in ("text", "long_text") else None
        if entry.kind not in ("choices", "words", "needs", "spans"):
            raise SettingError(Text("Hier fehlt ein Wert.", "A value is missing here."))
        raw = {} if entry.kind in ("words", "needs") else []
    return _READERS[entry.kind](entry, raw)


def _read_text(entry: Setting, raw: Any) -> str:
    if not isinstance(raw, str):
        raise SettingError(Text("Hier steht ein Text.", "This is a text."))
    text = raw.strip() if entry.kind == "long_text" else " ".join(raw.split())
    if not text and not entry.optional:
        raise SettingError(Text("Hier fehlt ein Wert.", "A value is missing here."))
    if len(text) > entry.high:
        raise SettingError(Text(f"Höchstens {entry.high} Zeichen.", f"At most {entry.high} characters."))
    return text


def _read_number(entry: Setting, raw: Any) -> int:
    if isinstance(raw, str) and re.fullmatch(r"\s*[0-9]{1,6}\s*", raw):
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise SettingError(Text("Hier steht eine ganze Zahl.", "This is a whole number."))
    if not entry.low <= raw <= entry.high:
        raise SettingError(
            Text(f"Erlaubt sind {entry.low} bis {entry.high}.", f"Allowed are {entry.low} to {entry.high}.")
        )
    return raw


def _read_flag(entry: Setting, raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise SettingError(Text("Hier steht true oder false.", "This is true or false."))
    return raw


def _known(name: str, code: Any) -> str:
    if not isinstance(code, str) or all(entry.code != code for entry in items(name)):
        allowed = ", ".join(entry.code for entry in items(name))
        raise SettingError(
            Text(
                f"„{code}“ gibt es hier nicht. Erlaubt sind: {allowed}.", f"{code!r} is not known. Allowed: {allowed}."
            ),
            str(code),
        )
    return code


def _read_choices(entry: Setting, raw: Any) -> list[str]:
    if not isinstance(raw, list | tuple):
        raise SettingError(Text("Hier steht eine Liste.", "This is a list."))
    chosen = [_known(entry.list, code) for code in raw]
    if len(set(chosen)) != len(chosen):
        twice = next(code for code in chosen if chosen.count(code) > 1)
        raise SettingError(Text(f"„{twice}“ steht zweimal da.", f"{twice!r} is there twice."), twice)
    if len(chosen) < entry.least:
        raise SettingError(Text("Wählen Sie mindestens eines.", "Choose at least one."))
    return chosen


def _read_words(entry: Setting, raw: Any) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        raise SettingError(Text("Hier stehen Namen je Eintrag.", "These are names by entry."))
    found = {}
    for code, word in raw.items():
        _known(entry.list, code)
        if word is None or word == "":
            continue
        if not isinstance(word, str) or len(word.strip()) > entry.high:
            raise SettingError(Text(f"Höchstens {entry.high} Zeichen.", f"At most {entry.high} characters."), code)
        found[code] = " ".join(word.split())
    return {code: word for code, word in found.items() if word}


def _read_needs(entry: Setting, raw: Any) -> dict[str, list[str]]:
    if not isinstance(raw, Mapping):
        raise SettingError(Text("Hier steht je Phase eine Liste.", "This is a list for each phase."))
    found = {}
    for code, needed in raw.items():
        _known(entry.list, code)
        if not isinstance(needed, list | tuple):
            raise SettingError(Text("Hier steht eine Liste.", "This is a list."), code)
        found[code] = [_known(entry.needs, each) for each in dict.fromkeys(needed)]
    return {code: needed for code, needed in found.items() if needed}


def parse_span(raw: Any) -> Span:
    """28d or 6m. Raises SettingError."""
    match = _SPAN.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None:
        raise SettingError(
            Text("Schreiben Sie 28d für 28 Tage oder 6m für 6 Monate.", "Write 28d for 28 days or 6m for 6 months.")
        )
    return Span(int(match[1]), "days" if match[2] == "d" else "months")


def _read_spans(entry: Setting, raw: Any) -> list[str]:
    if not isinstance(raw, list | tuple):
        raise SettingError(Text("Hier steht eine Liste.", "This is a list."))
    spans = {parse_span(each) for each in raw}
    if any(_days(span) > 3660 for span in spans):
        raise SettingError(Text("Höchstens zehn Jahre.", "At most ten years."))
    return [str(span) for span in sorted(spans, key=_days)]


def _days(span: Span) -> int:
    return span.count * (1 if span.unit == "days" else 30)


def _read_basis(entry: Setting, raw: Any) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        raise SettingError(Text("Hier stehen base, citation und text.", "These are base, citation and text."))
    for name in raw:
        if name not in ("base", "citation", "text"):
            raise SettingError(Text(f"„{name}“ gibt es hier nicht.", f"{name!r} is not known here."), str(name))
    values = {name: raw.get(name) or "" for name in ("citation", "text")}
    for name, most in (("citation", 300), ("text", 2000)):
        if not isinstance(values[name], str) or len(values[name]) > most:
            raise SettingError(Text(f"Höchstens {most} Zeichen.", f"At most {most} characters."), name)
    base = _known("base", raw.get("base", "undecided"))
    if base in ("statute", "church_law") and not values["citation"].strip():
        raise SettingError(Text("Nennen Sie die Vorschrift.", "Name the provision."), "citation")
    return {"base": base, **{name: text.strip() for name, text in values.items()}}


_READERS = {
    "text": _read_text,
    "long_text": _read_text,
    "number": _read_number,
    "flag": _read_flag,
    "choices": _read_choices,
    "words": _read_words,
    "needs": _read_needs,
    "spans": _read_spans,
    "basis": _read_basis,
}


def unit_label(entry: Setting, lang: str = "de") -> str:
    """Months, days or hours; empty for a plain number."""
    return _UNIT_WORDS[entry.unit][1].in_(lang) if entry.unit else ""


def show(key: str, value: Any, lang: str = "de") -> str:
    """A value in words, for pages and previews."""
    entry = setting(key)
    if entry.kind == "flag":
        return (Text("ja", "yes") if value else Text("nein", "no")).in_(lang)
    if value is None or value in ("", [], {}):
        return NONE.in_(lang)
    if entry.kind == "number":
        return Span(value, entry.unit).label(lang) if entry.unit else str(value)
    if entry.kind == "choices":
        return ", ".join(label(entry.list, code, lang) for code in value)
    if entry.kind == "words":
        return ", ".join(f"{label(entry.list, code, lang)}: {word}" for code, word in value.items())
    if entry.kind == "needs":
        return "; ".join(
            f"{label(entry.list, code, lang)}: {', '.join(label(entry.needs, each, lang) for each in needed)}"
            for code, needed in value.items()
        )
    if entry.kind == "spans":
        return ", ".join(parse_span(each).label(lang) for each in value)
    if entry.kind == "basis":
        base = label("base", value["base"], lang)
        return f"{base}: {value['citation']}" if value["citation"] else base
    return str(value)


# ---- templates -------------------------------------------------------------------------------------------------------


def templates() -> tuple[str, ...]:
    """The programmes that have a template."""
    return tuple(load(FILE)["templates"])


@cache
def template(programme: str) -> Mapping[str, tuple[Dated, ...]]:
    """The dated values of a programme's template by key; empty for a programme that has none."""
    rows = load(FILE)["templates"].get(programme, {})
    return {
        key: tuple(
            Dated(row["from"], row.get("to"), read(key, row["value"]), row["source"], row["basis"]) for row in values
        )
        for key, values in rows.items()
    }


def template_at(programme: str, key: str, day: date) -> Dated | None:
    """What a programme's template says about a setting at a day."""
    return next(
        (
            row
            for row in template(programme).get(key, ())
            if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)
        ),
        None,
    )


# ---- settings at a day -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProgrammeSettings:
    """The settings of a project (or programme) at a day. `values` holds each in its stored form."""

    programme: str
    day: date
    values: Mapping[str, Any] = field(repr=False)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The programme's own words: participant, participants, plan, plan_short, caseworker."""
        return {key.split(".")[1]: value for key, value in self.values.items() if key.startswith("words.")}

    def word(self, key: str) -> str:
        return self.words[key]

    @cached_property
    def plan_fields(self) -> tuple[str, ...]:
        return tuple(self.values["plan.fields"])

    def field_label(self, code: str, lang: str = "de") -> str:
        """The name of a field of the plan; a renamed one is the same in every language."""
        return str(self.values["plan.field_words"].get(code) or label("plan_field", code, lang))

    @property
    def review_months(self) -> int:
        return int(self.values["plan.review_months"])

    @cached_property
    def phases(self) -> tuple[str, ...]:
        return tuple(self.values["course.phases"])

    def phase_label(self, code: str, lang: str = "de") -> str:
        return str(self.values["course.phase_words"].get(code) or label("phase", code, lang))

    def phase_needs(self, code: str) -> tuple[str, ...]:
        """What should be there in a phase, and in those before it (codes of the list phase_need)."""
        needs: Mapping[str, list[str]] = self.values["course.phase_needs"]
        passed = self.phases[: self.phases.index(code) + 1] if code in self.phases else (code,)
        return tuple(dict.fromkeys(each for phase in passed for each in needs.get(phase, ())))

    @property
    def follow_up_days(self) -> int | None:
        return self._number("course.follow_up_days")

    @property
    def silent_days(self) -> int:
        """So many days without a contact are a long silence."""
        return int(self.values["course.silent_days"])

    @cached_property
    def plan_personal(self) -> tuple[str, ...]:
        """Facts of the file that a plan prints unless something else was chosen for it (codes of plan_personal)."""
        return tuple(self.values["plan.personal"])

    @property
    def support_months(self) -> int | None:
        return self._number("support.months")

    @property
    def exceptional_months(self) -> int | None:
        return self._number("support.exceptional_months")

    @property
    def warning_days(self) -> int:
        return int(self.values["support.warning_days"])

    @property
    def vacancy_days(self) -> int:
        """So many days a vacancy counts as open after the firm has confirmed it."""
        return int(self.values["work.vacancy_days"])

    @cached_property
    def required_records(self) -> tuple[str, ...]:
        return tuple(self.values["records.required"])

    @property
    def hours_before_entry(self) -> int | None:
        return self._number("records.hours_before_entry")

    @cached_property
    def retention_checks(self) -> tuple[Span, ...]:
        return tuple(parse_span(each) for each in self.values["records.retention_checks"])

    @cached_property
    def off(self) -> frozenset[str]:
        """Modules that are switched off."""
        return frozenset(module for module in modules() if not self.values[f"modules.{module}"])

    def has(self, module: str) -> bool:
        """Whether a module is on; an empty name belongs to no module and is always on."""
        return module not in self.off

    def legal_basis(self, purpose: str) -> LegalBasis:
        """On what a purpose rests: counselling, placement, disclosure, reporting."""
        return LegalBasis(**self.values[f"law.{purpose}"])

    @property
    def secrecy(self) -> bool:
        """Whether § 203 StGB applies: a disclosure then needs a written release of its own."""
        return bool(self.values["law.secrecy"])

    @property
    def release_text(self) -> str:
        return str(self.values["law.release_text"])

    def kept_months(self, base: str) -> int:
        """How long after the exit a file is kept, by its legal base (statute, church_law, consent) or for funding."""
        return int(self.values[f"keeping.{base}_months"])

    @property
    def small_cells(self) -> int:
        return int(self.values["reports.small_cells"])

    @property
    def staff_figures(self) -> bool:
        """Whether leads see figures of single colleagues."""
        return bool(self.values["reports.staff_figures"])

    def _number(self, key: str) -> int | None:
        value = self.values[key]
        return None if value is None else int(value)


def resolve(programme: str, day: date, rows: Mapping[str, Any] | None = None) -> ProgrammeSettings:
    """The settings at a day: the defaults, over them the programme's template, over that `rows` (key: stored value).

    Rows of settings that this release doesn't know are left out.
    """
    return _resolved(programme, day, json.dumps(rows, sort_keys=True) if rows else "")


@lru_cache(maxsize=512)
def _resolved(programme: str, day: date, rows: str) -> ProgrammeSettings:
    own = json.loads(rows) if rows else {}
    values = {}
    for key, entry in catalogue().items():
        dated = template_at(programme, key, day)
        values[key] = own.get(key, dated.value if dated else entry.default)
    return ProgrammeSettings(programme, day, values)
