# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names that somebody had before, or has on another document."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import CarrierRecord


class NameKind(models.TextChoices):
    """Why it isn't the name in the passport."""

    BIRTH = "birth", _("Geburtsname")
    EARLIER = "earlier", _("früherer Name")
    SPELLING = "spelling", _("andere Schreibweise")
    CALLED = "called", _("Rufname")


class FormerName(CarrierRecord, Versioned):
    """A further name, with the last day on which it was valid where it ended. Person.former_names copies them all."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="names", db_constraint=False)
    kind = models.CharField(_("Art"), max_length=10, choices=NameKind.choices, default=NameKind.EARLIER)
    name = models.CharField(_("Name"), max_length=160)
    valid_to = models.DateField(_("bis"), null=True, blank=True)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in NameKind]), name="former_name_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="former_name_says_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="former_name_by_person")]
