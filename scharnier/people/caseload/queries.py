# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One page of a caseload: 25 rows by keyset, four statements whatever the size of the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext

from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.people import projected, queries, words
from scharnier.people.caseload import filters as f
from scharnier.people.caseload.filters import Filters
from scharnier.people.models import Enrolment, ResidenceStatus
from scharnier.people.words import folded_query

ROWS = 25
SILENT_AFTER = timedelta(days=30)
MATCHES = 500


@dataclass(frozen=True)
class CaseRow:
    """One line of a caseload. `silent`: no contact for long; `document_soon`: it expires within 90 days."""

    id: UUID
    person_id: UUID
    name: str
    own: str
    own_lang: str
    phase: str
    staff: Sequence[tuple[str, str]]
    last_contact: date | None
    silent: bool
    next_title: str
    due: date | None
    late: bool
    document_until: date | None
    document_soon: bool
    document_over: bool
    support_until: date | None
    support_soon: bool
    exited_on: date | None


@dataclass(frozen=True)
class CasePage:
    """`before` and `after` are ids of rows to go on from, None where there is nothing."""

    rows: Sequence[CaseRow]
    before: UUID | None = None
    after: UUID | None = None

    @property
    def first_label(self) -> str:
        return self.rows[0].name if self.rows else ""

    @property
    def last_label(self) -> str:
        return self.rows[-1].name if self.rows else ""


def matching(text: str, project: UUID) -> list[UUID]:
    """Participants of a project whose name, telephone or number contains every word; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_matches(%s, %s, %s)", [folded_query(text), project, MATCHES])
        return [row[0] for row in cursor.fetchall()]


def narrowed(scope: Scope, project: UUID, filters: Filters, matches: Sequence[UUID] | None) -> QuerySet[Enrolment]:
    """The participations that pass all filters, unordered. `matches`: what `matching` found, None without a text."""
    rows: QuerySet[Enrolment] = Enrolment.objects.visible_to(scope).filter(project_id=project)
    if matches is not None and filters.text:
        rows = rows.filter(person_id__in=matches)
    for condition in (
        _by_staff(filters.staff, scope.principal.id),
        _by_state(filters.state),
        Q(phase=filters.phase) if filters.phase else None,
        _by_silence(filters.silent),
        Q(person__speaks__contains=[filters.language]) if filters.language else None,
        _by_due(filters.due, scope, project),
    ):
        if condition is not None:
            rows = rows.filter(condition)
    return _with_stay(rows, filters.residence, scope) if filters.residence else rows


def _by_staff(staff: str, me: UUID | None) -> Q | None:
    """A tandem's case belongs to both."""
    if staff == f.ALL:
        return None
    if staff == f.NOBODY:
        return Q(staff=None)
    user = me if staff == f.ME else UUID(staff)
    return Q(staff_id=user) | Q(second_staff_id=user)


def _by_state(state: str) -> Q | None:
    return {f.ACTIVE: Q(exited_on=None), f.LEFT: Q(exited_on__isnull=False)}.get(state)


def _by_silence(days: str) -> Q | None:
    """No contact for so long, and long enough here that one was to be expected."""
    if not days:
        return None
    since = clock.today() - timedelta(days=int(days))
    return Q(last_contact_on__lt=since) | Q(last_contact_on=None, entered_on__lt=since)


def _by_due(due: str, scope: Scope, project: UUID) -> Q | None:
    if not due:
        return None
    today = clock.today()
    items = AgendaItem.objects.visible_to(scope).filter(
        subject_id=OuterRef("person_id"), project_id=project, done_at=None
    )
    if due == f.NOTHING:
        return ~Q(Exists(items))
    until = {f.LATE: today - timedelta(days=1), f.TODAY: today, f.WEEK: today + timedelta(days=7)}[due]
    return Q(Exists(items.filter(due_on__lte=until)))


def _with_stay(rows: QuerySet[Enrolment], wanted: str, scope: Scope) -> QuerySet[Enrolment]:
    """By group of the current status (groups are the catalogue's), or by a document that expires soon."""
    today = clock.today()
    stays = ResidenceStatus.objects.visible_to(scope).filter(
        Q(valid_from=None) | Q(valid_from__lte=today), person_id=OuterRef("person_id")
    )
    latest = stays.order_by(F("valid_from").desc(nulls_last=True), "-id")
    if wanted == f.EXPIRING:
        until = Subquery(latest.values("valid_to")[:1])
        return rows.alias(stay_until=until).filter(stay_until__lte=today + queries.EXPIRES_SOON)
    group = [entry.code for entry in codes.items("residence_status") if entry.extra.get("group") == wanted]
    return rows.alias(stay_code=Subquery(latest.values("code")[:1])).filter(stay_code__in=group)


