# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two persons between whom nothing may lead any more."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import CarrierRecord, User


class Separation(CarrierRecord):
    """Hard separation, for violence: set at once by whoever works with one of them, lifted only by leadership.

    Whoever is responsible for one of the two doesn't see the other. Only the leads of a project read this table.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    other = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    reason = models.TextField(_("Grund"), max_length=1000)
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lift_reason = models.TextField(max_length=1000, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="separation_of_two"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="separation_has_reason"),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None, lifted_by=None, lift_reason="")
                | (models.Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~models.Q(lift_reason="")),
                name="separation_lifted_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=models.Q(lifted_at=None), name="separation_by_person"),
            models.Index(fields=["other"], condition=models.Q(lifted_at=None), name="separation_by_other"),
        ]
