# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vacancies in numbers, what people say to suggestions, and the lists that were shown."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import ProjectRecord, User
from scharnier.people.models import Person
from scharnier.work.vacancies.models import Vacancy

ASKED = "until kind hours_from hours_to carrier id organisation_id x y z day district licences offers".split()
"""What the walk of matching asks of a row besides its place in an index: kept there, so that it needn't look it up."""


class VacancyRow(ProjectRecord):
    """What matching reads of an open vacancy, in numbers; `id` is the vacancy's. The trigger of matching.sql writes it.

    `german`: place in the list cefr, -1 for not known. `day`: the start as an ordinal day. `cell`: square of the map.
    """

    organisation_id = models.UUIDField()
    kind = models.CharField(max_length=30)
    occupation = models.IntegerField()
    level = models.SmallIntegerField()
    german = models.SmallIntegerField()
    day = models.IntegerField(null=True)
    until = models.DateField()
    cell = models.IntegerField()
    x = models.IntegerField(null=True)
    y = models.IntegerField(null=True)
    z = models.IntegerField(null=True)
    district = models.TextField()
    licences = ArrayField(models.TextField(), null=True)
    hours_from = models.SmallIntegerField(null=True)
    hours_to = models.SmallIntegerField(null=True)
    offers = ArrayField(models.TextField())

    class Meta(ProjectRecord.Meta):
        # Each has a condition that always holds and that only one half of the walk says: the other can't take it.
        indexes: ClassVar = [
            models.Index(
                fields=["cell", "level", "occupation", "german"],
                include=ASKED,
                condition=models.Q(cell__gte=0),
                name="vacancyrow_by_cell",
            ),
            models.Index(
                fields=["level", "occupation", "german"],
                include=ASKED,
                condition=models.Q(german__gte=-1),
                name="vacancyrow_by_occupation",
            ),
        ]


class RulingKind(models.TextChoices):
    PIN = "pin", _("gemerkt")
    BLOCK = "block", _("passt nicht")
    RULE = "rule", _("Regel gilt hier nicht")


class MatchRuling(ProjectRecord, Versioned):
    """What somebody says to a suggestion: kept in mind, unsuitable, or a rule that doesn't apply here.

    Scope of a rule: this pair (both are given), this person, or this vacancy. Holds through `until`, or until it ends.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_constraint=False)
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, related_name="+", db_constraint=False)
    kind = models.CharField(_("Art"), max_length=10, choices=RulingKind.choices)
    rule = models.CharField(_("Regel"), max_length=20, blank=True)
    reason = models.CharField(_("Grund"), max_length=300, blank=True)
    until = models.DateField(pgettext_lazy("Vorschlag", "Gilt bis"), null=True, blank=True)
    decided_on = models.DateField(default=clock.today)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=(models.Q(kind="rule") & ~models.Q(rule=""))
                | models.Q(kind__in=["pin", "block"], rule="", person__isnull=False, vacancy__isnull=False),
                name="ruling_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(vacancy__isnull=False),
                name="ruling_about_something",
            ),
            models.CheckConstraint(condition=models.Q(kind="pin") | ~models.Q(reason=""), name="ruling_has_reason"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("decided_on")), name="ruling_period"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, ended_by=None)
                | models.Q(ended_on__isnull=False, ended_by__isnull=False),
                name="ruling_ended_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=models.Q(ended_on=None), name="ruling_by_person"),
            models.Index(fields=["vacancy"], condition=models.Q(ended_on=None), name="ruling_by_vacancy"),
        ]


class MatchJudgement(ProjectRecord):
    """A list as it was shown: what was asked and answered, the points and the edition of the knowledge it rests on.

    `vacancy` is set when the list was one of persons for a vacancy; then the answer is that of this one pair.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, related_name="+", db_constraint=False)
    shown_at = models.DateTimeField(default=clock.now)
    shown_to = models.ForeignKey(User, models.PROTECT, related_name="+")
    edition = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    asked = models.JSONField()
    answer = models.JSONField()

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "person", "digest"], name="matchjudgement_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="matchjudgement_by_person")]
