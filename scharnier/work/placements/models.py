# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A placement, the rounds of its permission, support that pays, and steps that are no placement (leaving school)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scharnier.casework.models import CaseRecord, Signed
from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import User, period_check
from scharnier.work.introductions.models import Introduction
from scharnier.work.vacancies.models import PayUnit, Vacancy

MOST_HOURS = 80

NEVER = "never_started"


def running() -> Q:
    """Placements that are not `over`."""
    return Q(ended_on=None) | Q(ended_on__gte=clock.today()) & ~Q(end_reason=NEVER)


class Placement(CaseRecord, Signed):
    """Work, training or a step on the way, from one day to another.

    `kind`: code of placement_type; `occupation`: KldB 2010, five digits, empty for not known; `hours` a week.
    `ends` is the planned last day, `ended_on` the real one. `access` is what the rules said for the first day,
    `adequacy` by which rule the job was judged; `adequate` is what counts, decided by somebody where `adequate_reason`
    says why.
    """

    introduction = models.ForeignKey(
        Introduction, models.PROTECT, null=True, related_name="placements", db_constraint=False
    )
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, related_name="placements", db_constraint=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="placements", db_constraint=False
    )
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="next_steps", db_constraint=False)
    where = models.CharField(_("Wo"), max_length=160)
    kind = models.CharField(_("Art"), max_length=30)
    work = models.CharField(_("Tätigkeit"), max_length=160)
    occupation = models.CharField(_("Beruf (KldB)"), max_length=5, blank=True)
    begins = models.DateField(_("Beginn"))
    ends = models.DateField(_("befristet bis"), null=True, blank=True)
    hours = models.DecimalField(_("Stunden je Woche"), max_digits=4, decimal_places=1, null=True, blank=True)
    pay_amount = models.DecimalField(_("Lohn brutto"), max_digits=9, decimal_places=2, null=True, blank=True)
    pay_unit = models.CharField(_("Lohn je"), max_length=5, choices=PayUnit.choices, blank=True)
    insured = models.BooleanField(_("sozialversicherungspflichtig"), default=False)
    place = models.CharField(_("Arbeitsort"), max_length=120, blank=True)
    probation_until = models.DateField(_("Probezeit bis"), null=True, blank=True)
    intermediate_on = models.DateField(_("Zwischenprüfung am"), null=True, blank=True)
    final_on = models.DateField(_("Abschlussprüfung am"), null=True, blank=True)
    adequate = models.BooleanField(_("qualifikationsadäquat"), null=True, blank=True)
    adequacy = models.JSONField(default=dict, db_default={}, blank=True)
    adequate_reason = models.CharField(_("Begründung"), max_length=300, blank=True)
    access = models.JSONField(default=dict, db_default={}, blank=True)
    ended_on = models.DateField(_("letzter Tag"), null=True, blank=True)
    end_reason = models.CharField(_("Grund des Endes"), max_length=30, blank=True)
    end_note = models.CharField(_("Dazu"), max_length=500, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Whether it is counted among the places of its vacancy that are taken.
    takes_place = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("placement_period", "begins", "ends"),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="") | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="placement_ends_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("begins")) | Q(end_reason="never_started"),
                name="placement_ended_after_its_start",
            ),
            models.CheckConstraint(condition=~Q(where="") & ~Q(kind=""), name="placement_says_where_and_what"),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=Decimal(0), hours__lte=Decimal(MOST_HOURS)),
                name="placement_hours_of_a_week",
            ),
            models.CheckConstraint(
                condition=Q(pay_amount=None, pay_unit="") | Q(pay_amount__gte=Decimal(0)) & ~Q(pay_unit=""),
                name="placement_pay_not_negative",
            ),
            models.CheckConstraint(condition=Q(occupation__regex=r"^(\d{5})?$"), name="placement_occupation_code"),
            models.CheckConstraint(condition=~Q(after=F("id")), name="placement_not_after_itself"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-begins", "-id"], name="placement_by_person"),
            models.Index(fields=["organisation", "-begins"], name="placement_by_firm"),
            models.Index(fields=["vacancy"], name="placement_by_vacancy"),
            models.Index(fields=["project", "kind", "begins"], name="placement_by_project"),
        ]

    @property
    def over(self) -> bool:
        """Whether the real last day has passed; up to that day it runs, also when the day is known before."""
        return self.end_reason == NEVER or (self.ended_on is not None and self.ended_on < clock.today())

    @property
    def last_day(self) -> object:
        """The real last day, or the planned one."""
        return self.ended_on or self.ends


