# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing an enquiry: the file, the concern and what is to be done next, in one transaction."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from scharnier.casework.contacts import actions as contacts
from scharnier.casework.contacts.actions import Reminder
from scharnier.foundation.writes import DomainError
from scharnier.network.programmes.queries import today_in
from scharnier.people import actions as people
from scharnier.people.actions import NewParticipant
from scharnier.people.models import Enrolment

USUAL_DAYS = 3


def usual_days(project: UUID) -> int:
    """After how many days an enquiry is looked at again: what the project says of talks, at most three."""
    said = today_in(project).follow_up_days
    return min(said, USUAL_DAYS) if said else USUAL_DAYS


def take_on(new: NewParticipant, reminder: Reminder) -> UUID:
    """A file without entry, and a follow-up for whoever is named. Returns the person's id. Raises DomainError."""
    if not new.concern.strip():
        raise DomainError(_("Schreiben Sie in einem Satz, worum es geht."), "concern")
    person = people.create_person(new)
    enrolment = Enrolment.objects.select_related("person").get(person_id=person, project_id=new.project)
    contacts.add_follow_up(enrolment, reminder=reminder)
    return person
