# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One parser per target field: from a cell to Parsed or Rejected. No input raises."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

import phonenumbers

from scharnier.knowledge import codes
from scharnier.people.importing.dates import RULES, parse_date
from scharnier.people.importing.names import parse_full_name, parse_name_part
from scharnier.people.importing.nationality import parse_nationality
from scharnier.people.importing.outcome import Context, Parsed, PartialDate, Precision, Rejected
from scharnier.people.importing.residence import parse_residence
from scharnier.people.importing.text import (
    CellValue,
    clean,
    fold,
    is_placeholder,
    is_unknown_mark,
    letters_lost,
    repair_double_encoding,
    word_list,
)

__all__ = ["Context", "LeaveEmpty", "Parsed", "PartialDate", "Precision", "Rejected", "ValueMap", "parse"]

REMARK_LIMIT = 4000
TEXT_LIMIT = 200
EMAIL_LIMIT = 254

_EMAIL = re.compile(
    r"^[A-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?(?:\.[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?)+$",
    re.IGNORECASE,
)
_SPLIT_SEVERAL = re.compile(r"\s*[;,\n]\s*|\s+(?:/|o\.|oder|u\.|und|bzw\.)\s+")
_LEVEL = re.compile(r"\b([abc])\s*([12])\b", re.IGNORECASE)
_COURSE = re.compile(r"\b(?:im|in|besucht|macht|lernt|lauft|laufend|derzeit|aktuell|kurs|sprachkurs)\b")
_CERTIFICATE = re.compile(r"\b(dtz|telc|goethe|osd|oesd|testdaf|dtb|zertifikat|bestanden|prufung)\b")
_NO_CONTACT = frozenset({"keine", "kein", "keins", "nein", "hat keine", "nicht vorhanden", "none", "no"})


@cache
def _reverse(name: str) -> dict[str, str]:
    return {fold(str(word)): str(code) for code, entry in word_list("words")[name].items() for word in entry}


def _text(limit: int) -> Callable[[CellValue, Context], Parsed | Rejected]:
    def parse_text(raw: CellValue, context: Context) -> Parsed | Rejected:
        text = clean(raw)
        if is_placeholder(text):
            return Parsed(None)
        repaired = repair_double_encoding(text)
        if len(repaired) > limit:
            return Rejected("too_long", {"length": str(len(repaired)), "limit": str(limit)})
        if letters_lost(repaired):
            return Parsed(repaired, "letters_lost", {"raw": repaired[:80]})
        return Parsed(repaired, *(("encoding_repaired", {"raw": repaired[:80]}) if repaired != text else ()))

    return parse_text


def _coded(name: str) -> Callable[[CellValue, Context], Parsed | Rejected]:
    def parse_code(raw: CellValue, context: Context) -> Parsed | Rejected:
        text = clean(raw)
        if is_placeholder(text):
            return Parsed(None)
        if code := _reverse(name).get(fold(text) or text):
            return Parsed(code)
        if is_unknown_mark(text):
            return Rejected("marked_unknown", {"raw": text})
        return Rejected("code_not_recognised", {"raw": text[:80]}, tuple(word_list("words")[name]))

    return parse_code


def _parse_remark(raw: CellValue, context: Context) -> Parsed | Rejected:
    parsed = _text(REMARK_LIMIT)(raw, context)
    if isinstance(parsed, Rejected) or parsed.value is None:
        return parsed
    folded = f" {fold(str(parsed.value))} "
    if any(f" {stem.replace('_', ' ')}" in folded for stem in word_list("words")["sensitive"]):
        return Parsed(parsed.value, "remark_sensitive", extra={"remark_sensitive": "yes"})
    return parsed


def _parse_work_permission(raw: CellValue, context: Context) -> Parsed | Rejected:
    text = clean(raw)
    if is_unknown_mark(text):
        return Parsed(None, "work_permission_unknown")
    if fold(text) in {"x", "xx"} or text in {"✓", "✔", "ok"}:
        return Parsed("yes", "cross_means_yes", {"raw": text})
    parsed = _coded("work_permission")(raw, context)
    if isinstance(parsed, Rejected):
        return parsed
    return Parsed(parsed.value, extra={"work_permission_text": text[:TEXT_LIMIT]} if text else {})


