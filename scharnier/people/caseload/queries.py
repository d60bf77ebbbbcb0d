# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One page of a caseload: 25 rows by keyset, five statements whatever the size of the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext

from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.foundation.ui.shown import Shown
from scharnier.knowledge import codes, districts, history
from scharnier.knowledge.rules import Level
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.network.queries import current
from scharnier.network.structure.models import Responsibility
from scharnier.people import projected, queries, words
from scharnier.people.caseload import filters as f
from scharnier.people.caseload.filters import Filters
from scharnier.people.law import words as law
from scharnier.people.models import Enrolment, Person, ResidenceStatus
from scharnier.people.questionnaire.models import EntryQuestionnaire
from scharnier.people.words import folded_query

ROWS = 25
SILENT_AFTER = timedelta(days=30)
MATCHES = 500
MOST_PLACES = 200
MOST_TICKED = 200
WARNING_DAYS = 60


@dataclass(frozen=True)
class CaseRow(Shown):
    """One line of a caseload. `silent`: no contact for long; `access` is the level for
    work as of the last night or change; `document_soon`: it expires within 90 days."""

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
    access: str
    access_word: str
    document_until: date | None
    document_soon: bool
    document_over: bool
    support_until: date | None
    support_soon: bool
    exited_on: date | None
    asked: bool  # never entered: an enquiry


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


def _from(function: str, *arguments: Any) -> RawSQL:
    """Ids of persons from a function that applies the reader's scope itself (migrations/finding.sql)."""
    return RawSQL(f"SELECT {function}({', '.join(['%s'] * len(arguments))})", arguments)  # noqa: S611  # our names


def narrowed(
    scope: Scope, project: UUID, filters: Filters, warning_days: int = WARNING_DAYS, user: UUID | None = None
) -> QuerySet[Enrolment]:
    """The participations that pass all filters, unordered. Support ends soon `warning_days` before its limit. `user`
    stands for the one that the filter of staff names."""
    rows: QuerySet[Enrolment] = Enrolment.objects.visible_to(scope).filter(project_id=project, erased_on=None)
    today = clock.today()
    for condition in (
        _by_staff(filters.staff, scope.principal.id, user),
        _by_state(filters.state),
        Q(phase=filters.phase) if filters.phase else None,
        _by_silence(filters.silent),
        Q(person_id__in=_from("person_speaking", project, filters.language)) if filters.language else None,
        Q(person_id__in=_by_stay(project, filters.residence, today)) if filters.residence else None,
        Q(person_id__in=_from("person_at_level", project, filters.access)) if filters.access else None,
        Q(person_id__in=_from("person_matches", folded_query(filters.text), project, MATCHES))
        if filters.text
        else None,
        _by_due(filters.due, project),
        _by_limit(filters.limit, warning_days),
        _by_record(filters.record),
        _by_description(project, filters, today),
        Q(person_id__in=_from("person_living", project, list(districts.postcodes_of(filters.district))))
        if filters.district
        else None,
    ):
        if condition is not None:
            rows = rows.filter(condition)
    return rows


def _by_staff(staff: str, me: UUID | None, user: UUID | None) -> Q | None:
    """A tandem's case belongs to both."""
    if staff == f.ALL:
        return None
    if staff == f.NOBODY:
        return Q(staff=None)
    user = user or _named(staff)
    if staff == f.ME:
        user = me
    return Q(staff_id=user) | Q(second_staff_id=user)


def _named(staff: str) -> UUID | None:
    return None if staff in (f.ME, f.NOBODY, f.ALL) else UUID(staff)


def _by_state(state: str) -> Q | None:
    return {f.ACTIVE: Q(exited_on=None), f.LEFT: Q(exited_on__isnull=False, entered_on__isnull=False)}.get(state)


def _by_silence(days: str) -> Q | None:
    """No contact for so long, and long enough here that one was to be expected."""
    if not days:
        return None
    since = clock.today() - timedelta(days=int(days))
    return Q(last_contact_on__lt=since) | Q(last_contact_on=None, entered_on__lt=since)


def _by_due(due: str, project: UUID) -> Q | None:
    if not due:
        return None
    if due == f.NOTHING:
        return ~Q(person_id__in=_from("person_due", project, None))
    today = clock.today()
    until = {f.LATE: today - timedelta(days=1), f.TODAY: today, f.WEEK: today + timedelta(days=7)}[due]
    return Q(person_id__in=_from("person_due", project, until))


def _by_limit(limit: str, warning_days: int) -> Q | None:
    """Support that ends within the programme's days of warning, or should have ended; who has left needs none."""
    if not limit:
        return None
    today = clock.today()
    if limit == f.OVER:
        return Q(exited_on=None, support_until__lt=today)
    return Q(exited_on=None, support_until__gte=today, support_until__lte=today + timedelta(days=warning_days))


