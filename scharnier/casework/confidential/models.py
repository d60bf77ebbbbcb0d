# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A confidential note. Its text is nowhere in the clear: neither here nor in timeline, search or audit."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scharnier.casework.models import CaseRecord, Contact, Signed
from scharnier.foundation import clock
from scharnier.foundation.models import Audience, TenantRecord
from scharnier.network.models import User


class ConfidentialNote(CaseRecord, Signed):
    """Sealed for its circle (foundation.sealing); only who belongs to the circle today finds the row at all."""

    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_constraint=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", db_constraint=False)
    at = models.DateTimeField(default=clock.now)
    sealed = models.BinaryField()

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=models.Q(audience__isnull=False), name="confidential_has_circle"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-at"], name="confidential_by_person")]
