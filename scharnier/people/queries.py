# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of a file read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext, ngettext

from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.panels import NavItem
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.network.programmes.queries import today_in
from scharnier.people import words
from scharnier.people.circumstances.models import Guardianship
from scharnier.people.law.queries import with_law, with_level
from scharnier.people.models import Enrolment, Person, ResidenceStatus
from scharnier.people.names.models import FormerName
from scharnier.people.names.text import direction_of
from scharnier.people.projected import NOTICES

EXPIRES_SOON = timedelta(days=90)
# Kinds of events whose titles this room wrote.
OWN_KINDS = frozenset({"entry", "exit", "file_new"})


@dataclass(frozen=True)
class Alert:
    """Something at the head of a file that must not be overlooked; `kind` is a kind of tag (warn, bad, info, line)."""

    text: str
    kind: str = "warn"


@dataclass(frozen=True)
class FileHeader:
    """The head of every page of a file: who, in which project, with what to watch.

    `enrolment` is the participation that the page is about, `enrolments` all that the reader may see, the latest first.
    `tabs`, `actions`, `phase` and `page` are filled in by `views.open_file`.
    """

    person: Person
    enrolment: Enrolment
    enrolments: Sequence[Enrolment]
    residence: ResidenceStatus | None
    alerts: Sequence[Alert] = ()
    may_edit: bool = False
    audit: bool = False  # the reader examines the project and takes nothing along
    page: str = ""
    phase: str = ""  # as the project says it
    tabs: Sequence[NavItem] = ()
    actions: Sequence[NavItem] = ()

    @property
    def project(self) -> UUID:
        return self.enrolment.project_id

    @property
    def carrier(self) -> UUID:
        return self.enrolment.carrier_id

    @property
    def staff_ids(self) -> tuple[UUID, ...]:
        """Whose case it is: the first and the second member of staff of this participation."""
        pair = (self.enrolment.staff_id, self.enrolment.second_staff_id)
        return tuple(each for each in pair if each is not None)

    @property
    def staff_names(self) -> str:
        pair = (self.enrolment.staff, self.enrolment.second_staff)
        return ", ".join(each.display_name for each in pair if each is not None)

    @property
    def own_language(self) -> str:
        return words.own_language(self.person)

    @property
    def own_direction(self) -> str:
        return direction_of(self.person.own_script_name)

    @property
    def nationalities(self) -> str:
        return words.nationalities(self.person)

    @property
    def reading(self) -> str:
        return words.reading(self.person)

    @property
    def age(self) -> str:
        return words.show_age(self.person)

    @property
    def german(self) -> str:
        """B1; in words where the level is none of the six."""
        level = self.person.german_level
        return level if len(level) == 2 else words.label("cefr", level)

    @property
    def birth(self) -> str:
        return words.show_birth(self.person)

    @property
    def left(self) -> bool:
        return self.enrolment.exited_on is not None and self.enrolment.exited_on < clock.today()


def file_header(scope: Scope, person_id: UUID, project: UUID | None = None, *, law: bool = False) -> FileHeader | None:
    """The head of a file, or None when the reader may not see the person; two statements.

    Shown is the participation in `project` if there is one, an open one before an ended one, the latest first.
    With `law` the residence carries what the rules need (`law.queries.with_law`).
    """
    found = _PARTICIPATIONS(scope, person=person_id, day=clock.today())
    if not found:
        return None
    shown = min(found, key=lambda each: (each.project_id != project, each.exited_on is not None))
    residence = current_residences(scope, [person_id], law=law).get(person_id)
    return FileHeader(
        person=shown.person,
        enrolment=shown,
        enrolments=found,
        residence=residence,
        alerts=_alerts(shown, residence),
        may_edit=shown.project_id in scope.writes,
    )


def _participations(scope: Scope, person: UUID, day: date) -> QuerySet[Enrolment, Enrolment]:
    since, until = Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    return (
        Enrolment.objects.visible_to(scope)
        .filter(person_id=person, erased_on=None)
        .annotate(guarded=Exists(Guardianship.objects.filter(since, until, person_id=OuterRef("person_id"))))
        .select_related("person", "project", "staff", "second_staff")
        .order_by(F("entered_on").desc(nulls_first=True), "-id")
    )


