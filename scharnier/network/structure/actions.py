# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Setting up and changing what a network is made of.

Rows are dated: a change ends one row and begins another. What would overlap is refused with what stands in the way; the
exclusion constraints refuse the same for two people in the same second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scharnier.foundation import access, clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import districts
from scharnier.network.models import Membership, Programme, Project, Site
from scharnier.network.path.queries import Holder, holders
from scharnier.network.queries import current
from scharnier.network.staffing.departure import may_lead
from scharnier.network.structure import usage
from scharnier.network.structure.models import (
    Capacity,
    Dated,
    DecisionStatus,
    Duty,
    Position,
    PositionPeriod,
    ProgrammePhase,
    ProjectDecision,
    Responsibility,
    Room,
    SiteHour,
    Tandem,
    Target,
)

DAY = timedelta(days=1)


def period(begin: date, end: date | None) -> str:
    """»seit 01.01.2026« or »01.01.2026 bis 31.12.2026«, as messages say it."""
    if end is None:
        return _("ab %(day)s") % {"day": f"{begin:%d.%m.%Y}"}
    return _("%(begin)s bis %(end)s") % {"begin": f"{begin:%d.%m.%Y}", "end": f"{end:%d.%m.%Y}"}


def check_period(begin: date | None, end: date | None, field: str = "valid_to") -> None:
    """Refuse a period that ends before it begins."""
    if begin is not None and end is not None and end < begin:
        raise DomainError(_("Das Ende liegt vor dem Anfang."), field)


def may_shape(scope: Scope, project: Project) -> None:
    """Refuse whoever neither leads the project nor administers its carrier."""
    if not may_lead(scope, project.carrier_id, project.pk):
        raise access.Forbidden("network.shape")


def may_administer(scope: Scope, carrier: UUID) -> None:
    """Refuse whoever doesn't administer the carrier."""
    if carrier not in scope.admins:
        raise access.Forbidden("network.shape")


