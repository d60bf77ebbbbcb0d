# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What agenda and timeline say of placements, support and steps on the way. Texts are German and stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock, looks, projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.projections import Anchor, Due, Event, Row, Source
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes, placement
from scharnier.network.models import User
from scharnier.work.introductions.projected import CHUNK, at_noon
from scharnier.work.placements.models import Placement, SupportApplication, SupportState, WayStep

BEGUN, ENDED, SUPPORT, WAY = "work.placement", "work.placement_end", "work.support", "work.way_step"


def _kind(code: str) -> str:
    return codes.label("placement_type", code) if codes.is_code("placement_type", code) else code


def hours_word(hours: Decimal | float) -> str:
    """39 or 19,5."""
    return f"{float(hours):g}".replace(".", ",")


def begun(row: Placement) -> Event:
    return Event(
        Anchor(row.carrier_id, row.project_id, row.person_id, BEGUN, row.pk),
        at=at_noon(row.begins),
        title=f"{_kind(row.kind)}: {row.work}, {row.where}"[:200],
        text=f"{hours_word(row.hours)} Stunden je Woche" if row.hours else "",
    )


def ended(row: Placement) -> Event | None:
    if row.ended_on is None:
        return None
    why = codes.label("placement_end", row.end_reason) if codes.is_code("placement_end", row.end_reason) else ""
    return Event(
        Anchor(row.carrier_id, row.project_id, row.person_id, ENDED, row.pk),
        at=at_noon(row.ended_on),
        title=f"Ende: {_kind(row.kind)}, {row.where}"[:200],
        text=" · ".join(part for part in (why, row.end_note) if part),
    )


def support_due(row: SupportApplication) -> Due | None:
    """Until it is applied for; afterwards nothing is due."""
    if row.state != SupportState.PLANNED:
        return None
    found = placement.instrument_codes().get(row.instrument)
    last = f"spätestens am {row.apply_by:%d.%m.%Y}" if row.apply_by else "ohne Frist"
    return Due(
        Anchor(row.carrier_id, row.project_id, row.person_id, SUPPORT, row.pk),
        due_on=row.due_on,
        subject_name=row.person.list_name,
        title=f"{found.de if found else row.instrument} beantragen"[:200],
        detail=f"{last}, Beginn {row.begins:%d.%m.%Y}",
        owner=row.owner_id,
    )


def way_word(row: WayStep) -> str:
    return codes.label("way_step", row.kind) if codes.is_code("way_step", row.kind) else row.kind


def way_due(row: WayStep) -> Due:
    return Due(
        Anchor(row.carrier_id, row.project_id, row.person_id, WAY, row.pk),
        due_on=row.on,
        subject_name=row.person.list_name,
        title=way_word(row),
        detail=row.text,
        owner=row.owner_id,
        done_at=row.done_at,
        done_by=row.done_by_id,
    )


def put_placement(row: Placement) -> None:
    end = ended(row)
    if end is None:
        projections.drop(row.carrier_id, ENDED, [row.pk], agenda=False)
    projections.put([begun(row), *([end] if end else [])])


def put_support(row: SupportApplication) -> None:
    item = support_due(row)
    if item is None:
        projections.drop_due(row.carrier_id, SUPPORT, row.pk)
    else:
        projections.put([item])


def derive_begun(carrier: UUID) -> Iterator[Row]:
    return map(begun, Placement.objects.filter(carrier_id=carrier).iterator(chunk_size=CHUNK))


def derive_ended(carrier: UUID) -> Iterator[Row]:
    rows = Placement.objects.filter(carrier_id=carrier, ended_on__isnull=False).iterator(chunk_size=CHUNK)
    return (event for event in map(ended, rows) if event is not None)


def support_done(row: SupportApplication) -> Iterator[Due]:
    anchor = Anchor(row.carrier_id, row.project_id, row.person_id, SUPPORT, row.pk)
    return looks.dues(anchor, row.person.list_name, row.looks)


def derive_support(carrier: UUID) -> Iterator[Row]:
    wanted = Q(state=SupportState.PLANNED) | ~Q(looks=[])
    rows = SupportApplication.objects.filter(wanted, carrier_id=carrier).select_related("person")
    for row in rows.iterator(chunk_size=CHUNK):
        if (item := support_due(row)) is not None:
            yield item
        yield from support_done(row)


def derive_way(carrier: UUID) -> Iterator[Row]:
    return map(way_due, WayStep.objects.filter(carrier_id=carrier).select_related("person").iterator(chunk_size=CHUNK))


def _support_applied(item: AgendaItem, user: UUID) -> None:
    """Applied for today."""
    row = SupportApplication.objects.select_for_update(of=("self",)).select_related("person").get(pk=item.source_id)
    if row.state != SupportState.PLANNED:
        raise DomainError(_now("So geht es nicht weiter. Laden Sie die Seite neu."))
    before = row.applied_on.isoformat() if row.applied_on else None
    name = User.objects.get(pk=user).display_name
    look = looks.settle(item, user, "Beantragt", name, applied_on=before)
    values = {"state": SupportState.APPLIED, "applied_on": clock.today(), "looks": [*row.looks, look.kept()]}
    save_versioned(row, None, values)


def _support_again(item: AgendaItem, user: UUID) -> None:
    row = SupportApplication.objects.select_for_update(of=("self",)).select_related("person").get(pk=item.source_id)
    look, others = looks.take_back(item, row.looks)
    if row.state != SupportState.APPLIED:
        raise DomainError(_now("Danach ist schon wieder etwas geschehen. Öffnen Sie den Punkt."))
    before = look.before["applied_on"]
    applied_on = date.fromisoformat(before) if before else None
    save_versioned(row, None, {"state": SupportState.PLANNED, "applied_on": applied_on, "looks": others})
    put_support(row)


def _support_later(item: AgendaItem, user: UUID, day: date) -> None:
    SupportApplication.objects.filter(pk=item.source_id).update(due_on=day)


def _support_handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    SupportApplication.objects.filter(pk=item.source_id).update(owner_id=to)


def _way_done(item: AgendaItem, user: UUID) -> None:
    day = item.done_at.date() if item.done_at else item.due_on
    WayStep.objects.filter(pk=item.source_id).update(done_on=day, done_at=item.done_at, done_by_id=user)


def _way_open(item: AgendaItem, user: UUID) -> None:
    WayStep.objects.filter(pk=item.source_id).update(done_on=None, done_at=None, done_by_id=None)


def _way_later(item: AgendaItem, user: UUID, day: date) -> None:
    WayStep.objects.filter(pk=item.source_id).update(on=day)


def _way_handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    WayStep.objects.filter(pk=item.source_id).update(owner_id=to)


projections.register(Source(BEGUN, _("Arbeit"), "firm", "work_file", derive_begun))
projections.register(Source(ENDED, _("Ende der Arbeit"), "firm", "work_file", derive_ended))
projections.register(
    Source(
        SUPPORT,
        _("Förderung"),
        "form",
        "support_application",
        derive_support,
        done=_support_applied,
        done_label=_("Beantragt"),
        undo=_support_again,
        delegate=_support_handed,
        postpone=_support_later,
        url_subject="support_id",
    )
)
projections.register(
    Source(
        WAY,
        _("Schritt in die Arbeit"),
        "flag",
        "work_file",
        derive_way,
        done=_way_done,
        undo=_way_open,
        delegate=_way_handed,
        postpone=_way_later,
    )
)
