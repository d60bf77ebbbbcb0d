# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Proposing somebody to a firm, what happens then, and a no with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from scharnier.directory.organisations.models import Organisation, OrganisationContact
from scharnier.foundation import clock, principals, projections, writes
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes
from scharnier.network.models import User
from scharnier.people.consents import queries as consents
from scharnier.people.models import Enrolment
from scharnier.work.introductions import projected
from scharnier.work.introductions.models import Introduction, IntroductionStep
from scharnier.work.introductions.moves import ENDS, NEW, REFUSED, TOLD, WAY, State, may, position
from scharnier.work.vacancies.models import Vacancy, VacancyStatus

PURPOSE = "placement"
TELL = "work.vacancy_gone"
# Appointments lie ahead; everything else has happened.
PLANNED = (State.INTERVIEW, State.TRIAL)
# Nothing follows before these. The first two are often entered late, an appointment is cancelled before its day.
SETTLED = (State.SENT, State.INTERESTED)
EARLIEST, FURTHEST = timedelta(days=5 * 366), timedelta(days=366)


@dataclass(frozen=True)
class NewIntroduction:
    """What somebody is proposed for: a vacancy, or a firm and what one would do there. `on` may lie in the past."""

    vacancy: Vacancy | None = None
    organisation: Organisation | None = None
    contact: OrganisationContact | None = None
    work: str = ""
    on: date | None = None
    agreed: bool = False
    note: str = ""
    from_suggestion: bool = False


def propose(enrolment: Enrolment, new: NewIntroduction, *, editor: User) -> Introduction:
    """Begin an introduction. Raises DomainError: vacancy no longer open, already on the way, participation ended."""
    on = new.on or clock.today()
    vacancy = new.vacancy
    organisation = vacancy.organisation if vacancy else new.organisation
    if organisation is None:
        raise DomainError(_("Wählen Sie eine Stelle oder einen Betrieb."))
    if enrolment.exited_on is not None:
        raise DomainError(_("Diese Teilnahme ist beendet. Vermittelt wird, wer begleitet wird."))
    _check_day(State.PROPOSED, on)
    if vacancy is not None and vacancy.status != VacancyStatus.OPEN:
        word = vacancy.get_status_display()
        raise DomainError(_("Die Stelle ist nicht mehr offen (%(state)s).") % {"state": word})
    same = Introduction.objects.filter(person_id=enrolment.person_id, closed_on=None, organisation=organisation)
    if same.filter(vacancy=vacancy).exists():
        raise DomainError(_("Für diese Stelle läuft schon ein Vermittlungsvorschlag."))
    work = new.work.strip() or (vacancy.title if vacancy else "")
    if not work:
        raise DomainError(_("Schreiben Sie, um welche Tätigkeit es geht."), "work")
    state = State.AGREED if new.agreed else State.PROPOSED
    row = Introduction.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person_id=enrolment.person_id,
        organisation=organisation,
        vacancy=vacancy,
        where=organisation.name,
        contact=new.contact or (vacancy.contact if vacancy else None),
        work=work[:160],
        state=state,
        state_on=on,
        agreed_on=on if new.agreed else None,
        from_suggestion=new.from_suggestion,
        next_on=projected.next_day(state, on),
        owner=editor,
        changed_by=editor,
    )
    _step(row, NEW, State.PROPOSED, on, new.note, editor)
    if new.agreed:
        _step(row, State.PROPOSED, State.AGREED, on, "", editor)
    projected.put(row)
    return row


@dataclass(frozen=True)
class Happened:
    """What happened on a day. `agreed`: the person has agreed, where that isn't on record yet."""

    to: str
    on: date
    note: str = ""
    reason: str = ""
    reason_text: str = ""
    agreed: bool = False
    next_on: date | None = None


