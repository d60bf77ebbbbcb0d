# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading employers: the list with its filters, one page of everything, the sheet on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from scharnier.directory.organisations import queries as organisations
from scharnier.directory.organisations.queries import ROWS, Facts
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.work.employers.models import Employer, EmployerContact, EmployerGoal, SizeClass

ME, ALL, NOBODY = "ich", "alle", "niemand"
OPEN, ENDED = "laufend", "beendet"
SILENT = ("30", "90", "180")
CHARTER = {"offen": Q(charter_approached_on=None, charter_signed_on=None)}
CHARTER["angesprochen"] = Q(charter_approached_on__isnull=False, charter_signed_on=None)
CHARTER["unterzeichnet"] = Q(charter_signed_on__isnull=False)
SMALL = "klein"
NAMES = {
    "staff": "bei",
    "state": "stand",
    "size": "groesse",
    "silent": "still",
    "wish": "wunsch",
    "charter": "charta",
    "branch": "branche",
}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; `text` is part of a firm's name."""

    staff: str = ALL
    state: str = OPEN
    size: str = ""
    silent: str = ""
    wish: str = ""
    charter: str = ""
    branch: str = ""
    text: str = ""

    def query(self, **changes: str) -> str:
        """The address of the list with these changes; what is usual is left out."""
        wanted = replace(self, **changes)
        usual = Filters()
        pairs = [
            (NAMES.get(name, "suche"), getattr(wanted, name))
            for name in self.__dataclass_fields__
            if getattr(wanted, name) != getattr(usual, name)
        ]
        return "?" + urlencode(pairs)

    def without(self, name: str) -> str:
        return self.query(**{name: getattr(Filters(), name)})


def read(given: Mapping[str, str]) -> Filters:
    """Filters from an address; what makes no sense is left out."""
    found = {name: given.get(key, "") for name, key in NAMES.items() if given.get(key)}
    return Filters(**found, text=given.get("suche", "").strip()[:80])


def narrowed(scope: Scope, project: UUID, wanted: Filters) -> QuerySet[Employer]:
    """The employers of a project that pass all filters; one statement more for a text."""
    rows = Employer.objects.visible_to(scope).filter(project_id=project)
    today = clock.today()
    if wanted.text:
        rows = rows.filter(organisation_id__in=organisations.matching(wanted.text))
    if wanted.staff == ME:
        rows = rows.filter(responsible_id=scope.principal.id)
    elif wanted.staff == NOBODY:
        rows = rows.filter(responsible=None)
    if wanted.state in (OPEN, ENDED):
        rows = rows.filter(ends__isnull=wanted.state == OPEN)
    if wanted.size == SMALL:
        rows = rows.filter(size_class__in=[SizeClass.MICRO, SizeClass.SMALL])
    elif wanted.size:
        rows = rows.filter(size_class=wanted.size)
    if wanted.silent in SILENT:
        since = today - timedelta(days=int(wanted.silent))
        rows = rows.filter(Q(last_contact_on=None) | Q(last_contact_on__lte=since))
    if wanted.wish:
        rows = rows.filter(wishes__contains=[wanted.wish])
    if wanted.charter in CHARTER:
        rows = rows.filter(CHARTER[wanted.charter])
    return rows.filter(branch=wanted.branch) if wanted.branch else rows


@dataclass(frozen=True)
class Row:
    id: UUID
    name: str
    size: str
    wishes: str
    staff: str
    last: date | None
    silent: bool
    ended: date | None


@dataclass(frozen=True)
class EmployerPage:
    rows: list[Row]
    before: UUID | None = None
    after: UUID | None = None

    @property
    def first_label(self) -> str:
        return self.rows[0].name if self.rows else ""

    @property
    def last_label(self) -> str:
        return self.rows[-1].name if self.rows else ""


def page(
    rows: QuerySet[Employer], scope: Scope, silent_days: int, after: UUID | None = None, before: UUID | None = None
) -> EmployerPage:
    """25 employers by name; two statements, one more beyond the first page."""
    backwards = before is not None
    cursor = before or after
    seen = Employer.objects.visible_to(scope).filter(pk=cursor) if cursor else None
    here = seen.values_list("name_sort", "pk").first() if seen is not None else None
    if here is not None and backwards:
        rows = rows.filter(Q(name_sort__lt=here[0]) | Q(name_sort=here[0], pk__lt=here[1]))
    elif here is not None:
        rows = rows.filter(Q(name_sort__gt=here[0]) | Q(name_sort=here[0], pk__gt=here[1]))
    order = ("-name_sort", "-id") if backwards else ("name_sort", "id")
    found = list(rows.select_related("organisation", "responsible").order_by(*order)[: ROWS + 1])
    more, found = len(found) > ROWS, found[:ROWS]
    if backwards:
        found.reverse()
    limit = clock.today() - timedelta(days=silent_days)
    return EmployerPage(
        [_row(row, limit) for row in found],
        found[0].pk if found and (more if backwards else here is not None) else None,
        found[-1].pk if found and (here is not None if backwards else more) else None,
    )


