# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One row for each day on which a programme wants to know how somebody who left is doing."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.casework.models import CaseRecord
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import User
from scharnier.people.models import Enrolment


class Situation(CaseRecord, Versioned):
    """What is asked for `span` after the exit (0d: on the day itself), about the day `asked_for`.

    Without `answered_at` it is still asked; what was answered before stays in the fields until it is answered again.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="situations", db_constraint=False)
    span = models.CharField(_("Abstand zum Austritt"), max_length=8)
    asked_for = models.DateField(_("Stichtag"))
    remind_on = models.DateField(_("Erinnerung am"), null=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("Situation"), max_length=40, blank=True, default="")
    since_on = models.DateField(_("Seit wann"), null=True, blank=True)
    qualification_on = models.DateField(_("Abschluss oder Zertifikat am"), null=True, blank=True)
    improved = ArrayField(models.CharField(max_length=30), verbose_name=_("Verbesserung"), default=list, blank=True)
    note = models.CharField(_("Notiz"), max_length=300, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "enrolment", "span"], name="situation_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | (models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(answer="")),
                name="situation_answered_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "asked_for"], name="situation_by_person")]
