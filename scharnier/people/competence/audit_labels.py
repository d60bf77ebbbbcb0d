# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tables of languages, schooling, work, wishes, courses and assessments are called in the audit."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.audit_words import coded, name_table
from scharnier.people.competence.models import SKILLS

SPELL = {"begun_precision": _("Wie genau"), "ended_precision": _("Wie genau")}
OCCUPATION = {"occupation": _("Beruf"), "code": _("Beruf")}

name_table(
    "people_languagelevel",
    _("Sprachstand"),
    {},
    {"language": coded("language"), "source": coded("language_evidence"), **dict.fromkeys(SKILLS, coded("cefr"))},
)
name_table(
    "people_education",
    _("Abschluss"),
    SPELL,
    {
        "kind": coded("education_kind"),
        "country": coded("nationality"),
        "level": coded("school_level"),
        "completed": coded("completed"),
        "recognition": coded("recognition_state"),
    },
)
name_table("people_workexperience", _("Berufserfahrung"), {**SPELL, **OCCUPATION}, {"country": coded("nationality")})
name_table("people_occupationwish", _("Berufswunsch"), OCCUPATION, {"form": coded("work_form")})
name_table("people_courseattended", _("Kurs oder Maßnahme"), SPELL, {"state": coded("course_state")})
name_table(
    "people_assessment",
    _("Kompetenzerhebung"),
    {"answers": _("Antworten"), "assessor_id": _("Fachkraft")},
    {"method": coded("assessment_method")},
)
name_table(
    "people_curriculum",
    _("Lebenslauf"),
    {"choices": _("Auswahl"), "document": _("Text"), "author_id": _("Fachkraft")},
    {},
)
name_table(
    "people_healthneed",
    _("Gesundheit"),
    {"assessment_id": _("Kompetenzerhebung"), "released_by_id": _("Fachkraft")},
    {},
)
