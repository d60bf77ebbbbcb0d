# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What some participants of the demo can and want: made of what their file says, with assessments to compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from scharnier.foundation import clock, principals, projections, upkeep
from scharnier.knowledge import occupations
from scharnier.people.assessing import projected
from scharnier.people.assessing.answers import snapshot
from scharnier.people.assessing.models import Assessment
from scharnier.people.competence import shown
from scharnier.people.competence.models import (
    CourseAttended,
    Education,
    LanguageLevel,
    OccupationWish,
    WorkExperience,
)
from scharnier.people.cv.compose import SECTIONS, Material, compose
from scharnier.people.cv.models import Curriculum, Layout
from scharnier.people.models import Enrolment, Person, Precision

# Of the first so many files of a carrier two in three are filled, and most of them are assessed.
MOST = 60
WITH_CURRICULUM = 10
LEVELS = ("none", "A1", "A2", "B1", "B2", "C1", "C2")
HALF_A_YEAR = timedelta(days=182)
ORIENTATION = (
    "Möchte im gelernten Beruf arbeiten, sobald das Deutsch reicht.",
    "Sucht zuerst eine Stelle als Helferin oder Helfer, später eine Ausbildung.",
    "Ist noch unentschlossen; ein Praktikum soll Klarheit bringen.",
)
EVIDENCE = ("kommt pünktlich zu allen Terminen", "hat im Praktikum gut mitgearbeitet", "fragt nach und merkt sich viel")


def state() -> int:
    """Entries and assessments for some participants of every carrier, as the system; returns for how many."""
    return sum(_of_carrier(carrier) for carrier in upkeep.carriers())


def _of_carrier(carrier: UUID) -> int:
    with principals.entering(principals.system(carrier)):
        rows = (
            Enrolment.objects.filter(carrier_id=carrier, exited_on=None, entered_on__isnull=False)
            .select_related("person", "staff")
            .order_by("project_id", "name_sort", "id")[:MOST]
        )
        found = [row for number, row in enumerate(rows) if number % 3 != 1 or number == 1]
        jobs = [job for number, row in enumerate(found) for job in _jobs(row.person, number)]
        wishes = [wish for number, row in enumerate(found) for wish in _wishes(row.person, number)]
        languages = [each for number, row in enumerate(found) for each in _languages(row.person, number)]
        degrees = [degree for row in found for degree in _degrees(row.person)]
        courses = [_course(row.person, number) for number, row in enumerate(found) if number % 2 == 0]
        WorkExperience.objects.bulk_create(jobs)
        OccupationWish.objects.bulk_create(wishes)
        LanguageLevel.objects.bulk_create(languages)
        Education.objects.bulk_create(degrees)
        CourseAttended.objects.bulk_create(courses)
        known = [_by_person(rows) for rows in (jobs, wishes, languages, degrees)]
        acts = [act for number, row in enumerate(found) if number % 4 != 1 for act in _assessments(row, number, known)]
        Assessment.objects.bulk_create(acts)
        projections.put([projected.event(act) for act in acts])
        held = [*known, _by_person(courses)]
        Curriculum.objects.bulk_create(
            _curriculum(row, number, held) for number, row in enumerate(found) if number % WITH_CURRICULUM == 0
        )
    return len(found)


