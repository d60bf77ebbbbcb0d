# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An employer is a case: beginning, concern, goals, talks, end. The firm itself is an `Organisation`."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.directory.organisations.models import Organisation, OrganisationContact, known_check
from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import ProjectRecord, User, period_check


class SizeClass(models.TextChoices):
    """How many people work there, as the statistics of the Länder count them."""

    UNKNOWN = "", _("nicht bekannt")
    MICRO = "1-9", _("1 bis 9")
    SMALL = "10-49", _("10 bis 49")
    MEDIUM = "50-249", _("50 bis 249")
    LARGE = "250+", _("250 und mehr")


def codes_field(label: object) -> ArrayField[list[str], list[str]]:
    """Codes of a list, none by default."""
    return ArrayField(models.CharField(max_length=30), verbose_name=label, default=list, blank=True)  # type: ignore[arg-type]  # a lazy text


class Employer(ProjectRecord, Versioned):
    """A firm as a case of a project: counted and accompanied like a participant.

    `branch`: code of economic_branch (WZ 2008); `wishes`: codes of employer_wish; `offers`: codes of employer_offer,
    which matching compares with what people wish. `name_sort` copies the organisation's (a trigger does), so that one
    index gives a list.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="employers", db_constraint=False)
    responsible = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    begins = models.DateField(_("Beginn"), default=clock.today)
    concern = models.CharField(_("Anliegen"), max_length=300, blank=True)
    ends = models.DateField(_("Ende"), null=True, blank=True)
    end_reason = models.CharField(_("Grund des Endes"), max_length=30, blank=True)
    branch = models.CharField(_("Branche (WZ 2008)"), max_length=2, blank=True)
    size_class = models.CharField(_("Beschäftigte"), max_length=8, choices=SizeClass.choices, blank=True)
    wishes = codes_field(_("Wünsche"))
    offers = codes_field(_("Bietet an"))
    charter_approached_on = models.DateField(_("auf die Charta der Vielfalt angesprochen am"), null=True, blank=True)
    charter_signed_on = models.DateField(_("Charta der Vielfalt unterzeichnet am"), null=True, blank=True)
    note = models.TextField(_("Notiz"), max_length=4000, blank=True)
    last_contact_on = models.DateField(null=True, editable=False)
    name_sort = models.TextField(db_collation="C", editable=False, default="", db_default="")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("employer_period", "begins", "ends"),
            models.CheckConstraint(
                condition=models.Q(ends=None, end_reason="")
                | (models.Q(ends__isnull=False) & ~models.Q(end_reason="")),
                name="employer_ends_with_reason",
            ),
            known_check("employer_size_known", "size_class", SizeClass),
            models.CheckConstraint(
                condition=models.Q(charter_signed_on=None)
                | models.Q(charter_approached_on=None)
                | models.Q(charter_signed_on__gte=models.F("charter_approached_on")),
                name="employer_charter_signed_after_approach",
            ),
            models.UniqueConstraint(
                fields=["carrier", "project", "organisation"],
                condition=models.Q(ends=None),
                name="employer_open_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "name_sort", "id"], name="employer_by_project"),
            models.Index(fields=["organisation", "project"], name="employer_by_organisation"),
            models.Index(
                fields=["responsible", "project"], condition=models.Q(ends=None), name="employer_by_responsible"
            ),
        ]


class EmployerGoal(ProjectRecord, Versioned):
    """What the firm and the network want to reach together; with a day it stands on the agenda of the responsible."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="goals", db_constraint=False)
    text = models.CharField(_("Ziel"), max_length=300)
    due = models.DateField(_("Bis"), null=True, blank=True)
    done_on = models.DateField(_("erreicht am"), null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(text=""), name="employer_goal_says_what"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_on__isnull=False),
                name="employer_goal_done_on_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["employer", "due"], name="employer_goal_of")]


class EmployerContact(ProjectRecord, Versioned):
    """A talk with a firm: when, how, with whom, what was agreed, and by when somebody calls again.

    `form`: code of contact_form; `contact` is the person at the firm, `with_whom` what is known where there is none.
    """

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="contacts", db_constraint=False)
    on = models.DateField(_("Tag"), default=clock.today)
    form = models.CharField(_("Form"), max_length=20)
    contact = models.ForeignKey(OrganisationContact, models.PROTECT, null=True, related_name="+", db_constraint=False)
    with_whom = models.CharField(_("Mit wem"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(_("Minuten"), null=True, blank=True)
    note = models.TextField(_("Notiz"), max_length=10000, blank=True)
    agreed = models.TextField(_("Vereinbart"), max_length=2000, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    follow_up_on = models.DateField(_("Wiedervorlage"), null=True, blank=True)
    follow_up = models.CharField(_("Was"), max_length=200, blank=True)
    follow_up_owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    follow_up_done_at = models.DateTimeField(null=True)
    follow_up_done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(minutes=None) | models.Q(minutes__range=(1, 1440)),
                name="employer_contact_within_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(follow_up_on=None, follow_up="", follow_up_owner=None)
                | (models.Q(follow_up_on__isnull=False, follow_up_owner__isnull=False) & ~models.Q(follow_up="")),
                name="employer_follow_up_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(follow_up_done_at=None, follow_up_done_by=None)
                | models.Q(
                    follow_up_done_at__isnull=False, follow_up_done_by__isnull=False, follow_up_on__isnull=False
                ),
                name="employer_follow_up_done_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["employer", "-on", "-id"], name="employer_contact_of"),
            models.Index(
                fields=["follow_up_owner", "project"],
                condition=models.Q(follow_up_on__isnull=False, follow_up_done_at=None),
                name="employer_follow_up_open",
            ),
        ]
