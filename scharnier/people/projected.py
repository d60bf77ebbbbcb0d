# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What persons leave in search, timeline and agenda.

`refresh` has the database write it (migrations/projecting.sql says why); the `derive` functions here say the same a
second time, so that `scharnier check` can compare. Titles are stored in German and translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from scharnier.foundation import clock
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Event, Findable, Row, Source, register
from scharnier.people.models import Enrolment, ResidenceStatus
from scharnier.people.names.text import fold_script

PERSON, ENTRY, EXIT, FILE_NEW, EXPIRY = "person", "entry", "exit", "file_new", "residence_expiry"
ENTRY_TITLE, EXIT_TITLE, NEW_TITLE = gettext_noop("Eintritt"), gettext_noop("Austritt"), gettext_noop("Akte angelegt")
ENDED_TITLE = gettext_noop("Anfrage beendet")
EXPIRY_TITLE = gettext_noop("Aufenthaltsdokument verlängern")
# Days before the end of a residence document on which somebody is reminded.
RUNGS = (90, 60, 30)
CHUNK = 2000
# Reminders of what happens by itself; nobody has to see to them before somebody leaves.
NOTICES = frozenset({EXPIRY, "access_change", "people.document_expiry"})
_also: list[Callable[[Sequence[UUID]], None]] = []


def refresh(persons: Sequence[UUID], *, renamed: bool = False) -> None:
    """Write the projections of these persons anew, in all their projects; call in the transaction of the change."""
    with connection.cursor() as cursor:
        for start in range(0, len(persons), CHUNK):
            cursor.execute("SELECT person_project(%s, %s)", [list(persons[start : start + CHUNK]), renamed])
    for also in _also:
        also(persons)


def after_refresh(also: Callable[[Sequence[UUID]], None]) -> None:
    """Have `also(persons)` called whenever persons were projected: what else follows from their facts."""
    _also.append(also)


def local_number(phone: str) -> str:
    """+4917604069031 as people here dial it: 017604069031; empty for numbers of other countries."""
    return "0" + phone[3:] if phone.startswith("+49") else ""


def _anchor(enrolment: Enrolment, kind: str, source: UUID) -> Anchor:
    return Anchor(enrolment.carrier_id, enrolment.project_id, enrolment.person_id, kind, source)


def _enrolments(carrier: UUID) -> Iterator[Enrolment]:
    rows = Enrolment.objects.filter(carrier_id=carrier).select_related("person").order_by("person_id", "id")
    return rows.iterator(chunk_size=CHUNK)


def findable(enrolment: Enrolment) -> Findable:
    """One search entry per participation; like the functions below it asks the database nothing."""
    person = enrolment.person
    parts = (
        folded if (folded := fold_script(person.own_script_name)) != person.own_script_name else "",
        person.own_script_name,
        person.former_names,
        person.file_number,
        enrolment.external_number,
        person.phone,
        local_number(person.phone),
    )
    text = " ".join(part for part in parts if part)
    return Findable(_anchor(enrolment, PERSON, enrolment.pk), person.list_name, text)


def entry_event(enrolment: Enrolment) -> Event | None:
    if enrolment.entered_on is None:
        return None
    at = datetime.combine(enrolment.entered_on, time(0), clock.ZONE)
    return Event(_anchor(enrolment, ENTRY, enrolment.pk), at, ENTRY_TITLE)


def exit_event(enrolment: Enrolment) -> Event | None:
    if enrolment.exited_on is None:
        return None
    at = datetime.combine(enrolment.exited_on, time(23, 59), clock.ZONE)
    title = ENDED_TITLE if enrolment.entered_on is None else EXIT_TITLE
    return Event(_anchor(enrolment, EXIT, enrolment.pk), at, title, enrolment.exit_reason)


def file_event(enrolment: Enrolment) -> Event:
    """For the first participation of a person."""
    return Event(_anchor(enrolment, FILE_NEW, enrolment.person_id), enrolment.person.created_at, NEW_TITLE)


def reminders(enrolment: Enrolment, document: ResidenceStatus) -> Iterator[Due]:
    """What the last document of somebody puts on the agenda while the participation lasts."""
    if document.valid_to is not None and enrolment.exited_on is None:
        for days in rungs(document.valid_to, clock_day(document.created_at)):
            yield _reminder(enrolment, document, document.valid_to, days)


