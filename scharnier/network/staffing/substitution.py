# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Enter a substitution, end it, name a standing deputy; and what the pages about it show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from scharnier.foundation import access, clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.network.access import MEMBERS
from scharnier.network.models import Membership, Project, Substitution, User
from scharnier.network.staffing import holdings
from scharnier.network.staffing.handover import Colleague
from scharnier.network.staffing.holdings import Holder
from scharnier.network.staffing.models import Deputy, SubstitutionCase

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Extent:
    """What a substitution gives: `cases` are persons, None for everything the absent sees in the project."""

    may_write: bool = True
    with_confidential: bool = False
    cases: Sequence[UUID] | None = None


def may_enter(scope: Scope, holder: Holder) -> bool:
    """For oneself, in a project that one leads, or in a carrier that one administers."""
    mine = scope.principal.id == holder.user and holder.project in scope.writes
    return mine or holder.project in scope.leads or holder.carrier in scope.admins


def may_open_notes(scope: Scope, holder: Holder, cover: UUID | None = None) -> bool:
    """Confidential notes are the absent's to open: by own entry, or by having named `cover` a deputy who reads them."""
    if scope.principal.id == holder.user:
        return True
    named = _deputies(holder).filter(with_confidential=True)
    return (named if cover is None else named.filter(deputy_id=cover)).exists()


def covers(scope: Scope, holder: Holder) -> list[Colleague]:
    """Who could stand in: whoever works for the carrier today, those of the same project first; one statement."""
    today = clock.today()
    rows = (
        Membership.objects.visible_to(scope)
        .filter(Q(valid_to=None) | Q(valid_to__gte=today), carrier_id=holder.carrier, role__in=MEMBERS)
        .filter(valid_from__lte=today, user__is_active=True)
        .exclude(user_id=holder.user)
        .order_by("user__display_name", "user_id")
        .values_list("user_id", "user__display_name", "project_id", "project__name")
    )
    here = {user: name for user, name, project, _where in rows if project == holder.project}
    away = {user: f"{name} ({where})" for user, name, _project, where in rows if user not in here}
    return [Colleague(*each) for each in (*here.items(), *away.items())]


def enter(
    scope: Scope, holder: Holder, *, cover: UUID, valid_from: date, valid_to: date, extent: Extent
) -> Substitution:
    """Somebody stands in for `holder` from one day to another. Raises Forbidden, and DomainError naming the field."""
    if not may_enter(scope, holder):
        raise access.Forbidden("network.cover")
    _check_days(valid_from, valid_to)
    _check_people(scope, holder, cover, valid_from, valid_to)
    _check_extent(scope, holder, cover, extent)
    _check_others(holder, cover, valid_from, valid_to, extent)
    made = Substitution.objects.create(
        carrier_id=holder.carrier,
        project_id=holder.project,
        absent_id=holder.user,
        cover_id=cover,
        valid_from=valid_from,
        valid_to=valid_to,
        may_write=extent.may_write,
        with_confidential=extent.with_confidential,
        all_cases=extent.cases is None,
        entered_by_id=scope.principal.id,
    )
    SubstitutionCase.objects.bulk_create(
        [
            SubstitutionCase(
                carrier_id=holder.carrier, project_id=holder.project, substitution=made, subject_id=subject
            )
            for subject in extent.cases or ()
        ]
    )
    return made


def _check_days(valid_from: date, valid_to: date) -> None:
    if valid_from < clock.today():
        raise DomainError(_("Eine Vertretung beginnt heute oder später."), "valid_from")
    if valid_to < valid_from:
        raise DomainError(_("Der letzte Tag liegt vor dem ersten."), "valid_to")
    if valid_to - valid_from > LONGEST:
        raise DomainError(_("Eine Vertretung dauert höchstens ein Jahr. Übergeben Sie sonst die Fälle."), "valid_to")