def page(
    rows: QuerySet[Enrolment],
    scope: Scope,
    staff: dict[UUID, str],
    after: UUID | None = None,
    before: UUID | None = None,
) -> CasePage:
    """Up to 25 rows in the order of names, after or before a row. `staff` names the people of the project."""
    backwards = before is not None
    cursor = _position(scope, before or after)
    if cursor is not None:
        rows = rows.filter(_beyond(*cursor, backwards=backwards))
    order = ("-name_sort", "-id") if backwards else ("name_sort", "id")
    found = list(rows.select_related("person").only(*_COLUMNS).order_by(*order)[: ROWS + 1])
    more, found = len(found) > ROWS, found[:ROWS]
    if backwards:
        found.reverse()
    if not found:
        return CasePage([])
    return CasePage(
        _rows(found, scope, staff),
        before=found[0].pk if (more if backwards else cursor is not None) else None,
        after=found[-1].pk if (cursor is not None if backwards else more) else None,
    )


_COLUMNS = (
    "person_id phase staff_id second_staff_id last_contact_on entered_on exited_on support_until name_sort "
    "person__family_name person__given_names person__own_script_name person__speaks person__reads"
).split()


def _position(scope: Scope, row: UUID | None) -> tuple[str, UUID] | None:
    """Where a row stands in the order; None when it is gone or was never in sight, and the list begins anew."""
    if row is None:
        return None
    found = Enrolment.objects.visible_to(scope).filter(pk=row).values_list("name_sort", "pk").first()
    return (found[0], found[1]) if found else None


def _beyond(name: str, row: UUID, *, backwards: bool) -> Q:
    """Strictly after (before) a position; the outer comparison is what the index begins with."""
    if backwards:
        return Q(name_sort__lte=name) & (Q(name_sort__lt=name) | Q(pk__lt=row))
    return Q(name_sort__gte=name) & (Q(name_sort__gt=name) | Q(pk__gt=row))


def _rows(found: Sequence[Enrolment], scope: Scope, staff: dict[UUID, str]) -> list[CaseRow]:
    persons = [row.person_id for row in found]
    items = projections.open_items(persons)
    documents = queries.current_residences(scope, persons)
    return [_row(row, items.get(row.person_id), documents.get(row.person_id), staff) for row in found]


def _row(row: Enrolment, item: AgendaItem | None, document: ResidenceStatus | None, staff: dict[UUID, str]) -> CaseRow:
    today = clock.today()
    soon = today + queries.EXPIRES_SOON
    heard = row.last_contact_on or row.entered_on
    until = document.valid_to if document else None
    title = item.title if item else ""
    return CaseRow(
        id=row.pk,
        person_id=row.person_id,
        name=row.person.list_name,
        own=row.person.own_script_name,
        own_lang=words.own_language(row.person),
        phase=row.get_phase_display(),
        staff=[(initials(staff[user]), staff[user]) for user in (row.staff_id, row.second_staff_id) if user in staff],
        last_contact=row.last_contact_on,
        silent=row.exited_on is None and heard is not None and today - heard > SILENT_AFTER,
        next_title=gettext(title) if item and item.kind == projected.EXPIRY else title,
        due=item.due_on if item else None,
        late=item is not None and item.due_on < today,
        document_until=until,
        document_soon=until is not None and today <= until <= soon,
        document_over=until is not None and until < today,
        support_until=row.support_until,
        support_soon=row.support_until is not None and row.support_until <= soon,
        exited_on=row.exited_on,
    )


def initials(name: str) -> str:
    """KL for Katrin Lohse."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def helpful(scope: Scope, project: UUID, filters: Filters, matches: Sequence[UUID] | None) -> list[str]:
    """Which single filter, left out, would show somebody; one statement."""
    tries = [
        narrowed(scope, project, filters.dropped(name), matches)
        .order_by()
        .annotate(which=Value(name))
        .values_list("which", flat=True)[:1]
        for name in filters.active
    ]
    if not tries:
        return []
    found = set(tries[0].union(*tries[1:], all=True) if len(tries) > 1 else tries[0])
    return [name for name in filters.active if name in found]
