# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A comparison of groups on one day, as it may be shown."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import CarrierRecord


class FairnessReport(CarrierRecord):
    """Everybody who took part in a carrier against its open vacancies, by group; it never changes.

    `result` is {"all": line, "groups": {dimension: [line, …]}} with lines as `knowledge.fairness.Line.plain` writes
    them: small numbers are left out before they are stored. `least` is the smallest number shown, `edition` that of the
    rules.
    """

    as_of = models.DateField(_("Stichtag"), default=clock.today)
    since = models.DateField(_("Vermittlungen seit"))
    edition = models.CharField(_("Ausgabe der Regeln"), max_length=20)
    people = models.PositiveIntegerField(_("Personen"))
    vacancies = models.PositiveIntegerField(_("Stellen"))
    least = models.PositiveSmallIntegerField(_("Kleinste gezeigte Zahl"))
    result = models.JSONField(default=dict)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "as_of"], name="fairness_once_a_day"),
        ]
