# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Guardianship, school attendance and benefits, each from one day to another."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import ScopedQuerySet, TenantRecord, Versioned
from scharnier.network.models import CarrierRecord


class Circumstance(CarrierRecord, Versioned):
    """What holds for a person from one day to another; `kind` is a code of the list that `CODES` names."""

    CODES: ClassVar[str]

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(_("Art"), max_length=40)
    valid_from = models.DateField(_("seit"), null=True, blank=True)
    valid_to = models.DateField(_("bis"), null=True, blank=True)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)

    class Meta(CarrierRecord.Meta):
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="%(class)s_period",
            ),
            models.CheckConstraint(condition=~models.Q(kind=""), name="%(class)s_has_kind"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-valid_from"], name="%(class)s_by_person")]


C = TypeVar("C", bound=Circumstance)


def rows_of(model: type[C]) -> ScopedQuerySet[C]:
    """All rows of one kind of circumstance."""
    return ScopedQuerySet(model)


class Guardianship(Circumstance):
    """Who decides for somebody who may not alone: parents, a guardian, the youth welfare office."""

    CODES = "guardian_kind"

    name = models.CharField(_("Name oder Stelle"), max_length=160, blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    reference = models.CharField(_("Aktenzeichen"), max_length=80, blank=True)


class SchoolPeriod(Circumstance):
    """Which kind of school somebody attends, where, in which class."""

    CODES = "school_kind"

    school = models.CharField(_("Schule"), max_length=160, blank=True)
    grade = models.CharField(_("Klasse"), max_length=40, blank=True)


class BenefitPeriod(Circumstance):
    """A benefit somebody lives on, and which office pays it."""

    CODES = "benefit_system"

    office = models.CharField(_("Stelle"), max_length=160, blank=True)
    reference = models.CharField(_("Kunden- oder BG-Nummer"), max_length=80, blank=True)
