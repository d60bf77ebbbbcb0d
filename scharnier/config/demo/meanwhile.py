# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody is just back from leave: what the colleague wrote and ticked off meanwhile."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Reminder, Talk
from scharnier.config.demo.staffing import team
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem
from scharnier.network.models import User
from scharnier.network.staffing import substitution
from scharnier.network.staffing.holdings import Holder
from scharnier.network.staffing.substitution import Extent
from scharnier.people.models import Enrolment

AWAY, BACK, TICKED = 17, 3, 3
# Days ago, form, minutes, what was written, what is still to be done.
WRITTEN = (
    (14, "phone", 10, "Fragt, ob der Antrag angekommen ist. Beim Jobcenter nachgefragt: liegt vor.", ""),
    (12, "office_hour", 20, "Brief der Krankenkasse gemeinsam gelesen, Versichertenkarte kommt mit der Post.", ""),
    (9, "messenger", 5, "Schickt ein Foto des Kursnachweises. Liegt bei den Dokumenten.", "Kursnachweis ablegen"),
    (
        6,
        "appointment",
        30,
        "Möchte früher anfangen zu arbeiten. Will das mit Ihnen selbst besprechen.",
        "Arbeitsbeginn besprechen",
    ),
    (4, "phone", 15, "Hat die Zusage für die Kita. Der Vertrag kommt nächste Woche.", ""),
)


def state() -> None:
    """In the first project with three caseworkers the third was away and the second stood in."""
    found = team()
    if found is None:
        return
    carrier, project, (_first, second, third) = found
    today = clock.today()
    with clock.frozen(_at(AWAY + 1)), principals.entering(principals.staff(third)) as scope:
        first_day, last_day = today - timedelta(days=AWAY), today - timedelta(days=BACK)
        mine = Holder(carrier, project, third)
        substitution.enter(scope, mine, cover=second, valid_from=first_day, valid_to=last_day, extent=Extent())
    for place, (days, form, minutes, note, task) in enumerate(WRITTEN):
        with clock.frozen(_at(days)), principals.entering(principals.staff(second)):
            row = _case(project, third, place)
            if row is not None:
                talk = Talk(clock.now() - timedelta(minutes=minutes), form, minutes, note=note)
                tasks = [Reminder(today, task, third)] if task else []
                talks.write_contact(row, author=User.objects.get(pk=second), talk=talk, reminders=tasks)
            if place < TICKED:
                _tick(third, second)


def _at(days: int) -> datetime:
    """In the afternoon, so many days ago."""
    return datetime.combine(clock.today() - timedelta(days=days), time(15), clock.ZONE)


def _case(project: UUID, staff: UUID, place: int) -> Enrolment | None:
    rows = Enrolment.objects.filter(project_id=project, staff_id=staff, exited_on=None)
    entered = rows.filter(entered_on__lt=clock.today() - timedelta(days=60)).select_related("person", "project")
    return entered.order_by("entered_on", "pk")[place : place + 1].first()


def _tick(owner: UUID, by: UUID) -> None:
    """The most pressing point of the absent colleague is done."""
    kinds = ["casework.follow_up", "casework.step"]
    due = AgendaItem.objects.filter(owner_id=owner, done_at=None, kind__in=kinds, due_on__lte=clock.today())
    if (item := due.order_by("-due_on", "pk").first()) is not None:
        projections.mark_done(item, by)
