# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody belongs to the target group of a project's programme: computed, stored when shown, overruled.

The software rejects nobody: a "no" says that the recorded facts lie outside the written target group. An adviser judges
single criteria, and the answer is computed anew with that; or judges the whole, which then counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge.eligibility import criteria, eligibility, programmes
from scharnier.knowledge.files import edition
from scharnier.knowledge.inputs import InputError
from scharnier.network.models import Programme, Project
from scharnier.people.housing.queries import of_person as of_home
from scharnier.people.law import asking, judging, queries, words
from scharnier.people.law.models import (
    WITHDRAWN,
    CriterionJudgement,
    EligibilityDecision,
    Judgement,
    JudgementKind,
    LegalFacts,
    Verdict,
)
from scharnier.people.models import Person, Precision, ResidenceStatus

KINDS = {"yes": "ok", "no": "warn", "needs_assessment": "info"}


@dataclass(frozen=True)
class Overruling:
    """An adviser's judgement: answer, reason, day, by whom."""

    value: str
    answer: str
    kind: str
    reason: str
    on: date
    by: str


@dataclass(frozen=True)
class Criterion:
    """One criterion: its answer and why; the adviser's judgement on it, and what the facts alone say (`plain`)."""

    key: str
    name: str
    answer: str
    kind: str
    because: list[str]
    missing: list[str]
    alternative: bool
    overruling: Overruling | None = None
    plain: str = ""


