# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`scharnier check --reassess`: whom another edition of the rules answers otherwise than they were shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from scharnier.foundation import checks, principals
from scharnier.knowledge import access
from scharnier.knowledge.eligibility import eligibility
from scharnier.knowledge.files import edition
from scharnier.knowledge.inputs import InputError
from scharnier.network.models import Carrier
from scharnier.people.law.models import EligibilityDecision, Judgement, JudgementKind

CHUNK = 1000


def affected() -> Iterator[str]:
    """A line for every last answer shown under another edition that the rules would give differently now.

    No names: file number, activity or programme, then and now.
    """
    with principals.entering(principals.SYSTEM):
        carriers = list(Carrier.objects.order_by("pk").values_list("pk", flat=True))
    for carrier in carriers:
        with principals.entering(principals.system(carrier)):
            yield from _affected(carrier)


def _affected(carrier: UUID) -> Iterator[str]:
    last = (
        Judgement.objects.filter(carrier_id=carrier)
        .select_related("person")
        .order_by("person_id", "kind", "topic", "-id")
        .distinct("person_id", "kind", "topic")
    )
    for row in last.iterator(chunk_size=CHUNK):
        if row.edition != edition():
            change, on = _DIFFERENCE[row.kind](row)
            if change:
                yield f"{row.person.file_number} {row.topic}: {change} (shown {on} under {row.edition})"
    yield from _decisions(carrier)


def _decisions(carrier: UUID) -> Iterator[str]:
    """Advisers' judgements on target groups that were given upon an answer which is another one now."""
    last = (
        EligibilityDecision.objects.filter(carrier_id=carrier)
        .select_related("person")
        .order_by("person_id", "project_id", "-id")
        .distinct("person_id", "project_id")
    )
    for row in last.iterator(chunk_size=CHUNK):
        if row.edition != edition() and row.computed:
            programme, on = row.computed["asked"]["programme"], row.decided_on.isoformat()
            change = _group_change(programme, row.computed["asked"]["person"], on, row.computed["answer"])
            if change:
                yield (
                    f"{row.person.file_number} {programme}: computed {change} "
                    f"(decided {row.value} on {on} under {row.edition})"
                )


def _access(row: Judgement) -> tuple[str, str]:
    """What is different now (empty when the answer is the same), and the day on which it was shown."""
    return _access_change({"asked": row.asked, "answer": row.answer}), row.asked["date"]


def _eligibility(row: Judgement) -> tuple[str, str]:
    """The same for a target group."""
    on = row.rule_text["on"]
    return _group_change(row.topic, row.asked["person"], on, row.answer), on


def _group_change(programme: str, person: Mapping[str, Any], on: str, then: Mapping[str, Any]) -> str:
    """What is different about a target group; judgements recorded for single criteria are among the inputs."""
    try:
        now = eligibility(programme, person, on)
    except InputError as trouble:
        return f"can't be read any more: {trouble}"
    if then["answer"] != now.answer:
        return f"{then['answer']} is now {now.answer.value}"
    before = {each["criterion"]: each["answer"] for each in then["criteria"]}
    after = {each.criterion: each.answer.value for each in now.criteria}
    other = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return f"{then['answer']} as before, other {', '.join(other)}" if other else ""


def _access_change(record: dict[str, Any]) -> str:
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


_DIFFERENCE: dict[str, Callable[[Judgement], tuple[str, str]]] = {
    JudgementKind.ACCESS.value: _access,
    JudgementKind.ELIGIBILITY.value: _eligibility,
}
checks.register("reassess answers", affected)
