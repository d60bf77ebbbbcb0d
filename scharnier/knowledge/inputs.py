# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads what is recorded about a person into the form the rules work on, and says clearly what cannot be read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from scharnier.knowledge import codes
from scharnier.knowledge.conditions import UNRESOLVED, Several
from scharnier.knowledge.rules import Input, law

Person = Mapping[str, Any]
"""What is recorded about a person: input names of labour-market-access.yaml to values. Dates: `date` or ISO text."""


class InputError(ValueError):
    """A value that cannot be read. `field` names the input, the message says what is wrong with it."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


def read_date(field: str, value: Any) -> date:
    """A date from a `date` or from text like 2026-11-22. Raises InputError."""
    if isinstance(value, datetime):
        value = value.date()
    elif isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise InputError(field, f"{value!r} is not a day of the calendar (write 2026-11-22)") from None
    if not isinstance(value, date):
        raise InputError(field, f"{value!r} is not a date (write 2026-11-22)")
    if not 1900 <= value.year <= 2200:
        raise InputError(field, f"{value} lies outside the years 1900 to 2200")
    return value


def read_code(field: str, value: Any, code_list: str) -> str:
    """A code of a list. Raises InputError, with the nearest code when there is one."""
    if value is False and code_list == "nationality":
        return "NO"  # YAML 1.1 reads the unquoted code of Norway as false
    if isinstance(value, str) and value in code_set(code_list):
        return value
    near = get_close_matches(str(value), codes.codes(code_list), 1)
    raise InputError(
        field,
        f"unknown code {value!r}" + (f" (did you mean {near[0]}?)" if near else ""),
    )


@cache
def code_set(code_list: str) -> frozenset[str]:
    """The codes of a list for quick look-ups."""
    return frozenset(codes.codes(code_list))


SEVERAL = frozenset(["nationality"])


def _several(spec: Input, value: Sequence[Any]) -> Any:
    """Several codes, each once; one alone is as if it stood there without a list."""
    codes_ = tuple(dict.fromkeys(read_code(spec.name, one, spec.code_list or "") for one in value))
    if not codes_ or codes_ == (UNRESOLVED,):
        return None
    return Several(codes_) if len(codes_) > 1 else codes_[0]


def read_value(spec: Input, value: Any) -> Any:
    """One input in the form the rules work on: dates as ordinals, codes checked. Raises InputError."""
    kind = spec.type
    if kind == "date":
        return read_date(spec.name, value).toordinal()
    if kind == "bool":
        if isinstance(value, bool):
            return value
        raise InputError(spec.name, f"{value!r} is neither true nor false")
    if kind == "code":
        if spec.name in SEVERAL and isinstance(value, list | tuple):
            return _several(spec, value)
        code = read_code(spec.name, value, spec.code_list or "")
        return None if code == UNRESOLVED else code
    if kind == "enum":
        if isinstance(value, str) and value in spec.values:
            return value
        near = get_close_matches(str(value), spec.values, 1)
        raise InputError(
            spec.name,
            f"unknown value {value!r}" + (f" (did you mean {near[0]}?)" if near else ""),
        )
    if kind == "number":
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        raise InputError(spec.name, f"{value!r} is not a number")
    if isinstance(value, str):
        return value
    raise InputError(spec.name, f"{value!r} is not a text")


def read_person(person: Person) -> dict[str, Any]:
    """The recorded inputs, checked and with the documented defaults. Names that are no input are left out.

    Raises InputError for the first value that cannot be read.
    """
    the_law = law()
    values: dict[str, Any] = dict.fromkeys(the_law.default_false, False)
    values.update(the_law.value_defaults)
    for name, value in person.items():
        spec = the_law.inputs.get(name)
        if spec is None or value is None:
            continue
        read = read_value(spec, value)
        if read is not None:
            values[name] = read
    return values


def unknown_names(person: Person, known: Iterable[str]) -> list[str]:
    """One line for every name that is no input, with the nearest input when there is one."""
    known = list(known)
    lines = []
    for name in person:
        if name not in known:
            near = get_close_matches(str(name), known, 1)
            lines.append(f"{name}: no such input" + (f" (did you mean {near[0]}?)" if near else ""))
    return lines
