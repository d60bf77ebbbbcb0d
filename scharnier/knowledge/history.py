# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What follows from the stays before the one of the day: which title a certificate continues.

Which statuses continue another one is said by the rules of labour-market-access.yaml (level `as_previous_status`).
"""

from collections.abc import Mapping
from functools import cache

from scharnier.knowledge import codes
from scharnier.knowledge.rules import REEVALUATE, law

PREVIOUS = "previous_status"


@cache
def continuing() -> tuple[str, ...]:
    """Statuses that hold what somebody had before: a certificate that the old title goes on."""
    found = (rule.statuses for rule in law().rules if REEVALUATE.get(rule.level) == PREVIOUS)
    return tuple(dict.fromkeys(status for statuses in found for status in statuses))


@cache
def papers() -> tuple[str, ...]:
    """Statuses that are a document only (certificate, visa): they have no kind of residence of their own."""
    return tuple(each.code for each in codes.items("residence_status") if each.extra["group"] == "document")


def continued(status: str | None, held: str | None) -> Mapping[str, str]:
    """The input that follows from `held`, the last stay by the day that was more than a paper; else empty."""
    return {PREVIOUS: held} if held and status in continuing() else {}