@dataclass(frozen=True)
class TargetGroup:
    """What the page shows. `computed` is the stored record; `on` the day on which it was given first."""

    programme: str
    value: str
    answer: str
    kind: str
    on: date
    criteria: list[Criterion]
    overruling: Overruling | None
    computed: Mapping[str, Any]
    project: UUID | None = None
    differs: judging.Differs | None = None

    @property
    def counts(self) -> str:
        """The code that counts in the end: the adviser's judgement if there is one."""
        return self.overruling.value if self.overruling else self.value

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look twice; it holds up nothing."""
        return self.counts != Verdict.YES

    def criterion(self, key: str) -> Criterion | None:
        return next((each for each in self.criteria if each.key == key), None)


# ---------- reading ----------


def programme_of(project: UUID) -> Programme:
    """The programme of a project; one statement."""
    return Project.objects.select_related("programme").get(pk=project).programme


def look(scope: Scope, person: Person, stay: ResidenceStatus | None, project: UUID, reader: UUID) -> TargetGroup | None:
    """The answer for a project's programme, None where no target group is written down or a fact can't be read.

    Two statements, and one more when the answer differs from the one stored last.
    """
    programme = programme_of(project)
    if programme.code not in programmes():
        return None
    row = _on_file(scope, person, project, programme.code)
    stated = asking.readable(row.law_facts or {})
    held = queries.holding(stay, row.law_held)
    facts = inputs(person, held, stated, row.statuses, row.law_housing)
    if person.birth_date is not None and person.birth_precision == Precision.YEAR:
        facts = _born_in(person.birth_date.year, programme.code, facts)
    found = record(programme.code, facts, {each["criterion"]: each for each in row.judged})
    if found is None:
        return None
    stored = row.kept
    if stored and {name: stored[name] for name in found} == found:
        on = date.fromisoformat(stored["on"])
    else:
        on = clock.today()
        _keep(person, programme.code, found, on, reader)
    told = shown(programme.name, found, on, row.judged, row.decision)
    return replace(told, project=project, differs=judging.differs(held, stated))


def _on_file(scope: Scope, person: Person, project: UUID, code: str) -> Any:
    """Facts, housing, all statuses so far, the last answer shown and the last judgements; one statement."""
    of_person = {"person_id": OuterRef("pk"), "carrier_id": OuterRef("carrier_id")}
    kept = Judgement.objects.filter(kind=JudgementKind.ELIGIBILITY, topic=code, **of_person).order_by("-id")
    record = JSONObject(asked=F("asked"), answer=F("answer"), edition=F("edition"), on=F("rule_text__on"))
    decided = EligibilityDecision.objects.filter(project_id=project, **of_person).order_by("-id")
    judged = (
        CriterionJudgement.objects.filter(project_id=project, **of_person)
        .order_by("criterion", "-id")
        .distinct("criterion")
    )
    said = {"value": F("value"), "reason": F("reason"), "decided_on": F("decided_on")}
    by = F("decided_by__display_name")
    begun = Q(valid_from=None) | Q(valid_from__lte=clock.today())
    stays = ResidenceStatus.objects.filter(begun, **of_person).order_by("valid_from", "id")
    return (
        Person.objects.visible_to(scope)
        .filter(pk=person.pk)
        .annotate(
            law_facts=Subquery(LegalFacts.objects.filter(**of_person).values("facts")[:1]),
            law_housing=of_home(clock.today()),
            law_held=queries.held_on(clock.today()),
            statuses=ArraySubquery(stays.values("code")),
            kept=Subquery(kept.annotate(record=record).values("record")[:1]),
            decision=Subquery(decided.annotate(record=JSONObject(**said, by=by)).values("record")[:1]),
            judged=ArraySubquery(
                judged.annotate(record=JSONObject(criterion=F("criterion"), **said, by=by)).values("record")
            ),
        )
        .get()
    )


def inputs(
    person: Person,
    stay: ResidenceStatus | None,
    facts: Mapping[str, Any],
    statuses: list[str],
    housing: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """What the criteria may look at, by the names of labour-market-access.yaml and programmes.yaml."""
    stated = {name: value for name, value in facts.items() if value is not None}
    found: dict[str, Any] = {**stated, **judging.inputs(person, stay, facts, housing)}
    if person.birth_date is not None and person.birth_precision in (Precision.DAY, Precision.MONTH):
        found["birth_date"] = person.birth_date.isoformat()
    if housing:
        found["housing"] = housing["kind"]
        if housing["state"]:
            found["residence_state"] = housing["state"]
    current = stay.code if stay is not None else None
    found["earlier_statuses"] = [code for code in dict.fromkeys(statuses) if code != current]
    return found


def _born_in(year: int, programme: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with a day of birth when only the year is known, if any day of that year gives the same answers."""
    first, last = ({**facts, "birth_date": f"{year}-{day}"} for day in ("01-01", "12-31"))
    answers = [record(programme, each, {}) for each in (first, last)]
    said = [[(each["criterion"], each["answer"]) for each in found["answer"]["criteria"]] for found in answers if found]
    return first if len(said) == 2 and said[0] == said[1] else dict(facts)