_PARTICIPATIONS = Read(_participations)


def current_residences(
    scope: Scope,
    person_ids: Iterable[UUID],
    on: date | None = None,
    *,
    law: bool = False,
    level: bool = False,
) -> dict[UUID, ResidenceStatus]:
    """The stay that began last up to a day (today), expired or not, for each person; one statement.

    With `law` or `level` the stays carry what `law.queries.with_law` or `with_level` put on them.
    """
    rows = _STAYS(scope, day=on or clock.today(), persons=tuple(person_ids), law=law, level=level)
    return {row.person_id: row for row in rows}


def _stays(
    scope: Scope, day: date, persons: tuple[UUID, ...], law: bool, level: bool
) -> QuerySet[ResidenceStatus, ResidenceStatus]:
    rows = (
        ResidenceStatus.objects.visible_to(scope)
        .filter(Q(valid_from=None) | Q(valid_from__lte=day), person_id__in=persons)
        .order_by("person_id", F("valid_from").desc(nulls_last=True), "-id")
        .distinct("person_id")
    )
    known = with_law(rows) if law else rows
    return with_level(known) if level else known


_STAYS = Read(_stays)


def ends_soon(enrolment: Enrolment, until: date) -> bool:
    """Whether the last day of support is as near as the project wants to be warned; asks no statement."""
    return (until - clock.today()).days <= today_in(enrolment.project_id).warning_days


def _alerts(enrolment: Enrolment, residence: ResidenceStatus | None) -> list[Alert]:
    from scharnier.people.circumstances.queries import is_minor  # reads files itself

    today = clock.today()
    alerts = []
    if residence is not None and residence.valid_to is not None:
        name = words.label("residence_status", residence.code)
        left = (residence.valid_to - today).days
        facts = {"name": name, "day": f"{residence.valid_to:%d.%m.%Y}", "n": left}
        if left < 0:
            alerts.append(Alert(gettext("%(name)s abgelaufen am %(day)s") % facts, "bad"))
        elif left <= EXPIRES_SOON.days:
            text = ngettext("%(name)s bis %(day)s, noch %(n)s Tag", "%(name)s bis %(day)s, noch %(n)s Tage", left)
            alerts.append(Alert(text % facts))
    if enrolment.exited_on is not None:
        facts = {"day": f"{enrolment.exited_on:%d.%m.%Y}"}
        asked = enrolment.entered_on is None
        text = gettext("Anfrage beendet am %(day)s") if asked else gettext("ausgetreten am %(day)s")
        alerts.append(Alert(text % facts, "line"))
    elif enrolment.support_until is not None and ends_soon(enrolment, enrolment.support_until):
        facts = {"day": f"{enrolment.support_until:%d.%m.%Y}"}
        alerts.append(Alert(gettext("Begleitung befristet bis %(day)s") % facts))
    if enrolment.exited_on is None and not getattr(enrolment, "guarded", True) and is_minor(enrolment.person):
        alerts.append(Alert(gettext("minderjährig, gesetzliche Vertretung fehlt")))
    return alerts


# ---------- residence ----------


@dataclass(frozen=True)
class Stay:
    """A residence status in its history. `gap` and `overlap` are days between it and the one before."""

    row: ResidenceStatus
    label: str
    current: bool
    expired: bool
    gap: int = 0
    overlap: int = 0


def residence_history(scope: Scope, person_id: UUID) -> list[Stay]:
    """All stays of a person, the latest first, with what doesn't fit together; one statement."""
    rows = list(
        ResidenceStatus.objects.visible_to(scope)
        .filter(person_id=person_id)
        .order_by(F("valid_from").desc(nulls_last=True), "-id")
    )
    today = clock.today()
    begun = [row for row in rows if row.valid_from is None or row.valid_from <= today]
    stays = []
    for position, row in enumerate(rows):
        before = rows[position + 1] if position + 1 < len(rows) else None
        apart = _days_between(before, row)
        stays.append(
            Stay(
                row,
                words.label("residence_status", row.code),
                current=bool(begun) and row is begun[0],
                expired=row.valid_to is not None and row.valid_to < today,
                gap=max(apart, 0),
                overlap=max(-apart, 0),
            )
        )
    return stays


