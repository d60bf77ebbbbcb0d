# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the import: the upload, and the decisions about columns, values and staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.people.importing.columns import TARGETS
from scharnier.people.lists.plan import ListPlan, from_json
from scharnier.people.lists.queries import LISTS
from scharnier.people.models import ImportRun

LEAVE_EMPTY = "-"


class UploadForm(KitForm):
    """The file. Everything else is asked when it has been read."""

    file = forms.FileField(
        label=_("Excel- oder CSV-Datei"),
        help_text=_("Bis 20 MB. Die Liste bleibt, wie sie ist: Titelzeilen, Summen und leere Zeilen stören nicht."),
        error_messages={"empty": _("Die Datei ist leer. Wählen Sie die Liste noch einmal aus.")},
    )


def read_columns(run: ImportRun, posted: QueryDict) -> ListPlan:
    """The plan of `run` with the columns as chosen on the mapping page; an unknown field counts as *not taken over*."""
    plan = from_json(run.mapping)
    plan.without = []
    entry = DateField(required=False)
    try:
        plan.default_entry = entry.clean(posted.get("default_entry", ""))
    except forms.ValidationError:
        plan.default_entry = None
    for number, (name, columns) in enumerate(list(plan.sheets.items())):
        chosen: list[tuple[str, str | None]] = []
        for index, (column, before) in enumerate(columns):
            target: Any = posted.get(f"column-{number}-{index}", before or "")
            chosen.append((column, target if target in TARGETS else None))
        plan.sheets[name] = chosen
        if len(plan.sheets) > 1 and f"sheet-{number}" not in posted:
            plan.without.append(name)
    return plan


def read_decisions(run: ImportRun, posted: QueryDict, users: set[str]) -> ListPlan:
    """The plan of `run` with the decided values and the people behind the names in the staff column."""
    plan = from_json(run.mapping)
    for number, (target, _column, raw, _count, _candidates) in enumerate(run.summary.get("open", [])):
        code = posted.get(f"value-{number}", "")
        if code == LEAVE_EMPTY:
            plan.decide(target, raw, None)
        elif code and target in LISTS and codes.is_code(LISTS[target], code):
            plan.decide(target, raw, code)
    names = sorted(name for name in run.summary.get("staff", {}) if name)
    for number, name in enumerate(names):
        user = posted.get(f"staff-{number}", "")
        plan.staff[name] = user if user in users else ""
    return plan
