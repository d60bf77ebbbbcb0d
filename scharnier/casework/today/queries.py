# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads of *Today*: one statement for the four parts of the list."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem, Draft
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope
from scharnier.foundation.templatetags.kit import ago, at, day, late
from scharnier.foundation.ui.addresses import address
from scharnier.foundation.ui.shown import Shown
from scharnier.network.middleware import Desk
from scharnier.network.models import User
from scharnier.people.models import Person

MINE, COVERED, TEAM = "meine", "vertretung", "team"
OVERDUE, NOW, COMING, DONE = "ueberfaellig", "heute", "kommend", "erledigt"
# Together 25 with what stands beside the list: more of one part stands on its own page.
SHOWN = {OVERDUE: 7, NOW: 9, COMING: 4, DONE: 2}
BESIDE = 3
PAGE = 25
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Later(Shown):
    value: str
    label: str
    day: str


@dataclass(frozen=True)
class Row(Shown):
    """A line of the list as the kit draws it; without `do_url` it can only be opened. At `go_url` it is put right."""

    id: UUID | str
    icon: str
    who: str
    what: str
    why: str
    due: str
    distance: str
    url: str
    late: bool = False
    done: bool = False
    do_url: str = ""
    do_label: str | Promise = ""
    answers: list[tuple[str, str]] = field(default_factory=list)
    open_only: bool = False
    later: list[Later] = field(default_factory=list)
    later_url: str = ""
    hand_url: str = ""
    undo_url: str = ""
    go_url: str = ""
    go_label: str = ""


@dataclass(frozen=True)
class Section:
    key: str
    rows: list[Row]
    more: bool


@dataclass(frozen=True)
class Today:
    """Everything the page shows; `whose` is one of meine, vertretung, team."""

    whose: str
    overdue: Section
    now: Section
    coming: Section
    done: Section

    @property
    def nothing(self) -> bool:
        return not any((self.overdue.rows, self.now.rows, self.coming.rows, self.done.rows))


def whose_items(desk: Desk, whose: str) -> Q:
    """Own items in every project, those of the colleagues one stands in for, or all of the present project.

    What belongs to a module that its project has switched off is left out.
    """
    if whose == COVERED:
        covered = Q(pk__in=[])
        for cover in desk.covering:
            theirs = Q(owner_id=cover.absent, project_id=cover.project)
            covered |= theirs if cover.cases is None else theirs & Q(subject_id__in=cover.cases)
        return covered & _kept(_switched_off(desk))
    return _wanted(**_named(desk, whose))


Off = tuple[tuple[UUID, tuple[str, ...]], ...]


def _named(desk: Desk, whose: str) -> dict[str, Any]:
    """What tells the own items and those of a project from all others."""
    project = desk.project.project if desk.project else None
    return {
        "owner": desk.user.id if whose == MINE else None,
        "project": project if whose == TEAM else None,
        "off": _switched_off(desk),
    }


def _switched_off(desk: Desk) -> Off:
    """The kinds that a project doesn't want to see, for each project that has switched off a module."""
    places = [(place.project, projections.kinds_of(place.settings.off)) for place in desk.projects if place.project]
    return tuple((project, tuple(kinds)) for project, kinds in places if kinds)


def _kept(off: Off) -> Q:
    wanted = Q()
    for project, kinds in off:
        wanted &= ~Q(project_id=project, kind__in=kinds)
    return wanted


def _wanted(owner: UUID | None, project: UUID | None, off: Off) -> Q:
    mine = Q(owner_id=owner) if owner else Q(project_id=project) if project else Q(pk__in=[])
    return mine & _kept(off)


def _part(rows: QuerySet[AgendaItem], key: str, start: datetime | None = None) -> QuerySet[AgendaItem]:
    today = clock.today()
    if key == DONE:
        return rows.filter(done_at__gte=start or _midnight()).order_by("-done_at", "-id")
    due = {
        OVERDUE: Q(due_on__lt=today),
        NOW: Q(due_on=today),
        COMING: Q(due_on__gt=today, due_on__lte=today + AHEAD),
    }[key]
    return rows.filter(due, done_at=None).order_by("due_on", "id")