def record(row: Introduction, happened: Happened, *, editor: User, version: int | None = None) -> None:
    """Note a state. One that lies behind is added to the way afterwards and moves nothing.

    Raises DomainError where the table of moves, the agreement or the day forbid it, Conflict when somebody was faster.
    """
    to, on = happened.to, happened.on
    if to not in State.values:
        raise DomainError(_("Wählen Sie, was passiert ist."), "to")
    _check_day(to, on)
    if _lies_behind(row, to, on):
        if to == State.HIRED:
            raise DomainError(
                _("Am %(on)s steht „%(state)s“. Eine Zusage, die gilt, kam danach: Prüfen Sie den Tag.")
                % {"on": f"{row.state_on:%d.%m.%Y}", "state": row.get_state_display()},
                "on",
            )
        _afterwards(row, happened, editor)
        return
    if not may(row.state, to):
        raise DomainError(
            _("Von „%(before)s“ geht es nicht zu „%(after)s“.")
            % {"before": row.get_state_display(), "after": State(to).label},
            "to",
        )
    if row.state in SETTLED and on < row.state_on:
        raise DomainError(
            _("Am %(on)s war der Stand „%(state)s“. Was darauf folgt, liegt nicht davor: Prüfen Sie den Tag.")
            % {"on": f"{row.state_on:%d.%m.%Y}", "state": row.get_state_display()},
            "on",
        )
    changes: dict[str, Any] = {"state": to, "state_on": on, **_outcome(happened)}
    if to == State.AGREED or (to in TOLD and row.agreed_on is None):
        changes["agreed_on"] = _agreed(row, happened)
    before = row.state
    writes.save_versioned(row, version, changes)
    Introduction.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
    if "agreed_on" in changes and to != State.AGREED:
        _step(row, before, State.AGREED, changes["agreed_on"], "", editor, late=True)
    _step(row, before, to, on, happened.note, editor)
    projected.put(row)


def _lies_behind(row: Introduction, to: str, on: date) -> bool:
    if to not in WAY:
        return False
    return on < row.state_on if row.state in REFUSED else position(to) <= position(row.state)


def _agreed(row: Introduction, happened: Happened) -> date:
    if happened.to != State.AGREED and not happened.agreed:
        raise DomainError(
            _("Bevor der Betrieb von jemandem erfährt, muss die Person einverstanden sein. Tragen Sie es hier ein."),
            "agreed",
        )
    return min(happened.on, clock.today())


def _afterwards(row: Introduction, happened: Happened, editor: User) -> None:
    if happened.to == State.AGREED and (row.agreed_on is None or happened.on < row.agreed_on):
        Introduction.objects.filter(pk=row.pk).update(agreed_on=happened.on)
    if happened.next_on is not None and row.closed_on is None:
        Introduction.objects.filter(pk=row.pk).update(next_on=_ahead(happened.next_on))
    _step(row, row.state, happened.to, happened.on, happened.note, editor, late=True)
    projected.put(row)


def _outcome(happened: Happened) -> dict[str, Any]:
    """The columns of an end, or of going on."""
    if happened.to not in ENDS:
        ahead = _ahead(happened.next_on) if happened.next_on else projected.next_day(happened.to, happened.on)
        return {"closed_on": None, "reason": "", "reason_text": "", "next_on": ahead}
    reason = happened.reason if happened.to in REFUSED else ""
    if happened.to in REFUSED and not codes.is_code(projected.REASONS.get(happened.to, "employer_declines"), reason):
        raise DomainError(_("Wählen Sie einen Grund. Ohne ihn lernt niemand daraus."), "reason")
    if reason == "other" and not happened.reason_text:
        raise DomainError(_("Schreiben Sie den Grund dazu."), "reason_text")
    return {"closed_on": happened.on, "reason": reason, "reason_text": happened.reason_text, "next_on": None}


