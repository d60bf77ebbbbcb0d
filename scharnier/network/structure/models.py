# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consortia, phases, decisions, tandems, rooms and hours of sites, regions, positions, capacity and targets.

What changes is dated: a row ends and another begins; nothing is overwritten. That two rows may not hold at the same
time is an exclusion constraint, so that two people clicking in the same second can't do it either.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.knowledge import districts
from scharnier.network.models import (
    Carrier,
    CarrierRecord,
    Programme,
    ProjectRecord,
    Role,
    Site,
    Team,
    User,
    period_check,
)


class Days(models.Func):
    """`daterange(valid_from, valid_to, '[]')`; an open end is no end."""

    function = "daterange"
    output_field = models.Field()

    def __init__(self) -> None:
        super().__init__("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def never_twice(name: str, *columns: str, condition: models.Q | None = None) -> ExclusionConstraint:
    """No two rows with the same `columns` hold on the same day."""
    same: list[tuple[Any, str]] = [(column, RangeOperators.EQUAL) for column in columns]
    return ExclusionConstraint(
        name=name, expressions=[*same, (Days(), RangeOperators.OVERLAPS)], condition=condition, index_type="GIST"
    )


class Dated(models.Model):
    """Holds from a day to another, or until further notice."""

    valid_from = models.DateField(_("gilt ab"))
    valid_to = models.DateField(_("gilt bis"), null=True, blank=True)

    class Meta:
        abstract = True


# ---------- consortia ----------


class Consortium(CarrierRecord, Versioned, Dated):
    """Verbund: carriers that carry out a programme together; `carrier` is the lead partner."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=200)
    target_persons = models.PositiveIntegerField(_("Zielzahl Personen"), null=True, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "name"], name="consortium_name_once"),
            period_check("consortium_period"),
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.TextChoices):
    """What a carrier is in a consortium."""

    LEAD = "lead", _("federführend")
    PARTNER = "partner", _("Teilprojekt")


class ConsortiumMember(CarrierRecord, Dated):
    """A partner of a consortium; the row belongs to the lead partner, the other confirms it.

    `partner` is empty for an organisation that doesn't work with this installation. Only the people of confirmed
    partners are counted.
    """

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="members", db_constraint=False)
    partner = models.ForeignKey(Carrier, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("Organisation"), max_length=200)
    part = models.CharField(_("Aufgabe im Verbund"), max_length=10, choices=Part.choices, default=Part.PARTNER)
    sub_project = models.CharField(_("Teilprojekt"), max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("consortium_member_period"),
            models.CheckConstraint(
                condition=models.Q(part__in=[part.value for part in Part]), name="consortium_part_known"
            ),
            never_twice(
                "consortium_partner_once",
                "carrier",
                "consortium",
                "partner",
                condition=models.Q(partner__isnull=False),
            ),
            never_twice("consortium_one_lead", "carrier", "consortium", condition=models.Q(part="lead")),
        ]
        indexes: ClassVar = [models.Index(fields=["partner"], name="consortium_by_partner")]

    def __str__(self) -> str:
        return self.name


class JointAgreement(CarrierRecord):
    """Agreement of joint controllers (GDPR, Art. 26): who answers for what. Written once; a newer one follows it.

    `duties` is a list of {"party": name, "answers_for": text}, as it stood when the agreement was put on record.
    """

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="agreements", db_constraint=False)
    agreed_on = models.DateField(_("geschlossen am"))
    reference = models.CharField(_("Fundstelle"), max_length=200)
    contact_point = models.CharField(_("Anlaufstelle für Betroffene"), max_length=200)
    duties = models.JSONField(default=list)
    note = models.TextField(_("Anmerkung"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "consortium", "agreed_on"], name="joint_agreement_once_a_day"),
            models.CheckConstraint(condition=~models.Q(duties=[]), name="joint_agreement_says_who"),
        ]


class CountKey(ProjectRecord):
    """That a participant of this project counts in a consortium. Written at enrolment, counted by a gate alone.

    `key` is an HMAC over name, date of birth and sex (see `counting.py`); empty when one of these is missing: then the
    person can't be compared and counts for this carrier alone.
    """

    consortium_id = models.UUIDField()  # another carrier's row: no key of the database may lead there
    subject_id = models.UUIDField()  # the person; people is a floor above
    key = models.BinaryField(null=True)
    entered_on = models.DateField(null=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["carrier", "consortium_id", "project", "subject_id"], name="count_key_once_a_project"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["consortium_id", "key"], name="count_key_by_consortium"),
            models.Index(fields=["subject_id"], name="count_key_by_subject"),
        ]


# ---------- programmes and projects ----------


class ProgrammePhase(CarrierRecord, Dated):
    """A funding phase of a programme as a carrier knows it, with the one that follows."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(_("Name der Phase"), max_length=120)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False)
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "programme", "name"], name="programme_phase_name_once"),
            period_check("programme_phase_period"),
            never_twice("programme_phase_one_at_a_time", "carrier", "programme"),
            models.CheckConstraint(
                condition=models.Q(successor=None) | ~models.Q(successor=models.F("id")),
                name="programme_phase_follows_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DecisionStatus(models.TextChoices):
    """Where the funding of a project stands."""

    APPLIED = "applied", _("beantragt")
    SELECTED = "selected", _("zur Förderung ausgewählt")
    APPROVED = "approved", _("bewilligt")
    CHANGED = "changed", _("Änderung bewilligt")
    REJECTED = "rejected", _("abgelehnt")
    ENDED = "ended", _("abgeschlossen")


class ProjectDecision(ProjectRecord):
    """The project's public record at a decision, as LEADER keeps it. Each decision is a row; the latest one counts."""

    phase = models.ForeignKey(
        ProgrammePhase, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    decided_on = models.DateField(_("Datum der Entscheidung"))
    status = models.CharField(_("Stand"), max_length=12, choices=DecisionStatus.choices)
    body = models.CharField(_("Wer hat entschieden"), max_length=200, blank=True)
    reference = models.CharField(_("Geschäftszeichen"), max_length=80, blank=True)
    primary_field = models.CharField(_("Handlungsfeld"), max_length=120, blank=True)
    further_fields = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    place = models.CharField(_("Ort"), max_length=120, blank=True)
    note = models.TextField(_("Anmerkung"), max_length=2000, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in DecisionStatus]), name="decision_status_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "-decided_on"], name="decision_by_project")]


class Tandem(ProjectRecord, Dated):
    """Case manager and placement officer who answer for cases together."""

    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False)
    name = models.CharField(_("Name"), max_length=120)
    case_manager = models.ForeignKey(User, models.PROTECT, related_name="+")
    placement_officer = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("tandem_period"),
            models.CheckConstraint(
                condition=~models.Q(case_manager=models.F("placement_officer")), name="tandem_two_people"
            ),
            never_twice("tandem_one_partner", "carrier", "project", "case_manager"),
        ]

    def __str__(self) -> str:
        return self.name


