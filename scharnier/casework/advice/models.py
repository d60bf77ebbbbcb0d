# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Advice without a file: what is counted, and nothing about whoever asked."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import ProjectRecord, User

LONGEST = 600


class ShortAdvice(ProjectRecord):
    """Kurzberatung: a question answered on a day, by topic (plan fields), language and form. Nobody is named."""

    day = models.DateField(_("Tag"), default=clock.today)
    topics = ArrayField(models.CharField(max_length=40))
    language = models.CharField(_("Sprache"), max_length=8)
    form = models.CharField(_("Form"), max_length=20)
    minutes = models.PositiveSmallIntegerField(_("Minuten"), null=True, blank=True)
    staff = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(topics=[]), name="advice_has_topic"),
            models.CheckConstraint(
                condition=models.Q(minutes=None) | models.Q(minutes__gte=1, minutes__lte=LONGEST),
                name="advice_minutes",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "-day", "-id"], name="advice_by_day")]