def _check_day(state: str, on: date) -> None:
    today = clock.today()
    if on > (today + FURTHEST if state in PLANNED else today):
        raise DomainError(
            _("Nur Gespräch und Probetag können in der Zukunft liegen, höchstens ein Jahr.")
            if state in PLANNED
            else _("Dieser Tag liegt in der Zukunft. Eingetragen wird, was geschehen ist."),
            "on",
        )
    if on < today - EARLIEST:
        raise DomainError(_("Das liegt mehr als fünf Jahre zurück. Prüfen Sie das Jahr."), "on")


def _ahead(day: date) -> date:
    if day < clock.today():
        raise DomainError(_("Nachgefasst wird heute oder später."), "next_on")
    return day


def _step(row: Introduction, before: str, state: str, on: date, note: str, editor: User, *, late: bool = False) -> None:
    IntroductionStep.objects.create(
        carrier_id=row.carrier_id,
        project_id=row.project_id,
        person_id=row.person_id,
        introduction=row,
        before=before,
        state=state,
        on=on,
        late=late,
        note=note[:500],
        author=editor,
    )


# ---------- what goes to the firm ----------


def send_profile(row: Introduction, profile: Mapping[str, Any], *, editor: User, on: date | None = None) -> None:
    """The firm gets a profile without a name; what it got stays. Raises DomainError without the person's agreement."""
    if row.closed_on is not None:
        raise DomainError(_("Dieser Vermittlungsvorschlag ist beendet."))
    if row.agreed_on is None:
        raise DomainError(
            _("Bevor der Betrieb von jemandem erfährt, muss die Person einverstanden sein. Tragen Sie es zuerst ein.")
        )
    day = on or clock.today()
    writes.save_versioned(row, None, {"profile": dict(profile), "sent_on": day})
    writes.note(
        "introduction.profile",
        table="work_introduction",
        carrier=row.carrier_id,
        subject=row.person_id,
        row=str(row.pk),
    )
    if position(row.state) < position(State.SENT):
        record(row, Happened(State.SENT, day), editor=editor)


def name_person(scope: Scope, row: Introduction, *, editor: User) -> consents.Basis:
    """The firm learns the name. Raises NoBasis where nothing allows it, DomainError without the person's agreement."""
    if row.agreed_on is None:
        raise DomainError(_("Zuerst muss die Person einverstanden sein."))
    basis = consents.require(scope, row.person_id, row.project_id, PURPOSE, recipient=row.organisation.name)
    if row.identified_on is None:
        said = f"{basis.base_name} {basis.citation}".strip()
        writes.save_versioned(row, None, {"identified_on": clock.today(), "basis": said[:300] or basis.base})
        Introduction.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
        writes.note(
            "introduction.named",
            table="work_introduction",
            carrier=row.carrier_id,
            subject=row.person_id,
            row=str(row.pk),
        )
    return basis


# ---------- a vacancy that is gone ----------


def vacancy_moved(vacancy: Vacancy) -> int:
    """Whoever is on the way to a vacancy that is gone stands on the agenda today, to be told; returns how many.

    Nothing ends by itself. A vacancy that is open again is only worded so. Other projects of the carrier are told by
    a task: nobody writes in a project that isn't the own one.
    """
    told = _told(Introduction.objects.filter(vacancy=vacancy, closed_on=None))
    who = principals.current()
    if who is not None and who.kind != principals.Kind.SYSTEM:
        app.configure_task(TELL).defer(carrier=str(vacancy.carrier_id), vacancy=str(vacancy.pk))
    return told


def tell_others(vacancy: UUID) -> int:
    """The same in the other projects of the carrier; for the task, which may write there."""
    rows = Introduction.objects.filter(vacancy_id=vacancy, closed_on=None)
    return _told(rows.exclude(project_id=F("vacancy__project_id")))


def _told(rows: QuerySet[Introduction]) -> int:
    found = list(rows.select_related("person", "vacancy"))
    for row in found:
        if row.vacancy is not None and row.vacancy.status in projected.GONE:
            row.next_on = clock.today()
    Introduction.objects.bulk_update(found, ["next_on"])
    projections.put([item for row in found if (item := projected.due(row)) is not None])
    return len(found)
