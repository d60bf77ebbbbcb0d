# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A check of after-care (Nachbetreuung): when somebody asks how it goes, and what was answered."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scharnier.casework.models import CaseRecord, Signed
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import User
from scharnier.work.placements.models import MOST_HOURS, Placement


class Still(models.TextChoices):
    """Whether somebody still works there."""

    UNASKED = "", _("noch nicht gefragt")
    YES = "yes", _("ja, noch dort")
    NO = "no", _("nein, nicht mehr dort")
    UNKNOWN = "unknown", _("nicht erreicht")


class RetentionCheck(CaseRecord, Signed):
    """One mark of a placement. `mark`: code of placement.yaml; `estimated`: its day follows from the usual course.

    Troubles are codes of mediation_issue, on the side of the person and on that of the firm.
    """

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="checks", db_constraint=False)
    mark = models.CharField(_("Wann"), max_length=20)
    due_on = models.DateField(_("fällig am"))
    estimated = models.BooleanField(default=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    still_there = models.CharField(_("Noch dort?"), max_length=8, choices=Still.choices, blank=True)
    hours = models.DecimalField(_("Stunden je Woche"), max_digits=4, decimal_places=1, null=True, blank=True)
    trouble_person = ArrayField(
        models.CharField(max_length=40), verbose_name=_("Schwierigkeiten der Person"), default=list, blank=True
    )
    trouble_firm = ArrayField(
        models.CharField(max_length=40), verbose_name=_("Schwierigkeiten des Betriebs"), default=list, blank=True
    )
    help_needed = models.CharField(_("Was hilft"), max_length=300, blank=True)
    next_step = models.CharField(_("Nächster Schritt"), max_length=200, blank=True)
    note = models.TextField(_("Notiz"), max_length=2000, blank=True)
    done_on = models.DateField(_("gefragt am"), null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "placement", "mark"], name="retention_mark_once"),
            models.CheckConstraint(condition=Q(still_there__in=Still.values), name="retention_answer_known"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_at=None, done_by=None, still_there="")
                | Q(done_on__isnull=False, done_at__isnull=False, done_by__isnull=False) & ~Q(still_there=""),
                name="retention_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gte=0, hours__lte=MOST_HOURS), name="retention_hours_of_a_week"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "due_on"], name="retention_by_person"),
            models.Index(fields=["owner", "project", "due_on"], condition=Q(done_at=None), name="retention_open"),
        ]