def _parse_postcode(raw: CellValue, context: Context) -> Parsed | Rejected:
    text = clean(raw)
    if is_placeholder(text):
        return Parsed(None)
    digits = re.sub(r"^D\s*-\s*|\s", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"[0-9]{4,5}", digits) or not 1001 <= int(digits) <= 99998:
        return Rejected("postcode_wrong", {"raw": text[:40]})
    if len(digits) == 4:
        return Parsed(f"0{digits}", "postcode_zero_added", {"raw": digits, "postcode": f"0{digits}"})
    return Parsed(digits)


def _parse_postcode_place(raw: CellValue, context: Context) -> Parsed | Rejected:
    """Parsed((postcode, place)); either may be empty. "Weg 3, 01796 Pirna" gives the street as extra."""
    text = " ".join(clean(raw).split())
    if is_placeholder(text):
        return Parsed(None)
    match = re.search(r"(?:^|[\s,])(?:D\s*-\s*)?([0-9]{4,5})\s+([^\W\d].*)$", text)
    if not match:
        if re.fullmatch(r"[0-9\s]+", text):
            code = _parse_postcode(text, context)
            return code if isinstance(code, Rejected) else Parsed((str(code.value or ""), ""), code.note, code.args)
        place = _text(TEXT_LIMIT)(text, context)
        return place if isinstance(place, Rejected) else Parsed(("", str(place.value or "")), "postcode_missing")
    code, place = (_parse_postcode(match[1], context), _text(TEXT_LIMIT)(match[2], context))
    if isinstance(code, Rejected):
        return code
    if isinstance(place, Rejected):
        return place
    street = text[: match.start()].strip(" ,")
    extra = {"street": street[:TEXT_LIMIT]} if street else {}
    return Parsed(
        (str(code.value or ""), str(place.value or "")), code.note or place.note, code.args or place.args, extra
    )


def _parse_phone(raw: CellValue, context: Context) -> Parsed | Rejected:
    """Parsed(tuple of numbers, E.164). Possible numbers pass: metadata do not know the ranges kept for fiction."""
    text = clean(raw)
    if is_placeholder(text) or fold(text) in _NO_CONTACT:
        return Parsed(None)
    if is_unknown_mark(text):
        return Rejected("marked_unknown", {"raw": text})
    note = ""
    if isinstance(raw, int | float) and not isinstance(raw, bool) and re.fullmatch(r"[1-9][0-9]{6,14}", text):
        # A spreadsheet took the number for a quantity and dropped what stood before it.
        text, note = ((f"+{text}" if text.startswith("49") and len(text) > 11 else f"0{text}"), "phone_zero_added")
    found = _possible(text)
    numbers = [found] if found else [number for part in _SPLIT_SEVERAL.split(text) if (number := _possible(part))]
    if not numbers:
        matcher = phonenumbers.PhoneNumberMatcher(text[:TEXT_LIMIT], "DE", leniency=phonenumbers.Leniency.POSSIBLE)
        # Emergency and service numbers are possible, too; nobody is reached under them.
        numbers = [_e164(match.number) for match in matcher if len(str(match.number.national_number)) >= 6]
        note = "phone_with_words" if numbers else note
    if not numbers:
        return Rejected("phone_wrong", {"raw": text[:40]})
    return Parsed(tuple(dict.fromkeys(numbers)), note, {"raw": text[:60]} if note else {})


def _possible(text: str) -> str | None:
    if not re.fullmatch(r"[+0-9()/\-. \u2013]{6,30}", text.strip()):
        return None
    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException:
        return None
    return _e164(number) if phonenumbers.is_possible_number(number) else None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parse_email(raw: CellValue, context: Context) -> Parsed | Rejected:
    text = clean(raw)
    if is_placeholder(text) or fold(text) in _NO_CONTACT:
        return Parsed(None)
    if is_unknown_mark(text):
        return Rejected("marked_unknown", {"raw": text})
    parts = [re.sub(r"^(?:mailto:|<)|>$", "", part) for part in re.split(r"[;,\s]+", text) if part]
    good = [part for part in parts if len(part) <= EMAIL_LIMIT and _EMAIL.match(part)]
    if not good:
        code = "email_wrong" if text.isascii() or "@" not in text else "email_not_ascii"
        return Rejected(code, {"raw": text[:80]})
    local, domain = good[0].rsplit("@", 1)
    return Parsed(f"{local}@{domain.lower()}", "email_several" if len(good) > 1 else "")