def _by_record(record: str) -> Q | None:
    """The questionnaire of the entry: not answered, answered and not signed, signed. Whoever is not in owes none."""
    if not record:
        return None
    answered = EntryQuestionnaire.objects.filter(enrolment=OuterRef("pk"), carrier_id=OuterRef("carrier_id"))
    if record == f.MISSING:
        return Q(~Exists(answered), entered_on__isnull=False)
    return Q(Exists(answered.filter(signed_on__isnull=record == f.UNSIGNED)))


def _by_description(project: UUID, filters: Filters, today: date) -> Q | None:
    """What stands in the person: sex, age in completed years, town or the beginning of the postcode."""
    span = f.ages(filters.age)
    if not (filters.sex or span or filters.place):
        return None
    postcode = filters.place if filters.place.isdecimal() else ""
    return Q(
        person_id__in=_from(
            "person_described",
            project,
            filters.sex,
            _years_before(today, span[1] + 1) + timedelta(days=1) if span else None,
            _years_before(today, span[0]) if span else None,
            "" if postcode else filters.place,
            postcode,
        )
    )


def _years_before(day: date, years: int) -> date:
    """The same day so many years ago; whoever was born on 29 February has the birthday on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def places(scope: Scope, project: UUID) -> list[tuple[str, int]]:
    """Towns of the project's open cases with their number, most first; one statement."""
    rows = Enrolment.objects.visible_to(scope).filter(project_id=project, exited_on=None).exclude(person__place="")
    found = rows.values_list("person__place").annotate(number=Count("pk")).order_by("-number", "person__place")
    return [(place, number) for place, number in found[:MOST_PLACES]]


@dataclass(frozen=True)
class DistrictCount:
    """A district and how many open cases live there; `region`: the project works in it."""

    code: str
    name: str
    number: int
    region: bool


def living(scope: Scope, project: UUID) -> tuple[list[DistrictCount], int]:
    """Districts of the project's regions, then others in which somebody lives, each by name; and how many open cases
    have no postcode whose district is known. Two statements."""
    today = clock.today()
    regions = Responsibility.objects.visible_to(scope).filter(current(today), valid_from__lte=today, project_id=project)
    ours = set(regions.values_list("district", flat=True))
    rows = Enrolment.objects.visible_to(scope).filter(project_id=project, exited_on=None, erased_on=None)
    numbers: Counter[str] = Counter()
    for postcode, number in rows.values_list("person__postcode").annotate(number=Count("pk")).order_by():
        numbers[districts.of_postcode(postcode)] += number
    unknown = numbers.pop("", 0)
    found = [DistrictCount(code, districts.name(code), numbers[code], code in ours) for code in ours | set(numbers)]
    return sorted(found, key=lambda each: (not each.region, each.name)), unknown


def _by_stay(project: UUID, wanted: str, today: date) -> RawSQL:
    """By group of the status (groups are the catalogue's), or by a document that expires soon.

    A certificate stands under its own group and under that of the title which it continues by the stays on file.
    """
    paper = (list(history.continuing()), list(history.papers()))
    if wanted == f.EXPIRING:
        return _from("person_staying", project, None, today + queries.EXPIRES_SOON, today, *paper)
    group = [entry.code for entry in codes.items("residence_status") if entry.extra.get("group") == wanted]
    return _from("person_staying", project, group, None, today, *paper)


def page(
    scope: Scope,
    project: UUID,
    filters: Filters,
    staff: dict[UUID, str],
    settings: ProgrammeSettings,
    after: UUID | None = None,
    before: UUID | None = None,
) -> CasePage:
    """Up to 25 rows in the order of names, after or before a row. `staff` names the people of the project."""
    backwards = before is not None
    cursor = _position(scope, before or after)
    asked: dict[str, Any] = {"project": project, "filters": filters, "warning_days": settings.warning_days}
    if cursor is None and not filters.text and not filters.district:
        user = _named(filters.staff)
        asked["filters"] = replace(filters, staff=_SOMEBODY) if user else filters
        found = _FIRST(scope, user=user, **asked)
    else:
        rows = narrowed(scope, **asked)
        found = list(_shown(rows if cursor is None else rows.filter(beyond(*cursor, backwards=backwards)), backwards))
    more, found = len(found) > ROWS, found[:ROWS]
    if backwards:
        found.reverse()
    if not found:
        return CasePage([])
    return CasePage(
        _rows(found, scope, staff, settings),
        before=found[0].pk if (more if backwards else cursor is not None) else None,
        after=found[-1].pk if (cursor is not None if backwards else more) else None,
    )


def _shown(rows: QuerySet[Enrolment], backwards: bool = False) -> QuerySet[Enrolment]:
    order = ("-name_sort", "-id") if backwards else ("name_sort", "id")
    return rows.only(*_COLUMNS).order_by(*order)[: ROWS + 1]


_SOMEBODY = "jemand"
_FIRST = Read(lambda scope, **asked: _shown(narrowed(scope, **asked)))
_COLUMNS = (
    "person_id phase staff_id second_staff_id last_contact_on entered_on exited_on support_until name_sort".split()
)
_NAMES = "family_name given_names own_script_name speaks reads also_reads".split()


