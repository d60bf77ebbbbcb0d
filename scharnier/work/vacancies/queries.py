# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading vacancies: the list with its filters, one vacancy, what a firm has open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet

from scharnier.directory.organisations import queries as organisations
from scharnier.directory.organisations.queries import ROWS
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.work.vacancies.models import Vacancy, VacancyStatus

NAMES = {"status": "stand", "kind": "art", "where": "wo", "german": "deutsch", "whose": "bei", "due": "bestaetigung"}
PROJECT, CARRIER, ME, SOON = "projekt", "traeger", "ich", "faellig"


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; `text` is part of a firm's name or of the words of the vacancy."""

    status: str = VacancyStatus.OPEN.value
    kind: str = ""
    where: str = ""
    german: str = ""
    whose: str = PROJECT
    due: str = ""
    text: str = ""

    def query(self, **changes: str) -> str:
        wanted, usual = replace(self, **changes), Filters()
        pairs = [
            (NAMES.get(name, "suche"), getattr(wanted, name))
            for name in self.__dataclass_fields__
            if getattr(wanted, name) != getattr(usual, name)
        ]
        return "?" + urlencode(pairs)

    def without(self, name: str) -> str:
        return self.query(**{name: getattr(Filters(), name)})


def read(given: Mapping[str, str]) -> Filters:
    """Filters from an address."""
    found = {name: given.get(key, "") for name, key in NAMES.items() if given.get(key)}
    return Filters(**found, text=given.get("suche", "").strip()[:80])


def narrowed(scope: Scope, project: UUID, wanted: Filters) -> QuerySet[Vacancy]:
    """Vacancies that pass all filters; one statement more for a text."""
    rows = Vacancy.objects.visible_to(scope)
    if wanted.whose == ME:
        rows = rows.filter(owner_id=scope.principal.id)
    elif wanted.whose != CARRIER:
        rows = rows.filter(project_id=project)
    if wanted.status in VacancyStatus.values:
        rows = rows.filter(status=wanted.status)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.german:
        rows = rows.filter(german=wanted.german)
    if wanted.where:
        rows = rows.filter(district=wanted.where)
    if wanted.due == SOON:
        rows = rows.filter(status=VacancyStatus.OPEN, confirm_until__lte=clock.today() + timedelta(days=7))
    if wanted.text:
        firms = organisations.matching(wanted.text)
        rows = rows.filter(organisation_id__in=firms) | rows.filter(title__icontains=wanted.text)
    return rows


@dataclass(frozen=True)
class Row:
    id: UUID
    title: str
    firm: str
    kind: str
    place: str
    german: str
    places: str
    status: str
    tone: str
    until: date | None
    late: bool


@dataclass(frozen=True)
class VacancyPage:
    rows: list[Row]
    before: UUID | None = None
    after: UUID | None = None


TONES = {"open": "ok", "draft": "line", "filled": "info", "withdrawn": "line", "expired": "warn"}


def page(rows: QuerySet[Vacancy], after: UUID | None = None, before: UUID | None = None) -> VacancyPage:
    """25 vacancies, the latest first (their ids grow with time); one statement."""
    backwards = before is not None
    if before is not None:
        rows = rows.filter(pk__gt=before)
    elif after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("organisation").order_by("pk" if backwards else "-pk")[: ROWS + 1])
    more, found = len(found) > ROWS, found[:ROWS]
    if backwards:
        found.reverse()
    if not found:
        return VacancyPage([])
    return VacancyPage(
        [row_of(row) for row in found],
        found[0].pk if (more if backwards else after is not None) else None,
        found[-1].pk if (backwards or more) else None,
    )


def row_of(row: Vacancy) -> Row:
    today = clock.today()
    late = row.status == VacancyStatus.OPEN and row.confirm_until is not None and row.confirm_until < today
    return Row(
        row.pk,
        row.title,
        row.organisation.name,
        words.label("placement_type", row.kind),
        f"{row.postal_code} {row.place}".strip(),
        words.label("cefr", row.german) if row.german == "none" else row.german,
        f"{row.places - row.filled}/{row.places}" if row.filled else str(row.places),
        str(row.get_status_display()),
        TONES[row.status],
        row.confirm_until if row.status == VacancyStatus.OPEN else row.closed_on,
        late,
    )


def vacancy(scope: Scope, pk: UUID) -> Vacancy | None:
    rows = Vacancy.objects.visible_to(scope).filter(pk=pk)
    return rows.select_related("organisation", "employer", "contact", "site", "owner", "project").first()


def of_organisation(scope: Scope, organisation: UUID) -> list[Row]:
    """The vacancies of a firm in all projects of the carrier: open ones, then the latest others."""
    rows = Vacancy.objects.visible_to(scope).filter(organisation_id=organisation).select_related("organisation")
    found = sorted(rows.order_by("-pk")[:15], key=lambda row: row.status != VacancyStatus.OPEN)
    return [row_of(row) for row in found]
