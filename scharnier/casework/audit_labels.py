# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tables of this room are called in the audit, beside the names their models give."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.audit_words import coded, name_table

STATE, CLOSED = {"state": _("Stand")}, {"closed_on": _("geschlossen am")}
DONE = {"done_on": _("erledigt am"), "done_at": _("erledigt am"), "done_by_id": _("erledigt von")}
FIELD = {"field": coded("plan_field")}

name_table(
    "casework_contact",
    _("Kontakt"),
    {"topics": _("Themen"), "author_id": _("Geführt von"), "changed_by_id": _("Geändert von")},
    {
        "form": coded("contact_form"),
        "topics": coded("plan_field"),
        "language": coded("language"),
        "attorney": coded("attorney"),
    },
)
name_table(
    "casework_confidentialnote", _("Vertrauliche Notiz"), {"sealed": _("Inhalt"), "author_id": _("Verfasst von")}
)
name_table(
    "casework_followup", _("Wiedervorlage"), {"owner_id": _("Bei wem"), "about": _("Zu welchem Hinweis"), **DONE}
)
name_table(
    "casework_letter",
    _("Brief"),
    {
        "author_id": _("Geführt von"),
        "owner_id": _("Bei wem"),
        "document_id": _("Dokument"),
        "answer": _("Vorgeschlagene Frist"),
        "elsewhere": _("Frist in einer anderen Akte"),
        "closed_at": _("erledigt am"),
        "closed_by_id": _("erledigt von"),
        "changed_by_id": _("Geändert von"),
    },
    {"language": coded("language")},
)
name_table(
    "casework_goal",
    _("Ziel"),
    {**STATE, **CLOSED, "changed_by_id": _("Geändert von")},
    {**FIELD, "own_language": coded("language"), "priority": coded("goal_priority")},
)
name_table(
    "casework_step",
    _("Schritt"),
    {"owner_id": _("Bei wem"), "changed_by_id": _("Geändert von"), **DONE},
    {"independence": coded("step_independence")},
)
name_table(
    "casework_integrationplan",
    _("Integrationsplan"),
    {
        "started_on": _("begonnen am"),
        "owner_id": _("Bei wem"),
        "review_due_on": _("nächste Überprüfung"),
        "revision_number": _("Fassung"),
        "revised_on": _("fortgeschrieben am"),
    },
)
name_table(
    "casework_need",
    _("Bedarf"),
    {**STATE, **CLOSED, "established_on": _("festgestellt am")},
    {**FIELD, "urgency": coded("urgency")},
)
name_table("casework_wording", _("Übersetzung des gedruckten Plans"), {"changed_by_id": _("Geändert von")})
name_table(
    "casework_planrevision",
    _("Fassung des Plans"),
    {
        "number": _("Nummer"),
        "frozen_at": _("festgeschrieben am"),
        "content": _("Inhalt"),
        "author_id": _("Festgeschrieben von"),
    },
)
name_table(
    "casework_plansignature",
    _("Unterschrift"),
    {
        "role": _("Rolle"),
        "digest": _("Prüfsumme"),
        "signed_on": _("unterschrieben am"),
        "strokes": _("Schriftzug"),
    },
    {"language": coded("language")},
)
name_table(
    "casework_shortadvice",
    _("Kurzberatung"),
    {"topics": _("Themen"), "staff_id": _("Fachkraft")},
    {"topics": coded("plan_field"), "language": coded("language"), "form": coded("contact_form")},
)
name_table(
    "casework_situation",
    _("Situation nach dem Austritt"),
    {
        "enrolment_id": _("Teilnahme"),
        "owner_id": _("Bei wem"),
        "answered_at": _("beantwortet am"),
        "answered_by_id": _("beantwortet von"),
    },
    {"answer": coded("exit_situation"), "improved": coded("improvement")},
)
