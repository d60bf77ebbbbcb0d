# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Competence assessments: acts with a day, a method and an assessor. What is known of health lies apart."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import ProjectRecord, User
from scharnier.people.models import Person


class Assessment(ProjectRecord, Versioned):
    """What was found on a day. `answers` is written and read by answers.py; it holds what stood in the file as well."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="assessments", db_constraint=False)
    held_on = models.DateField(_("Tag"), default=clock.today)
    method = models.CharField(_("Wie erhoben"), max_length=20, default="interview")
    partner = models.CharField(_("Wer oder womit"), max_length=160, blank=True)
    assessor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=dict)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [*TenantRecord.Meta.constraints]
        indexes: ClassVar = [models.Index(fields=["person", "-held_on"], name="assessment_by_person")]


class HealthNeed(ProjectRecord, Versioned):
    """What work must respect because of somebody's health, no diagnosis. Placement reads it once it is released."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="health", db_constraint=False)
    text = models.CharField(_("Was bei der Arbeit zu beachten ist"), max_length=1000)
    released_on = models.DateField(_("freigegeben am"), null=True, blank=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "assessment"], name="health_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="health_says_something"),
        ]
