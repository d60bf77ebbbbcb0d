# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing vacancies: entered, confirmed, filled, withdrawn, expired. One transaction each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from scharnier.directory.organisations.actions import check_place
from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import clock, looks
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes, postcodes
from scharnier.knowledge.matching.facts import MOST_HOURS
from scharnier.knowledge.occupations import is_code
from scharnier.network.programmes.queries import today_in
from scharnier.people import rules
from scharnier.work import projected
from scharnier.work.employers.models import Employer
from scharnier.work.vacancies.models import (
    KINDS,
    LEVELS,
    MOST_PLACES,
    VACANCY_MOVES,
    PayUnit,
    Vacancy,
    VacancyStatus,
)

LISTS = {"shifts": "working_time", "licences": "licence", "offers": "employer_offer"}
# What a firm on the phone wants, in the order in which it says most about the vacancy.
KIND_OF_WISH = {
    "job": "beschaeftigung_sv",
    "apprenticeship": "ausbildung_betrieblich",
    "entry_qualification": "eq",
    "internship": "praktikum_orientierung",
    "minijob": "minijob",
    "trial_day": "hospitation",
}
MOST_PAY = {PayUnit.HOUR: Decimal(200), PayUnit.MONTH: Decimal(20000), PayUnit.YEAR: Decimal(200000)}
CLOSED = (VacancyStatus.FILLED, VacancyStatus.WITHDRAWN, VacancyStatus.EXPIRED)
CONFIRMED = ("confirmed_on", "confirm_until", "remind_on")
# So long a firm has to say whether a place that is free again is still to be had.
ASK_AGAIN = timedelta(days=7)
_told: list[Callable[[Vacancy], object]] = []


def add_vacancy(
    project: UUID, organisation: Organisation, values: Mapping[str, Any], *, owner: UUID | None, days: int
) -> Vacancy:
    """A new open vacancy, confirmed today and good for `days`. Raises DomainError that names the field."""
    found = completed(values)
    check(found)
    _check_number(organisation.pk, found.get("external_number", ""))
    today = clock.today()
    employer = Employer.objects.filter(project_id=project, organisation=organisation, ends=None).first()
    row = Vacancy.objects.create(
        carrier_id=organisation.carrier_id,
        project_id=project,
        organisation=organisation,
        employer=employer,
        owner_id=owner,
        **{"confirmed_on": today, "confirm_until": today + timedelta(days=days), **found},
    )
    _show(row)
    return row


def from_call(
    employer: Employer,
    *,
    owner: UUID,
    title: str,
    occupation: str,
    wishes: Sequence[str],
    postal_code: str,
    place: str,
    days: int,
) -> Vacancy:
    """The vacancy of a firm on the phone: plain words and an occupation; everything else is asked later."""
    kind = next((kind for wish, kind in KIND_OF_WISH.items() if wish in wishes), KINDS[0])
    values = {"title": title, "occupation": occupation, "kind": kind, "postal_code": postal_code, "place": place}
    site = employer.organisation.sites.order_by("pk").first()
    if site is not None and not (postal_code or place):
        values |= {"postal_code": site.postal_code, "place": site.place, "district": site.district}
    return add_vacancy(
        employer.project_id,
        employer.organisation,
        {**values, "offers": list(employer.offers)},
        owner=owner,
        days=days,
    )


def change_vacancy(row: Vacancy, expected: int | None, values: Mapping[str, Any]) -> list[str]:
    """Correct a vacancy. Raises Conflict when somebody was faster."""
    found = completed({"occupation": row.occupation, **values})
    check(found)
    _check_number(row.organisation_id, found.get("external_number", ""), row.pk)
    if found.get("places", row.places) < row.filled:
        raise DomainError(_("So viele sind schon besetzt: %(n)s.") % {"n": row.filled}, "places")
    changed = save_versioned(row, expected, found)
    if changed:
        _show(row)
    return changed


def _check_number(organisation: UUID, number: str, own: UUID | None = None) -> None:
    """A firm's own number stands for one vacancy."""
    others = Vacancy.objects.filter(organisation_id=organisation, external_number=number)
    if number and (others.exclude(pk=own) if own else others).exists():
        raise DomainError(_("Diese Nummer hat schon eine andere Stelle des Betriebs."), "external_number")


def completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """With what follows from the rest: the level from the occupation, the place on the map from the postcode."""
    found = dict(values)
    if not found.get("level") and is_code(found.get("occupation")):
        found["level"] = int(found["occupation"][-1])
    if "postal_code" in found:
        found["lat"], found["lon"] = postcodes.coordinates(found["postal_code"]) or (None, None)
    return found


def check(values: Mapping[str, Any]) -> None:
    """What no vacancy may say. Raises DomainError that names the field."""
    rules.check_texts(Vacancy, values)
    if not values.get("title", "x"):
        raise DomainError(_("Sagen Sie in einfachen Worten, was zu tun ist."), "title")
    if not is_code(values.get("occupation")):
        raise DomainError(_("Wählen Sie den Beruf."), "occupation")
    if values.get("kind", KINDS[0]) not in KINDS:
        raise DomainError(_("Diese Art von Stelle gibt es nicht."), "kind")
    if values.get("german", "") not in ("", *LEVELS):
        raise DomainError(_("Diese Stufe gibt es nicht."), "german")
    if not 1 <= values.get("level", 1) <= 4:
        raise DomainError(_("Das Anforderungsniveau liegt zwischen 1 und 4."), "level")
    for name, code_list in LISTS.items():
        for code in values.get(name) or []:
            if not codes.is_code(code_list, code):
                raise DomainError(_("Diese Auswahl gibt es nicht: %(code)s.") % {"code": code}, name)
    check_place(values)
    _check_numbers(values)


def _check_numbers(values: Mapping[str, Any]) -> None:
    lowest, highest = values.get("hours_from"), values.get("hours_to")
    for name, hours in (("hours_from", lowest), ("hours_to", highest)):
        if hours is not None and not 0 <= hours <= MOST_HOURS:
            raise DomainError(_("Zwischen 1 und %(most)s Stunden in der Woche.") % {"most": MOST_HOURS}, name)
    if lowest is not None and highest is not None and lowest > highest:
        raise DomainError(_("Mehr Stunden von als bis."), "hours_from")
    if highest == 0:
        raise DomainError(_("Zwischen 1 und %(most)s Stunden in der Woche.") % {"most": MOST_HOURS}, "hours_to")
    if not 1 <= values.get("places", 1) <= MOST_PLACES:
        raise DomainError(_("Zwischen 1 und %(most)s Plätzen.") % {"most": MOST_PLACES}, "places")
    amount, unit = values.get("pay_amount"), values.get("pay_unit", "")
    if amount is not None and amount < 0:
        raise DomainError(_("Ein Lohn kann nicht negativ sein."), "pay_amount")
    if (amount is None) != (unit == ""):
        raise DomainError(_("Zum Lohn gehört, wofür er ist: je Stunde, im Monat oder im Jahr."), "pay_unit")
    if amount is not None and amount > MOST_PAY[PayUnit(unit)]:
        raise DomainError(_("Das ist mehr, als jemand verdient. Prüfen Sie Betrag und Zeitraum."), "pay_amount")


def confirm(row: Vacancy, *, days: int) -> None:
    """The firm says that it is still open: good for `days` more, and open again where it had expired."""
    today = clock.today()
    values: dict[str, Any] = {"confirmed_on": today, "confirm_until": today + timedelta(days=days), "remind_on": None}
    if row.status != VacancyStatus.OPEN:
        _allowed(row, VacancyStatus.OPEN)
        values |= {"status": VacancyStatus.OPEN, "closed_on": None, "closed_reason": ""}
        values["filled"] = min(row.filled, row.places - 1)
    again = row.status != VacancyStatus.OPEN
    save_versioned(row, None, values)
    _show(row)
    if again:
        _tell(row)


def close(row: Vacancy, status: str, *, reason: str = "") -> None:
    """Filled, withdrawn or expired today. Who is on the way there stays so; who looks after them decides."""
    if status not in CLOSED:
        raise DomainError(_("Diesen Stand gibt es nicht."))
    _allowed(row, status)
    filled = row.places if status == VacancyStatus.FILLED else row.filled
    values = {"status": status, "closed_on": clock.today(), "closed_reason": reason[:200], "filled": filled}
    save_versioned(row, None, values)
    _show(row)
    _tell(row)


