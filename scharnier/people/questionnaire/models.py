# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody answered at the entry, what they refused, and whether paper with a signature is there."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import ProjectRecord, User
from scharnier.people.documents.models import Document
from scharnier.people.models import Enrolment, Person


class EntryQuestionnaire(ProjectRecord, Versioned):
    """The funder's questionnaire of one participation; `code` names the edition of the questions."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="questionnaires", db_constraint=False)
    code = models.CharField(_("Fragebogen"), max_length=40)
    answers = models.JSONField(_("Antworten"), default=dict)
    refused = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    printed_on = models.DateField(_("gedruckt am"), null=True, blank=True)
    signed_on = models.DateField(_("unterschrieben am"), null=True, blank=True)
    scanned_on = models.DateField(_("gescannt am"), null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", db_constraint=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "enrolment"], name="questionnaire_once"),
            models.CheckConstraint(
                condition=models.Q(scanned_on=None) | models.Q(signed_on__isnull=False),
                name="questionnaire_scan_needs_signature",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["enrolment"], name="questionnaire_by_enrolment")]
