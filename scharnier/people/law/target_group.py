# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody belongs to the target group of a project's programme: computed, stored when shown, overruled.

The software rejects nobody: a "no" says that the recorded facts lie outside the written target group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge.eligibility import criteria, eligibility, programmes
from scharnier.knowledge.files import edition
from scharnier.knowledge.inputs import InputError
from scharnier.network.models import Project
from scharnier.people.law import asking, judging, words
from scharnier.people.law.models import EligibilityDecision, Judgement, JudgementKind, LegalFacts, Verdict
from scharnier.people.models import Person, Precision, ResidenceStatus

KINDS = {"yes": "ok", "no": "warn", "needs_assessment": "info"}


@dataclass(frozen=True)
class Criterion:
    """One criterion: its answer, why, and its kind of tag."""

    name: str
    answer: str
    kind: str
    because: list[str]
    alternative: bool


@dataclass(frozen=True)
class Overruling:
    """The adviser's judgement: answer, reason, day, by whom."""

    answer: str
    kind: str
    reason: str
    on: date
    by: str


@dataclass(frozen=True)
class TargetGroup:
    """What the page shows. `computed` is the stored record; `on` the day on which it was given first."""

    programme: str
    answer: str
    kind: str
    on: date
    criteria: list[Criterion]
    overruling: Overruling | None
    computed: Mapping[str, Any]


def look(scope: Scope, person: Person, stay: ResidenceStatus | None, project: UUID, reader: UUID) -> TargetGroup | None:
    """The answer for a project's programme, None where no target group is written down.

    Two statements, and one more when the answer differs from the one stored last.
    """
    place = Project.objects.select_related("programme").get(pk=project)
    code = place.programme.code
    if code not in programmes():
        return None
    row = _on_file(scope, person, project, code)
    given = inputs(person, stay, asking.readable(row.law_facts or {}), row.statuses)
    try:
        answer = eligibility(code, given, clock.today()).as_json()
    except InputError:
        return None
    record = {"asked": {"person": _plain(given), "programme": code}, "answer": answer, "edition": edition()}
    stored = row.kept
    if stored and {name: stored[name] for name in record} == record:
        on = date.fromisoformat(stored["on"])
    else:
        on = clock.today()
        _keep(person, code, record, on, reader)
    return _shown(place.programme.name, record, on, row.decision)


def _on_file(scope: Scope, person: Person, project: UUID, code: str) -> Any:
    """Facts, all statuses so far, the last answer shown and the last decision; one statement."""
    of_person = {"person_id": OuterRef("pk"), "carrier_id": OuterRef("carrier_id")}
    shown = Judgement.objects.filter(kind=JudgementKind.ELIGIBILITY, topic=code, **of_person).order_by("-id")
    decided = EligibilityDecision.objects.filter(project_id=project, **of_person).order_by("-id")
    kept = JSONObject(asked=F("asked"), answer=F("answer"), edition=F("edition"), on=F("rule_text__on"))
    decision = JSONObject(
        value=F("value"), reason=F("reason"), decided_on=F("decided_on"), by=F("decided_by__display_name")
    )
    stays = ResidenceStatus.objects.filter(**of_person).order_by("valid_from", "id")
    return (
        Person.objects.visible_to(scope)
        .filter(pk=person.pk)
        .annotate(
            law_facts=Subquery(LegalFacts.objects.filter(**of_person).values("facts")[:1]),
            statuses=ArraySubquery(stays.values("code")),
            kept=Subquery(shown.annotate(record=kept).values("record")[:1]),
            decision=Subquery(decided.annotate(record=decision).values("record")[:1]),
        )
        .get()
    )


def inputs(
    person: Person, stay: ResidenceStatus | None, facts: Mapping[str, Any], statuses: list[str]
) -> dict[str, Any]:
    """What the criteria may look at, by the names of labour-market-access.yaml and programmes.yaml."""
    found: dict[str, Any] = judging.inputs(person, stay, facts)
    if person.birth_date is not None and person.birth_precision in (Precision.DAY, Precision.MONTH):
        found["birth_date"] = person.birth_date
    current = stay.code if stay is not None else None
    found["earlier_statuses"] = [code for code in dict.fromkeys(statuses) if code != current]
    return found


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


def _keep(person: Person, code: str, record: Mapping[str, Any], on: date, reader: UUID) -> None:
    Judgement.objects.create(
        carrier_id=person.carrier_id,
        person=person,
        kind=JudgementKind.ELIGIBILITY,
        topic=code,
        asked=record["asked"],
        answer=record["answer"],
        rule_text={"on": on.isoformat()},
        edition=record["edition"],
        shown_by_id=reader,
    )


def _shown(programme: str, record: Mapping[str, Any], on: date, decision: Mapping[str, Any] | None) -> TargetGroup:
    labels = {criterion.name: criterion.label for criterion in criteria().values()}
    overruling = None
    if decision is not None:
        overruling = Overruling(
            str(Verdict(decision["value"]).label),
            KINDS[decision["value"]],
            decision["reason"],
            date.fromisoformat(decision["decided_on"]),
            decision["by"] or "",
        )
    answer = record["answer"]
    return TargetGroup(
        programme=programme,
        answer=str(Verdict(answer["answer"]).label),
        kind=KINDS[answer["answer"]],
        on=on,
        criteria=[
            Criterion(
                words.said(labels[each["criterion"]]) if each["criterion"] in labels else each["criterion"],
                {"yes": gettext("ja"), "no": gettext("nein")}.get(each["answer"], gettext("zu prüfen")),
                KINDS[each["answer"]],
                [words.said(text) for text in each["because"]],
                "alternative" in each,
            )
            for each in answer["criteria"]
        ],
        overruling=overruling,
        computed=record,
    )


def decide(
    person: Person, project: UUID, shown: TargetGroup, *, value: str, reason: str, decided_on: date, by: UUID
) -> EligibilityDecision:
    """Put an adviser's judgement on top of the computed answer. Raises DomainError without a reason."""
    if value not in Verdict.values:
        raise DomainError(gettext("Diese Auswahl gibt es nicht."), "value")
    if not reason.strip():
        raise DomainError(gettext("Nennen Sie den Grund."), "reason")
    if decided_on > clock.today():
        raise DomainError(gettext("Der Tag liegt in der Zukunft."), "decided_on")
    return EligibilityDecision.objects.create(
        carrier_id=person.carrier_id,
        project_id=project,
        person=person,
        value=value,
        reason=reason.strip(),
        decided_on=decided_on,
        decided_by_id=by,
        computed=shown.computed,
        edition=edition(),
    )
