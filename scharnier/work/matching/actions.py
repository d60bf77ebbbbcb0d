# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes of matching: what somebody says to a suggestion, and a list as it was shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from scharnier.foundation import clock, writes
from scharnier.foundation.writes import DomainError
from scharnier.knowledge.data_matching import RULES
from scharnier.knowledge.files import edition
from scharnier.people.models import Enrolment
from scharnier.work.matching.models import MatchJudgement, MatchRuling, RulingKind
from scharnier.work.matching.near import Openings
from scharnier.work.matching.queries import Line

PAIR, PERSON, VACANCY = "pair", "person", "vacancy"


@dataclass(frozen=True)
class Word:
    """What somebody says: `rule` and `scope` only for a rule that doesn't apply."""

    kind: str
    reason: str = ""
    until: date | None = None
    rule: str = ""
    scope: str = PAIR


@transaction.atomic
def say(
    enrolment: Enrolment, vacancy: UUID | None, *, editor: UUID, word: Word, token: UUID | None = None
) -> UUID | None:
    """Note a pin, a block or a rule that doesn't apply; None when this very form was sent before."""
    if writes.already_sent(token) is not None:
        return None
    if word.until is not None and word.until < clock.today():
        raise DomainError(_("Das liegt in der Vergangenheit."), "until")
    if word.kind != RulingKind.PIN and not word.reason.strip():
        raise DomainError(_("Schreiben Sie den Grund dazu."), "reason")
    if word.kind == RulingKind.RULE and word.rule not in RULES:
        raise DomainError(_("Wählen Sie die Regel."), "rule")
    if vacancy is None and (word.kind != RulingKind.RULE or word.scope != PERSON):
        raise DomainError(_("Ohne Stelle gilt das nur für die Person."), "scope")
    if vacancy is not None and word.kind in (RulingKind.PIN, RulingKind.BLOCK):
        _end_others(enrolment.person_id, vacancy, editor)
    made = MatchRuling.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=None if word.kind == RulingKind.RULE and word.scope == VACANCY else enrolment.person_id,
        vacancy_id=None if word.kind == RulingKind.RULE and word.scope == PERSON else vacancy,
        kind=word.kind,
        rule=word.rule if word.kind == RulingKind.RULE else "",
        reason=word.reason.strip(),
        until=word.until,
        decided_by_id=editor,
    )
    return made.pk


def _end_others(person: UUID, vacancy: UUID, editor: UUID) -> None:
    """A pair is either kept in mind or unsuitable."""
    rows = MatchRuling.objects.filter(
        person_id=person, vacancy_id=vacancy, kind__in=[RulingKind.PIN, RulingKind.BLOCK], ended_on=None
    )
    for row in rows:
        end(row, editor=editor)


def end(row: MatchRuling, *, editor: UUID) -> None:
    """It no longer holds; the row stays."""
    if row.ended_on is None:
        writes.save_versioned(row, None, {"ended_on": clock.today(), "ended_by_id": editor})


def keep_list(enrolment: Enrolment, *, shown_to: UUID, asked: dict[str, Any], answer: dict[str, Any]) -> None:
    """Store a list as it was shown, once a day and reader as long as it stays the same; one statement."""
    now = edition()
    MatchJudgement.objects.bulk_create(
        [
            MatchJudgement(
                carrier_id=enrolment.carrier_id,
                project_id=enrolment.project_id,
                person_id=enrolment.person_id,
                shown_to_id=shown_to,
                edition=now,
                digest=digest_of(asked, answer, now, shown_to),
                asked=json.loads(json.dumps(asked, default=str)),
                answer=answer,
            )
        ],
        ignore_conflicts=True,
    )


def digest_of(*parts: Any) -> str:
    """Tells two lists apart."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def answer_of(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines as they are kept: enough to show them again when vacancy, rules and points are long different."""
    return [
        {
            "vacancy": str(line.vacancy.pk),
            "title": line.vacancy.title,
            "firm": line.vacancy.organisation.name,
            "kilometres": line.kilometres,
            "minutes": line.minutes,
            "score": line.answer.score,
            "parts": [[part.name, part.points, part.most] for part in line.parts],
            "doubts": line.doubts,
            "against": line.against,
            "off": sorted({each.rule for each in line.off}),
        }
        for line in lines
    ]


def answer_near(found: Openings) -> dict[str, Any]:
    """What one thing alone kept closed, as it is kept."""
    return {
        "near": [[each.vacancy.title, each.vacancy.organisation.name, each.lacks, each.score] for each in found.near],
        "opens": [[each.text, each.more] for each in found.opens],
        "cut": found.cut,
    }
