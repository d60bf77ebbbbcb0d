# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tables of this room are called in the audit, beside the names their models give."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.audit_words import chosen, coded, name_table
from scharnier.work.employers.models import SizeClass
from scharnier.work.matching.models import RulingKind
from scharnier.work.vacancies.models import PayUnit, VacancyStatus

OFFERS = {"offers": coded("employer_offer")}

name_table(
    "work_employer",
    _("Betrieb"),
    {"responsible_id": _("Bei wem")},
    {
        **OFFERS,
        "wishes": coded("employer_wish"),
        "branch": coded("economic_branch"),
        "end_reason": coded("employer_end"),
        "size_class": chosen(SizeClass.choices),
    },
)
name_table("work_employergoal", _("Ziel mit einem Betrieb"), {"done_by_id": _("erledigt von")})
name_table(
    "work_employercontact",
    _("Gespräch mit einem Betrieb"),
    {
        "author_id": _("Geführt von"),
        "follow_up_owner_id": _("Bei wem"),
        "follow_up_done_at": _("erledigt am"),
        "follow_up_done_by_id": _("erledigt von"),
    },
    {"form": coded("contact_form")},
)
name_table(
    "work_vacancy",
    _("Stelle"),
    {"owner_id": _("Bei wem")},
    {
        **OFFERS,
        "kind": coded("placement_type"),
        "german": coded("cefr"),
        "shifts": coded("working_time"),
        "licences": coded("licence"),
        "status": chosen(VacancyStatus.choices),
        "pay_unit": chosen(PayUnit.choices),
    },
)
name_table(
    "work_matchruling",
    _("Entscheidung zu einem Vorschlag"),
    {
        "decided_by_id": _("entschieden von"),
        "ended_by_id": _("beendet von"),
        "decided_on": _("entschieden am"),
        "ended_on": _("beendet am"),
    },
    {"kind": chosen(RulingKind.choices)},
)
name_table("work_fairnessreport", _("Vergleich von Gruppen"))
