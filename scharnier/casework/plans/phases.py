# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What should be there in the next phase of a case. It shows what is missing; it keeps nobody from going on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from scharnier.casework.plans.queries import PlanView
from scharnier.knowledge import settings as programme
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.people.queries import FileHeader


@dataclass(frozen=True)
class Need:
    """One thing that should be there. `there` is None for what this page doesn't know."""

    label: str
    there: bool | None


@dataclass(frozen=True)
class Next:
    """The phase that comes next and what should be there in it."""

    code: str
    label: str
    now: str
    needs: list[Need]

    @property
    def complete(self) -> bool:
        return all(need.there is not False for need in self.needs)


def next_phase(file: FileHeader, settings: ProgrammeSettings, view: PlanView) -> Next | None:
    """What comes after the present phase; None after the last one, and for somebody who has left."""
    phases = settings.phases
    if file.left or file.enrolment.phase not in phases[:-1]:
        return None
    lang = get_language() or "de"
    code = phases[phases.index(file.enrolment.phase) + 1]
    needs = [
        Need(programme.label("phase_need", each, lang), _there(each, file, view)) for each in settings.phase_needs(code)
    ]
    return Next(code, settings.phase_label(code, lang), settings.phase_label(file.enrolment.phase, lang), needs)


def _there(need: str, file: FileHeader, view: PlanView) -> bool | None:
    known = {
        "entry": file.enrolment.entered_on is not None,
        "residence": file.residence is not None,
        "german": bool(file.person.german_level),
        "contact": file.enrolment.last_contact_on is not None,
        "plan": bool(view.used_fields),
        "revision": bool(view.plan and view.plan.revision_number),
    }
    return known.get(need)
