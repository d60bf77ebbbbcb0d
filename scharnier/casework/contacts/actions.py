# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes about talks and follow-ups. Each use case is one function in the caller's transaction."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from scharnier.casework import projected
from scharnier.casework.confidential.actions import write_note
from scharnier.casework.models import Contact, FollowUp, Goal
from scharnier.casework.needs.actions import NeedText, add_need
from scharnier.casework.plans import actions as plans
from scharnier.casework.plans import closed
from scharnier.casework.plans.actions import GoalText, StepText
from scharnier.foundation import clock, principals, projections, sealing, writes
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.writes import DomainError
from scharnier.network.models import User
from scharnier.people.actions import note_contact
from scharnier.people.consents.queries import NoBasis
from scharnier.people.household.queries import separated_among
from scharnier.people.models import Enrolment, Person

FARTHEST = timedelta(days=3 * 366)
LONGEST_TITLE = 200
FOLLOW = "follow"  # beside the kinds of Made
ACT_DRAFT = "act"
SECRET = "secret"  # noqa: S105  # the name of a form field


@dataclass(frozen=True)
class Talk:
    """What is written down about a talk. `at` has its zone; `topics` are plan fields; `authority` … belong to one."""

    at: datetime
    form: str
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    language: str = ""
    interpreter: str = ""
    place: str = ""
    took_part: str = ""
    note: str = ""
    agreed: str = ""
    authority: str = ""
    companion: str = ""
    papers: str = ""
    attorney: str = ""
    outcome: str = ""
    deadline_on: date | None = None


@dataclass(frozen=True)
class Reminder:
    """A follow-up as it was typed. `owner` works in the project; `person` when it is about another one of the talk."""

    due_on: date
    title: str
    owner: UUID
    person: UUID | None = None


@dataclass(frozen=True)
class Shared:
    """Whom of the household a talk concerns too: their participations, what is meant for one alone (by person), and
    whether each file names the others."""

    also: Sequence[Enrolment] = ()
    own: Mapping[UUID, str] = field(default_factory=dict)
    named: bool = False


ALONE = Shared()


class Made(StrEnum):
    """What a sentence of a note can become."""

    GOAL = "goal"
    STEP = "step"
    NEED = "need"


@dataclass(frozen=True)
class Sprout:
    """What a sentence of the note shall become; `where` is a plan field, for a step the identifier of its goal."""

    kind: Made
    text: str
    where: str


@dataclass(frozen=True)
class Written:
    """What became of it: where to go on, and what the writer should know."""

    url: str
    contact: UUID | None = None
    warnings: list[str] = field(default_factory=list)


@transaction.atomic
def write_contact(
    enrolment: Enrolment,
    *,
    author: User,
    talk: Talk,
    reminders: Sequence[Reminder] = (),
    sprouts: Sequence[Sprout] = (),
    secret: str = "",
    shared: Shared = ALONE,
    token: UUID | None = None,
) -> Written:
    """Write a talk down, with its follow-ups and what else comes of it. A second click gets the first one's answer.

    `secret` is sealed for the author's circle, apart from the talk.
    Nothing about the day stops the writing: talks begin before the papers are done and go on afterwards, and the form
    has asked about a day in the future.
    """
    person = enrolment.person
    url = reverse("contacts", kwargs={"person_id": person.pk})
    if (earlier := writes.already_sent(token)) is not None:
        return Written(earlier or url)
    _check_beside(enrolment, shared)
    act = uuid7() if shared.also else None
    contact, *others = [
        _write(
            each, author, _with_own(talk, shared.own, each), _of(reminders, each, each is enrolment), act, shared.named
        )
        for each in (enrolment, *shared.also)
    ]
    for sprout in sprouts:
        sprout_from(enrolment, editor=author, contact=contact.pk, sprout=sprout)
    if secret:
        write_note(enrolment, author=author, text=secret, contact=contact)
    writes.drop_draft(author.pk, draft_key(person.pk))
    writes.sent(token, url)
    warnings = _warnings(enrolment, author, contact)
    for each, row in zip(shared.also, others, strict=True):
        warnings += [f"{each.person.full_name}: {warning}" for warning in _about_day(each, row)]
    return Written(url, contact.pk, warnings)


def _check_beside(enrolment: Enrolment, shared: Shared) -> None:
    """Nobody stands in one act with somebody kept apart; says no more than that."""
    if shared.also and separated_among({enrolment.person_id, *(each.person_id for each in shared.also)}):
        raise DomainError(_("Das geht hier nicht. Fragen Sie die Leitung."), "also")


def _with_own(talk: Talk, own: Mapping[UUID, str], enrolment: Enrolment) -> Talk:
    """The common note and what is meant for this person alone."""
    return replace(talk, note="\n".join(part for part in (talk.note, own.get(enrolment.person_id, "")) if part))


def _of(reminders: Sequence[Reminder], enrolment: Enrolment, first: bool) -> list[Reminder]:
    return [each for each in reminders if each.person == enrolment.person_id or (first and each.person is None)]


