# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes about talks and follow-ups. Each use case is one function in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from scharnier.casework import projected
from scharnier.casework.models import Contact, FollowUp
from scharnier.foundation import clock, projections, writes
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.writes import DomainError
from scharnier.network.models import User
from scharnier.people.actions import note_contact
from scharnier.people.models import Enrolment, Person

FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Talk:
    """What is written down about a talk. `at` has its zone; `topics` are plan fields."""

    at: datetime
    form: str
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    language: str = ""
    interpreter: str = ""
    place: str = ""
    note: str = ""
    agreed: str = ""


@dataclass(frozen=True)
class Reminder:
    """A follow-up as it was typed. `owner` works in the project."""

    due_on: date
    title: str
    owner: UUID


@dataclass(frozen=True)
class Written:
    """What became of it: where to go on, and what the writer should know."""

    url: str
    contact: UUID | None = None
    warnings: list[str] = field(default_factory=list)


def write_contact(
    enrolment: Enrolment, *, author: User, talk: Talk, reminders: Sequence[Reminder] = (), token: UUID | None = None
) -> Written:
    """Write a talk down, with its follow-ups. A second click with the same token gets the first one's answer.

    Raises DomainError for a talk in the future. One before entry or after exit is written, with a warning: talks begin
    before the papers are done, and they go on afterwards.
    """
    person = enrolment.person
    url = reverse("contacts", kwargs={"person_id": person.pk})
    if (earlier := writes.already_sent(token)) is not None:
        return Written(earlier or url)
    _check_time(talk)
    contact = Contact.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person=person,
        author=author,
        changed_by=author,
        **_fields(talk),
    )
    rows: list[projections.Row] = [projected.contact_event(contact)]
    for reminder in reminders:
        rows.append(projected.follow_up_due(_follow_up(enrolment, reminder, contact)))
    projections.put(rows)
    note_contact(person.pk, enrolment.project_id, talk.at.astimezone(clock.ZONE).date())
    writes.drop_draft(author.pk, draft_key(person.pk))
    writes.sent(token, url)
    return Written(url, contact.pk, _warnings(enrolment, author, contact))


def _fields(talk: Talk) -> dict[str, object]:
    return {
        "at": talk.at,
        "minutes": talk.minutes,
        "form": talk.form,
        "topics": list(talk.topics),
        "language": talk.language,
        "interpreter": talk.interpreter,
        "place": talk.place,
        "note": talk.note,
        "agreed": talk.agreed,
    }


def _check_time(talk: Talk) -> None:
    if talk.at > clock.now() + timedelta(minutes=5):
        raise DomainError(
            _("Das liegt in der Zukunft. Ein Gespräch wird aufgeschrieben, wenn es stattgefunden hat."), "day"
        )


def _warnings(enrolment: Enrolment, author: User, contact: Contact) -> list[str]:
    """What is worth a second look; nothing here stops the writing."""
    day = contact.at.astimezone(clock.ZONE).date()
    found = []
    if enrolment.entered_on and day < enrolment.entered_on:
        found.append(
            _("Das Gespräch liegt vor dem Eintritt am %(day)s. Prüfen Sie das Datum.")
            % {"day": f"{enrolment.entered_on:%d.%m.%Y}"}
        )
    if enrolment.exited_on and day > enrolment.exited_on:
        found.append(
            _("Das Gespräch liegt nach dem Austritt am %(day)s. Prüfen Sie das Datum.")
            % {"day": f"{enrolment.exited_on:%d.%m.%Y}"}
        )
    ends = contact.at + timedelta(minutes=contact.minutes or 0)
    others = Contact.objects.filter(author=author, at__gte=contact.at - timedelta(days=1), at__lt=ends).exclude(
        pk=contact.pk
    )
    for other in others.exclude(minutes=None):
        if other.at + timedelta(minutes=other.minutes or 0) > contact.at:
            found.append(
                _("Es überschneidet sich mit Ihrem Gespräch um %(time)s Uhr.")
                % {"time": f"{other.at.astimezone(clock.ZONE):%H:%M}"}
            )
            break
    return found


def change_contact(contact: Contact, *, editor: User, talk: Talk, version: int | None) -> list[str]:
    """Correct a talk; returns the names of changed fields. Raises Conflict when somebody else was faster."""
    _check_time(talk)
    changed = writes.save_versioned(contact, version, _fields(talk))
    if changed:
        Contact.objects.filter(pk=contact.pk).update(changed_at=clock.now(), changed_by=editor)
        follow_ups = contact.follow_ups.select_related("person", "contact")
        projections.put([projected.contact_event(contact), *map(projected.follow_up_due, follow_ups)])
        _latest_contact(contact.person_id, contact.project_id)
    return changed


def _latest_contact(person: UUID, project: UUID) -> None:
    """A corrected date may make another talk the last one."""
    of_case = {"person_id": person, "project_id": project}
    latest = Contact.objects.filter(**of_case).order_by("-at").values_list("at", flat=True).first()
    day = latest.astimezone(clock.ZONE).date() if latest else None
    Enrolment.objects.filter(**of_case, last_contact_on__isnull=False).update(last_contact_on=day)


def add_follow_up(enrolment: Enrolment, *, reminder: Reminder, token: UUID | None = None, url: str = "") -> str:
    """A follow-up without a talk. Returns where to go on."""
    if (earlier := writes.already_sent(token)) is not None:
        return earlier or url
    row = _follow_up(enrolment, reminder, None)
    projections.put([projected.follow_up_due(row)])
    return writes.sent(token, url)


def _follow_up(enrolment: Enrolment, reminder: Reminder, contact: Contact | None) -> FollowUp:
    return FollowUp.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person=enrolment.person,
        due_on=reminder.due_on,
        title=reminder.title,
        owner_id=reminder.owner,
        contact=contact,
    )


def draft_key(person: UUID) -> str:
    return f"contact:{person}"


LONGEST_DRAFT = 25_000
NOT_KEPT = ("csrfmiddlewaretoken", "form_token", "version", "more", "drop")


def keep_draft(user: UUID, key: str, person: Person, url: str, typed: QueryDict) -> None:
    """What has been typed so far, for the writer alone."""
    fields = {
        name: [value[:LONGEST_DRAFT] for value in typed.getlist(name)]
        for name in list(typed)[:80]
        if name not in NOT_KEPT and any(typed.getlist(name))
    }
    title = _("Gespräch mit %(name)s") % {"name": person.full_name}
    writes.keep_draft(user, key, {"title": title, "url": url, "fields": fields})


# ---------- what a click on the agenda does ----------


def follow_up_done(item: AgendaItem, user: UUID) -> None:
    FollowUp.objects.filter(pk=item.source_id).update(done_at=item.done_at, done_by_id=user)


def follow_up_open(item: AgendaItem, user: UUID) -> None:
    FollowUp.objects.filter(pk=item.source_id).update(done_at=None, done_by_id=None)


def follow_up_later(item: AgendaItem, user: UUID, day: date) -> None:
    FollowUp.objects.filter(pk=item.source_id).update(due_on=day)


def follow_up_handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    FollowUp.objects.filter(pk=item.source_id).update(owner_id=to)