def _midnight() -> datetime:
    return datetime.combine(clock.today(), time(), clock.ZONE)


def _of_the_day(rows: QuerySet[AgendaItem], start: datetime) -> QuerySet[AgendaItem]:
    """The beginning of all four parts, one more row of each than is shown."""
    parts = [_part(rows, key, start)[: limit + 1] for key, limit in SHOWN.items()]
    return parts[0].union(*parts[1:], all=True)


_DAY = Read(
    lambda scope, start, **named: _of_the_day(AgendaItem.objects.visible_to(scope).filter(_wanted(**named)), start)
)


def today(desk: Desk, whose: str) -> Today:
    """The day of somebody, their absent colleagues or the whole project; one statement, two for the team."""
    found: dict[str, list[AgendaItem]] = {key: [] for key in SHOWN}
    for item in _items(desk, whose):
        found[part_of(item)].append(item)
    names = owner_names(functools.reduce(operator.iadd, found.values(), [])) if whose != MINE else {}
    choices = laters()
    sections = {
        key: Section(
            key,
            [row_of(desk, item, whose, names, choices) for item in _sorted(key, items)[: SHOWN[key]]],
            len(items) > SHOWN[key],
        )
        for key, items in found.items()
    }
    return Today(whose, sections[OVERDUE], sections[NOW], sections[COMING], sections[DONE])


def _items(desk: Desk, whose: str) -> Iterable[AgendaItem]:
    if whose == COVERED:
        return _of_the_day(AgendaItem.objects.visible_to(desk.scope).filter(whose_items(desk, whose)), _midnight())
    return _DAY(desk.scope, start=_midnight(), **_named(desk, whose))


def part_of(item: AgendaItem) -> str:
    if item.done_at is not None:
        return DONE
    day_due = item.due_on
    return OVERDUE if day_due < clock.today() else NOW if day_due == clock.today() else COMING


def _sorted(key: str, items: list[AgendaItem]) -> list[AgendaItem]:
    """A union has no order of its own."""
    if key == DONE:
        return sorted(items, key=lambda item: (item.done_at or clock.now(), item.pk), reverse=True)
    return sorted(items, key=lambda item: (item.due_on, item.pk))


@dataclass(frozen=True)
class Page:
    """25 rows of one part; `after` is the id to go on from."""

    rows: list[Row]
    after: UUID | None = None
    before: UUID | None = None


def part(desk: Desk, whose: str, key: str, after: UUID | None) -> Page:
    """One part in full, by keyset; two statements from the second page on."""
    rows = _part(AgendaItem.objects.visible_to(desk.scope).filter(whose_items(desk, whose)), key)
    last = AgendaItem.objects.visible_to(desk.scope).filter(pk=after).first() if after else None
    if last is not None and key == DONE and last.done_at is not None:
        rows = rows.filter(Q(done_at__lt=last.done_at) | Q(done_at=last.done_at, id__lt=last.pk))
    elif last is not None:
        rows = rows.filter(Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, id__gt=last.pk))
    found = list(rows[: PAGE + 1])
    names = owner_names(found) if whose != MINE else {}
    choices = laters()
    shown = [row_of(desk, item, whose, names, choices) for item in found[:PAGE]]
    return Page(shown, after=found[PAGE - 1].pk if len(found) > PAGE else None)


def owner_names(items: list[AgendaItem]) -> dict[UUID, str]:
    owners = {item.owner_id for item in items if item.owner_id}
    return dict(User.objects.filter(pk__in=owners).values_list("pk", "display_name")) if owners else {}


