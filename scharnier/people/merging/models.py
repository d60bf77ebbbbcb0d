# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two files that were one person's: which was kept, what was chosen, which rows moved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import CarrierRecord, User


class Merge(CarrierRecord):
    """`person` is the file that stayed, `absorbed` the one that leads to it. `fields` are {name: [before, after]}."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    absorbed = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    # Kept here, because nobody sees a file without a participation.
    absorbed_number = models.CharField(max_length=20)
    absorbed_name = models.CharField(max_length=170)
    fields = models.JSONField(default=dict)
    repointed = models.JSONField(default=list)
    merged_at = models.DateTimeField(default=clock.now)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(person=models.F("absorbed")), name="merge_of_two"),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-merged_at"], name="merge_by_person")]


class MergedRow(CarrierRecord):
    """A row that followed; with `content` one that there was no room for, kept word for word."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    merge = models.ForeignKey(Merge, models.PROTECT, related_name="rows", db_constraint=False)
    table_name = models.TextField()
    row_id = models.UUIDField()
    content = models.JSONField(null=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "merge", "table_name", "row_id"], name="merged_row_once"),
        ]
