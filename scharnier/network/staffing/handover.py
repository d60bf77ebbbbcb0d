# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hand-over: chosen cases of a colleague, with everything open in them, to one or several others in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.foundation import access, clock, projections
from scharnier.foundation.principals import Scope, identity
from scharnier.foundation.projections import Anchor, Event, Row, Source
from scharnier.foundation.writes import DomainError
from scharnier.network.access import MEMBERS
from scharnier.network.models import Membership, User
from scharnier.network.staffing import holdings
from scharnier.network.staffing.holdings import Case, Holder, Transfer
from scharnier.network.staffing.models import HandedCase, HandOver
from scharnier.network.staffing.own_holdings import lasting

KIND = "network.hand_over"
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Colleague:
    id: UUID
    name: str


def takers(scope: Scope, holder: Holder) -> list[Colleague]:
    """Who works in the project today and could take over, by name; one statement."""
    return [each for each in colleagues(scope, holder.project) if each.id != holder.user]


def colleagues(scope: Scope, project: UUID) -> list[Colleague]:
    """Who works in a project today and will go on doing so, by name; one statement."""
    today = clock.today()
    rows = (
        Membership.objects.visible_to(scope)
        .filter(lasting(), project_id=project, role__in=MEMBERS, valid_from__lte=today, user__is_active=True)
        .order_by("user__display_name", "user_id")
        .values_list("user_id", "user__display_name")
        .distinct()
    )
    return [Colleague(*row) for row in rows]


def may_hand_over(scope: Scope, holder: Holder) -> bool:
    """One's own cases, or those of a project that one leads."""
    mine = scope.principal.id == holder.user and holder.project in scope.writes
    return mine or holder.project in scope.leads


def share_out(cases: Sequence[Case], to: Sequence[UUID]) -> dict[UUID, list[Case]]:
    """Cases in turn to several colleagues, so that nobody gets more than one more than another."""
    shares: dict[UUID, list[Case]] = {taker: [] for taker in to}
    for number, case in enumerate(cases):
        shares[to[number % len(to)]].append(case)
    return shares


def hand_over(
    scope: Scope,
    holder: Holder,
    cases: Mapping[UUID, Sequence[UUID]],
    *,
    note: str = "",
    rest: UUID | None = None,
) -> UUID:
    """Move cases (by taker) with everything open; `rest` takes what hangs on no open case. Returns the hand-over.

    A fixed number of statements for each taker, however many cases. Raises Forbidden and DomainError.
    """
    if not may_hand_over(scope, holder):
        raise access.Forbidden("people.assign")
    wanted = {taker: list(subjects) for taker, subjects in cases.items() if subjects}
    kept = _check(scope, holder, wanted, rest)
    made = _record(scope, holder, wanted, note)
    holdings.move(scope, Transfer(holder, wanted, rest, kept))
    return made


def hand_out(scope: Scope, giver: Holder, cases: Mapping[UUID, Sequence[UUID]], *, note: str = "") -> UUID:
    """Leadership (`giver`) gives cases that nobody had: what the takers hear. Who is responsible is set elsewhere.

    Raises Forbidden and DomainError.
    """
    if giver.project not in scope.leads:
        raise access.Forbidden("people.assign")
    if set(cases) - {each.id for each in colleagues(scope, giver.project)}:
        raise DomainError(_("Diese Person arbeitet heute nicht in dem Projekt. Wählen Sie jemand anderen."), "to")
    return _record(scope, giver, cases, note)


def _record(scope: Scope, holder: Holder, wanted: Mapping[UUID, Sequence[UUID]], note: str) -> UUID:
    """The hand-over with its cases and what the timelines say; returns its id."""
    made = HandOver.objects.create(
        carrier_id=holder.carrier,
        project_id=holder.project,
        giver_id=holder.user,
        given_by_id=identity(scope),
        note=note.strip()[:LONGEST_NOTE],
    )
    rows = [
        HandedCase(
            carrier_id=holder.carrier,
            project_id=holder.project,
            hand_over=made,
            subject_id=subject,
            taker_id=taker,
            seen_at=clock.now() if taker == scope.principal.id else None,
        )
        for taker, subjects in wanted.items()
        for subject in subjects
    ]
    HandedCase.objects.bulk_create(rows)
    names = dict(User.objects.filter(pk__in={holder.user, identity(scope), *wanted}).values_list("pk", "display_name"))
    projections.put([_event(row, made, names) for row in rows])
    return made.pk


def _check(scope: Scope, holder: Holder, wanted: dict[UUID, list[UUID]], rest: UUID | None) -> list[UUID]:
    """The giver's cases that stay, when everything else is in order."""
    possible = {each.id for each in takers(scope, holder)}
    chosen = {*wanted, *([rest] if rest else [])}
    if not chosen:
        raise DomainError(_("Wählen Sie mindestens einen Fall."), "cases")
    if chosen - possible:
        raise DomainError(_("Diese Person arbeitet heute nicht in dem Projekt. Wählen Sie jemand anderen."), "to")
    known = {case.subject for case in holdings.cases(scope, holder)}
    asked = [subject for subjects in wanted.values() for subject in subjects]
    if set(asked) - known or len(set(asked)) < len(asked):
        raise DomainError(_("Die Fälle haben sich inzwischen geändert. Prüfen Sie die Auswahl noch einmal."), "cases")
    return sorted(known - set(asked))


def follow_case(scope: Scope, holder: Holder, subject: UUID, taker: UUID) -> None:
    """Somebody else became responsible for one case: what is open in it goes along, and the new owner hears of it."""
    if holder.user == taker:
        return
    made = HandOver.objects.create(
        carrier_id=holder.carrier,
        project_id=holder.project,
        giver_id=holder.user,
        given_by_id=scope.principal.id or holder.user,
    )
    row = HandedCase.objects.create(
        carrier_id=holder.carrier,
        project_id=holder.project,
        hand_over=made,
        subject_id=subject,
        taker_id=taker,
        seen_at=clock.now() if taker == scope.principal.id else None,
    )
    holdings.move(scope, Transfer(holder, {taker: [subject]}))
    names = dict(User.objects.filter(pk__in={holder.user, made.given_by_id, taker}).values_list("pk", "display_name"))
    projections.put([_event(row, made, names)])


def take_note(scope: Scope, made: UUID) -> int:
    """*Zur Kenntnis genommen*; returns for how many cases."""
    rows = HandedCase.objects.visible_to(scope).filter(hand_over_id=made, taker_id=scope.principal.id, seen_at=None)
    return rows.update(seen_at=clock.now())


# ---------- what the timeline says ----------


def _event(row: HandedCase, made: HandOver, names: Mapping[UUID, str]) -> Event:
    return Event(
        Anchor(row.carrier_id, row.project_id, row.subject_id, KIND, row.pk),
        at=made.at,
        title=f"Übergeben von {names[made.giver_id]} an {names[row.taker_id]}",
        text=made.note,
        author=made.given_by_id,
        author_name=names.get(made.given_by_id, ""),
    )


def derive(carrier: UUID) -> Iterator[Row]:
    rows = HandedCase.objects.filter(carrier_id=carrier).select_related(
        "hand_over__giver", "hand_over__given_by", "taker"
    )
    for row in rows.iterator(chunk_size=2000):
        made = row.hand_over
        people = (made.giver, made.given_by, row.taker)
        yield _event(row, made, {each.pk: each.display_name for each in people})


projections.register(Source(KIND, gettext_lazy("Übergabe"), "hands", "person", derive))
