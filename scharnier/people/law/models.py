# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules need to know about a person, and what they said when somebody asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import CarrierRecord, ProjectRecord, User


class LegalFacts(CarrierRecord, Versioned):
    """Inputs of the rules that no other table holds: names and values as in labour-market-access.yaml, programmes.yaml.

    Status, nationality, date of birth and housing are not among them: they come from the tables that hold them.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="legal_facts", db_constraint=False)
    facts = models.JSONField(_("Angaben zum Aufenthalt"), default=dict)
    stated_on = models.DateField(_("Stand"), default=clock.today)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "person"], name="legal_facts_once"),
        ]


class JudgementKind(models.TextChoices):
    """What was judged."""

    ACCESS = "access", _("Zugang zum Arbeitsmarkt")
    ELIGIBILITY = "eligibility", _("Zielgruppe")


class Judgement(CarrierRecord):
    """An answer of the rules that somebody was shown: inputs, answer, text of the rule, edition. It never changes.

    `topic` is the activity, or the code of the programme.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="judgements", db_constraint=False)
    kind = models.CharField(max_length=12, choices=JudgementKind.choices)
    topic = models.CharField(max_length=60)
    asked = models.JSONField()
    answer = models.JSONField()
    rule_text = models.JSONField(default=dict)
    edition = models.CharField(max_length=20)
    shown_at = models.DateTimeField(default=clock.now)
    shown_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in JudgementKind]),
                name="judgement_kind_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "kind", "topic", "-id"], name="judgement_latest")]


class AccessOutlook(CarrierRecord):
    """The next day on which somebody's access to work changes by itself. Worked out anew when facts change and nightly.

    `summary` says in German what changes. `noted_on` is the day on which this change was first known; `reminders` is
    what became of each reminder, by its key, as in ResidenceStatus.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="outlooks", db_constraint=False)
    level = models.CharField(max_length=20)
    changes_on = models.DateField(null=True)
    summary = models.CharField(max_length=300, blank=True)
    edition = models.CharField(max_length=20)
    noted_on = models.DateField(default=clock.today)
    reminders = models.JSONField(default=dict, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "person"], name="access_outlook_once"),
        ]


class Verdict(models.TextChoices):
    """Whether somebody belongs to the target group of a programme."""

    YES = "yes", _("gehört zur Zielgruppe")
    NO = "no", _("gehört nicht zur Zielgruppe")
    NEEDS_ASSESSMENT = "needs_assessment", _("im Einzelfall zu prüfen")


WITHDRAWN = "withdrawn"


class EligibilityDecision(ProjectRecord):
    """The adviser's judgement on the target group of a project's programme; the last one counts, none changes.

    `value` is a Verdict or WITHDRAWN, after which the computed answer counts again.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    value = models.CharField(_("Einschätzung"), max_length=20)
    reason = models.TextField(_("Grund"), max_length=1000)
    decided_on = models.DateField(_("Tag"), default=clock.today)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    computed = models.JSONField(default=dict)
    edition = models.CharField(max_length=20)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(value__in=[*(verdict.value for verdict in Verdict), WITHDRAWN]),
                name="eligibility_value_known",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="eligibility_has_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "project", "-id"], name="eligibility_latest")]


class CriterionJudgement(ProjectRecord):
    """The adviser's judgement on a single criterion of a project's programme; the last one counts, none changes.

    `criterion` is its name in programmes.yaml, `value` yes, no or WITHDRAWN.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    criterion = models.CharField(max_length=60)
    value = models.CharField(_("Einschätzung"), max_length=20)
    reason = models.TextField(_("Grund"), max_length=1000)
    decided_on = models.DateField(_("Tag"), default=clock.today)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(value__in=[Verdict.YES.value, Verdict.NO.value, WITHDRAWN]),
                name="criterion_value_known",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="criterion_has_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "project", "criterion", "-id"], name="criterion_latest")]