# ---------- sites and regions ----------


class Room(ProjectRecord):
    """A room of a site."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms", db_constraint=False)
    name = models.CharField(_("Raum"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("Plätze"), null=True, blank=True)
    note = models.CharField(_("Hinweis"), max_length=200, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "site", "name"], name="room_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Weekday(models.IntegerChoices):
    """ISO 8601."""

    MONDAY = 1, _("Montag")
    TUESDAY = 2, _("Dienstag")
    WEDNESDAY = 3, _("Mittwoch")
    THURSDAY = 4, _("Donnerstag")
    FRIDAY = 5, _("Freitag")
    SATURDAY = 6, _("Samstag")
    SUNDAY = 7, _("Sonntag")


class Rhythm(models.TextChoices):
    """How often an hour comes round; odd and even are ISO weeks."""

    WEEKLY = "weekly", _("jede Woche")
    ODD = "odd", _("ungerade Wochen")
    EVEN = "even", _("gerade Wochen")
    FIRST = "first", _("am ersten im Monat")
    SECOND = "second", _("am zweiten im Monat")
    THIRD = "third", _("am dritten im Monat")
    FOURTH = "fourth", _("am vierten im Monat")


class HourKind(models.TextChoices):
    """What happens at that hour."""

    OPEN = "open", _("offene Sprechstunde")
    APPOINTMENT = "appointment", _("nur mit Termin")
    MOBILE = "mobile", _("mobile Beratung")


class SiteHour(ProjectRecord, Dated):
    """One line of a site's timetable."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="hours", db_constraint=False)
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False)
    kind = models.CharField(_("Art"), max_length=12, choices=HourKind.choices, default=HourKind.OPEN)
    weekday = models.PositiveSmallIntegerField(_("Wochentag"), choices=Weekday.choices)
    rhythm = models.CharField(_("Rhythmus"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    begins = models.TimeField(_("Beginn"))
    ends = models.TimeField(_("Ende"))
    note = models.CharField(_("Hinweis"), max_length=200, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("site_hour_period"),
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("begins")), name="site_hour_ends_later"),
            models.CheckConstraint(condition=models.Q(weekday__gte=1, weekday__lte=7), name="site_hour_weekday"),
            models.CheckConstraint(
                condition=models.Q(rhythm__in=[each.value for each in Rhythm]), name="site_hour_rhythm_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[each.value for each in HourKind]), name="site_hour_kind_known"
            ),
        ]


