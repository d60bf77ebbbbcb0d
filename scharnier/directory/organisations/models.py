# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Organisations of a carrier, with sites, contacts, agreements and what was merged."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import DerivedText, TenantRecord, Versioned
from scharnier.network.models import CarrierRecord, Project, User, period_check


class OrganisationKind(models.TextChoices):
    """What an organisation is for the network."""

    FIRM = "firm", _("Betrieb")
    AUTHORITY = "authority", _("Behörde")
    PROVIDER = "provider", _("Bildungsträger")
    CHAMBER = "chamber", _("Kammer")
    SCHOOL = "school", _("Schule")
    ASSOCIATION = "association", _("Verein oder Verband")
    OTHER = "other", _("anderes")


def postcode_check(name: str, field: str = "postal_code") -> models.CheckConstraint:
    """Five digits, or not known."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__regex": r"^(\d{5})?$"}), name=name)


def district_check(name: str) -> models.CheckConstraint:
    """The official key of five digits, or not known."""
    return models.CheckConstraint(condition=models.Q(district__regex=r"^(\d{5})?$"), name=name)


def known_check(name: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Only what the list has."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)


class Organisation(CarrierRecord, Versioned):
    """A firm, authority or provider, once in each carrier. Whoever works there is an `OrganisationContact`.

    `legal_form` is a code of legal_form, `languages` codes of language; `response_days` working days until an answer.
    """

    name = models.CharField(_("Name"), max_length=160)
    legal_form = models.CharField(_("Rechtsform"), max_length=20, blank=True)
    kind = models.CharField(_("Art"), max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.FIRM)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    website = models.CharField(_("Internetseite"), max_length=200, blank=True)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("Sprachen"), default=list, blank=True)
    note = models.TextField(_("Notiz"), max_length=4000, blank=True)
    response_days = models.PositiveSmallIntegerField(_("Antwortet meist nach Werktagen"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_constraint=False)
    # DIN 5007-2 for lists; `folded` for finding and for likeness, where Müller, Mueller and Muller meet.
    name_sort = DerivedText(
        expression=models.Func(models.Value(""), "name", function="name_sort", output_field=models.TextField()),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    folded = DerivedText(
        expression=models.Func("name", models.Value(""), function="search_fold", output_field=models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_name"),
            known_check("organisation_kind_known", "kind", OrganisationKind),
            models.CheckConstraint(
                condition=models.Q(response_days=None) | models.Q(response_days__lte=60),
                name="organisation_answers_in_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="organisation_not_merged_into_itself"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["carrier", "name_sort", "id"],
                condition=models.Q(merged_into=None),
                name="organisation_by_name",
            ),
            models.Index(fields=["carrier", "phone"], condition=~models.Q(phone=""), name="organisation_by_phone"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationSite(CarrierRecord, Versioned):
    """A place where an organisation works; the first one is the head office. `district`: official key."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites", db_constraint=False)
    name = models.CharField(_("Bezeichnung"), max_length=120, blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    place = models.CharField(_("Ort"), max_length=80, blank=True)
    district = models.CharField(_("Kreis"), max_length=5, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            postcode_check("organisation_site_postcode"),
            district_check("organisation_site_district"),
            models.CheckConstraint(
                condition=~models.Q(name="", street="", postal_code="", place=""), name="organisation_site_says_where"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "id"], name="organisation_site_of")]

    @property
    def address(self) -> str:
        """One line: street, postcode and place."""
        town = f"{self.postal_code} {self.place}".strip()
        return ", ".join(part for part in (self.street, town) if part)


class OrganisationContact(CarrierRecord, Versioned):
    """Somebody to talk to, with the direct line and who stands in; `until` is the last day there."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts", db_constraint=False)
    site = models.ForeignKey(OrganisationSite, models.PROTECT, null=True, related_name="+", db_constraint=False)
    name = models.CharField(_("Name"), max_length=120)
    function = models.CharField(_("Aufgabe"), max_length=120, blank=True)
    phone = models.CharField(_("Durchwahl"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("Sprachen"), default=list, blank=True)
    deputy = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_constraint=False)
    response_days = models.PositiveSmallIntegerField(_("Antwortet meist nach Werktagen"), null=True, blank=True)
    preferred = models.BooleanField(_("Zuerst anrufen"), default=False)
    until = models.DateField(_("dort bis"), null=True, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_contact_has_name"),
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("id")), name="organisation_contact_deputy_is_another"
            ),
            models.CheckConstraint(
                condition=models.Q(response_days=None) | models.Q(response_days__lte=60),
                name="organisation_contact_answers_in_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "id"], name="organisation_contact_of")]


class Cooperation(CarrierRecord, Versioned):
    """A cooperation agreement. With a project and an owner its end stands on the owner's agenda."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cooperations", db_constraint=False)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+", db_constraint=False)
    title = models.CharField(_("Vereinbarung"), max_length=160)
    begins = models.DateField(_("Beginn"))
    ends = models.DateField(_("Ende"), null=True, blank=True)
    note = models.TextField(_("Notiz"), max_length=2000, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # What became of the reminder of the end: until (the end it is about), due_on, owner, done_at, done_by.
    reminder = models.JSONField(default=dict, db_default={}, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("cooperation_period", "begins", "ends"),
            models.CheckConstraint(condition=~models.Q(title=""), name="cooperation_has_title"),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-begins"], name="cooperation_of")]


class OrganisationMerge(CarrierRecord):
    """Two organisations that were one: which stayed, what was filled in, which rows followed.

    `fields` are {name: [before, after]}, `moved` {table.column: [id, …]}, so that it can be taken back.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_constraint=False)
    absorbed = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_constraint=False)
    absorbed_name = models.CharField(_("Aufgenommen"), max_length=160)
    fields = models.JSONField(_("Übernommen"), default=dict)
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField(_("zusammengeführt am"), default=clock.now)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("zurückgenommen am"), null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("absorbed")), name="organisation_merge_of_two"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="organisation_merge_undone_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-merged_at"], name="organisation_merge_of")]