def _parse_german_level(raw: CellValue, context: Context) -> Parsed | Rejected:
    """Parsed(code of `cefr`). A course that is being attended is no level reached: it goes to `german_course`."""
    text = clean(raw)
    if is_placeholder(text):
        return Parsed(None)
    folded = fold(text)
    word = _reverse("german_level").get(folded)
    if word == "alpha":
        return Parsed(None, "level_is_literacy", {"raw": text[:40]}, {"literacy": "alpha"})
    if word:
        return Parsed(word)
    levels = sorted({f"{letter}{digit}".upper() for letter, digit in _LEVEL.findall(folded)})
    if is_unknown_mark(text):
        return Rejected("marked_unknown", {"raw": text})
    if not levels:
        return Rejected("level_not_recognised", {"raw": text[:40]}, codes.codes("cefr"))
    extra = {"german_certificate": text[:TEXT_LIMIT]} if _CERTIFICATE.search(folded) else {}
    if _COURSE.search(folded) and not extra:
        return Parsed(None, "level_is_course", {"raw": text[:40]}, {"german_course": levels[-1]})
    if len(levels) > 1:
        return Parsed(levels[0], "level_lower_taken", {"raw": text[:40], "level": levels[0]}, extra)
    return Parsed(levels[0], "level_with_certificate" if extra else "", {"raw": text[:40]} if extra else {}, extra)


def _parse_exit_reason(raw: CellValue, context: Context) -> Parsed | Rejected:
    """Parsed(code of `exit_reason` or None), the situation after leaving as extra, and the words themselves."""
    text = clean(raw)
    if is_placeholder(text):
        return Parsed(None)
    found = _reverse("exit_reason").get(fold(text) or text)
    if found is None:
        if is_unknown_mark(text):
            return Rejected("marked_unknown", {"raw": text})
        return Rejected("exit_reason_not_recognised", {"raw": text[:80]}, codes.codes("exit_reason"))
    reason, _, situation = found.partition("/")
    extra = {"exit_reason_text": text[:TEXT_LIMIT]} | ({"exit_situation": situation} if situation else {})
    note = "exit_reason_general" if reason == "other" else "exit_reason_unknown" if not reason else ""
    return Parsed(reason or None, note, {"raw": text[:80]} if note else {}, extra)


def _parse_school(raw: CellValue, context: Context) -> Parsed | Rejected:
    parsed = _text(TEXT_LIMIT)(raw, context)
    if isinstance(parsed, Rejected) or parsed.value is None:
        return parsed
    level = _reverse("school_level").get(fold(str(parsed.value)))
    return Parsed(parsed.value, parsed.note, parsed.args, {"school_level": level} if level else {})


def _parse_language(raw: CellValue, context: Context) -> Parsed | Rejected:
    """Parsed(tuple of codes of `language`); what is not recognised is named in the note."""
    text = clean(raw)
    if is_placeholder(text):
        return Parsed(None)
    found: list[str] = []
    missed: list[str] = []
    for part in re.split(r"\s*(?:[,;/+&\n]|\bund\b|\band\b)\s*", text):
        folded = fold(re.sub(r"\(.*?\)", "", part))
        if not folded:
            continue
        if folded in word_list("words")["ambiguous_languages"]:
            return Rejected(
                "language_ambiguous", {"raw": text[:80]}, tuple(word_list("words")["ambiguous_languages"][folded])
            )
        code = _languages().get(folded)
        if code:
            found.append(code)
        else:
            missed.append(part)
    if not found:
        return Rejected("language_not_recognised", {"raw": text[:80]})
    return Parsed(
        tuple(dict.fromkeys(found)),
        "language_partly" if missed else "",
        {"raw": ", ".join(missed)[:80]} if missed else {},
    )


@cache
def _languages() -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in codes.items("language"):
        table |= {
            fold(name): entry.code for name in (entry.code, entry.de, entry.en, str(entry.extra.get("endonym", "")))
        }
    return table | _reverse("languages")


def _dated(target: str) -> Callable[[CellValue, Context], Parsed | Rejected]:
    return lambda raw, context: parse_date(target, raw, context)


