# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How people come in, in every project of the demo: short advice of the last months, open enquiries."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from scharnier.casework.advice.models import ShortAdvice
from scharnier.casework.contacts.actions import Reminder
from scharnier.casework.enquiry import actions as enquiries
from scharnier.config.generating import fiction
from scharnier.foundation import clock, principals
from scharnier.network.models import Membership, Role
from scharnier.network.programmes.queries import today_in
from scharnier.people import actions as people
from scharnier.people.actions import NewParticipant
from scharnier.people.models import Enrolment
from scharnier.people.questionnaire import actions as questionnaires
from scharnier.people.waiting import actions as waiting

TOPICS = "arbeit aufenthalt sprache finanzen wohnen familie anerkennung gesundheit schule_bildung teilhabe".split()
LANGUAGES = ("ar", "fa", "uk", "tr", "de", "en", "ti", "ru")
FORMS = ("office_hour", "office_hour", "phone", "messenger", "mobile_site")
ADVICE, DAYS = 48, 300
# Given name, family name, spoken language, what somebody came with.
ENQUIRIES = (
    ("Rojin", "Demir", "kmr", "Sucht Arbeit in der Küche, Arbeitserlaubnis unklar"),
    ("Yusuf", "", "so", "Brief vom Jobcenter nicht verstanden"),
    ("Oleksandra", "Bondar", "uk", "Möchte ihr Diplom als Lehrerin anerkennen lassen"),
)


# Answers to an entry questionnaire, by data item.
ANSWERS = {
    "registered_unemployed_entry": False,
    "paid_work_entry": False,
    "in_education_training_entry": True,
    "isced_entry": "2",
    "foreign_background": True,
    "minority": False,
    "other_disadvantage": False,
    "homeless": False,
}


@dataclass(frozen=True)
class Desk:
    """A project with somebody who works there."""

    carrier: UUID
    project: UUID
    users: tuple[UUID, ...]


def state() -> None:
    """Advice and enquiries, written by the people of each project."""
    for number, desk in enumerate(desks()):
        draw = random.Random(number)  # invented data
        with principals.entering(principals.staff(desk.users[0])):
            _advice(desk, draw)
            _enquiry(desk, number)
            _waiting(desk, number)
            _questionnaires(desk)


def desks() -> list[Desk]:
    """Every project with its caseworkers of today, by code."""
    with principals.entering(principals.SYSTEM):
        rows = Membership.objects.filter(role=Role.CASEWORKER, valid_to=None, valid_from__lte=clock.today())
        found: dict[tuple[UUID, UUID], list[UUID]] = {}
        ordered = rows.filter(project__isnull=False).order_by("project__code", "user__email")
        for carrier, project, user in ordered.values_list("carrier_id", "project_id", "user_id"):
            if project is not None:
                found.setdefault((carrier, project), []).append(user)
    return [Desk(carrier, project, tuple(users)) for (carrier, project), users in found.items()]


def _advice(desk: Desk, draw: random.Random) -> None:
    today = clock.today()
    ShortAdvice.objects.bulk_create(
        ShortAdvice(
            carrier_id=desk.carrier,
            project_id=desk.project,
            staff_id=draw.choice(desk.users),
            day=today - timedelta(days=draw.randrange(DAYS)),
            topics=draw.sample(TOPICS, 1 + (draw.random() < 0.25)),
            language=draw.choice(LANGUAGES),
            form=draw.choice(FORMS),
            minutes=draw.choice((None, 5, 10, 10, 15, 20)),
        )
        for _ in range(ADVICE)
    )


def _waiting(desk: Desk, number: int) -> None:
    """Two people on the list of every second project, the first with an offer; a third has gone elsewhere."""
    if number % 2:
        return
    for place, (given, family) in enumerate((("Hamid", "Noori"), ("Liya", "Gebre"), ("Bashir", "Karimi"))):
        new = NewParticipant(
            carrier=desk.carrier,
            project=desk.project,
            given_names=given,
            family_name=family,
            speaks=("fa",) if place == 0 else ("ti",),
            concern="Sucht eine Ausbildung",
            staff=desk.users[0],
        )
        person = people.create_person(new)
        row = Enrolment.objects.select_related("person").get(person_id=person, project_id=desk.project)
        if place == 2:
            gone = "Wird von der Migrationsberatung am Wohnort begleitet."
            waiting.withdraw(row, on=clock.today(), why="referred", reason=gone, by=desk.users[0])
            return
        entry = waiting.wait(row, since=clock.today() - timedelta(days=30 - 9 * place), by=desk.users[0])
        if place == 0:
            until = clock.today() + timedelta(days=4)
            waiting.offer(entry, None, until=until, reason="", by=desk.users[0])


def _questionnaires(desk: Desk) -> None:
    """Where the funder wants one, the first cases have answered theirs; the first has signed."""
    if "entry" not in today_in(desk.project).required_records:
        return
    rows = Enrolment.objects.filter(project_id=desk.project, exited_on=None, entered_on__isnull=False)
    for place, row in enumerate(rows.select_related("person").order_by("name_sort", "pk")[:4]):
        # The edition of the day leaves out what it doesn't ask.
        kept = questionnaires.save(row, None, None, answers=ANSWERS, refused=["disability"], by=desk.users[0])
        if place == 0:
            today = clock.today()
            questionnaires.paper(kept, None, printed_on=today, signed_on=today, scanned_on=None)


def _enquiry(desk: Desk, number: int) -> None:
    given, family, language, concern = ENQUIRIES[number % len(ENQUIRIES)]
    new = NewParticipant(
        carrier=desk.carrier,
        project=desk.project,
        given_names=given,
        family_name=family,
        phone=fiction.mobile(number),
        channel="phone",
        speaks=(language,),
        reads=language,
        concern=concern,
        staff=desk.users[0],
    )
    enquiries.take_on(new, Reminder(clock.today() + timedelta(days=2), concern, desk.users[0]))
