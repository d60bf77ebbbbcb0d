# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carriers, programmes, projects, teams, sites, memberships and the people who sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import Record, TenantRecord


def period_check(name: str, start: str = "valid_from", end: str = "valid_to") -> models.CheckConstraint:
    """No period ends before it begins."""
    return models.CheckConstraint(
        condition=models.Q(**{end: None}) | models.Q(**{f"{end}__gte": models.F(start)}),
        name=name,
    )


class Role(models.TextChoices):
    """What a membership makes of somebody in a project (or, for the last three, in a carrier or programme)."""

    CASEWORKER = "caseworker", _("Fachkraft")
    PLACEMENT = "placement", _("Vermittlung")
    HINGE = "hinge", _("Scharnierstelle")
    LEAD = "lead", _("Leitung")
    AUDITOR = "auditor", _("Prüfung (nur lesen)")
    ADMIN = "admin", _("Verwaltung des Trägers")
    PROTECTION = "protection", _("Datenschutz")
    OFFICE = "office", _("Programmbegleitung")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, display_name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), display_name=display_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do follows from memberships alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-Mail"), max_length=254, unique=True)
    display_name = models.CharField(_("Name"), max_length=120)
    phone = models.CharField(_("Durchwahl"), max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="de")
    theme = models.CharField(max_length=5, blank=True, default="")
    single_keys = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        return self.display_name


class Programme(Record):
    """A funding programme; reference data that everybody may read. What it says otherwise: `programmes`."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    funder = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=2, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [period_check("programme_period")]

    def __str__(self) -> str:
        return self.name


class Carrier(Record):
    """Träger: the controller of the data (GDPR, Art. 4 no. 7)."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    legal_form = models.CharField(max_length=60, blank=True)
    contact_email = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.short_name


class CarrierRecord(TenantRecord):
    """A row of one carrier, with the link to it."""

    carrier = models.ForeignKey(Carrier, models.PROTECT, related_name="+")

    class Meta(TenantRecord.Meta):
        abstract = True


class Project(CarrierRecord):
    """A programme carried out by a carrier at a place."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    phase = models.CharField(max_length=120, blank=True)
    district = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=2, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    places = models.PositiveIntegerField(null=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "code"], name="project_code_once"),
            period_check("project_period"),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectRecord(CarrierRecord):
    """A row of one project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+", db_constraint=False)

    class Meta(CarrierRecord.Meta):
        abstract = True


class Team(ProjectRecord):
    name = models.CharField(max_length=120)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "project", "name"], name="team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Site(ProjectRecord):
    """Where people are met: an office with its rooms, or a stop of mobile counselling; see structure/models.py."""

    name = models.CharField(_("Name"), max_length=120)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    place = models.CharField(_("Ort"), max_length=80, blank=True)
    district = models.CharField(_("Kreis"), max_length=5, blank=True)
    mobile = models.BooleanField(_("Mobile Beratung"), default=False)
    step_free = models.BooleanField(_("Stufenlos erreichbar"), default=False)
    directions = models.CharField(_("So finden Sie hin"), max_length=300, blank=True)
    valid_from = models.DateField(_("seit"), null=True, blank=True)
    valid_to = models.DateField(_("letzter Tag"), null=True, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [*TenantRecord.Meta.constraints, period_check("site_period")]

    def __str__(self) -> str:
        return self.name


class Membership(CarrierRecord):
    """A user's role in a project, or in a whole carrier (project empty) or programme; dated."""

    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+", db_constraint=False)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_constraint=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    valid_from = models.DateField(default=clock.today)
    valid_to = models.DateField(null=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("membership_period"),
            models.CheckConstraint(
                condition=models.Q(role__in=["admin", "protection", "office"], project=None)
                | (~models.Q(role__in=["admin", "protection", "office"]) & models.Q(project__isnull=False)),
                name="membership_level",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]),
                name="membership_role_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="auditor") | models.Q(valid_to__isnull=False), name="membership_audit_ends"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "valid_from"], name="membership_by_user"),
            models.Index(fields=["project", "role"], name="membership_by_project"),
        ]


class Substitution(ProjectRecord):
    """Somebody covers for an absent colleague; audiences only when it says so.

    With `all_cases` the cover sees in the project what the absent sees, otherwise the cases in `chosen` alone.
    """

    absent = models.ForeignKey(User, models.PROTECT, related_name="+")
    cover = models.ForeignKey(User, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()
    may_write = models.BooleanField(default=True)
    with_confidential = models.BooleanField(default=False)
    all_cases = models.BooleanField(default=True, db_default=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("substitution_period"),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("cover")),
                name="substitution_two_people",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cover", "valid_to"], name="substitution_by_cover")]


# The tables of the rooms within the room hang on the ones above; Django finds models only from here.
from scharnier.network.path import models as path  # noqa: E402, F401
from scharnier.network.programmes import models as programmes  # noqa: E402, F401
from scharnier.network.staffing import models as staffing  # noqa: E402, F401
from scharnier.network.structure import models as structure  # noqa: E402, F401
