# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a record is found by when somebody alike is typed."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from scharnier.foundation.models import TenantRecord
from scharnier.network.models import ProjectRecord


class MatchEntry(ProjectRecord):
    """Keys and digests of a person, once for each project: made anew whenever names, birth or telephone change."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    keys = ArrayField(models.TextField(), default=list)
    digests = ArrayField(models.BinaryField(), default=list)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "project", "person"], name="match_entry_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="match_entry_by_person")]
