# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who belongs to a household, from one day to another: participants with a file and people without one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import CarrierRecord, period_check
from scharnier.people.models import Precision

WITHOUT_NAME = models.Q(family_name="", given_names="")


class HouseholdMember(CarrierRecord, Versioned):
    """One member. Without a name it is the participant of the file, with one somebody known from that file alone.

    What the members have in common is the number `household` and nothing else: whoever gets another number is connected
    with nobody any more, in the past neither. `relations` says what others are for this member: {row: code}.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    household = models.UUIDField(default=uuid7)
    family_name = models.CharField(_("Familienname"), max_length=80, blank=True)
    given_names = models.CharField(_("Vornamen"), max_length=80, blank=True)
    birth_date = models.DateField(_("Geburtsdatum"), null=True, blank=True)
    birth_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.DAY)
    country = models.CharField(_("Lebt in"), max_length=20, blank=True)
    relations = models.JSONField(_("Verhältnis"), default=dict, blank=True)
    contact = models.BooleanField(_("Ansprechperson des Haushalts"), default=False)
    valid_from = models.DateField(_("dabei seit"), null=True, blank=True)
    valid_to = models.DateField(_("dabei bis"), null=True, blank=True)
    reason = models.CharField(_("Grund"), max_length=20, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("household_period", "valid_from", "valid_to"),
            models.CheckConstraint(
                condition=models.Q(reason="") | models.Q(valid_to__isnull=False), name="household_reason_needs_end"
            ),
            models.CheckConstraint(
                condition=~WITHOUT_NAME | models.Q(birth_date=None, country=""), name="household_facts_in_the_file"
            ),
            models.UniqueConstraint(
                fields=["carrier", "person"],
                condition=WITHOUT_NAME & models.Q(valid_to=None),
                name="household_of_a_person_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household"], name="household_by_number"),
            models.Index(fields=["person"], name="household_by_person"),
        ]

    @property
    def on_file(self) -> bool:
        """Whether this is the participant of the file."""
        return not (self.family_name or self.given_names)

    @property
    def list_name(self) -> str:
        """Family name first, as in lists."""
        if self.on_file:
            return self.person.list_name
        return ", ".join(part for part in (self.family_name, self.given_names) if part)

    @property
    def full_name(self) -> str:
        """Given names first."""
        if self.on_file:
            return self.person.full_name
        return " ".join(part for part in (self.given_names, self.family_name) if part)
