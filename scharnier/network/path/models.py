# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a member of staff can be reached by colleagues of the whole network."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import CarrierRecord, Site, User


class ResponseTime(models.TextChoices):
    """How long an answer usually takes."""

    SAME_DAY = "same_day", _("am selben Tag")
    NEXT_DAY = "next_day", _("bis zum nächsten Werktag")
    THREE_DAYS = "three_days", _("innerhalb von drei Werktagen")
    WEEK = "week", _("innerhalb einer Woche")


class WorkContact(CarrierRecord, Versioned):
    """A colleague's own line in the network's directory; others see it only while `published`."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    function = models.CharField(_("Aufgabe"), max_length=120, blank=True)
    phone = models.CharField(_("Durchwahl"), max_length=40, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    response = models.CharField(
        _("Übliche Antwortzeit"), max_length=12, choices=ResponseTime.choices, default=ResponseTime.NEXT_DAY
    )
    reachable = models.CharField(_("Erreichbar"), max_length=200, blank=True)
    deputy = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False)
    published = models.BooleanField(_("Im Netzwerk zeigen"), default=False)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "user"], name="work_contact_once"),
            models.CheckConstraint(condition=~models.Q(user=models.F("deputy")), name="work_contact_deputy_is_another"),
            models.CheckConstraint(
                condition=models.Q(response__in=[each.value for each in ResponseTime]),
                name="work_contact_response_known",
            ),
        ]
