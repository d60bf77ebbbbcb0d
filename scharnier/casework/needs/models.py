# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A need as it was established."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.casework.models import CaseRecord, Contact, Signed
from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord


class NeedState(models.TextChoices):
    OPEN = "open", _("offen")
    MET = "met", _("gedeckt")
    DROPPED = "dropped", _("entfallen")


class Need(CaseRecord, Signed):
    """What somebody needs in one field of the plan, and how urgently; one that is met stays as it was."""

    field = models.CharField(_("Feld"), max_length=40)
    text = models.CharField(_("Bedarf"), max_length=300)
    urgency = models.CharField(_("Dringlichkeit"), max_length=20)
    state = models.CharField(max_length=10, choices=NeedState.choices, default=NeedState.OPEN)
    established_on = models.DateField(default=clock.today)
    closed_on = models.DateField(null=True)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", db_constraint=False)

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on=None)
                | (models.Q(state__in=["met", "dropped"]) & models.Q(closed_on__isnull=False)),
                name="need_closed_on_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "project"], name="need_by_person"),
            models.Index(fields=["project", "field"], condition=models.Q(state="open"), name="need_open_by_field"),
        ]