def _check_people(scope: Scope, holder: Holder, cover: UUID, valid_from: date, valid_to: date) -> None:
    here = Membership.objects.visible_to(scope).filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    if not here.filter(user_id=holder.user, project_id=holder.project, role__in=MEMBERS).exists():
        raise DomainError(_("Wer vertreten werden soll, arbeitet dann nicht mehr in dem Projekt."))
    if cover == holder.user or cover not in {each.id for each in covers(scope, holder)}:
        raise DomainError(_("Diese Person arbeitet heute nicht bei Ihrem Träger. Wählen Sie jemand anderen."), "cover")
    away = Substitution.objects.filter(
        absent_id=cover, carrier_id=holder.carrier, valid_from__lte=valid_to, valid_to__gte=valid_from
    ).first()
    if away is not None:
        raise DomainError(
            _("Diese Person wird vom %(start)s bis %(end)s selbst vertreten. Wählen Sie jemand anderen.")
            % {"start": f"{away.valid_from:%d.%m.}", "end": f"{away.valid_to:%d.%m.%Y}"},
            "cover",
        )


def _check_extent(scope: Scope, holder: Holder, cover: UUID, extent: Extent) -> None:
    if extent.with_confidential and not may_open_notes(scope, holder, cover):
        raise DomainError(
            _("Vertrauliche Notizen öffnet nur, wer sie geschrieben hat: selbst oder mit der ständigen Vertretung."),
            "with_confidential",
        )
    if extent.cases is None:
        return
    if not extent.cases:
        raise DomainError(_("Wählen Sie mindestens einen Fall, oder alle Fälle."), "cases")
    known = {case.subject for case in holdings.cases(scope, holder)}
    if set(extent.cases) - known or len(set(extent.cases)) < len(extent.cases):
        raise DomainError(_("Die Fälle haben sich inzwischen geändert. Prüfen Sie die Auswahl noch einmal."), "cases")


def _check_others(holder: Holder, cover: UUID, valid_from: date, valid_to: date, extent: Extent) -> None:
    """The same colleagues once at a time; and for somebody from outside the project one extent at a time."""
    meanwhile = Substitution.objects.filter(
        carrier_id=holder.carrier,
        project_id=holder.project,
        cover_id=cover,
        valid_from__lte=valid_to,
        valid_to__gte=valid_from,
    )
    if meanwhile.filter(absent_id=holder.user).exists():
        raise DomainError(_("Für diese Tage ist diese Vertretung schon eingetragen."), "valid_from")
    inside = Membership.objects.filter(user_id=cover, project_id=holder.project, role__in=MEMBERS)
    other = meanwhile.exclude(may_write=extent.may_write, all_cases=extent.cases is None)
    if other.exists() and not inside.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from)).exists():
        raise DomainError(
            _("Diese Person vertritt dann in dem Projekt schon jemanden in anderem Umfang. Wählen Sie den gleichen."),
            "extent",
        )


def end(scope: Scope, substitution: UUID, last_day: date) -> Substitution:
    """A substitution ends earlier; one that has not begun goes altogether."""
    row = Substitution.objects.visible_to(scope).select_for_update(of=("self",)).filter(pk=substitution).first()
    if row is None or not may_enter(scope, Holder(row.carrier_id, row.project_id, row.absent_id)):
        raise access.Forbidden("network.cover")
    if last_day < clock.today():
        raise DomainError(_("Der letzte Tag kann heute oder später sein, nicht in der Vergangenheit."), "last_day")
    if last_day > row.valid_to:
        raise DomainError(_("Sie endet schon vorher. Tragen Sie für längere Zeit eine neue ein."), "last_day")
    if row.valid_from > last_day:
        row.delete()
    else:
        row.valid_to = last_day
        row.save(update_fields=["valid_to"])
    return row


# ---------- standing deputies ----------


def _deputies(holder: Holder) -> QuerySet[Deputy]:
    return Deputy.objects.filter(carrier_id=holder.carrier, project_id=holder.project, user_id=holder.user)


