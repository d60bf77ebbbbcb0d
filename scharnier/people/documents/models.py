# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A paper of a person. The row knows what it is and holds the wrapped key; the bytes lie encrypted among the files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import ProjectRecord, User


class Document(ProjectRecord, Versioned):
    """A photograph, scan, PDF or office file of a case.

    `title` is what people call it, `name` what the file was called. Once removed the row keeps category, day and
    reason, and lets go of title, name and key: whatever is left of the file can't be read any more.
    `owner` is reminded on `remind_on` that the paper expires.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    category = models.CharField(_("Art"), max_length=20)
    title = models.CharField(_("Bezeichnung"), max_length=160, blank=True)
    name = models.CharField(max_length=140, blank=True)
    kind = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True)
    previewed = models.BooleanField(default=False)
    sealed_key = models.BinaryField()
    valid_until = models.DateField(_("Gültig bis"), null=True, blank=True)
    for_applications = models.BooleanField(_("Für Bewerbungen"), default=False)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    remind_on = models.DateField(null=True)
    remind_done_at = models.DateTimeField(null=True)
    remind_done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_reason = models.CharField(_("Grund"), max_length=300, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(
                condition=models.Q(removed_at=None, removed_by=None, removed_reason="")
                | (
                    models.Q(removed_at__isnull=False, removed_by__isnull=False, title="", name="", sealed_key=b"")
                    & ~models.Q(removed_reason="")
                ),
                name="document_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(remind_on=None) | models.Q(valid_until__isnull=False),
                name="document_reminder_needs_end",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="document_by_person")]
