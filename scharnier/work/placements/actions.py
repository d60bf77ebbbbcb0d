# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A placement begins, changes, ends; its permission is a checklist begun anew at every change; support in time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import clock, projections, writes
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes, pathway
from scharnier.knowledge import placement as rules
from scharnier.network.models import User
from scharnier.people.competence.facts import facts
from scharnier.people.models import Enrolment
from scharnier.work.introductions.models import Introduction
from scharnier.work.placements import judging, places, projected
from scharnier.work.placements.models import (
    SUPPORT_MOVES,
    SUPPORT_OVER,
    PermissionRound,
    Placement,
    SupportApplication,
    SupportState,
    WayStep,
    of_same_work,
)
from scharnier.work.retention import marks
from scharnier.work.vacancies.models import Vacancy

# What an office wants to permit anew; the first is another job, the others other terms.
TERMS = ("kind", "where", "work", "occupation", "hours", "pay_amount", "place")
EARLIEST, FURTHEST = timedelta(days=20 * 366), timedelta(days=3 * 366)


@dataclass(frozen=True)
class Terms:
    """A placement as it was typed. `occupation`: KldB 2010, five digits or empty; `hours` a week.

    `adequate` with `adequate_reason` overrules the rule; `access_reason` says why somebody begins although the rules
    say no (what stands on the document comes first).
    """

    kind: str
    where: str
    work: str
    begins: date
    occupation: str = ""
    ends: date | None = None
    hours: Decimal | None = None
    pay_amount: Decimal | None = None
    pay_unit: str = ""
    insured: bool = False
    place: str = ""
    probation_until: date | None = None
    intermediate_on: date | None = None
    final_on: date | None = None
    adequate: bool | None = None
    adequate_reason: str = ""
    access_reason: str = ""


@dataclass(frozen=True)
class Origin:
    """Where a placement comes from: an introduction, a vacancy, a firm, the step before."""

    introduction: Introduction | None = None
    vacancy: Vacancy | None = None
    organisation: Organisation | None = None
    after: Placement | None = None


@dataclass(frozen=True)
class Placed:
    """A placement that was written, and what somebody should look at."""

    placement: Placement
    warnings: list[str]


NOWHERE = Origin()


def place(enrolment: Enrolment, terms: Terms, *, editor: User, origin: Origin = NOWHERE) -> Placed:
    """Somebody begins somewhere. Raises DomainError: closed by law then, no training permission, two full-time."""
    _check(terms)
    _check_training(terms, origin)
    person = enrolment.person
    known = facts(person)
    others = list(Placement.objects.filter(person=person))
    warnings = _at_once(others, terms)
    found = judging.access_at(known["residence"], terms.kind, terms.begins)
    warnings += _check_access(found, terms)
    row = Placement.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person=person,
        introduction=origin.introduction,
        vacancy=origin.vacancy,
        organisation=origin.organisation,
        after=origin.after,
        access=_access(found, terms),
        owner=editor,
        changed_by=editor,
        **_columns(terms),
        **_adequacy(terms, known["level"]),
    )
    if found is not None and found.way is not None:
        _begin_round(row, found, "", editor)
    marks.plan(row)
    projected.put_placement(row)
    places.settle(row)
    return Placed(row, warnings)


def _columns(terms: Terms) -> dict[str, Any]:
    names = (
        "kind where work begins occupation ends hours pay_amount pay_unit insured place probation_until "
        "intermediate_on final_on"
    )
    return {name: getattr(terms, name) for name in names.split()}


def _adequacy(terms: Terms, qualified: int | None) -> dict[str, Any]:
    level = int(terms.occupation[-1]) if terms.occupation else None
    found = judging.adequate(terms.kind, level, qualified, terms.begins)
    overruled = terms.adequate is not None and terms.adequate != found.fits
    if overruled and not terms.adequate_reason:
        raise DomainError(_("Begründen Sie, warum Sie anders urteilen als die Regel."), "adequate_reason")
    return {
        "adequate": terms.adequate if overruled else found.fits,
        "adequate_reason": terms.adequate_reason if overruled else "",
        "adequacy": found.to_json(),
    }


