# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing files: new persons, changed facts, dated stays, participation from entry to exit.

Every function belongs into one transaction of somebody who may write in the project, refuses with a DomainError that
names the field, and leaves search, timeline and agenda as they should be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext, ngettext

from scharnier.foundation import clock, principals
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.network.models import Project
from scharnier.network.programmes.queries import today_in
from scharnier.network.staffing import handover
from scharnier.network.staffing.holdings import Holder
from scharnier.network.structure.queries import partner_of
from scharnier.people import counting, projected, rules
from scharnier.people.models import Enrolment, Person, Phase, Precision, ResidenceStatus
from scharnier.people.names import text
from scharnier.people.separation.queries import check_staff_apart
from scharnier.people.waiting import queries as places

BATCH = 1000


@dataclass(frozen=True, slots=True)
class NewStay:
    """A residence status as written down; `code` is one of the list residence_status."""

    code: str
    valid_from: date | None = None
    valid_to: date | None = None
    endorsement: str = ""
    source: str = ""
    irregular: str = ""
    document: str = ""
    obligation: str = ""


@dataclass(frozen=True, slots=True)
class NewParticipant:
    """A person with the first participation. Codes are those of `scharnier.knowledge.codes`, telephones E.164.

    `stays` are written as they come.
    """

    carrier: UUID
    project: UUID
    family_name: str = ""
    given_names: str = ""
    own_script_name: str = ""
    birth_date: date | None = None
    birth_precision: str = Precision.DAY
    sex: str = ""
    nationality: str = ""
    further_nationalities: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    channel: str = ""
    messenger: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""
    speaks: tuple[str, ...] = ()
    reads: str = ""
    also_reads: tuple[str, ...] = ()
    german_level: str = ""
    german_note: str = ""
    schooling: str = ""
    occupation: str = ""
    entered_germany_on: date | None = None
    remark: str = ""
    staff: UUID | None = None
    second_staff: UUID | None = None
    phase: str = Phase.CLEARING
    entered_on: date | None = None
    exited_on: date | None = None
    exit_reason: str = ""
    concern: str = ""
    over_places: str = ""
    external_number: str = ""
    stays: tuple[NewStay, ...] = ()


PERSON_FIELDS = (
    "family_name given_names own_script_name birth_date birth_precision sex nationality phone email "
    "channel messenger street postcode place reads german_level german_note schooling occupation entered_germany_on "
    "remark"
).split()
# Several codes in one field.
LIST_FIELDS = ("speaks", "also_reads", "further_nationalities")
STAY_FIELDS = ("code", "valid_from", "valid_to", "endorsement", "source", "irregular", "document", "obligation")
NAME_FIELDS = ("family_name", "given_names", "own_script_name")
ENROLMENT_FIELDS = ("phase", "entered_on", "exited_on", "exit_reason", "concern", "over_places", "external_number")
SHORTEST_REASON = 10


# ---------- persons ----------


def create_person(new: NewParticipant) -> UUID:
    """One new file; returns the person's id. Raises DomainError."""
    new = replace(new, second_staff=new.second_staff or partner_of(new.project, new.staff))
    rules.check_staff(new.project, (("staff", new.staff), ("second_staff", new.second_staff)))
    if new.exited_on is None:
        new = replace(new, over_places=_over_places(new.project, new.entered_on, new.over_places))
    return create_many([new])[0]


def create_many(rows: Sequence[NewParticipant]) -> list[UUID]:
    """New files for many participants, in their order: a handful of statements for a thousand of them.

    Raises DomainError for the first row that no file may contain; then nothing is written. Who may be responsible is
    the caller's to check (`rules.workers_of`), since a list names people who have left long ago.
    """
    if not rows:
        return []
    rows = [_with_clean_names(row) for row in rows]
    for row in rows:
        check_new(row)
    projects = {project.pk: project for project in Project.objects.filter(pk__in={row.project for row in rows})}
    made: list[UUID] = []
    with transaction.atomic():
        for start in range(0, len(rows), BATCH):
            made += _create_batch(rows[start : start + BATCH], projects)
    return made


def _with_clean_names(row: NewParticipant) -> NewParticipant:
    return replace(
        row,
        family_name=text.clean(row.family_name),
        given_names=text.clean(row.given_names),
        own_script_name=text.clean(row.own_script_name),
    )


