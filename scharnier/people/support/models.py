# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions about the last day of somebody's support, each with its reason; the last one counts, none changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord
from scharnier.network.models import ProjectRecord, User
from scharnier.people.models import Enrolment, Person


class SupportDecision(ProjectRecord):
    """Support until another day than the programme's limit. Without `decided_by`: a list brought it along."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="support_decisions", db_constraint=False)
    until = models.DateField(_("Begleitung bis"))
    before = models.DateField(null=True)
    reason = models.CharField(_("Begründung"), max_length=1000)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [*TenantRecord.Meta.constraints]
        indexes: ClassVar = [models.Index(fields=["enrolment", "-created_at"], name="support_by_enrolment")]