def deputy_of(scope: Scope, holder: Holder) -> Deputy | None:
    """Who stands in for somebody at every leave."""
    return _deputies(holder).filter(pk__in=Deputy.objects.visible_to(scope)).select_related("deputy").first()


def name_deputy(scope: Scope, holder: Holder, *, deputy: UUID | None, may_write: bool, with_confidential: bool) -> None:
    """Name somebody for every leave to come, or with None nobody. Raises Forbidden and DomainError."""
    if not may_enter(scope, holder):
        raise access.Forbidden("network.cover")
    if deputy is None:
        _deputies(holder).delete()
        return
    if deputy not in {each.id for each in covers(scope, holder)}:
        raise DomainError(_("Diese Person arbeitet heute nicht bei Ihrem Träger. Wählen Sie jemand anderen."), "cover")
    if with_confidential and scope.principal.id != holder.user:
        raise DomainError(_("Vertrauliche Notizen öffnet nur, wer sie geschrieben hat."), "with_confidential")
    _deputies(holder).delete()
    Deputy.objects.create(
        carrier_id=holder.carrier,
        project_id=holder.project,
        user_id=holder.user,
        deputy_id=deputy,
        may_write=may_write,
        with_confidential=with_confidential,
    )


# ---------- what the page shows ----------


@dataclass(frozen=True)
class Shown:
    """A substitution as the page shows it."""

    id: UUID
    absent: str
    cover: str
    project: str
    valid_from: date
    valid_to: date
    extent: str
    running: bool
    may_end: bool


def extent_words(may_write: bool, with_confidential: bool, chosen: int | None) -> str:
    """What a substitution gives, in one line; `chosen` is the number of chosen cases, None for all."""
    cases = _("alle Fälle") if chosen is None else _("%(n)s ausgewählte Fälle") % {"n": chosen}
    access_ = _("lesen und schreiben") if may_write else _("nur lesen")
    notes = _("mit vertraulichen Notizen") if with_confidential else _("ohne vertrauliche Notizen")
    return f"{cases}, {access_}, {notes}"


def listed(scope: Scope, user: UUID, project: UUID | None, *, leads: bool) -> dict[str, list[Shown]]:
    """Present and coming ones: `mine` (somebody stands in), `others` (one stands in), `team`; one statement."""
    either = Q(absent_id=user) | Q(cover_id=user)
    wanted = either | Q(project_id=project) if leads and project else either
    rows = (
        Substitution.objects.visible_to(scope)
        .filter(wanted, valid_to__gte=clock.today())
        .select_related("absent", "cover", "project")
        .annotate(n=Count("chosen"))
        .order_by("valid_from", "pk")[:100]
    )
    parts: dict[str, list[Shown]] = {"mine": [], "others": [], "team": []}
    for row in rows:
        key = "mine" if row.absent_id == user else "others" if row.cover_id == user else "team"
        holder = Holder(row.carrier_id, row.project_id, row.absent_id)
        parts[key].append(
            Shown(
                id=row.pk,
                absent=row.absent.display_name,
                cover=row.cover.display_name,
                project=row.project.name,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                extent=extent_words(row.may_write, row.with_confidential, None if row.all_cases else row.n),
                running=row.valid_from <= clock.today(),
                may_end=may_enter(scope, holder),
            )
        )
    return parts


def holder_of(scope: Scope, user: UUID, project: UUID | None) -> tuple[Holder, User, Project] | None:
    """A colleague as holder in a project, if the caller sees that they work there today or will."""
    if project is None:
        return None
    row = (
        Membership.objects.visible_to(scope)
        .filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()), user_id=user, project_id=project, role__in=MEMBERS)
        .select_related("user", "project")
        .first()
    )
    if row is None or row.project is None:
        return None
    return Holder(row.carrier_id, row.project.pk, user), row.user, row.project