def _access(found: judging.Access | None, terms: Terms) -> dict[str, Any]:
    if found is None:
        return {}
    return found.to_json() | ({"overruled": terms.access_reason} if found.closed else {})


def _check(terms: Terms) -> None:
    today = clock.today()
    if not codes.is_code("placement_type", terms.kind):
        raise DomainError(_("Wählen Sie die Art."), "kind")
    if not today - EARLIEST <= terms.begins <= today + FURTHEST:
        raise DomainError(_("Prüfen Sie das Jahr des Beginns."), "begins")
    if terms.ends is not None and terms.ends < terms.begins:
        raise DomainError(_("Der letzte Tag liegt vor dem Beginn."), "ends")
    if terms.pay_amount is not None and terms.pay_amount < 0:
        raise DomainError(_("Ein Lohn ist nicht negativ."), "pay_amount")
    if (terms.pay_amount is None) != (terms.pay_unit == ""):
        raise DomainError(_("Zum Lohn gehört, wofür er gezahlt wird."), "pay_unit")
    for name in ("probation_until", "intermediate_on", "final_on"):
        day: date | None = getattr(terms, name)
        if day is not None and day < terms.begins:
            raise DomainError(_("Dieser Tag liegt vor dem Beginn."), name)


def _check_training(terms: Terms, origin: Origin) -> None:
    if judging.is_training(terms.kind) and origin.vacancy is not None and origin.vacancy.training_permission is False:
        raise DomainError(
            _(
                "Diese Stelle ist ohne Ausbildungsberechtigung eingetragen (§§ 27 bis 30 BBiG). Klären Sie es mit dem "
                "Betrieb oder der Kammer, ändern Sie die Stelle, dann geht es hier weiter."
            ),
            "kind",
        )


def _at_once(others: list[Placement], terms: Terms) -> list[str]:
    refused, warning = judging.too_much(
        judging.overlapping(others, terms.begins, terms.ends), terms.hours, terms.begins
    )
    if refused:
        raise DomainError(refused, "hours")
    return [warning] if warning else []


def _check_access(found: judging.Access | None, terms: Terms) -> list[str]:
    if found is None or found.open:
        return []
    if found.closed and not terms.access_reason:
        raise DomainError(judging.refusal(found), "access_reason")
    if found.closed:
        return []
    return [_("Ob diese Arbeit erlaubt ist, lässt sich aus der Akte nicht sagen. Prüfen Sie den Aufenthalt.")]


# ---------- changes ----------


def change(row: Placement, terms: Terms, *, editor: User, version: int | None) -> Placed:
    """Other terms. A change of job or hours begins the way to the permission anew. Raises as `place`, and Conflict."""
    _check(terms)
    if row.over:
        raise DomainError(_("Das ist beendet. Öffnen Sie es wieder, um etwas zu ändern."))
    known = facts(row.person)
    others = [each for each in Placement.objects.filter(person_id=row.person_id) if each.pk != row.pk]
    warnings = _at_once(others, terms)
    changed_terms = [name for name in TERMS if getattr(row, name) != getattr(terms, name)]
    day = max(terms.begins, clock.today()) if changed_terms else terms.begins
    found = judging.access_at(known["residence"], terms.kind, day)
    warnings += _check_access(found, terms)
    values = {**_columns(terms), **_adequacy(terms, known["level"]), "access": _access(found, terms)}
    writes.save_versioned(row, version, values)
    Placement.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
    if changed_terms and found is not None and found.way is not None and renews(found.level, changed_terms):
        said = ", ".join(str(Placement._meta.get_field(name).verbose_name) for name in changed_terms)  # type: ignore[union-attr]  # plain columns
        _begin_round(row, found, said, editor)
        warnings.append(
            _("Die Bedingungen haben sich geändert: Erlaubnis und Erklärung zum Beschäftigungsverhältnis neu einholen.")
        )
    marks.plan(row)
    projected.put_placement(row)
    places.settle(row)
    return Placed(row, warnings)


