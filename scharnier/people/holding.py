# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a colleague holds in this room: open cases as first or second member of staff, and reminders taken over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Case as Choice
from django.db.models import F, Q, QuerySet, UUIDField, Value, When
from django.utils.translation import gettext as _

from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.network.staffing.holdings import Case, Holder, Holding, Transfer, cases_from, register
from scharnier.network.staffing.own_holdings import working
from scharnier.people import projected
from scharnier.people.models import Enrolment
from scharnier.people.waiting.models import WaitingEntry

REMINDED = ("people_residencestatus", "people_accessoutlook")


def _open(holder: Holder) -> QuerySet[Enrolment]:
    """Participations that have not ended, and those who wait for their entry."""
    either = Q(staff_id=holder.user) | Q(second_staff_id=holder.user)
    return Enrolment.objects.filter(either, carrier_id=holder.carrier, project_id=holder.project, exited_on=None)


def cases(scope: Scope, holder: Holder) -> list[Case]:
    """Open cases by name; one statement."""
    rows = _open(holder).filter(pk__in=Enrolment.objects.visible_to(scope).values("pk")).select_related("person")
    return [
        Case(
            row.person_id,
            row.person.list_name,
            _("zweite Fachkraft") if row.staff_id != holder.user else row.person.file_number,
        )
        for row in rows.order_by("name_sort", "pk")
    ]


def _counted(scope: Scope, holder: Holder, subjects: Sequence[UUID] | None) -> list[tuple[str, int]]:
    rows = _open(holder) if subjects is None else _open(holder).filter(person_id__in=subjects)
    return [(_("Fälle"), rows.count())]


def _hand_over(scope: Scope, transfer: Transfer) -> None:
    """First or second staff becomes the taker; who would be both stands there once. Reminders go along."""
    giver = transfer.giver
    for taker, subjects in transfer.cases.items():
        first = Choice(When(staff_id=giver.user, then=Value(taker)), default=F("staff_id"), output_field=UUIDField())
        second = Choice(
            When(staff_id=giver.user, second_staff_id=taker, then=None),
            When(second_staff_id=giver.user, staff_id=taker, then=None),
            When(second_staff_id=giver.user, then=Value(taker)),
            default=F("second_staff_id"),
            output_field=UUIDField(),
        )
        rows = _open(giver).filter(person_id__in=subjects)
        take(rows, staff_id=first, second_staff_id=second, version=F("version") + 1)
    _hand_reminders(transfer)
    _hand_limits(transfer)
    _hand_offers(transfer)
    if transfer.subjects:
        projected.refresh(transfer.subjects)


def take(rows: QuerySet[Enrolment], **changes: Any) -> None:
    """Nobody becomes responsible for two separated persons; the refusal says no more than that."""
    try:
        with transaction.atomic():
            rows.update(**changes)
    except IntegrityError as refused:
        if getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "") != "enrolment_apart":
            raise
        raise DomainError(
            _("Diese Fachkraft kann nicht alle gewählten Fälle übernehmen. Verteilen Sie sie anders."), "to"
        ) from refused


def _hand_reminders(transfer: Transfer) -> None:
    """Reminders that the giver had taken over by name; the others follow the staff of the case by themselves."""
    giver = transfer.giver
    wanted = [(taker, "person_id = ANY (%s)", list(subjects)) for taker, subjects in transfer.cases.items()]
    if transfer.rest is not None:
        wanted.append((transfer.rest, "NOT person_id = ANY (%s)", transfer.spoken_for))
    with connection.cursor() as cursor:
        for table in REMINDED:
            for taker, which, subjects in wanted:
                cursor.execute(
                    f"UPDATE {table} SET reminders = (SELECT jsonb_object_agg(e.key, CASE "  # noqa: S608  # names of ours
                    "WHEN e.key LIKE %s AND e.value ->> 'owner' = %s AND NOT e.value ? 'done_at' "
                    "THEN jsonb_set(e.value, '{owner}', to_jsonb(%s::text)) ELSE e.value END) "
                    f"FROM jsonb_each(reminders) AS e) WHERE carrier_id = %s AND {which} AND reminders::text LIKE %s",
                    [f"%:{giver.project}", str(giver.user), str(taker), giver.carrier, subjects, f"%{giver.user}%"],
                )


def _hand_limits(transfer: Transfer) -> None:
    """The same for reminders that support ends, which stand with the participation."""
    giver = transfer.giver
    wanted = [(taker, Q(person_id__in=subjects)) for taker, subjects in transfer.cases.items()]
    if transfer.rest is not None:
        wanted.append((transfer.rest, ~Q(person_id__in=transfer.spoken_for)))
    rows = Enrolment.objects.filter(
        carrier_id=giver.carrier, project_id=giver.project, support_reminder__owner=str(giver.user)
    )
    for taker, which in wanted:
        for row in rows.filter(which).only("support_reminder"):
            row.support_reminder = {**row.support_reminder, "owner": str(taker)}
            row.save(update_fields=["support_reminder"])


def _hand_offers(transfer: Transfer) -> None:
    """Answers to offered places that the giver asks for by name."""
    giver = transfer.giver
    rows = WaitingEntry.objects.filter(carrier_id=giver.carrier, project_id=giver.project, asks_id=giver.user)
    for taker, subjects in transfer.cases.items():
        rows.filter(person_id__in=subjects).update(asks_id=taker)
    if transfer.rest is not None:
        rows.exclude(person_id__in=transfer.spoken_for).update(asks_id=transfer.rest)


def _orphaned(carrier: UUID) -> Iterator[str]:
    """Open cases whose staff works in the project no more."""
    rows = Enrolment.objects.filter(carrier_id=carrier, exited_on=None)
    lost = Q(staff_id__isnull=False) & ~Q(working("carrier_id", "project_id", "staff_id"))
    lost |= Q(second_staff_id__isnull=False) & ~Q(working("carrier_id", "project_id", "second_staff_id"))
    for pk in rows.filter(lost).order_by("pk").values_list("pk", flat=True):
        yield f"participation {pk}: whoever is responsible works in the project no more"


cases_from(cases)
register(Holding("case", _counted, _hand_over, _orphaned, order=10))
