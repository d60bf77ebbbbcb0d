# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Views of the list of cases that somebody has saved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord
from scharnier.network.models import ProjectRecord, User


class CaseloadView(ProjectRecord):
    """Filters under a name, one's own or, by leadership, everybody's in the project.

    `filters` are those of the address without what was typed: no name of a person is kept. With `start` the list begins
    with it: an own one for its owner, a shared one for all who have no own.
    """

    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=60)
    filters = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)
    start = models.BooleanField(default=False)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(name=""), name="caseload_view_has_name"),
            models.UniqueConstraint(
                fields=["carrier", "project", "owner", "name"],
                condition=models.Q(shared=False),
                name="caseload_view_own_name_once",
            ),
            models.UniqueConstraint(
                fields=["carrier", "project", "name"],
                condition=models.Q(shared=True),
                name="caseload_view_shared_name_once",
            ),
            models.UniqueConstraint(
                fields=["carrier", "project", "owner"],
                condition=models.Q(shared=False, start=True),
                name="caseload_view_own_start_once",
            ),
            models.UniqueConstraint(
                fields=["carrier", "project"],
                condition=models.Q(shared=True, start=True),
                name="caseload_view_shared_start_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "owner"], name="caseload_view_by_owner")]