def derive_search(carrier: UUID) -> Iterator[Row]:
    return map(findable, _enrolments(carrier))


def derive_entries(carrier: UUID) -> Iterator[Row]:
    return (event for event in map(entry_event, _enrolments(carrier)) if event is not None)


def derive_exits(carrier: UUID) -> Iterator[Row]:
    return (event for event in map(exit_event, _enrolments(carrier)) if event is not None)


def derive_files(carrier: UUID) -> Iterator[Row]:
    seen: UUID | None = None
    for enrolment in _enrolments(carrier):
        if enrolment.person_id != seen:
            seen = enrolment.person_id
            yield file_event(enrolment)


def derive_expiries(carrier: UUID) -> Iterator[Row]:
    last = (
        ResidenceStatus.objects.filter(carrier_id=carrier)
        .order_by("person_id", F("valid_from").desc(nulls_last=True), "-id")
        .distinct("person_id")
    )
    documents = {row.person_id: row for row in last if row.valid_to is not None}
    for enrolment in _enrolments(carrier):
        document = documents.get(enrolment.person_id)
        if document is not None:
            yield from reminders(enrolment, document)


def clock_day(moment: datetime) -> date:
    return moment.astimezone(clock.ZONE).date()


def rungs(expires: date, recorded: date) -> list[int]:
    """Days before the expiry on which reminders stand; without those that had passed when the document was recorded."""
    return [days for days in RUNGS if expires - timedelta(days=days) >= recorded] or [0]


def _reminder(enrolment: Enrolment, document: ResidenceStatus, expires: date, days: int) -> Due:
    key = f"{days}:{enrolment.project_id}"
    kept: dict[str, Any] = document.reminders.get(key, {})
    return Due(
        _anchor(enrolment, EXPIRY, document.pk),
        date.fromisoformat(kept["due_on"]) if "due_on" in kept else expires - timedelta(days=days),
        enrolment.person.list_name,
        EXPIRY_TITLE,
        f"gültig bis {expires:%d.%m.%Y}",
        owner=UUID(kept["owner"]) if "owner" in kept else enrolment.staff_id,
        key=key,
        done_at=datetime.fromisoformat(kept["done_at"]) if "done_at" in kept else None,
        done_by=UUID(kept["done_by"]) if "done_by" in kept else None,
    )


# ---------- what a click on Today does to a reminder ----------


def _keep(item: AgendaItem, key: str, facts: dict[str, str], without: Sequence[str] = ()) -> None:
    document = ResidenceStatus.objects.select_for_update().get(pk=item.source_id)
    kept = {name: value for name, value in document.reminders.get(key, {}).items() if name not in without}
    document.reminders = {**document.reminders, key: {**kept, **facts}}
    document.save(update_fields=["reminders"])


def _done(item: AgendaItem, user: UUID) -> None:
    """Done; whoever sees to one reminder has seen to all that were due before it or by today."""
    moment = item.done_at or clock.now()
    until = max(item.due_on, clock.today())
    others = AgendaItem.objects.filter(
        carrier_id=item.carrier_id,
        project_id=item.project_id,
        kind=EXPIRY,
        source_id=item.source_id,
        due_on__lte=until,
        done_at=None,
    ).exclude(pk=item.pk)
    for key in (*others.values_list("key", flat=True), item.key):
        _keep(item, key, {"done_at": moment.isoformat(), "done_by": str(user)})
    others.update(done_at=moment, done_by_id=user)


def _undo(item: AgendaItem, user: UUID) -> None:
    _keep(item, item.key, {}, without=("done_at", "done_by"))


def _postpone(item: AgendaItem, user: UUID, day: date) -> None:
    _keep(item, item.key, {"due_on": day.isoformat()})


def _delegate(item: AgendaItem, user: UUID, to: UUID) -> None:
    _keep(item, item.key, {"owner": str(to)})


register(Source(PERSON, _("Person"), "people", "person", derive_search))
register(Source(ENTRY, _("Eintritt"), "pass", "person", derive_entries))
register(Source(EXIT, _("Austritt"), "pass", "person", derive_exits))
register(Source(FILE_NEW, _("Akte"), "form", "person", derive_files))
register(
    Source(
        EXPIRY,
        _("Aufenthaltsdokument"),
        "pass",
        "person_edit",
        derive_expiries,
        done=_done,
        undo=_undo,
        delegate=_delegate,
        postpone=_postpone,
    )
)