def renews(level: str, changed: list[str]) -> bool:
    """Whether the law wants a permission anew for these changes at this level (renewals of pathway.yaml)."""
    other_job = bool({"kind", "where"} & set(changed))
    wanted = {"N100-other-job"} if other_job else {"N110-hours"}
    return any(each.id in wanted for each in pathway.renewals(level))


def _begin_round(row: Placement, found: judging.Access, because: str, editor: User) -> PermissionRound:
    number = PermissionRound.objects.filter(placement=row).count() + 1
    way = found.way
    return PermissionRound.objects.create(
        carrier_id=row.carrier_id,
        project_id=row.project_id,
        person_id=row.person_id,
        placement=row,
        number=number,
        because=because[:120],
        way=way.id if way else "",
        level=found.level,
        steps=[step.code for step in way.steps] if way else [],
        terms={name: str(getattr(row, name) or "") for name in TERMS},
        changed_by=editor,
    )


def tick(round_: PermissionRound, code: str, *, editor: User, on: date | None = None) -> None:
    """A step of the way to the permission is done, or open again when it was."""
    locked = PermissionRound.objects.select_for_update().get(pk=round_.pk)
    if code not in locked.steps:
        raise DomainError(_("Diesen Schritt gibt es hier nicht."))
    done = dict(locked.done)
    if code in done:
        del done[code]
    else:
        done[code] = {"on": (on or clock.today()).isoformat(), "by": str(editor.pk)}
    writes.save_versioned(round_, None, {"done": done})


@dataclass(frozen=True)
class End:
    """The last day and why. `reason`: code of placement_end."""

    on: date
    reason: str
    note: str = ""


def end(row: Placement, ending: End, *, editor: User, version: int | None = None) -> None:
    """The last day, also one to come; it runs until then. Later checks fall away. Raises DomainError and Conflict."""
    if not codes.is_code("placement_end", ending.reason):
        raise DomainError(_("Wählen Sie den Grund des Endes."), "end_reason")
    if ending.on < row.begins and ending.reason != "never_started":
        raise DomainError(_("Der letzte Tag liegt vor dem Beginn."), "ended_on")
    if ending.on > clock.today() + FURTHEST:
        raise DomainError(_("Prüfen Sie das Jahr."), "ended_on")
    values = {"ended_on": ending.on, "end_reason": ending.reason, "end_note": ending.note}
    writes.save_versioned(row, version, values)
    Placement.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
    marks.plan(row)
    projected.put_placement(row)
    places.settle(row)


def reopen(row: Placement, *, editor: User) -> None:
    """It goes on after all."""
    writes.save_versioned(row, None, {"ended_on": None, "end_reason": "", "end_note": ""})
    Placement.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
    marks.plan(row)
    projected.put_placement(row)
    places.settle(row)


# ---------- support ----------


def plan_support(
    about: Placement | Introduction,
    instrument: str,
    begins: date,
    *,
    editor: User,
    note: str = "",
    again: bool = False,
) -> SupportApplication:
    """Support to be applied for, on the agenda in time. `again`: although it was refused, or not applied for, before.

    Raises DomainError: unknown, on its way or granted for the same work already, or a second one without `again`.
    """
    found = rules.instrument(instrument, begins)
    if found is None:
        raise DomainError(_("Diese Förderung gibt es an diesem Tag nicht."), "instrument")
    key = "placement" if isinstance(about, Placement) else "introduction"
    type(about).objects.select_for_update().get(pk=about.pk)  # of two clicks one waits here and finds the other's row
    earlier = list(SupportApplication.objects.filter(of_same_work(about), instrument=instrument))
    if any(row.state not in SUPPORT_OVER for row in earlier):
        raise DomainError(_("Diese Förderung steht schon auf der Liste."), "instrument")
    if earlier and not again:
        raise DomainError(_("Diese Förderung stand schon auf der Liste. Laden Sie die Seite neu."), "instrument")
    last, first = found.apply_by(begins), found.begin_by(begins)
    row = SupportApplication.objects.create(
        carrier_id=about.carrier_id,
        project_id=about.project_id,
        person_id=about.person_id,
        instrument=instrument,
        begins=begins,
        apply_by=last,
        due_on=max(clock.today(), first) if first else clock.today() + timedelta(days=7),
        note=note,
        owner=editor,
        changed_by=editor,
        **{key: about},
    )
    projected.put_support(SupportApplication.objects.select_related("person").get(pk=row.pk))
    return row