def _days_between(before: ResidenceStatus | None, after: ResidenceStatus) -> int:
    """Days without any status between two stays; negative for days with both; 0 where a date is missing."""
    if before is None or after.valid_from is None:
        return 0
    if before.valid_to is None:
        return 0 if before.valid_from is None else -(clock.today() - after.valid_from).days - 1
    return (after.valid_from - before.valid_to).days - 1


def former_names(scope: Scope, person_id: UUID) -> list[FormerName]:
    """Further names, the latest first; one statement."""
    rows = FormerName.objects.visible_to(scope).filter(person_id=person_id)
    return list(rows.order_by(F("valid_to").desc(nulls_first=True), "-id"))


# ---------- history ----------


@dataclass(frozen=True)
class Change:
    name: str
    at: datetime


def last_change(table: str, row: UUID) -> Change | None:
    """Who changed a row of the reader's carriers last, and when; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, at FROM row_last_change(%s, %s)", [table, row])
        found = cursor.fetchone()
    return Change(*found) if found else None


@dataclass(frozen=True)
class Entry:
    """An event as `kit/timeline.html` shows it."""

    id: UUID
    when: datetime
    icon: str
    title: str
    text: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class TimelinePage:
    """`after` and `before` are ids of entries to go on from."""

    rows: Sequence[Entry]
    after: UUID | None = None
    before: UUID | None = None


def timeline(
    scope: Scope,
    person_id: UUID,
    *,
    kind: str = "",
    limit: int = 25,
    after: UUID | None = None,
    before: UUID | None = None,
) -> TimelinePage:
    """Events of a file, the latest first, after (older than) or before (newer than) one; at most two statements."""
    rows = TimelineEntry.objects.visible_to(scope).filter(subject_id=person_id)
    if kind:
        rows = rows.filter(kind=kind)
    if not (kind or after or before):
        found = _LATEST(scope, person=person_id, rows=limit + 1)
        shown = [entry(row) for row in found[:limit]]
        return TimelinePage(shown, after=found[limit - 1].pk if len(found) > limit else None)
    backwards = before is not None
    cursor = before or after
    position = rows.filter(pk=cursor).values_list("at", "pk").first() if cursor else None
    if position is not None:
        at, pk = position
        rows = rows.filter(
            Q(at__gte=at) & (Q(at__gt=at) | Q(pk__gt=pk))
            if backwards
            else Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=pk))
        )
    found = list(rows.order_by(*(("at", "id") if backwards else ("-at", "-id")))[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    if not found:
        return TimelinePage([])
    earlier, later = (position is not None, more) if backwards else (more, position is not None)
    return TimelinePage(
        [entry(row) for row in found],
        after=found[-1].pk if earlier else None,
        before=found[0].pk if later else None,
    )


_LATEST = Read(
    lambda scope, person, rows: (
        TimelineEntry.objects.visible_to(scope).filter(subject_id=person).order_by("-at", "-id")[:rows]
    )
)


def timeline_kinds(scope: Scope, person_id: UUID) -> list[str]:
    """The kinds of events that this file has; one statement."""
    kinds = TimelineEntry.objects.visible_to(scope).filter(subject_id=person_id).order_by("kind")
    return list(kinds.values_list("kind", flat=True).distinct())


def entry(row: TimelineEntry) -> Entry:
    """An event in the language of the page: titles of this room are stored in German, reasons as codes."""
    source = next((each for each in projections.sources() if each.kind == row.kind), None)
    own = row.kind in OWN_KINDS
    title, text = source.told(row) if source and source.told else (row.title, row.text)
    text = words.label("exit_reason", text) if row.kind == "exit" else text
    return Entry(
        id=row.pk,
        when=row.at,
        icon=source.icon if source else "info",
        title=gettext(title) if own else title,
        text=" · ".join(part for part in (text, row.author_name) if part),
        url="" if own or source is None else projections.address(row.kind, row.subject_id, row.source_id),
    )


def something_open(scope: Scope, person_id: UUID, project: UUID) -> bool:
    """Whether anything but the reminder of a document is still due for somebody in a project; one statement."""
    return (
        AgendaItem.objects.visible_to(scope)
        .filter(subject_id=person_id, project_id=project, done_at=None)
        .exclude(kind__in=NOTICES)
        .exists()
    )