class Duty(models.TextChoices):
    """What a project is in a district."""

    RESPONSIBLE = "responsible", _("zuständig")
    TAKES_PART = "takes_part", _("beteiligt")


class Responsibility(ProjectRecord, Dated):
    """A project answers for a district (official key of five digits); in one programme only one project at a time does.

    The constraint reaches across carriers on purpose: who is responsible where is no secret of anybody.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    district = models.CharField(_("Kreis"), max_length=5)
    duty = models.CharField(_("Aufgabe"), max_length=12, choices=Duty.choices, default=Duty.RESPONSIBLE)
    note = models.CharField(_("Anmerkung"), max_length=200, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("responsibility_period"),
            models.CheckConstraint(condition=models.Q(district__regex=r"^\d{5}$"), name="responsibility_district_key"),
            models.CheckConstraint(
                condition=models.Q(duty__in=[each.value for each in Duty]), name="responsibility_duty_known"
            ),
            never_twice("region_one_responsible", "programme", "district", condition=models.Q(duty="responsible")),
            never_twice("region_project_once", "carrier", "project", "district"),
        ]
        indexes: ClassVar = [models.Index(fields=["district"], name="responsibility_by_district")]

    @property
    def district_name(self) -> str:
        return districts.name(self.district)


# ---------- staff positions, capacity, targets ----------


class Position(ProjectRecord):
    """Stelle: a position of a project, whoever holds it."""

    name = models.CharField(_("Bezeichnung"), max_length=120)
    role = models.CharField(_("Aufgabe"), max_length=20, choices=Role.choices, default=Role.CASEWORKER)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "project", "name"], name="position_name_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="position_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PositionPeriod(ProjectRecord, Dated):
    """From one day to another: which share of full time a position has, who holds it, who pays."""

    position = models.ForeignKey(Position, models.PROTECT, related_name="periods", db_constraint=False)
    holder = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    share = models.PositiveSmallIntegerField(
        _("Umfang in Prozent"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    funding = models.CharField(_("Finanzierung"), max_length=200, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("position_period"),
            models.CheckConstraint(
                condition=models.Q(share__gte=1, share__lte=100), name="position_share_of_full_time"
            ),
            never_twice("position_one_period_at_a_time", "carrier", "position"),
        ]


class Capacity(ProjectRecord, Dated):
    """How many participants a project can accompany at the same time."""

    places = models.PositiveIntegerField(_("Plätze"))
    reason = models.CharField(_("Grund"), max_length=300, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("capacity_period"),
            never_twice("capacity_one_at_a_time", "carrier", "project"),
        ]


class Measure(models.TextChoices):
    """What a target counts."""

    ENTRIES = "entries", _("aufgenommene Personen")
    WOMEN = "women", _("davon Frauen")
    AGREEMENTS = "agreements", _("abgeschlossene Vereinbarungen oder Pläne")
    WORK = "work", _("Vermittlungen in Arbeit")
    TRAINING = "training", _("Vermittlungen in Ausbildung")
    QUALIFICATION = "qualification", _("Vermittlungen in Qualifizierung")
    EMPLOYERS = "employers", _("begleitete Betriebe")
    EVENTS = "events", _("Veranstaltungen und Schulungen")


class Target(ProjectRecord, Dated):
    """What a project is to reach within a period."""

    measure = models.CharField(_("Was gezählt wird"), max_length=16, choices=Measure.choices)
    value = models.PositiveIntegerField(_("Zielzahl"))
    note = models.CharField(_("Anmerkung"), max_length=200, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("target_period"),
            models.CheckConstraint(
                condition=models.Q(measure__in=[each.value for each in Measure]), name="target_measure_known"
            ),
            never_twice("target_one_at_a_time", "carrier", "project", "measure"),
        ]
