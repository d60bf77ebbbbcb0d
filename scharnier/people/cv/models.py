# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A curriculum vitae as it was put together: what was chosen, and what it said then."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import ProjectRecord, User
from scharnier.people.models import Person


class Layout(models.TextChoices):
    """How it looks."""

    PLAIN = "plain", _("schlicht")
    COLUMNS = "columns", _("zweispaltig")


class Curriculum(ProjectRecord, Versioned):
    """`choices` is what the form asked (what, in which order, free lines); `document` is the text that came of it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="curricula", db_constraint=False)
    title = models.CharField(_("Bezeichnung"), max_length=120)
    language = models.CharField(_("Sprache"), max_length=5, default="de")
    layout = models.CharField(_("Gestaltung"), max_length=10, choices=Layout.choices, default=Layout.PLAIN)
    choices = models.JSONField(default=dict)
    document = models.JSONField(default=dict)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=models.Q(language__in=["de", "en"]), name="curriculum_language"),
            models.CheckConstraint(
                condition=models.Q(layout__in=[each.value for each in Layout]), name="curriculum_layout"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="curriculum_by_person")]
