# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing households; each belongs into one transaction of somebody who may write in the files concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from scharnier.foundation import clock, principals
from scharnier.foundation.ids import uuid7
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes
from scharnier.people import actions as people
from scharnier.people import projected, rules
from scharnier.people.actions import NewParticipant
from scharnier.people.household import queries
from scharnier.people.household.models import WITHOUT_NAME, HouseholdMember
from scharnier.people.housing.actions import NewHousing, add_housing
from scharnier.people.housing.queries import on_day
from scharnier.people.models import Enrolment, Person, Precision
from scharnier.people.names import text

ADDRESS = ("street", "postcode", "place")


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody without a file, as little as is needed. `country`: where they live when it isn't here."""

    family_name: str = ""
    given_names: str = ""
    birth_date: date | None = None
    birth_precision: str = Precision.DAY
    country: str = ""


@dataclass(frozen=True, slots=True)
class Belonging:
    """What somebody is for the person of the page and for others ({row: code}), from when to when."""

    relation: str = ""
    others: Mapping[UUID, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    reason: str = ""
    contact: bool = False


def add_file(mine: Person, other: Person, how: Belonging) -> HouseholdMember:
    """`other` belongs to the household of `mine` from now on, or the other way round when only `other` has one.

    Raises DomainError; says nothing of why two may not stand beside each other.
    """
    if mine.pk == other.pk:
        raise DomainError(gettext("Das ist die Person selbst."))
    _check_writable(other.pk)
    _check(how)
    Person.objects.select_for_update(of=("self",)).filter(pk__in=[mine.pk, other.pk]).order_by("pk").count()
    here, there = queries.open_row(mine), queries.open_row(other)
    if here is not None and there is not None and here.household == there.household:
        raise DomainError(gettext("%(name)s gehört schon dazu.") % {"name": other.full_name})
    comes = other
    if queries.has_company(there):
        if queries.has_company(here):
            raise DomainError(
                gettext("%(name)s gehört zu einem anderen Haushalt. Beenden Sie das zuerst dort.")
                % {"name": other.full_name}
            )
        comes = mine
    number = _number(there) if comes is mine else _number(here)
    if queries.apart_from(number, comes.pk) or queries.separated_among({mine.pk, other.pk}):
        raise DomainError(gettext("Das geht hier nicht. Fragen Sie die Leitung."))
    own = _join(mine, here, number, how.since if comes is mine else None)
    row = _join(other, there, number, how.since if comes is other else None)
    _relate(own, row, how)
    _call_on(row, how.contact)
    return row


def add_relative(mine: Person, who: Relative, how: Belonging) -> HouseholdMember:
    """Somebody without a file. Raises DomainError."""
    who = _clean(who)
    _check(how)
    own = _join(mine, queries.open_row(mine), None, None)
    row = HouseholdMember.objects.create(
        carrier_id=mine.carrier_id, person=mine, household=own.household, valid_from=how.since, **asdict(who)
    )
    _relate(own, row, how)
    _call_on(row, how.contact)
    return row


def change(
    mine: Person, row: HouseholdMember, version: int | None, how: Belonging, who: Relative | None = None
) -> list[str]:
    """Correct or end somebody's belonging; returns the names of changed fields. Raises Conflict, DomainError."""
    _check_writable(row.person_id)
    _check(how)
    values: dict[str, Any] = {"valid_from": how.since, "valid_to": how.until, "reason": how.reason}
    if who is not None and not row.on_file:
        values |= asdict(_clean(who))
    reopened = row.on_file and how.until is None and row.valid_to is not None
    if reopened and queries.open_row(row.person) is not None:
        raise DomainError(gettext("Zu einem Haushalt gehört die Person schon."), "until")
    if reopened and queries.apart_from(row.household, row.person_id):
        raise DomainError(gettext("Das geht hier nicht. Fragen Sie die Leitung."))
    changed = save_versioned(row, version, values)
    own = HouseholdMember.objects.filter(WITHOUT_NAME, person=mine, household=row.household).order_by("-pk").first()
    _relate(own, row, how)
    _call_on(row, how.contact and how.until is None)
    return changed


def remove(row: HouseholdMember) -> None:
    """Noted by mistake: as if it had never been there."""
    _check_writable(row.person_id)
    row.delete()


def open_file_for(row: HouseholdMember, new: NewParticipant) -> UUID:
    """Somebody without a file gets one and stays a member; returns the person's id. Raises DomainError."""
    if row.on_file:
        raise DomainError(gettext("Diese Person hat schon eine Akte."))
    made = people.create_person(new)
    nobody = asdict(Relative())
    for name, value in {**nobody, "person_id": made, "version": row.version + 1}.items():
        setattr(row, name, value)
    row.save(update_fields=[*nobody, "person", "version"])
    return made


def share_home(mine: Person, rows: Sequence[HouseholdMember], since: date | None) -> int:
    """Members with a file live where this person lives: address and housing; returns for how many something is new."""
    home = on_day(clock.today()).filter(person=mine).first()
    address = {name: getattr(mine, name) for name in ADDRESS}
    if home is None and not any(address.values()):
        raise DomainError(gettext("In dieser Akte steht noch keine Anschrift und keine Unterbringung."))
    if not rows:
        raise DomainError(gettext("Wählen Sie, wer dort wohnt."), "who")
    done = 0
    for row in rows:
        _check_writable(row.person_id)
        changed = bool(any(address.values()) and save_versioned(row.person, None, address))
        now = on_day(clock.today()).filter(person=row.person).first()
        same = ("kind", "municipality", "state")
        if home is not None and [getattr(home, name) for name in same] != [getattr(now, name, None) for name in same]:
            begin = since or home.valid_from
            add_housing(
                row.person,
                NewHousing(**{name: getattr(home, name) for name in same}, valid_from=begin),
                end_previous=True,
            )
            changed = True
        done += changed
        if changed:
            projected.refresh([row.person_id])
    return done


# ---------- together ----------


def _number(row: HouseholdMember | None) -> UUID:
    return row.household if row is not None else uuid7()


def _join(person: Person, row: HouseholdMember | None, number: UUID | None, since: date | None) -> HouseholdMember:
    """The person's row in a household (a new one without `number`), with those who are known from the file alone."""
    number = number or _number(row)
    if row is None:
        return HouseholdMember.objects.create(
            carrier_id=person.carrier_id, person=person, household=number, valid_from=since
        )
    if row.household == number:
        return row
    before = row.household
    brought = HouseholdMember.objects.filter(~WITHOUT_NAME, person=person, household=before, valid_to=None)
    if HouseholdMember.objects.filter(household=before).exclude(person=person).exists():
        # Others were members once: that stays as it was, and a new time begins.
        end = (since or clock.today()) - timedelta(days=1)
        save_versioned(row, None, {"valid_to": max(end, row.valid_from or end), "reason": ""})
        kept = row.relations
        row = HouseholdMember.objects.create(
            carrier_id=person.carrier_id, person=person, household=number, valid_from=since, relations=kept
        )
    else:
        save_versioned(row, None, {"household": number, "valid_from": since or row.valid_from})
    for each in brought:
        save_versioned(each, None, {"household": number})
    return row


def _relate(own: HouseholdMember | None, row: HouseholdMember, how: Belonging) -> None:
    """Who they are for each other, said on one side only: what another file says of it is taken back there."""
    if own is not None:
        _say(own, row, how.relation)
    others = HouseholdMember.objects.filter(household=row.household, pk__in=how.others)
    for other in others.select_related("person"):
        if queries.separated_among({other.person_id, row.person_id}):
            continue
        _say(other, row, how.others[other.pk])


def _say(one: HouseholdMember, other: HouseholdMember, code: str) -> None:
    one, other = _fresh(one), _fresh(other)
    if queries.relation(one, other) == code:
        return
    if not _writable(one.person_id):
        one, other, code = other, one, queries.inverse(code)
    said = {key: value for key, value in one.relations.items() if key != str(other.pk)}
    save_versioned(one, None, {"relations": said | ({str(other.pk): code} if code else {})})
    if str(one.pk) in other.relations:
        rest = {key: value for key, value in other.relations.items() if key != str(one.pk)}
        save_versioned(other, None, {"relations": rest})


def _fresh(row: HouseholdMember) -> HouseholdMember:
    return HouseholdMember.objects.select_related("person").get(pk=row.pk)


def _call_on(row: HouseholdMember, wanted: bool) -> None:
    """One member may be the one to whom letters and calls go."""
    if wanted:
        others = HouseholdMember.objects.filter(household=row.household, contact=True).exclude(pk=row.pk)
        for other in others:
            save_versioned(other, None, {"contact": False})
    if row.contact != wanted:
        save_versioned(row, None, {"contact": wanted})


# ---------- checks ----------


def _writable(person: UUID) -> bool:
    return Enrolment.objects.filter(person_id=person, project_id__in=principals.scope().writes).exists()


def _check_writable(person: UUID) -> None:
    if not _writable(person):
        raise DomainError(gettext("In dieser Akte dürfen Sie nicht schreiben. Fragen Sie im Projekt."))


def _clean(who: Relative) -> Relative:
    """A name in any script, a birth that can be; raises DomainError."""
    who = replace(who, family_name=text.clean(who.family_name), given_names=text.clean(who.given_names))
    rules.check_person({name: getattr(who, name) for name in ("family_name", "given_names", "birth_date")})
    rules.check_texts(HouseholdMember, {"family_name": who.family_name, "given_names": who.given_names})
    if who.country and not codes.is_code("nationality", who.country):
        raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": who.country}, "country")
    return who


def _check(how: Belonging) -> None:
    for code in (how.relation, *how.others.values()):
        if code and not codes.is_code("household_relation", code):
            raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": code}, "relation")
    if how.reason and not codes.is_code("household_exit", how.reason):
        raise DomainError(gettext("Diese Auswahl gibt es nicht: %(code)s.") % {"code": how.reason}, "reason")
    today = clock.today()
    for name, day in (("since", how.since), ("until", how.until)):
        if day is not None and day > today:
            raise DomainError(gettext("Dieser Tag liegt in der Zukunft."), name)
    if how.since is not None and how.until is not None and how.until < how.since:
        raise DomainError(gettext("Das Ende liegt vor dem Beginn."), "until")
    if how.reason and how.until is None:
        raise DomainError(gettext("Tragen Sie zu dem Grund auch den Tag ein."), "until")
