# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of these tables when files are merged, packed or handed out, and when a colleague leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.principals import Scope
from scharnier.network.staffing.holdings import Holder, Holding, Transfer, register
from scharnier.network.staffing.own_holdings import working
from scharnier.people.handout.gather import others
from scharnier.people.merging.pairs import OnlyOne, label
from scharnier.people.merging.pairs import register as only
from scharnier.people.packages.registry import leave
from scharnier.work.introductions import actions
from scharnier.work.introductions.models import Introduction
from scharnier.work.placements.models import Placement, SupportApplication, SupportState, WayStep, running
from scharnier.work.retention.models import RetentionCheck
from scharnier.work.vacancies.actions import after_move

WITH_FIRMS = _("Vermittlung und Nachbetreuung hängen an den Betrieben des Trägers und bleiben bei ihm")
TABLES = (
    "work_introduction",
    "work_introductionstep",
    "work_placement",
    "work_permissionround",
    "work_supportapplication",
    "work_waystep",
    "work_retentioncheck",
    "work_matchruling",
    "work_matchjudgement",
)
for each in TABLES:
    leave(each, WITH_FIRMS)
others("work_introduction", "reason_text")
others("work_introductionstep", "note")
others("work_retentioncheck", "help_needed note")
others("work_placement", "end_note")
label("work_introduction", _("Vermittlungsvorschlag"))
label("work_placement", _("Arbeit oder Ausbildung"))
label("work_supportapplication", _("Förderung"))
label("work_waystep", _("Schritt in die Arbeit"))
label("work_retentioncheck", _("Nachbetreuung"))


def _running(persons: Iterable[UUID]) -> list[Any]:
    return list(Introduction.objects.filter(person_id__in=list(persons), closed_on=None).order_by("id"))


def _twice(mine: Introduction, other: Introduction) -> str:
    """A firm that hears of one person twice is a matter for people: which of the two goes on, nobody else knows."""
    text = gettext(
        "Beide Akten haben einen laufenden Vermittlungsvorschlag für „%(work)s“ bei %(firm)s. "
        "Nehmen Sie den einen zurück, dann lassen sie sich zusammenführen."
    )
    return text % {"work": mine.work, "firm": mine.where}


only(
    OnlyOne(
        Introduction,
        _("Laufender Vermittlungsvorschlag"),
        _running,
        lambda row: (row.organisation_id, row.vacancy_id),
        lambda row: f"{row.where}, {row.work} · {row.get_state_display()}",
        refuse=_twice,
    )
)


def _rows(holder: Holder) -> list[tuple[str, QuerySet[Any]]]:
    """What is open and belongs to a colleague, with its name."""
    of = {"carrier_id": holder.carrier, "project_id": holder.project, "owner_id": holder.user}
    return [
        (gettext("Laufende Vermittlungsvorschläge"), Introduction.objects.filter(closed_on=None, **of)),
        (gettext("Laufende Arbeit und Ausbildung"), Placement.objects.filter(running(), **of)),
        (gettext("Offene Nachfragen der Nachbetreuung"), RetentionCheck.objects.filter(done_at=None, **of)),
        (gettext("Förderungen zu beantragen"), SupportApplication.objects.filter(state=SupportState.PLANNED, **of)),
        (gettext("Schritte in die Arbeit"), WayStep.objects.filter(done_at=None, **of)),
    ]


def _counted(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    """What the agenda doesn't show: introductions without a day and running placements; one statement."""
    kinds = [_rows(holder)[0], _rows(holder)[1]]
    kinds[0] = (kinds[0][0], kinds[0][1].filter(next_on=None))
    parts = []
    for number, (_label, rows) in enumerate(kinds):
        wanted = rows if subjects is None else rows.filter(person_id__in=subjects)
        parts.append(wanted.order_by().annotate(which=Value(number)).values("which", "pk"))
    found = [row["which"] for row in parts[0].union(parts[1], all=True)]
    return [(name, found.count(number)) for number, (name, _rows_) in enumerate(kinds)]


def _hand_over(scope: Scope, transfer: Transfer) -> None:
    """The owner of every row; the agenda follows in the floor below."""
    for _name, rows in _rows(transfer.giver):
        for taker, subjects in transfer.cases.items():
            rows.filter(person_id__in=subjects).update(owner_id=taker, version=F("version") + 1)
        if transfer.rest is not None:
            left = rows.exclude(person_id__in=transfer.spoken_for)
            left.update(owner_id=transfer.rest, version=F("version") + 1)


def _orphaned(carrier: UUID) -> Iterator[str]:
    running = Introduction.objects.filter(carrier_id=carrier, closed_on=None, next_on=None)
    for pk in running.filter(~working("carrier_id", "project_id", "owner_id")).values_list("pk", flat=True):
        yield f"introduction {pk}: its owner works in the project no more"


after_move(actions.vacancy_moved)
register(Holding("placement", _counted, _hand_over, _orphaned, order=27))
