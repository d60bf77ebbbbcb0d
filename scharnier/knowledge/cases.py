# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case tables that prove the rules: YAML a lawyer can read and extend, kept beside the rules and run by the tests.

A table is a list of families: what they are about, what all their cases have in common (`given`), and the cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from scharnier.knowledge.files import DATA, read_yaml

CASES = DATA.parent / "cases"


@dataclass(frozen=True, slots=True)
class AccessCase:
    """One question to the rules of labour-market access and the answer the text of the rule gives."""

    id: str
    family: str
    person: Mapping[str, Any]
    date: date
    activity: str
    expect: Mapping[str, Any]


@cache
def access_cases() -> tuple[AccessCase, ...]:
    """All cases of cases/access-*.yaml.

    A case row holds `id`, `date`, `activity` (default employment), further inputs, and what is expected: `level` and
    any of `rule`, `discretion`, `missing`, `borderline`, `provisional`, `limited`, `stricter` (than the endorsement on
    the document), `as_status` (the status finally evaluated), `next` (a date and a level, or null for never).
    """
    found = []
    for path in sorted(CASES.glob("access-*.yaml")):
        for family in read_yaml(path):
            for row in family["cases"]:
                found.append(_access_case(family, row))
    return tuple(found)


_EXPECTED = ("level", "rule", "discretion", "missing", "borderline", "provisional", "limited", "next", "stricter")


def _access_case(family: Mapping[str, Any], row: Mapping[str, Any]) -> AccessCase:
    merged = {**family.get("given", {}), **row}
    expect = {name: merged.pop(name) for name in _EXPECTED if name in merged}
    if "as_status" in merged:
        expect["status"] = merged.pop("as_status")
    return AccessCase(
        id=str(merged.pop("id")),
        family=family["family"],
        date=merged.pop("date"),
        activity=merged.pop("activity", "employment"),
        person=merged,
        expect=expect,
    )


def rows(stem: str) -> list[dict[str, Any]]:
    """All cases of cases/<stem>.yaml with what their family has in common merged in; `family` names it."""
    found = []
    for family in read_yaml(CASES / f"{stem}.yaml"):
        for row in family["cases"]:
            found.append({**family.get("given", {}), **row, "family": family["family"]})
    return found