def _write(
    enrolment: Enrolment,
    author: User,
    talk: Talk,
    reminders: Sequence[Reminder],
    act: UUID | None = None,
    named: bool = False,
) -> Contact:
    _check_topics(enrolment.person_id, enrolment.project_id, talk.topics)
    contact = Contact.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person=enrolment.person,
        author=author,
        changed_by=author,
        act=act,
        named=named and act is not None,
        **_fields(talk),
    )
    rows: list[projections.Row] = [projected.contact_event(contact)]
    for reminder in [*reminders, *_deadline(talk, reminders, author.pk)]:
        rows.append(projected.follow_up_due(_follow_up(enrolment, reminder, contact)))
    projections.put(rows)
    day = talk.at.astimezone(clock.ZONE).date()
    if day <= clock.today():
        note_contact(enrolment.person_id, enrolment.project_id, day)
    return contact


def _check_topics(person: UUID, project: UUID, topics: Collection[str]) -> None:
    """A talk is not counted under a field that is closed in a case; what somebody says of it in words is not judged."""
    try:
        for topic in topics:
            closed.check(person, project, topic)
    except NoBasis as refused:
        raise NoBasis(refused.basis, "topics") from refused


def _deadline(talk: Talk, reminders: Sequence[Reminder], author: UUID) -> list[Reminder]:
    """The day an authority has set is a follow-up of its own, unless the writer has put one on that day."""
    if talk.deadline_on is None or talk.deadline_on < clock.today():
        return []
    if any(reminder.due_on == talk.deadline_on for reminder in reminders):
        return []
    title = _("Frist: %(who)s") % {"who": talk.authority} if talk.authority else _("Frist aus dem Gespräch")
    return [Reminder(talk.deadline_on, title, author)]


@transaction.atomic
def write_act(
    enrolments: Sequence[Enrolment],
    *,
    author: User,
    talk: Talk,
    own: Mapping[UUID, str],
    token: UUID | None = None,
    url: str = "",
) -> Written:
    """Write one talk with several people down: a row for each, the common note and what is meant for this person alone.

    `own` is by person. No row says who else took part: they share the number of the act and nothing else.
    """
    if (earlier := writes.already_sent(token)) is not None:
        return Written(earlier or url)
    if not enrolments:
        raise DomainError(_("Wählen Sie, wer dabei war."), "who")
    act = uuid7() if len(enrolments) > 1 else None
    # Two who are kept apart may sit in one course; their rows share nothing, not even the number.
    apart = {one for one, _other in separated_among({each.person_id for each in enrolments})}
    written = [
        _write(each, author, _with_own(talk, own, each), (), uuid7() if each.person_id in apart else act)
        for each in enrolments
    ]
    writes.drop_draft(author.pk, ACT_DRAFT)
    writes.sent(token, url)
    return Written(url, written[0].pk, _overlaps(author, written[0], [each.pk for each in written]))


def sprout_from(enrolment: Enrolment, *, editor: User, contact: UUID, sprout: Sprout) -> UUID | None:
    """Make a goal, a step or a need out of a sentence; returns what was made. Raises DomainError when it can't be."""
    title = sprout.text[:LONGEST_TITLE].strip()
    if not title:
        raise DomainError(_("Wählen Sie einen Satz aus."))
    if sprout.kind is Made.NEED:
        return add_need(enrolment, editor=editor, text=NeedText(sprout.where, sprout.text[:300]), contact=contact)
    if sprout.kind is Made.GOAL:
        text = GoalText(sprout.where, title, wording=sprout.text[:2000] if len(sprout.text) > len(title) else "")
        return plans.add_goal(enrolment, editor=editor, text=text, contact=contact)
    goals = Goal.objects.visible_to(principals.scope()).select_related("person", "plan")
    mine = goals.filter(person_id=enrolment.person_id, project_id=enrolment.project_id)
    goal = next((each for each in mine if str(each.pk) == sprout.where), None)
    if goal is None:
        raise DomainError(_("Ein Schritt gehört zu einem Ziel. Wählen Sie das Ziel."))
    return plans.add_step(goal, editor=editor, text=StepText(title), contact=contact)


def _fields(talk: Talk) -> dict[str, object]:
    return asdict(talk) | {"topics": list(talk.topics)}


def _warnings(enrolment: Enrolment, author: User, contact: Contact) -> list[str]:
    """What is worth a second look; nothing here stops the writing."""
    return [*_about_day(enrolment, contact), *_overlaps(author, contact)]


def _about_day(enrolment: Enrolment, contact: Contact) -> list[str]:
    day = contact.at.astimezone(clock.ZONE).date()
    found = []
    if day > clock.today():
        found.append(_("Das Gespräch liegt in der Zukunft. Prüfen Sie das Datum."))
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
    return found


