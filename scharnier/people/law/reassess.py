# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`scharnier check --reassess`: whom another edition of the rules answers otherwise than they were shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from scharnier.foundation import checks, principals
from scharnier.knowledge import access
from scharnier.knowledge.files import edition
from scharnier.knowledge.inputs import InputError
from scharnier.network.models import Carrier
from scharnier.people.law.models import Judgement, JudgementKind

CHUNK = 1000


def affected() -> Iterator[str]:
    """A line for every last answer shown under another edition that the rules would give differently now.

    No names: file number, activity, then and now.
    """
    with principals.entering(principals.SYSTEM):
        carriers = list(Carrier.objects.order_by("pk").values_list("pk", flat=True))
    for carrier in carriers:
        with principals.entering(principals.system(carrier)):
            yield from _affected(carrier)


def _affected(carrier: UUID) -> Iterator[str]:
    last = (
        Judgement.objects.filter(carrier_id=carrier, kind=JudgementKind.ACCESS)
        .select_related("person")
        .order_by("person_id", "topic", "-id")
        .distinct("person_id", "topic")
    )
    for row in last.iterator(chunk_size=CHUNK):
        if row.edition != edition():
            change = _difference({"asked": row.asked, "answer": row.answer})
            if change:
                shown = f"shown {row.asked['date']} under {row.edition}"
                yield f"{row.person.file_number} {row.topic}: {change} ({shown})"


def _difference(record: dict[str, Any]) -> str:
    """What is different now; empty when the answer is the same."""
    try:
        answer = access.reassess(record)
    except InputError as trouble:
        return f"can't be read any more: {trouble}"
    if answer is None:
        return ""
    then, now = record["answer"], answer.as_json()
    if then["level"] != now["level"]:
        return f"{then['level']} is now {now['level']}"
    parts = [name for name in ("discretion", "rule", "missing") if then[name] != now[name]]
    return f"{then['level']} as before, other {', '.join(parts)}"


checks.register("reassess access", affected)