def _curriculum(row: Enrolment, number: int, held: Sequence[dict[UUID, list[Any]]]) -> Curriculum:
    """Of everything that the file says, one after the other in German and English, plain and in columns."""
    jobs, _wishes, spoken, degrees, courses = (rows.get(row.person_id, []) for rows in held)
    latest = {each.language: each for each in sorted(spoken, key=lambda each: each.stated_on)}
    material = Material(row.person, jobs, degrees, courses, list(latest.values()))
    rows = [key for keys in material.keys().values() for key in keys]
    choices = {"sections": list(SECTIONS), "rows": rows, "show": ["address", "phone"], "photo": ""}
    language = ("de", "en")[number // WITH_CURRICULUM % 2]
    return Curriculum(
        carrier_id=row.carrier_id,
        project_id=row.project_id,
        person_id=row.person_id,
        title="Lebenslauf" if language == "de" else "Curriculum vitae",
        language=language,
        layout=Layout.values[number // WITH_CURRICULUM % 3 % 2],
        choices=choices,
        document=compose(material, choices, language).to_json(),
        author=row.staff,
    )


def _by_person(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


@cache
def _occupation(text: str) -> dict[str, str]:
    hits = occupations.find(text) if text else []
    return {"occupation": hits[0].occupation.id, "code": hits[0].occupation.code} if hits else {}


def _jobs(person: Person, number: int) -> Iterator[WorkExperience]:
    if not person.occupation or person.occupation in ("ohne Beruf", "Hausfrau"):
        return
    last = (person.entered_germany_on or date(2021, 1, 1)).year - 1
    yield WorkExperience(
        carrier_id=person.carrier_id,
        person=person,
        wording=person.occupation[:120],
        country=person.nationality if len(person.nationality) == 2 else "",
        begun_on=date(last - 2 - number % 7, 1, 1),
        begun_precision=Precision.YEAR,
        ended_on=date(last, 12, 31),
        ended_precision=Precision.YEAR,
        **_occupation(person.occupation),
    )


def _wishes(person: Person, number: int) -> Iterator[OccupationWish]:
    wished = (person.occupation or "Lagerhelfer")[:120]
    if wished in ("ohne Beruf", "Hausfrau"):
        wished = "Reinigungskraft"
    form = ("employment", "employment", "apprenticeship", "internship")[number % 4]
    yield OccupationWish(
        carrier_id=person.carrier_id, person=person, wording=wished, form=form, rank=1, **_occupation(wished)
    )


def _languages(person: Person, number: int) -> Iterator[LanguageLevel]:
    today = clock.today()
    common: dict[str, Any] = {"carrier_id": person.carrier_id, "person": person}
    for code in person.speaks[:2]:
        native = {"listening": "native", "speaking": "native", "reading": "native", "writing": "native"}
        yield LanguageLevel(**common, language=code, source="selbsteinschaetzung", stated_on=today, **native)
    if person.german_level in LEVELS[1:]:
        place = LEVELS.index(person.german_level)
        for level, days in ((LEVELS[place - 1], 400), (person.german_level, 20 + number % 90)):
            source = "zertifikat" if days < 400 and place >= LEVELS.index("B1") else "einstufungstest"
            yield LanguageLevel(
                **common,
                language="de",
                **dict.fromkeys(("listening", "speaking", "reading", "writing"), level),
                source=source,
                certificate=f"Deutsch-Test für Zuwanderer {level}" if source == "zertifikat" else "",
                stated_on=today - timedelta(days=days),
            )


def _degrees(person: Person) -> Iterator[Education]:
    if not person.schooling:
        return
    study, training = "Studium" in person.schooling, "ausbildung" in person.schooling
    yield Education(
        carrier_id=person.carrier_id,
        person=person,
        kind="study" if study else "training" if training else "school",
        title=person.schooling[:160],
        country=person.nationality if len(person.nationality) == 2 else "",
        completed="no" if "ohne" in person.schooling else "yes",
        recognition="applied" if study or training else "unknown",
    )


def _course(person: Person, number: int) -> CourseAttended:
    done = number % 4 == 0
    return CourseAttended(
        carrier_id=person.carrier_id,
        person=person,
        kind="integrationskurs",
        provider="Volkshochschule",
        state="finished" if done else "running",
        begun_on=clock.today() - timedelta(days=300 if done else 90),
        hours_entitled=600,
        hours_used=600 if done else 180 + number % 5 * 20,
        result="DTZ B1" if done and person.german_level in ("B1", "B2") else "",
    )


def _assessments(row: Enrolment, number: int, known: Sequence[dict[UUID, list[Any]]]) -> Iterator[Assessment]:
    """Two, half a year apart where somebody has been here that long: better in one thing, as it should be."""
    jobs, wishes, languages, degrees = (rows.get(row.person_id, []) for rows in known)
    last = clock.today() - timedelta(days=10 + number % 40)
    for held_on, later in ((last - HALF_A_YEAR, False), (last, True)):
        if row.entered_on is None or held_on < row.entered_on:
            continue
        spoken = sorted((each for each in languages if each.stated_on <= held_on), key=lambda each: each.stated_on)
        rated = {
            "reliability": {"rating": "3" if later else "2", "evidence": EVIDENCE[0] if later else ""},
            "teamwork": {"rating": "3", "evidence": EVIDENCE[1]},
            "learning": {"rating": str(2 + number % 3), "evidence": EVIDENCE[2]},
        }
        answers = {
            "format": 1,
            "orientation": ORIENTATION[number % len(ORIENTATION)],
            "competences": rated,
            "motivation": {"work_soon": {"rating": "3", "evidence": ""}},
            "childcare": "secured" if later else "partly",
            "vehicles": ["public_transport"],
            "licences": ["B"] if number % 3 == 0 else [],
            "radius": 20 + number % 4 * 10,
            "hours_from": 20,
            "hours_to": 39 if later else 30,
            "times": ["early"] if number % 2 else [],
            "known": snapshot(jobs, wishes, spoken[::-1], degrees, {job.pk: shown.period(job) for job in jobs}),
        }
        yield Assessment(
            carrier_id=row.carrier_id,
            project_id=row.project_id,
            person_id=row.person_id,
            held_on=held_on,
            method="interview" if number % 3 else "work_sample",
            assessor=row.staff,
            answers=answers,
        )
