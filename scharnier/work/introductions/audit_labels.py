# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tables of introduction, placement and after-care are called in the audit, beside the names of the models."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.audit_words import chosen, coded, name_table
from scharnier.work.introductions.moves import State
from scharnier.work.placements.models import SupportState
from scharnier.work.retention.models import Still
from scharnier.work.vacancies.models import PayUnit

OWNER = {"owner_id": _("Bei wem"), "changed_by_id": _("Geändert von")}
DONE = {"done_at": _("erledigt am"), "done_by_id": _("erledigt von")}

name_table(
    "work_introduction",
    _("Vermittlungsvorschlag"),
    {**OWNER, "profile": _("Anonymes Profil")},
    {"state": chosen(State.choices)},
)
name_table(
    "work_introductionstep",
    _("Schritt der Vermittlung"),
    {"author_id": _("Eingetragen von"), "before": _("davor"), "late": _("nachgetragen")},
    {"state": chosen(State.choices), "before": chosen(State.choices)},
)
name_table(
    "work_placement",
    _("Arbeit oder Ausbildung"),
    {**OWNER, "adequacy": _("Urteil der Regel"), "access": _("Zugang zum Beginn")},
    {"kind": coded("placement_type"), "end_reason": coded("placement_end"), "pay_unit": chosen(PayUnit.choices)},
)
name_table(
    "work_permissionround",
    _("Weg zur Erlaubnis"),
    {"level": _("Zugang"), "steps": _("Schritte"), "done": _("erledigte Schritte"), "terms": _("Bedingungen"), **OWNER},
)
name_table("work_supportapplication", _("Förderung"), OWNER, {"state": chosen(SupportState.choices)})
name_table("work_waystep", _("Schritt in die Arbeit"), {**OWNER, **DONE}, {"kind": coded("way_step")})
name_table(
    "work_retentioncheck",
    _("Nachbetreuung"),
    {**OWNER, **DONE, "estimated": _("Tag geschätzt")},
    {
        "still_there": chosen(Still.choices),
        "trouble_person": coded("mediation_issue"),
        "trouble_firm": coded("mediation_issue"),
    },
)
