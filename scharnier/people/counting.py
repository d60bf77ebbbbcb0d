# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who takes part in a project of a consortium counts there, once; see network/structure/counting.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet
from procrastinate.contrib.django import app

from scharnier.foundation import principals
from scharnier.network.models import Carrier
from scharnier.network.structure import counting
from scharnier.people.consents.queries import without_basis
from scharnier.people.models import Enrolment, Person, Precision

BATCH = 500
COUNTED = frozenset({"family_name", "given_names", "birth_date", "birth_precision", "sex"})


def _as_counted(rows: QuerySet[Enrolment]) -> Iterator[counting.Counted]:
    for row in rows.select_related("person", "project").order_by("person_id", "-entered_on"):
        yield counting.Counted(
            carrier=row.carrier_id,
            project=row.project_id,
            programme=row.project.programme_id,
            person=row.person_id,
            names=f"{row.person.given_names} {row.person.family_name}",
            birth_date=row.person.birth_date,
            exact=row.person.birth_precision == Precision.DAY,
            sex=row.person.sex,
            entered_on=row.entered_on,
        )


def _first_entries(rows: Iterable[counting.Counted]) -> list[counting.Counted]:
    """One row for each person and project, with the first day: who comes back is the same participant."""
    found: dict[tuple[UUID, UUID], counting.Counted] = {}
    for row in rows:
        key = (row.person, row.project)
        known = found.get(key)
        if known is None or known.entered_on is None or (row.entered_on and row.entered_on < known.entered_on):
            found[key] = row
    return list(found.values())


def count(carriers: Iterable[UUID], persons: Iterable[UUID]) -> int:
    """Let these persons count wherever the caller may write; one statement where there is no consortium, else four."""
    if not any(counting.programmes_counted(carrier) for carrier in set(carriers)):
        return 0
    rows = Enrolment.objects.filter(person_id__in=list(persons), project_id__in=principals.scope().writes)
    return counting.count(_with_basis(_first_entries(_as_counted(rows))))


def _with_basis(rows: list[counting.Counted]) -> list[counting.Counted]:
    """Whoever has not agreed to be counted isn't, where it takes a consent."""
    found: list[counting.Counted] = []
    for project in dict.fromkeys(row.project for row in rows):
        here = [row for row in rows if row.project == project]
        refused = without_basis([row.person for row in here], project, "reporting")
        found += [row for row in here if row.person not in refused]
    return found


def catch_up(carrier: UUID) -> int:
    """Everybody who entered before the agreement was on record; call as the system for this carrier."""
    programmes = counting.programmes_counted(carrier)
    if not programmes:
        return 0
    persons = list(
        Person.objects.filter(carrier_id=carrier, enrolments__project__programme_id__in=programmes)
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()
    )
    return sum(count([carrier], persons[start : start + BATCH]) for start in range(0, len(persons), BATCH))


@app.periodic(cron="17 3 * * *")
@app.task(name="people.count_in_consortia", queueing_lock="people.count_in_consortia")
def count_everybody(timestamp: int = 0) -> None:
    """Every night, since agreements come later than people do."""
    with principals.entering(principals.SYSTEM):
        carriers = list(Carrier.objects.order_by("pk").values_list("pk", flat=True))
    for carrier in carriers:
        with principals.entering(principals.system(carrier)):
            catch_up(carrier)