def check_new(row: NewParticipant) -> None:
    """Everything about a new participant that can be refused without asking the database."""
    person = {name: getattr(row, name) for name in (*PERSON_FIELDS, *LIST_FIELDS)}
    participation = {name: getattr(row, name) for name in ENROLMENT_FIELDS}
    rules.check_person(person)
    rules.check_texts(Person, {name: person[name] for name in PERSON_FIELDS})
    rules.check_codes({**person, **participation, **{name: getattr(row, name) for name in LIST_FIELDS}})
    rules.check_texts(Enrolment, participation)
    rules.check_participation(row.entered_on, row.exited_on, row.exit_reason, row.birth_date)
    for stay in row.stays:
        _check_stay(_stay_values(stay), row.birth_date)


def _create_batch(rows: Sequence[NewParticipant], projects: Mapping[UUID, Project]) -> list[UUID]:
    numbers = file_numbers(rows, projects)
    limits = {project: today_in(project).support_months for project in projects}
    persons, enrolments, stays = [], [], []
    for row, number in zip(rows, numbers, strict=True):
        person = Person(
            pk=uuid7(),
            carrier_id=row.carrier,
            file_number=number,
            **{name: list(getattr(row, name)) for name in LIST_FIELDS},
            **{name: getattr(row, name) for name in PERSON_FIELDS},
        )
        persons.append(person)
        enrolments.append(_new_enrolment(person, row, limits[row.project]))
        stays += [ResidenceStatus(carrier_id=row.carrier, person=person, **_stay_values(stay)) for stay in row.stays]
    Person.objects.bulk_create(persons)
    Enrolment.objects.bulk_create(enrolments)
    ResidenceStatus.objects.bulk_create(stays)
    made = [person.pk for person in persons]
    projected.refresh(made)
    counting.count({row.carrier for row in rows}, made)
    return made


def _new_enrolment(person: Person, row: NewParticipant, months: int | None) -> Enrolment:
    return Enrolment(
        carrier_id=row.carrier,
        project_id=row.project,
        person=person,
        staff_id=row.staff,
        second_staff_id=row.second_staff,
        support_until=rules.last_day(row.entered_on, months),
        **{name: getattr(row, name) for name in ENROLMENT_FIELDS},
    )


def number_prefix(project_code: str, year: int) -> str:
    """`NORD-2026` for the project `nord`; initials where the code is long: `ALS-2026` for `arbeit-leipzig-stadt`."""
    words = "".join(letter if letter.isalnum() else " " for letter in project_code.upper()).split()
    whole = "".join(words)
    short = whole if len(whole) <= 8 else "".join(word[0] for word in words) if len(words) > 1 else whole
    return f"{short[:8]}-{year}"


def file_numbers(rows: Sequence[NewParticipant], projects: Mapping[UUID, Project]) -> list[str]:
    """The next numbers of each prefix; who comes at the same moment waits for this transaction."""
    year = clock.today().year
    prefixes = [(row.carrier, number_prefix(projects[row.project].code, year)) for row in rows]
    following: dict[tuple[UUID, str], int] = {}
    with connection.cursor() as cursor:
        for (carrier, prefix), count in sorted(Counter(prefixes).items()):
            cursor.execute(
                "INSERT INTO people_filecounter (id, created_at, carrier_id, prefix, last) VALUES (%s, %s, %s, %s, %s) "
                "ON CONFLICT (carrier_id, prefix) DO UPDATE SET last = people_filecounter.last + excluded.last "
                "RETURNING last",
                [uuid7(), clock.now(), carrier, prefix, count],
            )
            following[carrier, prefix] = cursor.fetchone()[0] - count
    numbers = []
    for key in prefixes:
        following[key] += 1
        numbers.append(f"{key[1]}-{following[key]:04d}")
    return numbers


