# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One row for each text of plans and messages that a carrier has had read by somebody who speaks the language."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import CarrierRecord, User


class Wording(CarrierRecord):
    """A reviewed text. `key`: one of `wordings.parts.phrases`; in German only those of messages."""

    language = models.CharField(_("Sprache"), max_length=8)
    key = models.CharField(max_length=60)
    text = models.CharField(_("Wortlaut"), max_length=400)
    reviewer = models.CharField(_("Geprüft von"), max_length=120)
    reviewed_on = models.DateField(_("Geprüft am"), default=clock.today)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "language", "key"], name="wording_once"),
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(reviewer=""), name="wording_is_reviewed"),
        ]
