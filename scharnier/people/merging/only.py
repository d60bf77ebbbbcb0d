# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What there is room for once in the tables of this room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import UUIDField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.people.household.models import WITHOUT_NAME, HouseholdMember
from scharnier.people.law.models import LegalFacts
from scharnier.people.merging.pairs import OnlyOne, label, register
from scharnier.people.models import Enrolment


def _participations(persons: Iterable[UUID]) -> list[Any]:
    return list(Enrolment.objects.filter(person_id__in=list(persons)).select_related("project", "staff").order_by("id"))


def _participation(row: Enrolment) -> str:
    since = f"{row.entered_on:%d.%m.%Y}" if row.entered_on else gettext("vor dem Eintritt")
    parts = [row.project.name, since, row.get_phase_display(), row.staff.display_name if row.staff else ""]
    return " · ".join(part for part in parts if part)


def _facts(persons: Iterable[UUID]) -> list[Any]:
    return list(LegalFacts.objects.filter(person_id__in=list(persons)).order_by("id"))


def _stated(row: LegalFacts) -> str:
    return gettext("%(n)s Angaben, Stand %(day)s") % {"n": len(row.facts), "day": f"{row.stated_on:%d.%m.%Y}"}


def _homes(persons: Iterable[UUID]) -> list[Any]:
    files = list(persons)
    rows = HouseholdMember.objects.filter(WITHOUT_NAME, person_id__in=files, valid_to=None)
    # Whoever is kept apart from one of the files is named on no page about it.
    apart = RawSQL(
        "ARRAY(SELECT separated_from(p) FROM unnest(%s::uuid[]) AS p)", [files], output_field=ArrayField(UUIDField())
    )
    return list(rows.annotate(apart=apart).order_by("id"))


def _home(row: Any) -> str:
    others = HouseholdMember.objects.filter(household=row.household, valid_to=None).exclude(pk=row.pk)
    others = others.exclude(WITHOUT_NAME, person_id__in=row.apart)
    names = ", ".join(each.full_name for each in others.select_related("person").order_by("pk")[:5])
    return names or gettext("ohne weitere Mitglieder")


register(
    OnlyOne(
        Enrolment,
        _("Offene Teilnahme"),
        _participations,
        lambda row: row.project_id if row.exited_on is None else None,
        _participation,
    )
)
register(OnlyOne(LegalFacts, _("Angaben zum Aufenthalt"), _facts, lambda row: row.carrier_id, _stated))
register(OnlyOne(HouseholdMember, _("Haushalt"), _homes, lambda row: row.carrier_id, _home))
label("people_enrolment", _("Teilnahme"))
label("people_residencestatus", _("Aufenthaltsstatus"))
label("people_householdmember", _("Mitglied des Haushalts"))
label("people_housingperiod", _("Unterbringung"))
label("people_languagelevel", _("Sprachstand"))
label("people_education", _("Abschluss"))
label("people_workexperience", _("Berufserfahrung"))
label("people_occupationwish", _("Berufswunsch"))
label("people_courseattended", _("Kurs oder Maßnahme"))
label("people_subjectaccess", _("Auskunft"))
label("people_consent", _("Einwilligung"))
label("people_curriculum", _("Lebenslauf"))
label("people_assessment", _("Kompetenzerhebung"))
label("people_formername", _("Weiterer Name"))
