# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A request for access (Art. 15 GDPR) and the package that answers it, encrypted and only for some days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord
from scharnier.network.models import ProjectRecord, User


class State(models.TextChoices):
    QUEUED = "queued", _("wird erstellt")
    READY = "ready", _("liegt bereit")
    FAILED = "failed", _("nicht gelungen")
    OVER = "over", _("gelöscht")


class SubjectAccess(ProjectRecord):
    """One package. `content` is a sealed ZIP under `sealed_key`; both go when it is over, the row stays as proof."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(_("Stand"), max_length=8, choices=State.choices, default=State.QUEUED)
    content = models.BinaryField(null=True)
    sealed_key = models.BinaryField(default=b"")
    size = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(_("Erstellt am"), null=True)
    expires_at = models.DateTimeField(_("Liegt bereit bis"), null=True)
    handed_out_at = models.DateTimeField(_("Ausgehändigt am"), null=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state="ready", content__isnull=False, expires_at__isnull=False)
                | (~models.Q(state="ready") & models.Q(content=None)),
                name="subject_access_ready_with_content",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="subject_access_by_person")]
