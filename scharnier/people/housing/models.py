# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody lives, from one day to another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import CarrierRecord


class HousingPeriod(CarrierRecord, Versioned):
    """A kind of housing in a municipality from one day to another. Street and house number stay with the person.

    Target groups look at it, and the duty to live in a reception centre follows from it unless somebody has stated it.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="housing", db_constraint=False)
    kind = models.CharField(_("Unterbringung"), max_length=30)
    municipality = models.CharField(_("Gemeinde"), max_length=80, blank=True)
    state = models.CharField(_("Land"), max_length=4, blank=True)
    valid_from = models.DateField(_("seit"), null=True, blank=True)
    valid_to = models.DateField(_("bis"), null=True, blank=True)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="housing_period",
            ),
            models.CheckConstraint(condition=~models.Q(kind=""), name="housing_has_kind"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-valid_from"], name="housing_by_person")]
