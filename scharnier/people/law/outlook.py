# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The next change of access to work, kept for each person, and the reminders that it puts on the agenda.

The change depends on the day, so it is kept in a row of its own (AccessOutlook), worked out anew whenever facts change
and every night; the agenda follows from that row alone. The database writes it (migrations/law_projecting.sql);
`derive` says the same a second time, so that `scharnier check` can compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from scharnier.foundation import clock
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Row, Source, register
from scharnier.knowledge import access
from scharnier.knowledge.files import edition
from scharnier.knowledge.inputs import InputError
from scharnier.knowledge.rules import Level
from scharnier.people import projected
from scharnier.people.housing.queries import of_person as of_home
from scharnier.people.law import words
from scharnier.people.law.judging import Inputs, frozen, inputs
from scharnier.people.law.models import AccessOutlook, LegalFacts
from scharnier.people.law.queries import held_on
from scharnier.people.law.words import ACTIVITIES
from scharnier.people.models import Enrolment, Person, ResidenceStatus

KIND = "access_change"
TITLE = gettext_noop("Zugang zum Arbeitsmarkt ändert sich")
# What a file shows but nobody plans by: watching a firm needs no reminder.
WATCHED = tuple(activity for activity in ACTIVITIES if activity != "hospitation")
CHUNK = 1000


@dataclass(frozen=True)
class Ahead:
    """What the rules say about the days to come: today's level for work, the next change and what it is."""

    level: str
    changes_on: date | None = None
    summary: str = ""


def ahead(given: Inputs, day: date) -> Ahead:
    """The next day on which the level of a watched activity changes; what can't be read has no outlook."""
    return _ahead(frozen(given), day)


@lru_cache(maxsize=4096)  # a list brings many people of whom the same little is known
def _ahead(known_inputs: tuple[tuple[str, Any], ...], day: date) -> Ahead:
    given = dict(known_inputs)
    try:
        level = access.assess(given, day, "employment").level.value
        changes = [(access.next_change(given, day, activity), activity) for activity in WATCHED]
    except InputError:
        return Ahead(Level.UNKNOWN.value)
    known = [(change, activity) for change, activity in changes if change is not None]
    if not known:
        return Ahead(level)
    first = min(change.date for change, _activity in known)
    with override("de"):  # stored once for everybody who reads it
        parts = [
            f"{words.activity(activity)}: {words.level(change.level.value)}"
            for change, activity in known
            if change.date == first
        ]
    return Ahead(level, first, f"ab {first:%d.%m.%Y} {'; '.join(parts)}"[:300])


def refresh(persons: Sequence[UUID]) -> None:
    """Work out the outlook of these persons anew and put it on the agenda; in the transaction of the change."""
    for start in range(0, len(persons), CHUNK):
        _refresh(list(persons[start : start + CHUNK]))


def _refresh(ids: list[UUID]) -> None:
    """Three statements, however many persons; one more when somebody has lost every status."""
    today = clock.today()
    rows, gone = [], []
    for known in _known(ids, today):
        if known.stay is None:
            gone += [known.before] if known.before else []
            continue
        found = ahead(inputs(known.person, known.stay, known.facts, known.housing), today)
        before = known.before
        if before is None or (before.level, before.changes_on, before.summary) != (
            found.level,
            found.changes_on,
            found.summary,
        ):
            rows.append(_row(known.person, before, found, today))
    if gone:
        AccessOutlook.objects.filter(pk__in=[row.pk for row in gone]).delete()
    if rows:
        AccessOutlook.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["carrier", "person"],
            update_fields=["level", "changes_on", "summary", "edition", "noted_on", "reminders"],
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_project(%s)", [ids])


@dataclass(frozen=True)
class Known:
    """What is on file about one person: the stay that began last, the facts, the housing, the outlook so far."""

    person: Person
    stay: ResidenceStatus | None
    facts: Mapping[str, Any]
    housing: Mapping[str, Any] | None
    before: AccessOutlook | None


def _known(ids: list[UUID], today: date) -> Iterator[Known]:
    """One statement for all of them."""
    of_person = {"person_id": OuterRef("pk"), "carrier_id": OuterRef("carrier_id")}
    stays = ResidenceStatus.objects.filter(Q(valid_from=None) | Q(valid_from__lte=today), **of_person).order_by(
        F("valid_from").desc(nulls_last=True), "-id"
    )
    rows = Person.objects.filter(pk__in=ids).annotate(
        stay_code=Subquery(stays.values("code")[:1]),
        stay_held=held_on(today),
        law_facts=Subquery(LegalFacts.objects.filter(**of_person).values("facts")[:1]),
        law_housing=of_home(today),
        **{
            f"before_{name}": F(f"outlooks__{name}")
            for name in ("id", "level", "changes_on", "summary", "noted_on", "reminders")
        },
    )
    for row in rows:
        stay = ResidenceStatus(person=row, code=row.stay_code) if row.stay_code else None
        if stay is not None:
            stay.held = row.stay_held
        yield Known(row, stay, row.law_facts or {}, row.law_housing, _before(row))


