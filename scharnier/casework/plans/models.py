# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who agreed to which revision, in which language it was understood."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.casework.models import CaseRecord, PlanRevision
from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import User


class Signer(models.TextChoices):
    PERSON = "person", _("die Person selbst")
    GUARDIAN = "guardian", _("gesetzliche Vertretung")
    STAFF = "staff", _("Fachkraft")
    INTERPRETER = "interpreter", _("Sprachmittlung")


class PlanSignature(CaseRecord):
    """A signature under a frozen revision: drawn on a screen (`strokes`, a path of SVG) or scanned from paper.

    `digest` is the SHA-256 of the revision's content as it was signed; `language` the one in which it was understood.
    """

    revision = models.ForeignKey(PlanRevision, models.PROTECT, related_name="signatures", db_constraint=False)
    role = models.CharField(max_length=12, choices=Signer.choices)
    name = models.CharField(_("Name"), max_length=160)
    language = models.CharField(_("Sprache"), max_length=8)
    strokes = models.TextField(blank=True, default="")
    document = models.ForeignKey("people.Document", models.PROTECT, null=True, related_name="+", db_constraint=False)
    digest = models.CharField(max_length=64)
    signed_on = models.DateField(default=clock.today)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(strokes="", document__isnull=False)
                | (~models.Q(strokes="") & models.Q(document=None)),
                name="signature_drawn_or_scanned",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["revision"], name="signature_by_revision")]