def _row(row: Employer, limit: date) -> Row:
    return Row(
        row.pk,
        row.organisation.name,
        str(row.get_size_class_display()) if row.size_class else "",
        words.labels("employer_wish", row.wishes),
        row.responsible.display_name if row.responsible else "",
        row.last_contact_on,
        row.ends is None and (row.last_contact_on is None or row.last_contact_on < limit),
        row.ends,
    )


def employer(scope: Scope, pk: UUID) -> Employer | None:
    rows = Employer.objects.visible_to(scope).filter(pk=pk)
    return rows.select_related("organisation", "responsible", "project").first()


@dataclass(frozen=True)
class Everything:
    """What stands on an employer's page beside what other rooms bring."""

    employer: Employer
    facts: Facts
    talks: list[EmployerContact]
    more: bool
    goals: list[EmployerGoal]
    elsewhere: list[Employer] = field(default_factory=list)


TALKS = 10


def everything(scope: Scope, found: Employer, after: UUID | None = None) -> Everything:
    """Six statements, whatever there is; ten talks a page."""
    talks = EmployerContact.objects.visible_to(scope).filter(employer=found)
    last = talks.filter(pk=after).first() if after else None
    if last is not None:
        talks = talks.filter(Q(on__lt=last.on) | Q(on=last.on, pk__lt=last.pk))
    shown = list(talks.select_related("contact", "author", "follow_up_owner").order_by("-on", "-pk")[: TALKS + 1])
    goals = EmployerGoal.objects.visible_to(scope).filter(employer=found)
    others = Employer.objects.visible_to(scope).filter(organisation_id=found.organisation_id).exclude(pk=found.pk)
    return Everything(
        found,
        organisations.facts(scope, found.organisation),
        shown[:TALKS],
        len(shown) > TALKS,
        list(goals.order_by("done_on", "due", "pk")[:20]),
        list(others.select_related("project", "responsible").order_by("-begins")[:5]),
    )


def talk(scope: Scope, employer_id: UUID, pk: UUID) -> EmployerContact | None:
    rows = EmployerContact.objects.visible_to(scope).filter(employer_id=employer_id, pk=pk)
    return rows.select_related("employer__organisation").first()


def cases_of(scope: Scope, organisation: UUID) -> list[Employer]:
    """The cases of an organisation in all projects of the carrier, running ones first."""
    rows = Employer.objects.visible_to(scope).filter(organisation_id=organisation)
    return list(rows.select_related("project", "responsible").order_by("ends", "-begins")[:10])


@dataclass(frozen=True)
class Tally:
    """How many employers in a period, counted like clients: begun, ended, running at its end, and of what size."""

    begun: int
    ended: int
    running: int
    talks: int
    sizes: list[tuple[str, int]]
    signed: int


def tally(scope: Scope, project: UUID, since: date, until: date) -> Tally:
    """Three statements."""
    rows = Employer.objects.visible_to(scope).filter(project_id=project)
    span = {"gte": since, "lte": until}
    counted: dict[str, Any] = rows.aggregate(
        begun=Count("pk", filter=Q(**{f"begins__{op}": day for op, day in span.items()})),
        ended=Count("pk", filter=Q(**{f"ends__{op}": day for op, day in span.items()})),
        running=Count("pk", filter=Q(begins__lte=until) & (Q(ends=None) | Q(ends__gt=until))),
        signed=Count("pk", filter=Q(**{f"charter_signed_on__{op}": day for op, day in span.items()})),
    )
    taken = rows.filter(begins__lte=until).filter(Q(ends=None) | Q(ends__gte=since))
    sizes = dict(taken.order_by().values_list("size_class").annotate(n=Count("pk")))
    talks = EmployerContact.objects.visible_to(scope).filter(project_id=project, on__gte=since, on__lte=until).count()
    named = [(str(label), sizes[code]) for code, label in SizeClass.choices if sizes.get(code)]
    return Tally(counted["begun"], counted["ended"], counted["running"], talks, named, counted["signed"])
