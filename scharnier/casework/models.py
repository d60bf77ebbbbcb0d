# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counselling: contacts, follow-ups, the integration plan with goals, steps and frozen revisions."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock, looks
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import ProjectRecord, User
from scharnier.people.models import Person


class CaseRecord(ProjectRecord):
    """A row of one person's case in one project."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)

    class Meta(ProjectRecord.Meta):
        abstract = True


class Signed(Versioned):
    """Knows who changed it last and when, so that the second of two editors is told."""

    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Contact(CaseRecord, Signed):
    """A counselling contact: when, how, about what, what was agreed."""

    at = models.DateTimeField(_("Wann"))
    minutes = models.PositiveSmallIntegerField(_("Dauer in Minuten"), null=True, blank=True)
    form = models.CharField(_("Form"), max_length=20)
    topics = ArrayField(models.CharField(max_length=40), default=list)
    language = models.CharField(_("Sprache"), max_length=8, blank=True)
    interpreter = models.CharField(_("Sprachmittlung"), max_length=120, blank=True)
    place = models.CharField(_("Ort"), max_length=120, blank=True)
    took_part = models.CharField(_("Wer war dabei"), max_length=300, blank=True, default="")
    note = models.TextField(_("Notiz"), max_length=20000, blank=True)
    agreed = models.TextField(_("Vereinbart"), max_length=4000, blank=True)
    # What an accompaniment to an authority adds.
    authority = models.CharField(_("Stelle"), max_length=160, blank=True, default="")
    companion = models.CharField(_("Begleitung durch"), max_length=160, blank=True, default="")
    papers = models.CharField(_("Unterlagen"), max_length=300, blank=True, default="")
    attorney = models.CharField(_("Vollmacht"), max_length=20, blank=True, default="")
    outcome = models.TextField(_("Ergebnis"), max_length=2000, blank=True, default="")
    deadline_on = models.DateField(_("Frist"), null=True, blank=True)
    # One talk with several people is one row for each of them; what they have in common is this number alone.
    act = models.UUIDField(null=True, editable=False)
    # Whether the rows of the act name each other: for a household, when its writer says so.
    named = models.BooleanField(default=False, editable=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(minutes=None) | models.Q(minutes__range=(1, 1440)),
                name="contact_within_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "project", "-at", "-id"], name="contact_by_file"),
            models.Index(fields=["project", "-at"], name="contact_by_project"),
            models.Index(fields=["author", "-at"], name="contact_by_author"),
        ]


class FollowUp(CaseRecord, Versioned):
    """Wiedervorlage: something to do until a day, for somebody."""

    due_on = models.DateField(_("Bis"))
    title = models.CharField(_("Was"), max_length=200)
    # Which hint of *Today* it answers (a kind of `today.watch`): while it is open and a while longer, the hint rests.
    about = models.CharField(max_length=20, default="", db_default="", editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="follow_ups",
        db_constraint=False,
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="follow_up_done_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "due_on"], name="follow_up_by_person"),
            models.Index(fields=["person", "about"], condition=~models.Q(about=""), name="follow_up_of_hint"),
        ]


class IntegrationPlan(CaseRecord, Versioned):
    """The one plan of a case; it is continued, never replaced.

    `version` counts every change of the plan and of its goals and steps: who continues it says which state they saw.
    `owner` is asked to continue it on `review_due_on`.
    """

    started_on = models.DateField(default=clock.today)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    review_due_on = models.DateField(null=True)
    revision_number = models.PositiveSmallIntegerField(default=0)
    revised_on = models.DateField(null=True)
    # Which facts of the file are printed (codes of plan_personal); nothing said: as the programme has it.
    personal = ArrayField(models.CharField(max_length=20), verbose_name=_("Persönliche Angaben"), null=True)
    # When somebody went through it without a new revision.
    looks = models.JSONField(_("Durchgesehen"), default=list, db_default=[], editable=False)

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "project", "person"], name="plan_once"),
            models.CheckConstraint(
                condition=models.Q(revision_number=0, revised_on=None)
                | models.Q(revision_number__gt=0, revised_on__isnull=False),
                name="plan_revised_on_a_day",
            ),
        ]

    @property
    def looked_on(self) -> date | None:
        """The day on which it was last gone through, unless it has been continued since."""
        last = max((each.at.astimezone(clock.ZONE).date() for each in looks.of(self.looks)), default=None)
        return last if last and (self.revised_on is None or last >= self.revised_on) else None


class GoalState(models.TextChoices):
    OPEN = "open", _("offen")
    REACHED = "reached", _("erreicht")
    DROPPED = "dropped", _("aufgegeben")


class Goal(CaseRecord, Signed):
    """What somebody wants to reach in one field: in their own words, and as the plan says it."""

    plan = models.ForeignKey(IntegrationPlan, models.PROTECT, related_name="goals", db_constraint=False)
    field = models.CharField(_("Feld"), max_length=40)
    title = models.CharField(_("Ziel"), max_length=200)
    own_words = models.TextField(_("In eigenen Worten"), max_length=2000, blank=True)
    own_language = models.CharField(_("Sprache"), max_length=8, blank=True)
    wording = models.TextField(_("Im Plan"), max_length=2000, blank=True)
    priority = models.CharField(_("Wichtigkeit"), max_length=20, blank=True)
    responsible = models.CharField(_("Wer"), max_length=200, blank=True)
    target_on = models.DateField(_("Bis"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=GoalState.choices, default=GoalState.OPEN)
    closed_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", db_constraint=False)

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on=None)
                | (models.Q(state__in=["reached", "dropped"]) & models.Q(closed_on__isnull=False)),
                name="goal_closed_on_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["plan", "field", "position"], name="goal_by_plan")]


class Step(CaseRecord, Signed):
    """A step towards a goal; when done, whether alone, with help or by staff."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="steps", db_constraint=False)
    title = models.CharField(_("Schritt"), max_length=200)
    own_title = models.CharField(_("In der Sprache der Person"), max_length=200, blank=True, default="")
    responsible = models.CharField(_("Wer"), max_length=120, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("Bis"), null=True, blank=True)
    done_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    independence = models.CharField(_("Wie erledigt"), max_length=10, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", db_constraint=False)

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(independence__in=["", "alone", "with_help", "by_staff"]),
                name="step_independence_known",
            ),
            models.CheckConstraint(
                condition=models.Q(done_on=None, done_at=None, done_by=None, independence="")
                | models.Q(done_on__isnull=False, done_at__isnull=False, done_by__isnull=False),
                name="step_done_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["goal", "position"], name="step_by_goal")]


class PlanRevision(CaseRecord):
    """The plan as it stood on a day: frozen content that is never changed."""

    plan = models.ForeignKey(IntegrationPlan, models.PROTECT, related_name="revisions", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    took_part = models.CharField(_("Wer war dabei"), max_length=300, blank=True)
    interpreter = models.CharField(_("Sprachmittlung"), max_length=120, blank=True)
    content = models.JSONField()
    plan_version = models.PositiveIntegerField()

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "plan", "number"], name="revision_number_once"),
        ]


# The tables of the features hang on the ones above; Django finds models only from here.
from scharnier.casework.advice import models as advice  # noqa: E402, F401
from scharnier.casework.confidential import models as confidential  # noqa: E402, F401
from scharnier.casework.letters import models as letters  # noqa: E402, F401
from scharnier.casework.needs import models as needs  # noqa: E402, F401
from scharnier.casework.plans import models as plans  # noqa: E402, F401
from scharnier.casework.situations import models as situations  # noqa: E402, F401
from scharnier.casework.wordings import models as wordings  # noqa: E402, F401
