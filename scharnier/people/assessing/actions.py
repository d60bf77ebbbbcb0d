# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing assessments; each belongs into one transaction of somebody who may write in the file."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext

from scharnier.foundation import clock, projections, sealing, writes
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes
from scharnier.network.models import User
from scharnier.people import rules
from scharnier.people.assessing import projected
from scharnier.people.assessing.answers import snapshot
from scharnier.people.assessing.models import Assessment, HealthNeed
from scharnier.people.competence import queries as known
from scharnier.people.competence import shown
from scharnier.people.competence.models import Education, LanguageLevel, OccupationWish, WorkExperience
from scharnier.people.models import Enrolment, Person

FORMAT = 1
SECRET = "health"  # noqa: S105  # the name of a field
LONGEST_DRAFT = 25_000
NOT_KEPT = ("csrfmiddlewaretoken", "form_token", "version")


@dataclass(frozen=True, slots=True)
class Found:
    """What an assessment says. `health` None leaves what is known of health as it is, empty takes it away."""

    held_on: date
    method: str
    partner: str
    answers: Mapping[str, Any]
    health: str | None = None
    released: bool = False


def assess(enrolment: Enrolment, found: Found, *, assessor: UUID) -> Assessment:
    """A new assessment, with what the file knows today of work, wishes, languages and degrees."""
    _check(found)
    row = Assessment.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=enrolment.person_id,
        held_on=found.held_on,
        method=found.method,
        partner=found.partner,
        assessor_id=assessor,
        answers={"format": FORMAT, **found.answers, "known": known_today(enrolment.person_id)},
    )
    _keep_health(row, found, assessor)
    writes.drop_draft(assessor, draft_key(enrolment.person_id))
    _project(row)
    return row


def change(row: Assessment, expected: int | None, found: Found, *, user: UUID) -> list[str]:
    """Correct an assessment; what the file knew that day stays. Raises Conflict when somebody was faster."""
    _check(found)
    kept = {name: row.answers[name] for name in ("format", "known") if name in row.answers}
    values = {"held_on": found.held_on, "method": found.method, "partner": found.partner}
    changed = save_versioned(row, expected, {**values, "answers": {**found.answers, **kept}})
    _keep_health(row, found, user)
    if changed:
        _project(row)
    return changed


def known_today(person_id: UUID) -> dict[str, Any]:
    """Four statements: what the answers are frozen with."""
    jobs = list(known.ordered(WorkExperience).filter(person_id=person_id))
    wishes = list(known.ordered(OccupationWish).filter(person_id=person_id))
    languages = list(known.ordered(LanguageLevel).filter(person_id=person_id))
    degrees = list(known.ordered(Education).filter(person_id=person_id))
    return snapshot(jobs, wishes, languages, degrees, {job.pk: shown.period(job, ongoing=job.ongoing) for job in jobs})


def _check(found: Found) -> None:
    if not codes.is_code("assessment_method", found.method):
        raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": found.method}, "method")
    if found.held_on > clock.today():
        raise DomainError(gettext("Das liegt in der Zukunft."), "held_on")
    rules.check_texts(Assessment, {"partner": found.partner})
    rules.check_texts(HealthNeed, {"text": found.health or ""})


def _keep_health(row: Assessment, found: Found, user: UUID) -> None:
    if found.health is None:
        return
    text = found.health.strip()
    before = HealthNeed.objects.filter(assessment=row).first()
    if not text:
        if before is not None:
            before.delete()
        return
    if before is None:
        before = HealthNeed(
            carrier_id=row.carrier_id, project_id=row.project_id, person_id=row.person_id, assessment=row
        )
    if found.released and before.released_on is None:
        before.released_on, before.released_by = clock.today(), User(pk=user)
    elif not found.released:
        before.released_on, before.released_by = None, None
    before.text = text
    before.save()


def _project(row: Assessment) -> None:
    fresh = Assessment.objects.select_related("assessor").get(pk=row.pk)
    projections.put([projected.event(fresh)])


# ---------- drafts ----------


def draft_key(person: UUID) -> str:
    return f"assessment:{person}"


def keep_draft(user: UUID, person: Person, url: str, typed: QueryDict) -> None:
    """What has been typed so far, for the writer alone; what it says of health is sealed even there."""
    fields = {
        name: [value[:LONGEST_DRAFT] for value in typed.getlist(name)]
        for name in list(typed)[:120]
        if name not in NOT_KEPT and any(typed.getlist(name))
    }
    if SECRET in fields:
        sealed = sealing.seal(fields[SECRET][-1], user, user)
        fields[SECRET] = [base64.b64encode(sealed).decode("ascii")]
    title = gettext("Kompetenzerhebung mit %(name)s") % {"name": person.full_name}
    writes.keep_draft(user, draft_key(person.pk), {"title": title, "url": url, "fields": fields})


def opened(user: UUID, fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The fields of a draft with what it says of health in the clear; what can't be opened is left out."""
    found = dict(fields)
    if SECRET in found:
        try:
            found[SECRET] = [sealing.unseal(base64.b64decode(found[SECRET][-1]), user, user)]
        except (sealing.Unreadable, ValueError):
            del found[SECRET]
    return found
