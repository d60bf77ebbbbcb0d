# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who waits for a place, since when, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import ProjectRecord, User
from scharnier.people.models import Enrolment, Person


class WaitingState(models.TextChoices):
    WAITING = "waiting", _("wartet")
    OFFERED = "offered", _("Platz angeboten")
    TAKEN = "taken", _("aufgenommen")
    WITHDRAWN = "withdrawn", _("beendet")


OPEN = (WaitingState.WAITING.value, WaitingState.OFFERED.value)


class WaitingEntry(ProjectRecord, Versioned):
    """A place on the waiting list of a project. The order is that of `since`; whoever leaves it says why."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="waiting", db_constraint=False)
    since = models.DateField(_("wartet seit"), default=clock.today)
    state = models.CharField(_("Stand"), max_length=12, choices=WaitingState.choices, default=WaitingState.WAITING)
    offered_until = models.DateField(_("Antwort bis"), null=True, blank=True)
    # When and who asks for the answer, where that isn't the last day and the member of staff of the case.
    remind_on = models.DateField(null=True, editable=False)
    asks = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    looks = models.JSONField(_("Abgelehnte Angebote"), default=list, db_default=[], editable=False)
    reason = models.CharField(_("Grund"), max_length=300, blank=True)
    closed_on = models.DateField(_("beendet am"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["carrier", "enrolment"], condition=models.Q(state__in=OPEN), name="waiting_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, closed_on=None)
                | models.Q(state__in=["taken", "withdrawn"], closed_on__isnull=False),
                name="waiting_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="offered", offered_until__isnull=False) | ~models.Q(state="offered"),
                name="waiting_offer_until_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "since", "id"], condition=models.Q(state__in=OPEN), name="waiting_by_project"
            )
        ]