def record(programme: str, facts: Mapping[str, Any], judged: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is stored of an answer: asked, answer, edition; None when a fact can't be read any more.

    `judged` are the adviser's judgements on criteria (each with `value`); `plain` in the answer is what the facts alone
    say of these criteria.
    """
    own = {name: each["value"] == Verdict.YES for name, each in judged.items() if each["value"] != WITHDRAWN}
    person = {**facts, **own}
    today = clock.today()
    try:
        answer: dict[str, Any] = eligibility(programme, person, today).as_json()
        if own:
            alone = {each.criterion: each.answer.value for each in eligibility(programme, facts, today).criteria}
            answer["plain"] = {name: alone[name] for name in own if name in alone}
    except InputError:
        return None
    return {"asked": {"person": person, "programme": programme}, "answer": answer, "edition": edition()}


def _keep(person: Person, code: str, found: Mapping[str, Any], on: date, reader: UUID) -> None:
    Judgement.objects.create(
        carrier_id=person.carrier_id,
        person=person,
        kind=JudgementKind.ELIGIBILITY,
        topic=code,
        asked=found["asked"],
        answer=found["answer"],
        rule_text={"on": on.isoformat()},
        edition=found["edition"],
        shown_by_id=reader,
    )


def shown(
    programme: str,
    found: Mapping[str, Any],
    on: date,
    judged: list[dict[str, Any]],
    decision: Mapping[str, Any] | None,
) -> TargetGroup:
    """A record as the page shows it, in the language of the page."""
    labels = {criterion.name: criterion.label for criterion in criteria().values()}
    own = {each["criterion"]: each for each in judged if each["value"] != WITHDRAWN}
    answer = found["answer"]
    plain = answer.get("plain", {})
    overruled = decision is not None and decision["value"] != WITHDRAWN
    return TargetGroup(
        programme=programme,
        value=answer["answer"],
        answer=str(Verdict(answer["answer"]).label),
        kind=KINDS[answer["answer"]],
        on=on,
        criteria=[
            Criterion(
                key=each["criterion"],
                name=words.said(labels[each["criterion"]]) if each["criterion"] in labels else each["criterion"],
                answer=_word(each["answer"]),
                kind=KINDS[each["answer"]],
                because=[words.said(text) for text in each["because"]],
                missing=[words.input_name(name) for name in each.get("missing", ())],
                alternative="alternative" in each,
                overruling=_overruling(own[each["criterion"]], _word) if each["criterion"] in own else None,
                plain=_word(plain[each["criterion"]]) if each["criterion"] in plain else "",
            )
            for each in answer["criteria"]
        ],
        overruling=_overruling(decision, _whole) if decision is not None and overruled else None,
        computed=found,
    )


def _word(answer: str) -> str:
    return {"yes": gettext("ja"), "no": gettext("nein")}.get(answer, gettext("zu prüfen"))


def _whole(answer: str) -> str:
    return str(Verdict(answer).label)


def _overruling(row: Mapping[str, Any], said: Any) -> Overruling:
    on = date.fromisoformat(row["decided_on"])
    return Overruling(row["value"], said(row["value"]), KINDS[row["value"]], row["reason"], on, row["by"] or "")


# ---------- the adviser's judgement ----------


def decide(
    person: Person, project: UUID, shown: TargetGroup, *, value: str, reason: str, decided_on: date, by: UUID
) -> EligibilityDecision:
    """Put an adviser's judgement on top of the computed answer, or take it back (WITHDRAWN). Raises DomainError."""
    _check(value, (*Verdict.values, WITHDRAWN), reason, decided_on)
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


def judge(
    person: Person, project: UUID, criterion: str, *, value: str, reason: str, decided_on: date, by: UUID
) -> CriterionJudgement:
    """Judge one criterion (yes, no), or take the judgement back (WITHDRAWN). Raises DomainError."""
    if criterion not in {each.name for each in criteria().values()}:
        raise DomainError(gettext("Dieses Kriterium gibt es nicht."))
    _check(value, (Verdict.YES, Verdict.NO, WITHDRAWN), reason, decided_on)
    return CriterionJudgement.objects.create(
        carrier_id=person.carrier_id,
        project_id=project,
        person=person,
        criterion=criterion,
        value=value,
        reason=reason.strip(),
        decided_on=decided_on,
        decided_by_id=by,
    )


def _check(value: str, allowed: tuple[str, ...], reason: str, decided_on: date) -> None:
    if value not in allowed:
        raise DomainError(gettext("Diese Auswahl gibt es nicht."), "value")
    if not reason.strip():
        raise DomainError(gettext("Nennen Sie den Grund."), "reason")
    if decided_on > clock.today():
        raise DomainError(gettext("Der Tag liegt in der Zukunft."), "decided_on")


def at_entry(
    scope: Scope, person: Person, stay: ResidenceStatus | None, project: UUID, by: UUID, reason: str = ""
) -> None:
    """What is kept when somebody begins to take part: the answer, and with a reason the judgement that they belong."""
    found = look(scope, person, stay, project, by)
    if found is not None and reason.strip():
        decide(person, project, found, value=Verdict.YES, reason=reason, decided_on=clock.today(), by=by)