def update_person(person: Person, expected: int | None, changes: Mapping[str, Any]) -> list[str]:
    """Change facts about a person; returns the names of changed fields. Raises Conflict when somebody was faster."""
    changes = {**changes, **{name: text.clean(changes[name]) for name in NAME_FIELDS if name in changes}}
    rules.check_person({**{name: getattr(person, name) for name in (*PERSON_FIELDS, *LIST_FIELDS)}, **changes})
    rules.check_texts(Person, {name: value for name, value in changes.items() if name not in LIST_FIELDS})
    rules.check_codes(changes)
    changed = save_versioned(person, expected, changes)
    if changed:
        projected.refresh([person.pk], renamed=bool({"family_name", "given_names"} & set(changed)))
    if counting.COUNTED & set(changed):
        counting.count([person.carrier_id], [person.pk])
    return changed


# ---------- residence ----------


def _stay_values(stay: NewStay) -> dict[str, Any]:
    return {name: getattr(stay, name) for name in STAY_FIELDS}


def _check_stay(values: Mapping[str, Any], born: date | None) -> None:
    if not values.get("code"):
        raise DomainError(gettext("Wählen Sie einen Aufenthaltsstatus."), "code")
    rules.check_codes({"code": values["code"]})
    rules.check_texts(ResidenceStatus, values)
    rules.check_stay(values.get("valid_from"), values.get("valid_to"), born)


def add_residence(
    person: Person, stay: NewStay, *, end_previous: bool = False, ask_why: bool = False
) -> ResidenceStatus:
    """A further stay. `end_previous` ends the one before on the day before, if it was open or lasted longer.

    With `ask_why` days that are missing beside it, or that stand in two stays, need a reason.
    """
    _check_stay(_stay_values(stay), person.birth_date)
    if end_previous and stay.valid_from is not None:
        _end_before(person, stay.valid_from)
    if ask_why:
        _check_fits(person, stay)
    row = ResidenceStatus.objects.create(carrier_id=person.carrier_id, person=person, **_stay_values(stay))
    projected.refresh([person.pk])
    return row


def _end_before(person: Person, begin: date) -> None:
    earlier = Q(valid_from=None) | Q(valid_from__lt=begin)
    running = Q(valid_to=None) | Q(valid_to__gte=begin)
    for row in ResidenceStatus.objects.filter(earlier, running, person=person):
        save_versioned(row, None, {"valid_to": begin - timedelta(days=1), "reminders": {}})


def _check_fits(person: Person, stay: NewStay, but: UUID | None = None) -> None:
    """Gaps and overlaps happen; whoever writes one down says why."""
    if stay.irregular or stay.valid_from is None:
        return
    others = ResidenceStatus.objects.filter(person=person, valid_from__isnull=False)
    begins = {
        each.valid_from: each.valid_to
        for each in (others.exclude(pk=but) if but else others).order_by("valid_from", "pk")
        if each.valid_from is not None
    }
    earlier = [begin for begin in begins if begin <= stay.valid_from]
    following = [begin for begin in begins if begin > stay.valid_from]
    apart = []
    if earlier:
        end = begins[max(earlier)]
        apart.append(0 if end is None else (stay.valid_from - end).days)
    if following:
        apart.append(0 if stay.valid_to is None else (min(following) - stay.valid_to).days)
    if any(days < 1 for days in apart):
        raise DomainError(
            gettext("Diese Tage stehen schon in einem anderen Status. Ändern Sie die Tage, oder nennen Sie den Grund."),
            "irregular",
        )
    if any(days > 1 for days in apart):
        raise DomainError(
            gettext("Zum Status davor oder danach fehlen Tage. Ändern Sie die Tage, oder nennen Sie den Grund."),
            "irregular",
        )


def change_residence(row: ResidenceStatus, expected: int | None, stay: NewStay, *, ask_why: bool = False) -> list[str]:
    """Correct or end a stay; returns the names of changed fields. Raises Conflict when somebody was faster.

    With `ask_why` changed days that leave a gap or an overlap need a reason.
    """
    changes = _stay_values(stay)
    _check_stay(changes, row.person.birth_date)
    if ask_why and (stay.valid_from, stay.valid_to) != (row.valid_from, row.valid_to):
        _check_fits(row.person, stay, row.pk)
    if stay.valid_to != row.valid_to:
        changes["reminders"] = {}
    changed = save_versioned(row, expected, changes)
    if changed:
        projected.refresh([row.person_id])
    return changed


# ---------- participation ----------