PARSERS: Final[dict[str, Callable[[CellValue, Context], Parsed | Rejected]]] = {
    "external_no": _text(40),
    "name": lambda raw, context: parse_full_name(raw),
    "family_name": lambda raw, context: parse_name_part(raw),
    "given_names": lambda raw, context: parse_name_part(raw),
    "own_script_name": _text(2 * 80),
    "sex": _coded("sex"),
    "nationality": lambda raw, context: parse_nationality(raw),
    "residence_status": parse_residence,
    "work_permission": _parse_work_permission,
    "postcode": _parse_postcode,
    "place": _text(TEXT_LIMIT),
    "postcode_place": _parse_postcode_place,
    "street": _text(TEXT_LIMIT),
    "phone": _parse_phone,
    "email": _parse_email,
    "german_level": _parse_german_level,
    "language": _parse_language,
    "school": _parse_school,
    "occupation": _text(TEXT_LIMIT),
    "exit_reason": _parse_exit_reason,
    "staff": _text(80),
    "remark": _parse_remark,
} | {target: _dated(target) for target in RULES}


def parse(target: str, raw: CellValue, context: Context) -> Parsed | Rejected:
    """Reads one cell for the field `target` (a key of `PARSERS`).

    A text that begins like a formula ("=SUMME(A1:A9)") is never evaluated and never stored; an arrow
    ("=> Termin") is text. Errors of the spreadsheet ("#REF!") are refused.
    """
    if target in _REPEATING and isinstance(raw, str) and len(raw) <= 40:
        return _parse_repeating(target, raw, context)
    return _parse(target, raw, context)


# Fields with a few answers that a list repeats in every other row.
_REPEATING = frozenset(
    {
        "sex",
        "nationality",
        "residence_status",
        "work_permission",
        "postcode_place",
        "german_level",
        "school",
        "exit_reason",
        "staff",
    }
)


@lru_cache(maxsize=4096)
def _parse_repeating(target: str, raw: str, context: Context) -> Parsed | Rejected:
    return _parse(target, raw, context)


def _parse(target: str, raw: CellValue, context: Context) -> Parsed | Rejected:
    if isinstance(raw, float) and not math.isfinite(raw):
        return Rejected("cell_error", {"raw": str(raw)})
    if isinstance(raw, str):
        stripped = raw.strip()
        if stripped[:1] in _SIGNS and _FORMULA.match(stripped):
            return Rejected("formula", {"raw": stripped[:60]})
        if stripped[:1] == "#" and stripped.upper() in _CELL_ERRORS:
            return Rejected("cell_error", {"raw": stripped})
    return PARSERS[target](raw, context)


_SIGNS = frozenset("=+-@")
_FORMULA = re.compile(r"[=+@\-]\s*[A-ZÄÖÜa-z.]+\(|=\s*[$A-Z]+[0-9]+")
_CELL_ERRORS = frozenset(
    {"#REF!", "#BEZUG!", "#WERT!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#ZAHL!", "#NULL!", "####", "########"}
)


@dataclass(frozen=True, slots=True)
class LeaveEmpty:
    """The remembered decision that a text means nothing for its field."""


@dataclass(slots=True)
class ValueMap:
    """Decisions of people about texts: target -> folded text -> value as the parser would give it, or LeaveEmpty.

    Applied before parsing, so a decision overrules the parser.
    """

    values: dict[str, dict[str, str | LeaveEmpty]] = field(default_factory=dict)

    def remember(self, target: str, raw: CellValue, value: str | LeaveEmpty) -> None:
        """Keeps a decision; a coded target's value must be a code of its list. Raises ValueError otherwise."""
        if isinstance(value, str) and target in CODE_LISTS and not codes.is_code(CODE_LISTS[target], value):
            raise ValueError(f"{value!r} is not in the code list {CODE_LISTS[target]}")
        self.values.setdefault(target, {})[self._key(raw)] = value

    def find(self, target: str, raw: CellValue) -> str | LeaveEmpty | None:
        decided = self.values.get(target)
        return decided.get(self._key(raw)) if decided else None

    @staticmethod
    def _key(raw: CellValue) -> str:
        # "?" and "-" fold to nothing but are different answers.
        text = clean(raw)
        return fold(text) or text

    def parse(self, target: str, raw: CellValue, context: Context) -> Parsed | Rejected:
        """`parse`, after asking what was decided before."""
        decided = self.find(target, raw)
        if isinstance(decided, LeaveEmpty):
            return Parsed(None)
        if decided is None:
            return parse(target, raw, context)
        if target in CODE_LISTS:
            return Parsed(decided)
        return parse(target, decided, context)


CODE_LISTS: Final[dict[str, str]] = {
    "sex": "sex",
    "nationality": "nationality",
    "residence_status": "residence_status",
    "german_level": "cefr",
    "exit_reason": "exit_reason",
}