class PermissionRound(CaseRecord, Signed):
    """The way to the permission as a checklist, begun anew at every change of job or hours.

    `steps`: codes of pathway.yaml in order; `done`: {code: {"on": day, "by": id}}; `terms`: what it was begun for.
    """

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="rounds", db_constraint=False)
    number = models.PositiveSmallIntegerField(_("Runde"), default=1)
    because = models.CharField(_("Anlass"), max_length=120, blank=True)
    begun_on = models.DateField(_("begonnen am"), default=clock.today)
    way = models.CharField(max_length=40)
    level = models.CharField(max_length=20)
    steps = models.JSONField(default=list)
    done = models.JSONField(default=dict)
    terms = models.JSONField(default=dict)

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "placement", "number"], name="permission_round_once"),
        ]


class SupportState(models.TextChoices):
    """How far an application for support is."""

    PLANNED = "planned", _("zu beantragen")
    APPLIED = "applied", _("beantragt")
    GRANTED = "granted", _("bewilligt")
    REFUSED = "refused", _("abgelehnt")
    DROPPED = "dropped", _("nicht beantragt")


SUPPORT_MOVES: dict[str, tuple[str, ...]] = {
    SupportState.PLANNED: (SupportState.APPLIED, SupportState.GRANTED, SupportState.REFUSED, SupportState.DROPPED),
    SupportState.APPLIED: (SupportState.PLANNED, SupportState.GRANTED, SupportState.REFUSED, SupportState.DROPPED),
    SupportState.GRANTED: (SupportState.APPLIED,),
    SupportState.REFUSED: (SupportState.APPLIED, SupportState.GRANTED),
    SupportState.DROPPED: (SupportState.PLANNED,),
}

# What came to nothing; it may be tried once more.
SUPPORT_OVER = (SupportState.REFUSED, SupportState.DROPPED)


class SupportApplication(CaseRecord, Signed):
    """Something that pays for a placement, to be applied for in time. `instrument`: code of placement.yaml.

    `apply_by` is the last day on which an application counts, `due_on` the day on which to see to it.
    """

    introduction = models.ForeignKey(
        Introduction, models.PROTECT, null=True, related_name="support", db_constraint=False
    )
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="support", db_constraint=False)
    instrument = models.CharField(_("Förderung"), max_length=30)
    begins = models.DateField(_("Beginn"))
    apply_by = models.DateField(_("spätestens beantragen"), null=True, blank=True)
    due_on = models.DateField(_("erinnern am"))
    state = models.CharField(_("Stand"), max_length=10, choices=SupportState.choices, default=SupportState.PLANNED)
    applied_on = models.DateField(_("beantragt am"), null=True, blank=True)
    decided_on = models.DateField(_("entschieden am"), null=True, blank=True)
    note = models.CharField(_("Notiz"), max_length=300, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    looks = models.JSONField(_("Auf „Heute“ erledigt"), default=list, db_default=[], editable=False)

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=SupportState.values), name="support_state_known"),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_on__isnull=False), name="support_applied_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | Q(decided_on__isnull=False),
                name="support_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(introduction__isnull=False) | Q(placement__isnull=False), name="support_for_something"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="support_application_by_person"),
            models.Index(fields=["owner", "project"], condition=Q(state="planned"), name="support_application_open"),
        ]


def of_same_work(about: Placement | Introduction) -> Q:
    """Support of a placement and of the introduction that it came of; of an introduction, of what came of it, too."""
    if isinstance(about, Introduction):
        return Q(introduction=about) | Q(placement__introduction=about)
    found = Q(placement=about)
    return found | Q(introduction=about.introduction_id) if about.introduction_id else found


class WayStep(CaseRecord, Signed):
    """A dated step on the way into work that is no placement: leaving school, orientation, applications, the start.

    `kind`: code of way_step.
    """

    kind = models.CharField(_("Schritt"), max_length=20)
    on = models.DateField(_("Tag"))
    text = models.CharField(_("Was"), max_length=200, blank=True)
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(done_on=None, done_at=None, done_by=None)
                | Q(done_on__isnull=False, done_at__isnull=False, done_by__isnull=False),
                name="way_step_done_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "on"], name="way_step_by_person")]