def after_move(told: Callable[[Vacancy], object]) -> None:
    """Have `told(vacancy)` called in the transaction in which a vacancy closes or opens again."""
    _told.append(told)


def _tell(row: Vacancy) -> None:
    for told in _told:
        told(row)


def fill(row: Vacancy, places: int = 1) -> None:
    """So many places are taken (by placements); the last one closes the vacancy. Less than none gives places back.

    A vacancy that was full is open again then, and today somebody asks the firm whether it still looks for somebody.
    """
    taken = min(max(row.filled + places, 0), row.places)
    values: dict[str, Any] = {"filled": taken}
    again = places < 0 and taken < row.places and row.status == VacancyStatus.FILLED
    if again:
        today = clock.today()
        until = max(row.confirm_until or today, today + ASK_AGAIN)
        values |= {"status": VacancyStatus.OPEN, "closed_on": None, "closed_reason": ""}
        values |= {"confirm_until": until, "remind_on": today}
    save_versioned(row, None, values)
    if again:
        _show(row)
        _tell(row)
    if taken == row.places and row.status == VacancyStatus.OPEN:
        close(row, VacancyStatus.FILLED)


def _allowed(row: Vacancy, status: str) -> None:
    if status not in VACANCY_MOVES[row.status]:
        words = {"before": row.get_status_display(), "after": VacancyStatus(status).label}
        raise DomainError(_("Von „%(before)s“ führt kein Weg zu „%(after)s“.") % words)


def _show(row: Vacancy) -> None:
    projected.show_vacancy(row)


def expire(carrier: UUID) -> int:
    """Open vacancies that nobody has confirmed in time; returns how many. For the nightly task of one carrier."""
    rows = list(Vacancy.objects.filter(carrier_id=carrier, status=VacancyStatus.OPEN, confirm_until__lt=clock.today()))
    for row in rows:
        close(row, VacancyStatus.EXPIRED, reason=_("vom Betrieb nicht bestätigt"))
    return len(rows)


def current_of(scope: Scope, employer: Employer) -> list[Vacancy]:
    """Open vacancies of a firm, latest first."""
    rows = Vacancy.objects.visible_to(scope).filter(organisation_id=employer.organisation_id, status=VacancyStatus.OPEN)
    return list(rows.order_by("-pk")[:10])


# ---------- what a click on Today does ----------


def still_open(item: AgendaItem, user: UUID) -> None:
    """The firm said so: as good as the answer to a mail."""
    row = _held(item)
    before = {name: str(value) if (value := getattr(row, name)) else None for name in CONFIRMED}
    look = looks.settle(item, user, "noch offen", "", **before)
    row.looks = [*row.looks, look.kept()]
    row.save(update_fields=["looks"])
    confirm(row, days=today_in(row.project_id).vacancy_days)


def not_confirmed(item: AgendaItem, user: UUID) -> None:
    """It has not said so after all; refused once the vacancy was closed or confirmed anew."""
    row = _held(item)
    look, others = looks.take_back(item, row.looks)
    if row.status != VacancyStatus.OPEN or row.confirmed_on != look.at.astimezone(clock.ZONE).date() or row.remind_on:
        raise DomainError(_("Danach ist schon wieder etwas geschehen. Öffnen Sie den Punkt."))
    days = {name: date.fromisoformat(value) if (value := look.before[name]) else None for name in CONFIRMED}
    save_versioned(row, None, {**days, "looks": others})
    _show(row)


def _held(item: AgendaItem) -> Vacancy:
    return Vacancy.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=item.source_id)


def asked_later(item: AgendaItem, user: UUID, day: date) -> None:
    Vacancy.objects.filter(pk=item.source_id).update(remind_on=day, version=F("version") + 1)


def handed(item: AgendaItem, user: UUID, to: UUID) -> None:
    Vacancy.objects.filter(pk=item.source_id).update(owner_id=to, version=F("version") + 1)