def laters() -> list[Later]:
    """The next working day, in one and in two weeks."""
    today_ = clock.today()
    step = {4: 3, 5: 2}.get(today_.weekday(), 1)
    days = [
        (today_ + timedelta(days=step), _("morgen") if step == 1 else _("am Montag")),
        (today_ + timedelta(days=7), _("in 1 Woche")),
        (today_ + timedelta(days=14), _("in 2 Wochen")),
    ]
    return [Later(each.isoformat(), label, day(each)) for each, label in days]


def item_of(scope: Scope, item: UUID) -> AgendaItem | None:
    """An item in scope, held against a second click until the transaction ends."""
    return AgendaItem.objects.visible_to(scope).select_for_update().filter(pk=item).first()


def row_of(
    desk: Desk,
    item: AgendaItem,
    whose: str = MINE,
    names: dict[UUID, str] | None = None,
    choices: list[Later] | None = None,
) -> Row:
    """One line. Whoever may not write in the project can only open it; `choices` are the same for a whole list."""
    source = projections.source_of(item.kind)
    url = projections.address(item.kind, item.subject_id, item.source_id)
    query = f"?wer={whose}" if whose != MINE else ""
    owner = (names or {}).get(item.owner_id) if item.owner_id else None
    why = " · ".join(part for part in (item.detail, owner) if part)
    common: dict[str, Any] = {
        "id": item.pk,
        "icon": source.icon,
        "who": item.subject_name,
        "what": item.title,
        "url": url,
    }
    if item.done_at is not None:
        again = address("agenda_undo", item.pk) + query
        return Row(
            **common,
            why=_("Erledigt um %(time)s") % {"time": at(item.done_at)},
            due="",
            distance="",
            done=True,
            undo_url=again,
        )
    acts: dict[str, Any] = {}
    if desk.may("casework.write", item.project_id):
        acts = {
            "do_url": address("agenda_do", item.pk) + query,
            "do_label": source.done_label,
            "answers": _answers(item.kind),
            "open_only": source.done is None,
            "later": laters() if choices is None else choices,
            "later_url": address("agenda_later", item.pk) + query,
            "hand_url": address("agenda_hand", item.pk) + query,
        }
    distance = late(item.due_on) or ago(item.due_on)
    return Row(**common, why=why, due=day(item.due_on), distance=distance, late=item.due_on < clock.today(), **acts)


def _answers(kind: str) -> list[tuple[str, str]]:
    offered = projections.source_of(kind).answers
    return offered() if offered is not None else []


def settled_row(desk: Desk, item: AgendaItem, whose: str, taken_from: UUID | None = None) -> Row:
    """An item just answered: it stays in place, muted, with the way back, until the next load."""
    if item.done_at is not None:
        return row_of(desk, item, whose)
    back = QueryDict(mutable=True)
    if whose != MINE:
        back["wer"] = whose
    if taken_from is not None:
        back["an"] = str(taken_from)
        why = _("Abgegeben")
    else:
        why = _("Verschoben auf %(day)s") % {"day": day(item.due_on)}
    icon = projections.source_of(item.kind).icon
    undo = address("agenda_undo", item.pk) + (f"?{back.urlencode()}" if back else "")
    return Row(item.pk, icon, item.subject_name, item.title, why, "", "", "", done=True, undo_url=undo)


def settled(desk: Desk, item_id: UUID | None, whose: str, taken_from: UUID | None = None) -> Row | None:
    """The item answered last, for the page that follows without script; None when there is nothing to take back."""
    if item_id is None:
        return None
    item = AgendaItem.objects.visible_to(desk.scope).filter(pk=item_id).first()
    if item is None or item.done_at is not None or not desk.may("casework.write", item.project_id):
        return None
    if taken_from is None and item.postponed_from is None:
        return None
    return settled_row(desk, item, whose, taken_from)


@dataclass(frozen=True)
class Covering:
    """For whom one stands in; `told` when confidential notes are open, too."""

    name: str
    last_day: date
    told: bool = False