@contextmanager
def somebody_was_faster(field: str = "valid_from") -> Iterator[None]:
    """Two people wrote the same in the same second: the second one is told."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise DomainError(
            _("Für diese Zeit ist inzwischen etwas anderes eingetragen. Laden Sie die Seite neu."), field
        ) from error


def overlapping(rows: QuerySet[Any], begin: date, end: date | None) -> QuerySet[Any]:
    """Rows that hold on a day of the period."""
    before_the_end = Q() if end is None else Q(valid_from__lte=end)
    return rows.filter(before_the_end, Q(valid_to=None) | Q(valid_to__gte=begin)).order_by("valid_from")


def _replace_from(rows: QuerySet[Any], begin: date, end: date | None) -> None:
    """End what runs on the day before `begin`; refuse when something else begins within the period."""
    for row in overlapping(rows, begin, end):
        if row.valid_from >= begin:
            facts = {"when": period(row.valid_from, row.valid_to)}
            raise DomainError(
                _("Für %(when)s ist schon etwas eingetragen. Beenden Sie das zuerst.") % facts, "valid_from"
            )
        if row.valid_to is not None and end is not None and row.valid_to > end:
            raise DomainError(
                _("Danach würde nichts gelten: Die jetzige Angabe reicht bis %(day)s. Lassen Sie das Ende leer.")
                % {"day": f"{row.valid_to:%d.%m.%Y}"},
                "valid_to",
            )
        row.valid_to = begin - DAY
        row.save(update_fields=["valid_to"])


# ---------- projects ----------


def create_project(
    scope: Scope,
    *,
    carrier: UUID | None,
    programme: UUID,
    code: str,
    name: str,
    district: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Project:
    """A new project of a carrier. Raises DomainError: no carrier, code taken, unknown district, end before begin."""
    if carrier is None:
        raise DomainError(
            _("Ein Projekt braucht einen Träger: Er ist für die Daten verantwortlich. Wählen Sie ihn."), "carrier"
        )
    may_administer(scope, carrier)
    check_period(valid_from, valid_to)
    _check_district(district, empty=True)
    if Project.objects.filter(carrier_id=carrier, code=code).exists():
        raise DomainError(_("Dieses Kürzel hat schon ein anderes Projekt dieses Trägers."), "code")
    state = districts.all_districts()[district].state if district else ""
    with somebody_was_faster("code"):
        return Project.objects.create(
            carrier_id=carrier,
            programme=Programme.objects.get(pk=programme),
            code=code,
            name=name,
            district=district,
            state=state,
            valid_from=valid_from,
            valid_to=valid_to,
        )


def change_project(
    scope: Scope,
    project: Project,
    *,
    name: str,
    district: str,
    valid_from: date | None,
    valid_to: date | None,
) -> None:
    """Name, seat and period of a project. It never changes its carrier or programme: that would be another project."""
    may_administer(scope, project.carrier_id)
    check_period(valid_from, valid_to)
    _check_district(district, empty=True)
    project.name, project.valid_from, project.valid_to = name, valid_from, valid_to
    project.district = district
    project.state = districts.all_districts()[district].state if district else project.state
    project.save(update_fields=["name", "district", "state", "valid_from", "valid_to"])


def _check_district(code: str, *, empty: bool = False) -> None:
    if not districts.known(code) and not (empty and not code):
        raise DomainError(_("Diesen Kreis kennt die Liste nicht. Wählen Sie einen aus."), "district")


# ---------- capacity and targets ----------


def below_use(project: UUID, places: int, day: date) -> int:
    """By how many people the present use exceeds `places` (counted on `day`, today at the latest)."""
    return max(0, usage.taking_part(project, min(day, clock.today())) - places)


def set_capacity(
    scope: Scope, project: Project, *, places: int, valid_from: date, valid_to: date | None, reason: str
) -> Capacity:
    """So many places from a day on; what ran before ends the day before. Below present use only with a reason."""
    may_shape(scope, project)
    check_period(valid_from, valid_to)
    over = below_use(project.pk, places, valid_from)
    if over and not reason.strip():
        raise DomainError(
            ngettext(
                "Eine Person mehr nimmt teil, als es dann Plätze gibt. Mit einem Grund gilt es trotzdem.",
                "%(n)s Personen mehr nehmen teil, als es dann Plätze gibt. Mit einem Grund gilt es trotzdem.",
                over,
            )
            % {"n": over},
            "reason",
        )
    with somebody_was_faster():
        _replace_from(Capacity.objects.filter(project_id=project.pk), valid_from, valid_to)
        return Capacity.objects.create(
            **_of(project), places=places, valid_from=valid_from, valid_to=valid_to, reason=reason
        )


def set_target(
    scope: Scope, project: Project, *, measure: str, value: int, valid_from: date, valid_to: date | None, note: str = ""
) -> Target:
    """What is to be reached within a period."""
    may_shape(scope, project)
    check_period(valid_from, valid_to)
    rows = Target.objects.filter(project_id=project.pk, measure=measure)
    with somebody_was_faster():
        for row in overlapping(rows, valid_from, valid_to):
            facts = {"when": period(row.valid_from, row.valid_to), "n": row.value}
            raise DomainError(
                _("Für %(when)s ist die Zielzahl %(n)s schon eingetragen. Beenden Sie sie zuerst.") % facts,
                "valid_from",
            )
        return Target.objects.create(
            **_of(project), measure=measure, value=value, valid_from=valid_from, valid_to=valid_to, note=note
        )


def _of(project: Project) -> dict[str, UUID]:
    return {"carrier_id": project.carrier_id, "project_id": project.pk}


# ---------- staff ----------


def add_position(scope: Scope, project: Project, *, name: str, role: str) -> Position:
    """A position that can be filled."""
    may_shape(scope, project)
    if Position.objects.filter(project_id=project.pk, name=name).exists():
        raise DomainError(_("Eine Stelle mit dieser Bezeichnung gibt es schon."), "name")
    with somebody_was_faster("name"):
        return Position.objects.create(**_of(project), name=name, role=role)


def fill_position(
    scope: Scope,
    project: Project,
    position: Position,
    *,
    holder_id: UUID | None,
    share: int,
    funding: str,
    valid_from: date,
    valid_to: date | None,
) -> PositionPeriod:
    """Who holds a position from one day to another, and who pays. Raises DomainError when it is taken then."""
    may_shape(scope, project)
    check_period(valid_from, valid_to)
    for row in overlapping(
        PositionPeriod.objects.filter(position_id=position.pk).select_related("holder"), valid_from, valid_to
    ):
        who = row.holder.display_name if row.holder else _("niemand")
        facts = {"when": period(row.valid_from, row.valid_to), "name": who}
        raise DomainError(
            _("Diese Stelle ist in der Zeit schon belegt: %(when)s, %(name)s. Beenden Sie das zuerst.") % facts,
            "valid_from",
        )
    with somebody_was_faster():
        return PositionPeriod.objects.create(
            **_of(project),
            position=position,
            holder_id=holder_id,
            share=share,
            funding=funding,
            valid_from=valid_from,
            valid_to=valid_to,
        )


def add_tandem(
    scope: Scope,
    project: Project,
    *,
    name: str,
    case_manager_id: UUID,
    placement_officer_id: UUID,
    valid_from: date,
    valid_to: date | None,
) -> Tandem:
    """Two people answer for cases together; new cases of one get the other as well."""
    may_shape(scope, project)
    check_period(valid_from, valid_to)
    if case_manager_id == placement_officer_id:
        raise DomainError(_("Ein Tandem sind zwei Personen."), "placement_officer")
    working = set(
        Membership.objects.filter(current(clock.today()), project_id=project.pk).values_list("user_id", flat=True)
    )
    for field, user in (("case_manager", case_manager_id), ("placement_officer", placement_officer_id)):
        if user not in working:
            raise DomainError(_("Diese Person arbeitet nicht in diesem Projekt."), field)
    taken = overlapping(
        Tandem.objects.filter(project_id=project.pk, case_manager_id=case_manager_id), valid_from, valid_to
    ).first()
    if taken is not None:
        facts = {"name": taken.name, "when": period(taken.valid_from, taken.valid_to)}
        raise DomainError(_("Gehört in der Zeit schon zum Tandem „%(name)s“ (%(when)s).") % facts, "case_manager")
    with somebody_was_faster():
        return Tandem.objects.create(
            **_of(project),
            name=name,
            case_manager_id=case_manager_id,
            placement_officer_id=placement_officer_id,
            valid_from=valid_from,
            valid_to=valid_to,
        )


# ---------- decisions and phases ----------


def add_decision(scope: Scope, project: Project, values: Mapping[str, Any]) -> ProjectDecision:
    """Put a funding decision on record. Only what is applied for may lie ahead."""
    may_shape(scope, project)
    if values["decided_on"] > clock.today() and values["status"] != DecisionStatus.APPLIED:
        raise DomainError(_("Das Datum liegt in der Zukunft."), "decided_on")
    return ProjectDecision.objects.create(**_of(project), **values)


def add_phase(
    scope: Scope,
    carrier: UUID,
    *,
    programme: UUID,
    name: str,
    valid_from: date,
    valid_to: date | None,
    note: str = "",
) -> ProgrammePhase:
    """A funding phase; it becomes the successor of the one that ended last before it."""
    may_administer(scope, carrier)
    check_period(valid_from, valid_to)
    rows = ProgrammePhase.objects.filter(carrier_id=carrier, programme_id=programme)
    if rows.filter(name=name).exists():
        raise DomainError(_("Eine Phase mit diesem Namen gibt es schon."), "name")
    taken = overlapping(rows, valid_from, valid_to).first()
    if taken is not None:
        facts = {"name": taken.name, "when": period(taken.valid_from, taken.valid_to)}
        raise DomainError(
            _("In dieser Zeit läuft „%(name)s“ (%(when)s). Phasen folgen aufeinander.") % facts, "valid_from"
        )
    with somebody_was_faster():
        made = ProgrammePhase.objects.create(
            carrier_id=carrier, programme_id=programme, name=name, valid_from=valid_from, valid_to=valid_to, note=note
        )
        _follow(rows, made)
    return made


def _follow(rows: QuerySet[ProgrammePhase], made: ProgrammePhase) -> None:
    before = rows.filter(valid_to__lt=made.valid_from).order_by("-valid_to").first()
    after = rows.filter(valid_from__gt=made.valid_from).order_by("valid_from").first()
    if before is not None:
        before.successor = made
        before.save(update_fields=["successor"])
    if after is not None:
        made.successor = after
        made.save(update_fields=["successor"])


# ---------- sites ----------


def keep_site(scope: Scope, project: Project, site: Site | None, values: Mapping[str, Any]) -> Site:
    """A new site, or a changed one; the change is in the audit."""
    may_shape(scope, project)
    _check_district(values["district"], empty=True)
    if site is None:
        check_period(values["valid_from"], values.get("valid_to"))
        return Site.objects.create(**_of(project), **values)
    for name, value in values.items():
        setattr(site, name, value)
    check_period(site.valid_from, site.valid_to, "valid_from")
    site.save(update_fields=list(values))
    return site


def add_room(scope: Scope, project: Project, site: Site, *, name: str, seats: int | None, note: str) -> Room:
    may_shape(scope, project)
    if Room.objects.filter(site_id=site.pk, name=name).exists():
        raise DomainError(_("Diesen Raum gibt es an dem Standort schon."), "name")
    with somebody_was_faster("name"):
        return Room.objects.create(**_of(project), site=site, name=name, seats=seats, note=note)


def add_hour(scope: Scope, project: Project, site: Site, values: Mapping[str, Any]) -> SiteHour:
    """One line of a timetable. Refused when it ends before it begins or the site is closed by then."""
    may_shape(scope, project)
    check_period(values["valid_from"], values["valid_to"])
    if values["ends"] <= values["begins"]:
        raise DomainError(_("Die Zeit endet vor ihrem Beginn."), "ends")
    if site.valid_to is not None and values["valid_from"] > site.valid_to:
        facts = {"day": f"{site.valid_to:%d.%m.%Y}"}
        raise DomainError(_("Der Standort schließt am %(day)s.") % facts, "valid_from")
    return SiteHour.objects.create(**_of(project), site=site, **values)


def close_site(scope: Scope, project: Project, site: Site, last_day: date) -> None:
    """The last day of a site; its timetable ends with it."""
    may_shape(scope, project)
    check_period(site.valid_from, last_day, "last_day")
    if last_day < clock.today():
        raise DomainError(_("Der letzte Tag kann heute oder später sein, nicht in der Vergangenheit."), "last_day")
    site.valid_to = last_day
    site.save(update_fields=["valid_to"])
    running = SiteHour.objects.filter(Q(valid_to=None) | Q(valid_to__gt=last_day), site_id=site.pk)
    running.filter(valid_from__gt=last_day).delete()
    running.update(valid_to=last_day)


# ---------- regions ----------


def in_the_way(project: Project, district: str, begin: date, end: date | None) -> Holder | None:
    """Another project of the programme that is responsible for the district within the period."""
    found = holders(district, begin, end, project.programme_id)
    return next((row for row in found if row.duty == Duty.RESPONSIBLE), None)


def add_responsibility(
    scope: Scope, project: Project, *, district: str, duty: str, note: str, valid_from: date, valid_to: date | None
) -> Responsibility:
    """A project answers for a district or takes part there. Only one project of a programme answers at a time."""
    may_shape(scope, project)
    check_period(valid_from, valid_to)
    _check_district(district)
    mine = overlapping(
        Responsibility.objects.filter(project_id=project.pk, district=district), valid_from, valid_to
    ).first()
    if mine is not None:
        facts = {"when": period(mine.valid_from, mine.valid_to)}
        raise DomainError(_("Dieser Kreis steht für das Projekt schon da: %(when)s.") % facts, "district")
    other = in_the_way(project, district, valid_from, valid_to) if duty == Duty.RESPONSIBLE else None
    if other is not None:
        facts = {
            "district": districts.name(district),
            "project": other.project,
            "carrier": other.carrier,
            "when": period(other.valid_from, other.valid_to),
        }
        raise DomainError(
            _(
                "Für %(district)s ist schon „%(project)s“ (%(carrier)s) zuständig, %(when)s. Tragen Sie Ihr Projekt "
                "als beteiligt ein oder stimmen Sie sich ab, wann die Zuständigkeit wechselt."
            )
            % facts,
            "district",
        )
    with somebody_was_faster():
        return Responsibility.objects.create(
            **_of(project),
            programme_id=project.programme_id,
            district=district,
            duty=duty,
            note=note,
            valid_from=valid_from,
            valid_to=valid_to,
        )


# ---------- ending a row ----------


def end_row(scope: Scope, project: Project, row: Dated, last_day: date) -> bool:
    """Let a dated row end with `last_day`; one that would not have begun by then is withdrawn. True when withdrawn."""
    may_shape(scope, project)
    if row.valid_from > last_day:
        if row.valid_from <= clock.today():
            raise DomainError(_("Das Ende liegt vor dem Anfang."), "last_day")
        row.delete()
        return True
    if row.valid_to is not None and last_day > row.valid_to:
        facts = {"day": f"{row.valid_to:%d.%m.%Y}"}
        raise DomainError(_("Das endet schon am %(day)s.") % facts, "last_day")
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    return False
