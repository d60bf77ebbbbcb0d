# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this room says when two files become one: one plan in a project; whose a later row is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.casework import projected
from scharnier.casework.models import IntegrationPlan
from scharnier.foundation import projections
from scharnier.network.programmes.queries import today_in
from scharnier.people.merging.pairs import OnlyOne, after_merge, label, register


def _plans(persons: Iterable[UUID]) -> list[Any]:
    return list(IntegrationPlan.objects.filter(person_id__in=list(persons)).select_related("project").order_by("id"))


def _describe(row: IntegrationPlan) -> str:
    text = gettext("%(project)s, begonnen am %(day)s, Fassungen: %(n)s")
    return text % {"project": row.project.name, "day": f"{row.started_on:%d.%m.%Y}", "n": row.revision_number}


def _refuse(mine: IntegrationPlan, other: IntegrationPlan) -> str:
    if not (mine.revision_number and other.revision_number):
        return ""
    return gettext(
        "Beide Akten haben im Projekt %(name)s einen festgehaltenen Plan. Zwei Pläne werden nicht einer."
    ) % {"name": mine.project.name}


def _prefer(mine: IntegrationPlan, other: IntegrationPlan) -> bool | None:
    """A plan with frozen revisions stays; goals of the other one follow."""
    if bool(mine.revision_number) == bool(other.revision_number):
        return None
    return bool(mine.revision_number)


def _after_undo(rows: list[UUID]) -> None:
    """What is due in a plan that is there again."""
    for plan in IntegrationPlan.objects.filter(pk__in=rows, review_due_on__isnull=False).select_related("person"):
        projections.put(projected.review_rows(plan, today_in(plan.project_id).word("plan")))


def _drafts(merge: UUID) -> None:
    """Talks begun in the absorbed file and not saved, whoever writes them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT drafts_follow(%s)", [merge])


after_merge(_drafts)
register(
    OnlyOne(
        IntegrationPlan,
        _("Plan"),
        _plans,
        lambda row: row.project_id,
        _describe,
        refuse=_refuse,
        prefer=_prefer,
        after_undo=_after_undo,
    )
)
label("casework_contact", _("Gespräch"))
label("casework_followup", _("Wiedervorlage"))
label("casework_goal", _("Ziel"))
label("casework_step", _("Schritt"))
label("casework_integrationplan", _("Plan"))
label("casework_planrevision", _("Fassung"))
label("casework_need", _("Bedarf"))
label("casework_letter", _("Brief"))
label("casework_situation", _("Situation nach dem Austritt"))