def _over_places(
    project: UUID, entered_on: date | None, reason: str, person: UUID | None = None, held: bool = False
) -> str:
    """Why somebody is taken in although no place is free, to be kept; empty where there is one. Two statements.

    A place that is offered counts as taken, but not for the `person` who has the offer.
    """
    if entered_on is None:
        return ""
    room = places.room(project, max(entered_on, clock.today()), person=person, held=held)
    if not room.full:
        return ""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        text = gettext("Kein Platz ist frei. Schreiben Sie in einem Satz, warum Sie trotzdem aufnehmen.")
        if room.until is not None and not room.taken:
            text = gettext(
                "Der letzte freie Platz ist jemand anderem angeboten, Antwort bis %(day)s. "
                "Schreiben Sie in einem Satz, warum Sie trotzdem aufnehmen."
            ) % {"day": f"{room.until:%d.%m.%Y}"}
        raise DomainError(text, "over_places")
    rules.check_texts(Enrolment, {"over_places": reason})
    return reason


def enrol(
    person: Person,
    project: UUID,
    *,
    staff: UUID | None,
    second_staff: UUID | None = None,
    entered_on: date | None = None,
    phase: str = Phase.CLEARING,
    over_places: str = "",
) -> Enrolment:
    """A person known to the carrier takes part in a project, for the first time or again.

    `over_places`: why, when no place is free.
    """
    rules.check_participation(entered_on, None, "", person.birth_date)
    rules.check_codes({"phase": phase})
    second_staff = second_staff or partner_of(project, staff)
    rules.check_staff(project, (("staff", staff), ("second_staff", second_staff)))
    rules.check_not_open(person.pk, project)
    check_staff_apart(person.pk, (staff, second_staff))
    _check_after_earlier(person, project, entered_on)
    over_places = _over_places(project, entered_on, over_places, person.pk)
    try:
        with transaction.atomic():
            row = Enrolment.objects.create(
                carrier_id=person.carrier_id,
                project_id=project,
                person=person,
                staff_id=staff,
                second_staff_id=second_staff,
                phase=phase,
                entered_on=entered_on,
                over_places=over_places,
                support_until=rules.last_day(entered_on, today_in(project).support_months),
            )
    except IntegrityError:
        # A colleague did the same in the same second.
        rules.check_not_open(person.pk, project)
        raise
    projected.refresh([person.pk])
    counting.count([person.carrier_id], [person.pk])
    return row


def _check_after_earlier(person: Person, project: UUID, entered_on: date | None, but: UUID | None = None) -> None:
    """A new participation begins after earlier ones have ended."""
    if entered_on is None:
        return
    ended = Enrolment.objects.filter(
        person=person, project_id=project, exited_on__gt=entered_on, entered_on__lte=entered_on
    )
    found = (ended if but is None else ended.exclude(pk=but)).first()
    if found is not None and found.exited_on is not None:
        facts = {"day": f"{found.exited_on:%d.%m.%Y}"}
        raise DomainError(gettext("Bis %(day)s läuft noch eine frühere Teilnahme.") % facts, "entered_on")


def change_enrolment(row: Enrolment, expected: int | None, changes: Mapping[str, Any]) -> list[str]:
    """Change phase, staff (`staff_id`, `second_staff_id`), entry or limit. Raises Conflict when somebody was faster.

    `over_places` says why somebody enters although no place is free; otherwise it stays as it is. `held`: the place was
    offered to this person.
    """
    changes = dict(changes)
    reason, held = changes.pop("over_places", ""), changes.pop("held", False)
    wanted = {
        name: changes.get(name, getattr(row, name))
        for name in ("phase", "entered_on", "exited_on", "exit_reason", "staff_id", "second_staff_id")
    }
    rules.check_participation(wanted["entered_on"], wanted["exited_on"], wanted["exit_reason"], row.person.birth_date)
    rules.check_codes({"phase": wanted["phase"]})
    pair = [("staff", wanted["staff_id"]), ("second_staff", wanted["second_staff_id"])]
    moved = [(name, user) for name, user in pair if user != getattr(row, f"{name}_id")]
    if moved:
        rules.check_staff(row.project_id, moved)
        check_staff_apart(row.person_id, [user for _, user in moved])
    if wanted["staff_id"] is not None and wanted["staff_id"] == wanted["second_staff_id"]:
        raise DomainError(gettext("Das ist schon die erste Fachkraft."), "second_staff")
    if wanted["entered_on"] != row.entered_on:
        _check_after_earlier(row.person, row.project_id, wanted["entered_on"], row.pk)
    if row.entered_on is None and wanted["entered_on"] is not None:
        changes["over_places"] = _over_places(row.project_id, wanted["entered_on"], reason, row.person_id, held)
    before = (row.staff_id, row.second_staff_id)
    changed = save_versioned(row, expected, changes)
    if changed:
        _follow(row, before)
        projected.refresh([row.person_id])
    if "entered_on" in changed:
        counting.count([row.carrier_id], [row.person_id])
        if row.entered_on is not None:
            for follow in _on_entry:
                follow(row)
    return changed


