# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What no file may say: impossible dates, unknown codes, texts that don't fit. Every refusal names its field.

These are the rules of record keeping, not of law; what the law says about a status lives in `scharnier.knowledge`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.prepared import Read
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes
from scharnier.network.access import WORKERS
from scharnier.network.models import Membership
from scharnier.people.models import Enrolment, Phase, Precision

EARLIEST_BIRTH = date(1900, 1, 1)
# Which code list each field draws from.
CODED = {
    "sex": "sex",
    "nationality": "nationality",
    "reads": "language",
    "german_level": "cefr",
    "channel": "contact_form",
    "exit_reason": "exit_reason",
    "exit_situation": "exit_situation",
    "code": "residence_status",
}
CODED_LISTS = {"speaks": "language", "also_reads": "language", "further_nationalities": "nationality"}
# What stands where no nationality can; nobody has one of these beside another.
NO_NATIONALITY = frozenset({"stateless", "unresolved"})


def later(day: date, years: int) -> date:
    """The same day some years on (29 February becomes 28 February)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_day(entered_on: date | None, months: int | None) -> date | None:
    """The last day of support that lasts so many months from the entry on; None without a limit or an entry."""
    if months is None or entered_on is None:
        return None
    return months_on(entered_on, months) - timedelta(days=1)


def months_on(day: date, months: int) -> date:
    """The same day some months on, the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def check_texts(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Texts longer than their column are refused, never cut."""
    for name, value in values.items():
        limit = getattr(model._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and limit is not None and len(value) > limit:
            raise DomainError(
                gettext("Kürzen Sie den Text auf %(limit)s Zeichen, es sind %(n)s.")
                % {"limit": limit, "n": len(value)},
                name,
            )


def check_codes(values: Mapping[str, Any]) -> None:
    for name, code_list in CODED.items():
        if values.get(name) and not codes.is_code(code_list, values[name]):
            raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": values[name]}, name)
    for name, code_list in CODED_LISTS.items():
        for code in values.get(name) or ():
            if not codes.is_code(code_list, code):
                raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": code}, name)
    if "birth_precision" in values and values["birth_precision"] not in Precision.values:
        raise DomainError(gettext("Diese Auswahl gibt es nicht."), "birth_precision")
    if "phase" in values and values["phase"] not in Phase.values:
        raise DomainError(gettext("Diese Auswahl gibt es nicht."), "phase")


def check_person(values: Mapping[str, Any]) -> None:
    """Some name; born after 1900 and not in the future; not here before being born."""
    today = clock.today()
    parts = [str(values.get(name) or "") for name in ("family_name", "given_names")]
    if not any(parts):
        raise DomainError(gettext("Tragen Sie einen Namen ein, wenigstens einen Teil."), "family_name")
    if not any(letter.isalpha() for part in parts for letter in part):
        raise DomainError(gettext("Das ist kein Name: Es steht kein Buchstabe darin."), "family_name")
    _check_nationalities(values.get("nationality") or "", values.get("further_nationalities") or ())
    born, arrived = values.get("birth_date"), values.get("entered_germany_on")
    if born is not None and born > today:
        raise DomainError(gettext("Das Geburtsdatum liegt in der Zukunft."), "birth_date")
    if born is not None and born < EARLIEST_BIRTH:
        raise DomainError(gettext("Das Geburtsdatum liegt vor 1900."), "birth_date")
    if arrived is not None and arrived > today:
        raise DomainError(gettext("Die Einreise liegt in der Zukunft."), "entered_germany_on")
    if born is not None and arrived is not None and arrived < born:
        raise DomainError(gettext("Die Einreise liegt vor der Geburt."), "entered_germany_on")


def _check_nationalities(first: str, further: Iterable[str]) -> None:
    """Several nationalities stand one after the other, each once; stateless and unresolved stand alone."""
    several = list(further)
    if not several:
        return
    if not first:
        raise DomainError(gettext("Tragen Sie zuerst die erste Staatsangehörigkeit ein."), "nationality")
    if NO_NATIONALITY & {first, *several}:
        raise DomainError(
            gettext("Staatenlos oder ungeklärt steht allein, ohne weitere Staatsangehörigkeit."),
            "further_nationalities",
        )
    if len({first, *several}) <= len(several):
        raise DomainError(gettext("Diese Staatsangehörigkeit steht schon da."), "further_nationalities")


def exit_reasons(*, enquiry: bool) -> list[codes.Code]:
    """The reasons with which a participation ends, or an enquiry that never became one."""
    wanted = {"also", "only"} if enquiry else {"", "also"}
    found = [each for each in codes.items("exit_reason") if each.extra.get("enquiry", "") in wanted]
    return sorted(found, key=lambda each: each.extra.get("enquiry") != "only")


def check_participation(
    entered_on: date | None, exited_on: date | None, exit_reason: str, born: date | None = None
) -> None:
    """Entry at most a year ahead and after birth; no exit before the entry, without one or in the future."""
    today = clock.today()
    if entered_on is not None and entered_on > later(today, 1):
        raise DomainError(gettext("Der Eintritt liegt mehr als ein Jahr in der Zukunft."), "entered_on")
    if entered_on is not None and born is not None and entered_on < born:
        raise DomainError(gettext("Der Eintritt liegt vor der Geburt."), "entered_on")
    if exited_on is None:
        if exit_reason:
            raise DomainError(gettext("Tragen Sie zu dem Grund auch den Tag des Austritts ein."), "exited_on")
        return
    fitting = {each.code for each in exit_reasons(enquiry=entered_on is None)}
    if entered_on is None and exit_reason not in fitting:
        raise DomainError(gettext("Tragen Sie zuerst den Eintritt ein."), "exited_on")
    if exit_reason in codes.codes("exit_reason") and exit_reason not in fitting:
        text = gettext("So endet eine Anfrage, keine Teilnahme. Wählen Sie einen anderen Grund.")
        raise DomainError(text, "exit_reason")
    if entered_on is not None and exited_on < entered_on:
        facts = {"day": f"{entered_on:%d.%m.%Y}"}
        raise DomainError(gettext("Der Austritt liegt vor dem Eintritt am %(day)s.") % facts, "exited_on")
    if exited_on > today:
        raise DomainError(gettext("Der Austritt liegt in der Zukunft."), "exited_on")


def check_stay(valid_from: date | None, valid_to: date | None, born: date | None) -> None:
    """A stay doesn't end before it begins, nor begin before birth or further ahead than a year."""
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise DomainError(gettext("Das Ende liegt vor dem Beginn."), "valid_to")
    if born is not None and valid_from is not None and valid_from < born:
        raise DomainError(gettext("Der Beginn liegt vor der Geburt."), "valid_from")
    if valid_from is not None and valid_from > later(clock.today(), 1):
        raise DomainError(gettext("Der Beginn liegt mehr als ein Jahr in der Zukunft."), "valid_from")
    if valid_to is not None and valid_to > later(clock.today(), 30):
        raise DomainError(gettext("Das Ende liegt zu weit in der Zukunft."), "valid_to")


def workers_of(project: UUID, day: date | None = None) -> dict[UUID, str]:
    """Who works in a project on a day (today): id and name, sorted by name; one statement."""
    return dict(_WORKING(project=project, on=day or clock.today()))


def _working(_scope: None, project: UUID, on: date) -> QuerySet[Membership, Any]:
    return (
        Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), project_id=project, role__in=WORKERS)
        .filter(valid_from__lte=on)
        .order_by("user__display_name", "user_id")
        .values_list("user_id", "user__display_name")
    )


_WORKING = Read(_working)


def check_staff(project: UUID, wanted: Iterable[tuple[str, UUID | None]]) -> None:
    """Only somebody who works in the project can be responsible there. `wanted`: field and user."""
    chosen = [(name, user) for name, user in wanted if user is not None]
    if not chosen:
        return
    workers = workers_of(project)
    for name, user in chosen:
        if user not in workers:
            raise DomainError(gettext("Diese Person arbeitet heute nicht in dem Projekt."), name)
    if len({user for _, user in chosen}) < len(chosen):
        raise DomainError(gettext("Das ist schon die erste Fachkraft."), "second_staff")


def check_not_open(person: UUID, project: UUID) -> None:
    """Nobody takes part in a project twice at the same time."""
    running = Enrolment.objects.filter(person_id=person, project_id=project, exited_on=None).first()
    if running is not None:
        since = f"{running.entered_on:%d.%m.%Y}" if running.entered_on else gettext("ohne Datum")
        raise DomainError(
            gettext("Die Person nimmt schon teil (Eintritt %(since)s). Beenden Sie zuerst diese Teilnahme.")
            % {"since": since}
        )