def covering(desk: Desk) -> list[Covering]:
    """For whom one stands in; once a colleague, however many projects it is about."""
    last: dict[str, date] = {}
    told = {cover.name for cover in desk.covering if cover.with_confidential}
    for cover in desk.covering:
        last[cover.name] = max(last.get(cover.name, date.min), date.fromisoformat(cover.until))
    return [Covering(name, day_, name in told) for name, day_ in last.items()]


PART_NAMES = {
    OVERDUE: gettext_lazy("Überfällig"),
    NOW: gettext_lazy("Heute"),
    COMING: gettext_lazy("Die nächsten 7 Tage"),
    DONE: gettext_lazy("Heute erledigt"),
}


@dataclass(frozen=True)
class Segment:
    url: str
    label: str
    current: bool
    count: int | None = None


def segments(desk: Desk, whose: str, page: str = "today") -> list[Segment]:
    """Whose items: without anybody to stand in for, there is no segment for it."""
    names = {MINE: _("Meine"), COVERED: _("Vertretung"), TEAM: _("Team")}
    wanted = [MINE, *([COVERED] if desk.covering else []), TEAM]
    here = reverse(page)
    return [Segment(here if key == MINE else f"{here}?wer={key}", names[key], key == whose) for key in wanted]


@dataclass(frozen=True)
class Line:
    """A line on paper."""

    who: str
    phone: str
    what: str
    why: str
    due: str


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: list[Line]
    more: bool


ON_PAPER = 60


def sheet(desk: Desk, whose: str) -> list[Sheet]:
    """Overdue, due and coming, for paper; two statements, three for others' items."""
    rows = AgendaItem.objects.visible_to(desk.scope).filter(whose_items(desk, whose))
    parts = (OVERDUE, NOW, COMING)
    found: dict[str, list[AgendaItem]] = {key: [] for key in parts}
    first, *others = [_part(rows, key)[: ON_PAPER + 1] for key in parts]
    for item in first.union(*others, all=True):
        found[part_of(item)].append(item)
    shown = [item for items in found.values() for item in items[:ON_PAPER]]
    people = Person.objects.visible_to(desk.scope).filter(pk__in={item.subject_id for item in shown})
    phones = dict(people.values_list("pk", "phone"))
    names = owner_names(shown) if whose != MINE else {}
    return [
        Sheet(
            str(PART_NAMES[key]),
            [_line(item, phones, names) for item in _sorted(key, items)[:ON_PAPER]],
            len(items) > ON_PAPER,
        )
        for key, items in found.items()
    ]


def _line(item: AgendaItem, phones: dict[UUID, str], names: dict[UUID, str]) -> Line:
    owner = names.get(item.owner_id, "") if item.owner_id else ""
    why = " · ".join(part for part in (item.detail, owner) if part)
    return Line(item.subject_name, phones.get(item.subject_id, ""), item.title, why, day(item.due_on))


@dataclass(frozen=True)
class Started:
    """A draft that waits to be finished."""

    title: str
    url: str
    at: datetime
    length: int


def started(desk: Desk) -> list[Started]:
    """Own drafts, latest first."""
    rows = _DRAFTS(desk.scope)
    return [
        Started(row.content["title"], row.content["url"], row.updated_at, _length(row.content.get("fields", {})))
        for row in rows
        if "title" in row.content and "url" in row.content
    ]


_DRAFTS = Read(lambda scope: Draft.objects.visible_to(scope).order_by("-updated_at")[:5])


def _length(fields: dict[str, Any]) -> int:
    return max((len(value) for values in fields.values() for value in values), default=0)


def next_day(desk: Desk, whose: str) -> date | None:
    """When the next item after the coming week is due; asked only when there is nothing before."""
    rows = AgendaItem.objects.visible_to(desk.scope).filter(whose_items(desk, whose), done_at=None)
    return rows.order_by("due_on").values_list("due_on", flat=True).first()