_on_entry: list[Callable[[Enrolment], None]] = []


def on_entry(follow: Callable[[Enrolment], None]) -> None:
    """Have `follow(enrolment)` called when the day of an entry is written, in the same transaction."""
    _on_entry.append(follow)


def _follow(row: Enrolment, before: tuple[UUID | None, UUID | None]) -> None:
    """What is open in a case goes along with it, to whoever stands in the place of the one who left it."""
    after = (row.staff_id, row.second_staff_id)
    for old, new in zip(before, after, strict=True):
        taker = new or next((each for each in after if each is not None), None)
        if old is not None and old not in after and taker is not None:
            holder = Holder(row.carrier_id, row.project_id, old)
            handover.follow_case(principals.scope(), holder, row.person_id, taker)


class StillOpen(DomainError):
    """Somebody leaves while something is still due; say so once, then it may be."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "Es ist noch %(n)s Punkt offen. Erledigen oder übergeben Sie ihn, oder bestätigen Sie es unten.",
                "Es sind noch %(n)s Punkte offen. Erledigen oder übergeben Sie sie, oder bestätigen Sie es unten.",
                count,
            )
            % {"n": count},
            "confirmed",
        )


def exit_enrolment(
    row: Enrolment,
    expected: int | None,
    *,
    exited_on: date,
    exit_reason: str,
    exit_situation: str = "",
    confirmed: bool = False,
) -> list[str]:
    """Somebody leaves the project, or an enquiry ends. Raises StillOpen while follow-ups are due and nobody has
    confirmed."""
    if not exit_reason:
        raise DomainError(gettext("Wählen Sie den Grund des Austritts."), "exit_reason")
    rules.check_codes({"exit_reason": exit_reason, "exit_situation": exit_situation})
    rules.check_participation(row.entered_on, exited_on, exit_reason)
    waiting = (
        AgendaItem.objects.filter(subject_id=row.person_id, project_id=row.project_id, done_at=None)
        .exclude(kind__in=projected.NOTICES)
        .count()
    )
    if waiting and not confirmed:
        raise StillOpen(waiting)
    changed = save_versioned(
        row, expected, {"exited_on": exited_on, "exit_reason": exit_reason, "exit_situation": exit_situation}
    )
    if changed:
        projected.refresh([row.person_id])
    return changed


def reopen_enrolment(row: Enrolment, expected: int | None) -> list[str]:
    """Take back an exit entered by mistake."""
    rules.check_not_open(row.person_id, row.project_id)
    changed = save_versioned(row, expected, {"exited_on": None, "exit_reason": "", "exit_situation": ""})
    if changed:
        projected.refresh([row.person_id])
    return changed


def note_contact(person: UUID, project: UUID, on: date) -> None:
    """Remember the day of a contact, if it is later than the one known; in whatever order contacts are written down.

    It counts for the open participation, or for the last one when all have ended.
    """
    scope = principals.scope()
    latest = (
        Enrolment.objects.visible_to(scope).filter(person_id=person, project_id=project).order_by("-entered_on", "-id")
    )
    chosen = min(latest, key=lambda row: row.exited_on is not None, default=None)
    if chosen is not None:
        later = Q(last_contact_on=None) | Q(last_contact_on__lt=on)
        Enrolment.objects.filter(later, pk=chosen.pk).update(last_contact_on=on)