def _overlaps(author: User, contact: Contact, but: Collection[UUID] = ()) -> list[str]:
    """Another talk of the same person at the same time; the rows of one talk with several people are no other talk."""
    ends = contact.at + timedelta(minutes=contact.minutes or 0)
    others = Contact.objects.filter(author=author, at__gte=contact.at - timedelta(days=1), at__lt=ends).exclude(
        Q(pk__in=[contact.pk, *but]) | Q(act__isnull=False, act=contact.act)
    )
    for other in others.exclude(minutes=None):
        if other.at + timedelta(minutes=other.minutes or 0) > contact.at:
            time = f"{other.at.astimezone(clock.ZONE):%H:%M}"
            return [_("Es überschneidet sich mit Ihrem Gespräch um %(time)s Uhr.") % {"time": time}]
    return []


def change_contact(contact: Contact, *, editor: User, talk: Talk, version: int | None) -> list[str]:
    """Correct a talk; returns the names of changed fields. Raises Conflict when somebody else was faster."""
    _check_topics(contact.person_id, contact.project_id, set(talk.topics) - set(contact.topics))
    unseen = [each for each in contact.topics if each in closed.guarded() and each not in talk.topics]
    closed_now = closed.fields(principals.scope(), contact.person_id, contact.project_id) if unseen else {}
    # What is closed was not to be seen in the form, and comes back with the next basis.
    talk = replace(talk, topics=(*talk.topics, *(each for each in unseen if each in closed_now)))
    changed = writes.save_versioned(contact, version, _fields(talk))
    if changed:
        Contact.objects.filter(pk=contact.pk).update(changed_at=clock.now(), changed_by=editor)
        follow_ups = contact.follow_ups.select_related("person", "contact")
        shut = {(contact.project_id, contact.person_id, each) for each in closed_now}
        projections.put([projected.contact_event(contact, shut), *map(projected.follow_up_due, follow_ups)])
        _latest_contact(contact.person_id, contact.project_id)
    return changed


def _latest_contact(person: UUID, project: UUID) -> None:
    """A corrected date may make another talk the last one."""
    of_case = {"person_id": person, "project_id": project}
    past = Contact.objects.filter(**of_case, at__lte=clock.now())
    latest = past.order_by("-at").values_list("at", flat=True).first()
    day = latest.astimezone(clock.ZONE).date() if latest else None
    Enrolment.objects.filter(**of_case, last_contact_on__isnull=False).update(last_contact_on=day)


@transaction.atomic
def add_follow_up(enrolment: Enrolment, *, reminder: Reminder, token: UUID | None = None, url: str = "") -> str:
    """A follow-up without a talk. Returns where to go on."""
    if (earlier := writes.already_sent(token)) is not None:
        return earlier or url
    row = _follow_up(enrolment, reminder, None)
    projections.put([projected.follow_up_due(row)])
    return writes.sent(token, url)


def follow_up_from(enrolment: Enrolment, *, contact: Contact, reminder: Reminder) -> None:
    """A follow-up out of a sentence of a talk."""
    projections.put([projected.follow_up_due(_follow_up(enrolment, reminder, contact))])


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
NOT_KEPT = ("csrfmiddlewaretoken", "form_token", "version", "more", "make", "sentence", "sentences", "drop", "sure")


def keep_draft(user: UUID, key: str, person: Person | None, url: str, typed: QueryDict) -> None:
    """What has been typed so far, for the writer alone; without a person it is a talk with several."""
    fields = {
        name: [value[:LONGEST_DRAFT] for value in typed.getlist(name)]
        for name in list(typed)[:80]
        if name not in NOT_KEPT and any(typed.getlist(name))
    }
    if SECRET in fields:
        sealed = sealing.seal(fields[SECRET][-1], user, user)
        fields[SECRET] = [base64.b64encode(sealed).decode("ascii")]
    title = _("Gespräch mit %(name)s") % {"name": person.full_name} if person else _("Gespräch mit mehreren")
    writes.keep_draft(user, key, {"title": title, "url": url, "fields": fields})


def opened(user: UUID, fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """The fields of a draft with its confidential note in the clear; one that can't be opened is left out."""
    if SECRET not in fields:
        return fields
    try:
        text = sealing.unseal(base64.b64decode(fields[SECRET][-1]), user, user)
    except (sealing.Unreadable, ValueError):
        return {name: values for name, values in fields.items() if name != SECRET}
    return fields | {SECRET: [text]}


# ---------- what a click on the agenda does ----------


def follow_up_done(item: AgendaItem, user: UUID) -> None:
    FollowUp.objects.filter(pk=item.source_id).update(done_at=item.done_at, done_by_id=user)


def follow_up_open(item: AgendaItem, user: UUID) -> None:
    FollowUp.objects.filter(pk=item.source_id).update(done_at=None, done_by_id=None)


def follow_up_later(item: AgendaItem, user: UUID, day: date) -> None:
    FollowUp.objects.filter(pk=item.source_id).update(due_on=day)


def follow_up_handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    FollowUp.objects.filter(pk=item.source_id).update(owner_id=to)
