# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which steps and fields an intake has in a project: by the programme's settings, the rules and the person's age."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.people.circumstances.queries import is_minor
from scharnier.people.models import Person
from scharnier.people.words import age

NAME, CONTACT, STAY, LIVING, WORK, ENTRY = "person", "kontakt", "aufenthalt", "lebenslage", "arbeit", "aufnehmen"
TITLES: dict[str, str | Promise] = {
    NAME: _("Person"),
    CONTACT: _("Kontakt und Sprachen"),
    STAY: _("Aufenthalt"),
    LIVING: _("Lebenslage"),
    WORK: _("Schule und Arbeit"),
    ENTRY: _("Aufnehmen"),
}
# Up to this age a project that supports school asks which one.
SCHOOL_AGE = 27


@dataclass(frozen=True)
class Asked:
    """What this intake asks. Whoever needs more finds it in the file."""

    stay: bool
    work: bool
    housing: bool
    guardian: bool
    school: bool
    benefit: bool

    @property
    def living(self) -> bool:
        return self.housing or self.guardian or self.school or self.benefit

    @property
    def steps(self) -> list[str]:
        """The steps in order."""
        optional = {STAY: self.stay, LIVING: self.living, WORK: self.work}
        return [step for step in TITLES if optional.get(step, True)]


def asked(settings: ProgrammeSettings, person: Person, *, law: bool, homes: bool, has_stay: bool) -> Asked:
    """`law`: the project works with the rules; `homes`: they ask for the housing at the stay already; `has_stay`: a
    status is on file. The funder's entry questionnaire needs schooling, work and benefits of the day of the entry."""
    needs = {need for phase in settings.phases for need in settings.phase_needs(phase)}
    required, fields = set(settings.required_records), set(settings.plan_fields)
    years = age(person.birth_date)
    minor = is_minor(person)
    return Asked(
        stay=not has_stay and (law or "residence" in needs),
        work=bool({"german", "occupation"} & needs or {"entry", "competences"} & required),
        housing=not homes and ("wohnen" in fields or "entry" in required),
        guardian=minor,
        school=minor or ("schule_bildung" in fields and years is not None and years < SCHOOL_AGE),
        benefit="finanzen" in fields or "entry" in required,
    )