def _before(row: Any) -> AccessOutlook | None:
    if row.before_id is None:
        return None
    return AccessOutlook(
        pk=row.before_id,
        level=row.before_level,
        changes_on=row.before_changes_on,
        summary=row.before_summary,
        noted_on=row.before_noted_on,
        reminders=row.before_reminders,
    )


def _row(person: Person, before: AccessOutlook | None, found: Ahead, today: date) -> AccessOutlook:
    """Reminders stay with the change they are about."""
    same = before is not None and before.changes_on == found.changes_on
    return AccessOutlook(
        carrier_id=person.carrier_id,
        person=person,
        level=found.level,
        changes_on=found.changes_on,
        summary=found.summary,
        edition=edition(),
        noted_on=before.noted_on if before is not None and same else today,
        reminders=before.reminders if before is not None and same else {},
    )


# ---------- agenda ----------


def derive(carrier: UUID) -> Iterator[Row]:
    """Every reminder that should stand on the agenda of a carrier."""
    waiting = AccessOutlook.objects.filter(carrier_id=carrier).exclude(changes_on=None)
    outlooks = {row.person_id: row for row in waiting.iterator(chunk_size=CHUNK)}
    rows = Enrolment.objects.filter(carrier_id=carrier, exited_on=None).select_related("person")
    for enrolment in rows.iterator(chunk_size=CHUNK):
        outlook = outlooks.get(enrolment.person_id)
        if outlook is not None and outlook.changes_on is not None:
            for days in projected.rungs(outlook.changes_on, outlook.noted_on):
                yield _reminder(enrolment, outlook, outlook.changes_on, days)


def _reminder(enrolment: Enrolment, outlook: AccessOutlook, changes_on: date, days: int) -> Due:
    key = f"{days}:{enrolment.project_id}"
    kept: dict[str, Any] = outlook.reminders.get(key, {})
    return Due(
        Anchor(enrolment.carrier_id, enrolment.project_id, enrolment.person_id, KIND, outlook.pk),
        date.fromisoformat(kept["due_on"]) if "due_on" in kept else changes_on - timedelta(days=days),
        enrolment.person.list_name,
        TITLE,
        outlook.summary,
        owner=UUID(kept["owner"]) if "owner" in kept else enrolment.staff_id,
        key=key,
        done_at=datetime.fromisoformat(kept["done_at"]) if "done_at" in kept else None,
        done_by=UUID(kept["done_by"]) if "done_by" in kept else None,
    )


def _keep(item: AgendaItem, facts: dict[str, str], without: Sequence[str] = (), also: Sequence[str] = ()) -> None:
    """`also`: keys of further reminders of the same change to which the same happens."""
    outlook = AccessOutlook.objects.select_for_update().get(pk=item.source_id)
    for key in (item.key, *also):
        kept = {name: value for name, value in outlook.reminders.get(key, {}).items() if name not in without}
        outlook.reminders = {**outlook.reminders, key: {**kept, **facts}}
    outlook.save(update_fields=["reminders"])


def _done(item: AgendaItem, user: UUID) -> None:
    """Done; whoever sees to one reminder has seen to all that were due before it or by today."""
    moment = item.done_at or clock.now()
    others = AgendaItem.objects.filter(
        carrier_id=item.carrier_id,
        project_id=item.project_id,
        kind=KIND,
        source_id=item.source_id,
        due_on__lte=max(item.due_on, clock.today()),
        done_at=None,
    ).exclude(pk=item.pk)
    keys = list(others.values_list("key", flat=True))
    _keep(item, {"done_at": moment.isoformat(), "done_by": str(user)}, also=keys)
    others.update(done_at=moment, done_by_id=user)


def _undo(item: AgendaItem, user: UUID) -> None:
    _keep(item, {}, without=("done_at", "done_by"))


def _postpone(item: AgendaItem, user: UUID, day: date) -> None:
    _keep(item, {"due_on": day.isoformat()})


def _delegate(item: AgendaItem, user: UUID, to: UUID) -> None:
    _keep(item, {"owner": str(to)})


register(
    Source(
        KIND,
        _("Zugang ändert sich"),
        "scale",
        "other_day",
        derive,
        done=_done,
        undo=_undo,
        delegate=_delegate,
        postpone=_postpone,
        module="law",
    )
)
projected.after_refresh(refresh)
