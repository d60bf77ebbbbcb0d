# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this floor itself knows that somebody can hold: agenda items, audiences, positions, tandems, substitutions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from scharnier.foundation import clock, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.principals import Scope
from scharnier.network.access import MEMBERS
from scharnier.network.models import Membership, Substitution
from scharnier.network.staffing.holdings import Holder, Holding, Transfer, register
from scharnier.network.staffing.models import Deputy
from scharnier.network.structure.models import PositionPeriod, Tandem


def lasting() -> Q:
    """Dated rows that have not ended."""
    return Q(valid_to=None) | Q(valid_to__gte=clock.today())


def working(carrier_field: str, project_field: str, user_field: str) -> Exists:
    """Whether the user of a row works in the row's project today or will."""
    rows = Membership.objects.filter(
        lasting(),
        carrier_id=OuterRef(carrier_field),
        project_id=OuterRef(project_field),
        user_id=OuterRef(user_field),
        role__in=MEMBERS,
    )
    return Exists(rows)


# ---------- agenda items of every room ----------


def _items(holder: Holder) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(
        carrier_id=holder.carrier, project_id=holder.project, owner_id=holder.user, done_at=None
    )


def _count_items(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    rows = _items(holder) if subjects is None else _items(holder).filter(subject_id__in=subjects)
    labels = {source.kind: str(source.label) for source in projections.sources()}
    counted = rows.order_by().values_list("kind").annotate(n=Count("pk"))
    found: dict[str, int] = {}
    for kind, number in counted:
        label = _("Offen: %(kind)s") % {"kind": labels.get(kind, kind)}
        found[label] = found.get(label, 0) + number
    return sorted(found.items())


def _move_items(scope: Scope, transfer: Transfer) -> None:
    """After the rooms have moved the rows behind them."""
    rows = _items(transfer.giver)
    for taker, subjects in transfer.cases.items():
        rows.filter(subject_id__in=subjects).update(owner_id=taker)
    if transfer.rest is not None:
        rows.exclude(subject_id__in=transfer.spoken_for).update(owner_id=transfer.rest)


def _orphaned_items(carrier: UUID) -> Iterator[str]:
    rows = AgendaItem.objects.filter(carrier_id=carrier, done_at=None, owner_id__isnull=False)
    lost = rows.filter(~working("carrier_id", "project_id", "owner_id"))
    for pk, kind in lost.order_by("pk").values_list("pk", "kind"):
        yield f"{kind} {pk}: its owner works in the project no more"


# ---------- audiences: who alone can read something ----------


def _count_alone(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    wanted = list(subjects) if subjects is not None else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audiences_held(%s, %s, %s, %s, %s)",
            [holder.user, holder.carrier, holder.project, wanted, clock.today()],
        )
        return [(_("Vertrauliche Notizen, die sonst niemand lesen kann"), int(cursor.fetchone()[0]))]


def _move_audiences(scope: Scope, transfer: Transfer) -> None:
    """Whoever hands over their own cases lets the taker into what nobody else could read; a lead can't."""
    wanted: list[tuple[UUID, list[UUID] | None]] = [(taker, list(each)) for taker, each in transfer.cases.items()]
    if transfer.rest is not None and not transfer.kept:
        wanted.append((transfer.rest, None))
    giver = transfer.giver
    with connection.cursor() as cursor:
        for taker, subjects in wanted:
            cursor.execute(
                "SELECT audiences_pass(%s, %s, %s, %s, %s, %s)",
                [giver.user, taker, giver.carrier, giver.project, subjects, clock.today()],
            )


# ---------- places: positions, tandems, substitutions ----------


def _periods(holder: Holder) -> QuerySet[PositionPeriod]:
    return PositionPeriod.objects.filter(
        lasting(), carrier_id=holder.carrier, project_id=holder.project, holder_id=holder.user
    )


def _tandems(holder: Holder) -> QuerySet[Tandem]:
    either = Q(case_manager_id=holder.user) | Q(placement_officer_id=holder.user)
    return Tandem.objects.filter(lasting(), either, carrier_id=holder.carrier, project_id=holder.project)


def _substitutions(holder: Holder) -> QuerySet[Substitution]:
    either = Q(absent_id=holder.user) | Q(cover_id=holder.user)
    return Substitution.objects.filter(lasting(), either, carrier_id=holder.carrier, project_id=holder.project)


def _deputies(holder: Holder) -> QuerySet[Deputy]:
    either = Q(user_id=holder.user) | Q(deputy_id=holder.user)
    return Deputy.objects.filter(either, carrier_id=holder.carrier, project_id=holder.project)


def _count_places(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    """Positions, tandems, substitutions and deputies in one statement."""
    if subjects is not None:
        return []
    kinds: list[tuple[str, QuerySet[Any]]] = [
        (_("Stellen"), _periods(holder)),
        (_("Tandems"), _tandems(holder)),
        (_("Vertretungen"), _substitutions(holder)),
        (_("Ständige Vertretungen"), _deputies(holder)),
    ]
    parts = [
        rows.order_by().annotate(which=Value(number)).values("which", "pk") for number, (_l, rows) in enumerate(kinds)
    ]
    found = [row["which"] for row in parts[0].union(*parts[1:], all=True)]
    return [(label, found.count(number)) for number, (label, _rows) in enumerate(kinds)]


def end_with(holder: Holder, last_day: date) -> None:
    """Positions, tandems, substitutions and deputies end with the last membership; what hasn't begun goes."""
    _periods(holder).filter(valid_from__gt=last_day).update(holder_id=None)
    _periods(holder).filter(valid_from__lte=last_day).filter(Q(valid_to=None) | Q(valid_to__gt=last_day)).update(
        valid_to=last_day
    )
    for rows in (_tandems(holder), _substitutions(holder)):
        rows.filter(valid_from__gt=last_day).delete()
        rows.filter(Q(valid_to=None) | Q(valid_to__gt=last_day)).update(valid_to=last_day)
    _deputies(holder).delete()


register(Holding("audience", _count_alone, _move_audiences, blocks=False, order=60))
register(Holding("place", _count_places, blocks=False, order=70))
register(Holding("agenda", _count_items, _move_items, _orphaned_items, order=90))