def _position(scope: Scope, row: UUID | None) -> tuple[str, UUID] | None:
    """Where a row stands in the order; None when it is gone or was never in sight, and the list begins anew."""
    if row is None:
        return None
    found = Enrolment.objects.visible_to(scope).filter(pk=row).values_list("name_sort", "pk").first()
    return (found[0], found[1]) if found else None


def beyond(name: str, row: UUID, *, backwards: bool) -> Q:
    """Strictly after (before) a position; the outer comparison is what the index begins with."""
    if backwards:
        return Q(name_sort__lte=name) & (Q(name_sort__lt=name) | Q(pk__lt=row))
    return Q(name_sort__gte=name) & (Q(name_sort__gt=name) | Q(pk__gt=row))


def _rows(
    found: Sequence[Enrolment], scope: Scope, staff: dict[UUID, str], settings: ProgrammeSettings
) -> list[CaseRow]:
    """Persons are fetched for the page alone: joined before the limit, their lock would be asked for every row."""
    ids = [row.person_id for row in found]
    persons = {person.pk: person for person in _PERSONS(scope, ids=tuple(ids))}
    items = projections.open_items(ids)
    documents = queries.current_residences(scope, ids, level=True)
    return [
        _row(row, persons[row.person_id], items.get(row.person_id), documents.get(row.person_id), staff, settings)
        for row in found
        if row.person_id in persons
    ]


_PERSONS = Read(lambda scope, ids: Person.objects.visible_to(scope).only(*_NAMES).filter(pk__in=ids))


def _row(
    row: Enrolment,
    person: Person,
    item: AgendaItem | None,
    document: ResidenceStatus | None,
    staff: dict[UUID, str],
    settings: ProgrammeSettings,
) -> CaseRow:
    today = clock.today()
    soon = today + queries.EXPIRES_SOON
    heard = row.last_contact_on or row.entered_on
    until = document.valid_to if document else None
    title = item.title if item else ""
    level = getattr(document, "access_level", None) or Level.UNKNOWN.value
    return CaseRow(
        id=row.pk,
        person_id=row.person_id,
        name=person.list_name,
        own=person.own_script_name,
        own_lang=words.own_language(person),
        phase=words.phase(settings, row.phase),
        staff=[(initials(staff[user]), staff[user]) for user in (row.staff_id, row.second_staff_id) if user in staff],
        last_contact=row.last_contact_on,
        silent=row.exited_on is None and heard is not None and today - heard > SILENT_AFTER,
        next_title=gettext(title) if item and item.kind in projected.NOTICES else title,
        due=item.due_on if item else None,
        late=item is not None and item.due_on < today,
        access=level,
        access_word=law.short_level(level),
        document_until=until,
        document_soon=until is not None and today <= until <= soon,
        document_over=until is not None and until < today,
        support_until=row.support_until,
        support_soon=row.support_until is not None and (row.support_until - today).days <= settings.warning_days,
        exited_on=row.exited_on,
        asked=row.entered_on is None,
    )


def initials(name: str) -> str:
    """KL for Katrin Lohse."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def helpful(scope: Scope, project: UUID, filters: Filters, warning_days: int = WARNING_DAYS) -> list[str]:
    """Which single filter, left out, would show somebody; one statement."""
    tries = [
        narrowed(scope, project, filters.dropped(name), warning_days)
        .order_by()
        .annotate(which=Value(name))
        .values_list("which", flat=True)[:1]
        for name in filters.active
    ]
    if not tries:
        return []
    found = set(tries[0].union(*tries[1:], all=True) if len(tries) > 1 else tries[0])
    return [name for name in filters.active if name in found]


@dataclass(frozen=True)
class Ticked:
    """A case chosen in the list: the person, whose it is, and who gives it away (None: nobody had it)."""

    person: UUID
    name: str
    giver: UUID | None
    giver_name: str


def ticked(
    scope: Scope,
    rows: QuerySet[Enrolment],
    wanted: Sequence[UUID] | None,
    staff: dict[UUID, str],
    prefer: Sequence[UUID | None],
) -> tuple[list[Ticked], bool]:
    """The open ones of these rows by name, and whether there are more than fit; with `wanted` only those of persons.

    Of a tandem the first of `prefer` who is in it gives, otherwise the first member of staff. One statement.
    """
    open_rows = rows.filter(exited_on=None, person_id__in=Person.objects.visible_to(scope).values("pk"))
    if wanted is not None:
        open_rows = open_rows.filter(person_id__in=wanted)
    found = list(open_rows.select_related("person").order_by("name_sort", "pk")[: MOST_TICKED + 1])
    return [_ticked(row, staff, prefer) for row in found[:MOST_TICKED]], len(found) > MOST_TICKED


def _ticked(row: Enrolment, staff: dict[UUID, str], prefer: Sequence[UUID | None]) -> Ticked:
    both = [user for user in (row.staff_id, row.second_staff_id) if user is not None]
    giver = next((user for user in prefer if user in both), both[0] if both else None)
    name = staff.get(giver, gettext("jemand, der hier nicht mehr arbeitet")) if giver else gettext("noch niemand")
    return Ticked(row.person_id, row.person.list_name, giver, name)
