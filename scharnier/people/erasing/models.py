# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""That a file was erased, by whom and why; and the work of erasing many."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import CarrierRecord, User


class Stage(models.TextChoices):
    ALL = "all"
    FILE = "file"  # everything but the proofs for the funder
    FUNDING = "funding"  # these too, once their own period was over


class Erasure(CarrierRecord):
    """Written by `erase_person` alone. `due_on` is the day on which the period was over."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    due_on = models.DateField()
    reason = models.CharField(max_length=1000)
    erased_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "person", "stage"], name="erasure_once"),
            models.CheckConstraint(
                condition=models.Q(stage__in=[each.value for each in Stage]), name="erasure_stage_known"
            ),
        ]


class RunState(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"


class ErasureRun(CarrierRecord):
    """Files that somebody has confirmed. `refused`: files that were not due any more at their turn."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    persons = models.JSONField(default=list)
    refused = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="erasure_not_past_the_end"),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-created_at"], name="erasure_run_by_user")]