def move_support(row: SupportApplication, to: str, on: date, *, editor: User, note: str | None = None) -> str:
    """Applied for, granted, refused or not. Returns a warning where the day lies too late. Raises DomainError."""
    if to not in SUPPORT_MOVES[row.state]:
        raise DomainError(_("So geht es nicht weiter. Laden Sie die Seite neu."), "to")
    if on > clock.today():
        raise DomainError(_("Dieser Tag liegt in der Zukunft."), "on")
    about = row.placement or row.introduction
    if row.state in SUPPORT_OVER and to not in SUPPORT_OVER and about is not None:
        others = SupportApplication.objects.filter(of_same_work(about), instrument=row.instrument)
        if others.exclude(pk=row.pk).exclude(state__in=SUPPORT_OVER).exists():
            raise DomainError(
                _("Diese Förderung ist inzwischen noch einmal beantragt. Arbeiten Sie dort weiter."), "to"
            )
    values: dict[str, Any] = {"state": to, "note": row.note if note is None else note}
    if to == SupportState.APPLIED or (to in (SupportState.GRANTED, SupportState.REFUSED) and row.applied_on is None):
        values["applied_on"] = on
    values["decided_on"] = on if to in (SupportState.GRANTED, SupportState.REFUSED) else None
    writes.save_versioned(row, None, values)
    SupportApplication.objects.filter(pk=row.pk).update(changed_at=clock.now(), changed_by=editor)
    projected.put_support(row)
    late = to == SupportState.APPLIED and row.apply_by is not None and on > row.apply_by
    return (
        _("Beantragt nach dem %(day)s: Rechnen Sie mit einer Ablehnung.") % {"day": f"{row.apply_by:%d.%m.%Y}"}
        if late
        else ""
    )


# ---------- steps that are no placement ----------

# From leaving school to the first day of training: days before the start, in order.
SCHOOL_TO_WORK = (("orientation", 365), ("registration", 330), ("application", 300), ("leaving_school", 45))


def add_step(enrolment: Enrolment, kind: str, on: date, *, editor: User, text: str = "") -> WayStep:
    """A dated step, on the agenda of whoever wrote it."""
    if not codes.is_code("way_step", kind):
        raise DomainError(_("Wählen Sie den Schritt."), "kind")
    row = WayStep.objects.create(
        carrier_id=enrolment.carrier_id,
        project_id=enrolment.project_id,
        person=enrolment.person,
        kind=kind,
        on=on,
        text=text,
        owner=editor,
        changed_by=editor,
    )
    projections.put([projected.way_due(row)])
    return row


def from_school(enrolment: Enrolment, leaves: date, starts: date, *, editor: User) -> list[WayStep]:
    """The usual steps between school and the start of training; what would lie behind is due today."""
    if starts <= leaves:
        raise DomainError(_("Die Ausbildung beginnt nach dem letzten Schultag."), "starts")
    today, found = clock.today(), []
    for kind, days in SCHOOL_TO_WORK:
        day = leaves if kind == "leaving_school" else max(today, starts - timedelta(days=days))
        found.append(add_step(enrolment, kind, day, editor=editor))
    return [*found, add_step(enrolment, "training_start", starts, editor=editor)]


def terms_of(row: Placement) -> Terms:
    """What a placement says now, for a form or for one change."""
    names = [*_columns(_BLANK), "adequate_reason"]
    found = replace(_BLANK, **{name: getattr(row, name) for name in names})
    overruled = row.adequate if row.adequate_reason else None
    return replace(found, adequate=overruled, access_reason=row.access.get("overruled", ""))


_BLANK = Terms("", "", "", date.min)
