# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of programmes and projects as dated rows. A row never changes its value: another one follows it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from scharnier.foundation import clock
from scharnier.foundation.models import Record, TenantRecord
from scharnier.network.models import Programme, ProjectRecord, User, period_check


class Period(models.Func):
    """The days of a row, both ends included."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


def never_two(name: str, *of: str) -> ExclusionConstraint:
    """No day has two values of one setting; rows taken back don't count."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in (*of, "key")),
            (Period("valid_from", "valid_to"), RangeOperators.OVERLAPS),
        ],
        condition=models.Q(withdrawn_at=None),
    )


class SettingRecord(models.Model):
    """One value from one day to another. `inherits`: from this day on what stands below counts again.

    `withdrawn_at`: taken back, or replaced, before it began or by a change for an earlier day.
    """

    key = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    inherits = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=500)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ProgrammeSetting(Record, SettingRecord):
    """What the operator says for all projects of a programme, over the programme's template."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            period_check("programme_setting_period"),
            never_two("programme_setting_once", "programme"),
        ]


class ProjectSetting(ProjectRecord, SettingRecord):
    """What a project says otherwise than its programme."""

    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("project_setting_period"),
            never_two("project_setting_once", "carrier", "project"),
        ]
