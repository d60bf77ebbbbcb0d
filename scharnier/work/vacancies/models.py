# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vacancies of all placement types, in the words of the firm and in the codes of the occupations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.directory.organisations.models import (
    Organisation,
    OrganisationContact,
    OrganisationSite,
    district_check,
    known_check,
    postcode_check,
)
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.knowledge import codes
from scharnier.knowledge.matching import facts
from scharnier.network.models import ProjectRecord, User
from scharnier.work.employers.models import Employer, codes_field

# Codes of placement_type that a firm can offer; each leads to an activity of the law.
KINDS = (
    "beschaeftigung_sv",
    "minijob",
    "ausbildung_betrieblich",
    "eq",
    "hospitation",
    "praktikum_orientierung",
    "praktikum_pflicht",
    "praktikum_begleitend",
    "mag",
    "probearbeit",
    "leiharbeit",
    "bfd",
    "fsj",
)
LEVELS = ("none", "A1", "A2", "B1", "B2", "C1", "C2")
MOST_PLACES = 500


class VacancyStatus(models.TextChoices):
    """Where a vacancy stands; permitted moves are in `VACANCY_MOVES`."""

    DRAFT = "draft", _("Entwurf")
    OPEN = "open", _("offen")
    FILLED = "filled", _("besetzt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    EXPIRED = "expired", _("abgelaufen")


VACANCY_MOVES: dict[str, tuple[str, ...]] = {
    VacancyStatus.DRAFT: (VacancyStatus.OPEN, VacancyStatus.WITHDRAWN),
    VacancyStatus.OPEN: (VacancyStatus.OPEN, VacancyStatus.FILLED, VacancyStatus.WITHDRAWN, VacancyStatus.EXPIRED),
    VacancyStatus.FILLED: (VacancyStatus.OPEN,),
    VacancyStatus.WITHDRAWN: (VacancyStatus.OPEN,),
    VacancyStatus.EXPIRED: (VacancyStatus.OPEN, VacancyStatus.WITHDRAWN, VacancyStatus.FILLED),
}


class PayUnit(models.TextChoices):
    """What an amount of pay is for."""

    NONE = "", _("nicht angegeben")
    HOUR = "hour", _("je Stunde")
    MONTH = "month", _("im Monat")
    YEAR = "year", _("im Jahr")


class Vacancy(ProjectRecord, Versioned):
    """A vacancy of any placement type. What nobody knows is empty, and leads to a question, not to a no.

    `kind`: code of placement_type (KINDS). `occupation`: KldB 2010, five digits. `german`: code of cefr, empty for not
    known. `licences` are all needed, None for not known. `shifts`: codes of working_time; `offers`: of employer_offer.
    `lat`/`lon`: the middle of the postcode (WGS 84), as `knowledge.postcodes` has it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="vacancies", db_constraint=False)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="vacancies", db_constraint=False)
    contact = models.ForeignKey(OrganisationContact, models.PROTECT, null=True, related_name="+", db_constraint=False)
    site = models.ForeignKey(OrganisationSite, models.PROTECT, null=True, related_name="+", db_constraint=False)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("Art"), max_length=30, default="beschaeftigung_sv")
    title = models.CharField(_("Stelle"), max_length=160)
    description = models.TextField(_("Beschreibung"), max_length=4000, blank=True)
    occupation = models.CharField(_("Beruf (KldB)"), max_length=5)
    level = models.PositiveSmallIntegerField(_("Anforderungsniveau"))
    german = models.CharField(_("Deutsch mindestens"), max_length=4, blank=True)
    starts_on = models.DateField(_("Beginn"), null=True, blank=True)
    hours_from = models.PositiveSmallIntegerField(_("Stunden je Woche von"), null=True, blank=True)
    hours_to = models.PositiveSmallIntegerField(_("Stunden je Woche bis"), null=True, blank=True)
    shifts = codes_field(_("Arbeitszeiten"))
    licences = ArrayField(
        models.CharField(max_length=12), verbose_name=_("Führerschein, Scheine"), null=True, blank=True
    )
    places = models.PositiveSmallIntegerField(_("Plätze"), default=1)
    filled = models.PositiveSmallIntegerField(_("davon besetzt"), default=0)
    pay_amount = models.DecimalField(_("Lohn brutto"), max_digits=9, decimal_places=2, null=True, blank=True)
    pay_unit = models.CharField(_("Lohn je"), max_length=5, choices=PayUnit.choices, blank=True)
    training_permission = models.BooleanField(_("Ausbildungsberechtigung"), null=True, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    place = models.CharField(_("Ort"), max_length=80, blank=True)
    district = models.CharField(_("Kreis"), max_length=5, blank=True)
    lat = models.FloatField(null=True, editable=False)
    lon = models.FloatField(null=True, editable=False)
    offers = codes_field(_("Bietet an"))
    status = models.CharField(_("Stand"), max_length=10, choices=VacancyStatus.choices, default=VacancyStatus.OPEN)
    closed_on = models.DateField(_("beendet am"), null=True, blank=True)
    closed_reason = models.CharField(_("Grund"), max_length=200, blank=True)
    confirmed_on = models.DateField(_("bestätigt am"), null=True, blank=True)
    confirm_until = models.DateField(_("bestätigt bis"), null=True, blank=True)
    remind_on = models.DateField(null=True, editable=False)
    looks = models.JSONField(_("Auf „Heute“ bestätigt"), default=list, db_default=[], editable=False)
    public = models.BooleanField(_("Öffentlich zeigen"), default=False)
    external_number = models.CharField(_("Nummer beim Betrieb"), max_length=120, blank=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(title=""), name="vacancy_has_title"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="vacancy_kind_known"),
            known_check("vacancy_status_known", "status", VacancyStatus),
            known_check("vacancy_pay_unit_known", "pay_unit", PayUnit),
            models.CheckConstraint(condition=models.Q(occupation__regex=r"^\d{5}$"), name="vacancy_occupation_code"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 4)), name="vacancy_level_known"),
            models.CheckConstraint(condition=models.Q(german__in=["", *LEVELS]), name="vacancy_german_known"),
            models.CheckConstraint(
                condition=models.Q(hours_from=None)
                | models.Q(hours_to=None)
                | models.Q(hours_from__lte=models.F("hours_to")),
                name="vacancy_hours_from_to",
            ),
            models.CheckConstraint(
                condition=(models.Q(hours_from=None) | models.Q(hours_from__lte=facts.MOST_HOURS))
                & (models.Q(hours_to=None) | models.Q(hours_to__range=(1, facts.MOST_HOURS))),
                name="vacancy_hours_of_a_week",
            ),
            models.CheckConstraint(
                condition=models.Q(pay_amount=None, pay_unit="")
                | (models.Q(pay_amount__gte=Decimal(0)) & ~models.Q(pay_unit="")),
                name="vacancy_pay_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(places__range=(1, MOST_PLACES), filled__lte=models.F("places")),
                name="vacancy_not_filled_twice",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "open"], closed_on=None)
                | models.Q(status__in=["filled", "withdrawn", "expired"], closed_on__isnull=False),
                name="vacancy_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="open") | models.Q(confirm_until__isnull=False),
                name="vacancy_open_until_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_on=None)
                | models.Q(confirm_until=None)
                | models.Q(confirm_until__gte=models.F("confirmed_on")),
                name="vacancy_confirmed_period",
            ),
            models.CheckConstraint(
                condition=models.Q(lat=None, lon=None) | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="vacancy_on_the_globe",
            ),
            postcode_check("vacancy_postcode"),
            district_check("vacancy_district"),
            models.UniqueConstraint(
                fields=["carrier", "organisation", "external_number"],
                condition=~models.Q(external_number=""),
                name="vacancy_number_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["carrier", "status", "-id"], name="vacancy_by_status"),
            models.Index(fields=["project", "status", "-id"], name="vacancy_by_project"),
            models.Index(fields=["organisation", "-id"], name="vacancy_by_organisation"),
            models.Index(fields=["employer", "-id"], name="vacancy_by_employer"),
            models.Index(fields=["confirm_until"], condition=models.Q(status="open"), name="vacancy_open_until"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def activity(self) -> str:
        """What the law calls this kind of work: a code of the list activity."""
        return activity_of(self.kind)

    def facts(self) -> facts.Vacancy:
        """What matching reads."""
        return facts.Vacancy(
            id=str(self.pk),
            occupation=self.occupation,
            level=self.level,
            activity=self.activity,
            start=self.starts_on,
            german=codes.codes("cefr").index(self.german) if self.german else None,
            place=None if self.lat is None else facts.read_place("place", [self.lat, self.lon]),
            district=self.district or None,
            licences=None if self.licences is None else frozenset(self.licences),
            hours_from=self.hours_from,
            hours_to=self.hours_to,
            offers=frozenset(self.offers),
            employer=str(self.organisation_id),
        )

    def is_current(self, today: date) -> bool:
        """Open, and confirmed for this day."""
        return self.status == VacancyStatus.OPEN and self.confirm_until is not None and self.confirm_until >= today


def activity_of(kind: str) -> str:
    """The activity of the law behind a placement type."""
    return str(codes.find("placement_type", kind).extra["access_activity"])
