# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody can and wants: languages, schooling, work, wishes, courses; each row keeps its day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import CarrierRecord
from scharnier.people.models import Person, Precision

SKILLS = ("listening", "speaking", "reading", "writing")
UNDATED = [Precision.DAY.value, Precision.MONTH.value, Precision.YEAR.value]


class LanguageLevel(CarrierRecord, Versioned):
    """A language as somebody had it on a day, by skill; codes of the list cefr. The latest one of a language holds."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="languages", db_constraint=False)
    language = models.CharField(_("Sprache"), max_length=8)
    listening = models.CharField(_("Hören"), max_length=10, blank=True)
    speaking = models.CharField(_("Sprechen"), max_length=10, blank=True)
    reading = models.CharField(_("Lesen"), max_length=10, blank=True)
    writing = models.CharField(_("Schreiben"), max_length=10, blank=True)
    source = models.CharField(_("Woher wir es wissen"), max_length=30)
    certificate = models.CharField(_("Prüfung oder Zertifikat"), max_length=120, blank=True)
    stated_on = models.DateField(_("Stand"), default=clock.today)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(listening="", speaking="", reading="", writing=""), name="language_has_a_level"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "language", "-stated_on"], name="language_by_person")]


def period(name: str) -> list[models.CheckConstraint]:
    """An end is not before its begin; days are known as exactly as documents say."""
    return [
        models.CheckConstraint(
            condition=models.Q(ended_on=None) | models.Q(begun_on=None) | models.Q(ended_on__gte=models.F("begun_on")),
            name=f"{name}_period",
        ),
        models.CheckConstraint(
            condition=models.Q(begun_precision__in=UNDATED, ended_precision__in=UNDATED), name=f"{name}_precision"
        ),
    ]


class Spell(CarrierRecord, Versioned):
    """Something that lasted from one day to another; documents and memories often know only the year.

    A year is kept as its first day in `begun_on` and its last one in `ended_on`, so that periods compare as dates.
    """

    begun_on = models.DateField(_("Von"), null=True, blank=True)
    begun_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.DAY)
    ended_on = models.DateField(_("Bis"), null=True, blank=True)
    ended_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.DAY)

    class Meta(CarrierRecord.Meta):
        abstract = True


class Education(Spell):
    """School, training or studies, and what became of the degree here. `recognised_as`: an occupation's code."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="educations", db_constraint=False)
    kind = models.CharField(_("Art"), max_length=20)
    title = models.CharField(_("Abschluss oder Fach"), max_length=160)
    place = models.CharField(_("Schule, Betrieb oder Hochschule"), max_length=160, blank=True)
    country = models.CharField(_("Land"), max_length=20, blank=True)
    level = models.CharField(_("Stufe (ISCED)"), max_length=10, blank=True)
    completed = models.CharField(_("Abschluss"), max_length=10, default="unknown")
    recognition = models.CharField(_("Anerkennung"), max_length=20, default="unknown")
    recognised_as = models.CharField(_("Anerkannt als"), max_length=5, blank=True)
    recognition_on = models.DateField(_("Stand der Anerkennung"), null=True, blank=True)
    recognition_note = models.CharField(_("Zur Anerkennung"), max_length=300, blank=True)

    class Meta(Spell.Meta):
        constraints: ClassVar = [*TenantRecord.Meta.constraints, *period("education")]
        indexes: ClassVar = [models.Index(fields=["person", "-ended_on"], name="education_by_person")]


class WorkExperience(Spell):
    """A job somebody had, in any country. `occupation` is the id of a row of the occupations, `code` its KldB code."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="jobs", db_constraint=False)
    occupation = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=5, blank=True)
    wording = models.CharField(_("Beruf"), max_length=120)
    country = models.CharField(_("Land"), max_length=20, blank=True)
    employer = models.CharField(_("Betrieb"), max_length=160, blank=True)
    tasks = models.TextField(_("Tätigkeiten"), max_length=2000, blank=True)
    ongoing = models.BooleanField(_("bis heute"), default=False)

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            *period("work"),
            models.CheckConstraint(condition=models.Q(ongoing=False) | models.Q(ended_on=None), name="work_goes_on"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-begun_on"], name="work_by_person")]


class OccupationWish(CarrierRecord, Versioned):
    """What somebody would like to work as and in what form, the first one first; or what is out of the question."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="wishes", db_constraint=False)
    occupation = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=5, blank=True)
    wording = models.CharField(_("Beruf"), max_length=120)
    form = models.CharField(_("In welcher Form"), max_length=20, default="employment")
    rank = models.PositiveSmallIntegerField(_("Rang"), default=1)
    note = models.CharField(_("Dazu"), max_length=300, blank=True)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="wish_rank"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "rank"], name="wish_by_person")]


class CourseAttended(Spell):
    """A course or measure attended elsewhere, with the hours somebody is entitled to and those used.

    `kind` is a code of german_course or measure_kind; hours are hours of teaching (45 minutes).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="courses", db_constraint=False)
    kind = models.CharField(_("Kurs oder Maßnahme"), max_length=40)
    title = models.CharField(_("Bezeichnung"), max_length=160, blank=True)
    provider = models.CharField(_("Anbieter"), max_length=120, blank=True)
    state = models.CharField(_("Stand"), max_length=20, default="finished")
    hours_entitled = models.PositiveSmallIntegerField(_("Stunden bewilligt"), null=True, blank=True)
    hours_used = models.PositiveSmallIntegerField(_("Stunden genutzt"), null=True, blank=True)
    result = models.CharField(_("Ergebnis"), max_length=120, blank=True)

    class Meta(Spell.Meta):
        constraints: ClassVar = [*TenantRecord.Meta.constraints, *period("course")]
        indexes: ClassVar = [models.Index(fields=["person", "-begun_on"], name="course_by_person")]
