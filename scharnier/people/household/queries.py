# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading households: only who may be seen, and never two beside each other who are kept apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Q, UUIDField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes
from scharnier.people import words
from scharnier.people.household.models import WITHOUT_NAME, HouseholdMember
from scharnier.people.models import Person

Pairs = set[tuple[UUID, UUID]]
LIST = "household_relation"
# Children first grow up in a list, then come those who care for them; whoever has no word comes last.
_ORDER = ("spouse", "partner", "child", "ward", "parent", "guardian", "sibling", "other_relative", "other")


@dataclass(frozen=True)
class Member:
    """Somebody of a household as the page of another one shows them. `relation` is what they are for that one."""

    row: HouseholdMember
    relation: str
    code: str

    @property
    def name(self) -> str:
        return self.row.list_name

    @property
    def age(self) -> str:
        return words.show_age(self.row.person if self.row.on_file else self.row)

    @property
    def abroad(self) -> str:
        return words.label("nationality", self.row.country)

    @property
    def reason(self) -> str:
        return words.label("household_exit", self.row.reason)


@dataclass(frozen=True)
class Household:
    """Of one person: those of today, those of former times, and which projects know further ones."""

    own: HouseholdMember | None
    members: Sequence[Member] = ()
    former: Sequence[Member] = ()
    beyond: Sequence[tuple[str, int]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Member]:
        return iter((*self.members, *self.former))

    @property
    def on_file(self) -> list[Member]:
        """Present members with a file that the reader may see."""
        return [each for each in self.members if each.row.on_file]


def household(scope: Scope, person_id: UUID) -> Household:
    """The household of a person; four statements, two where nobody else is known."""
    own_rows = list(HouseholdMember.objects.visible_to(scope).filter(person_id=person_id).select_related("person"))
    beyond = _beyond(person_id)
    if not own_rows:
        return Household(None, beyond=beyond)
    numbers = {row.household for row in own_rows if row.on_file}
    others = (
        HouseholdMember.objects.visible_to(scope)
        .filter(household__in=numbers)
        .exclude(person_id=person_id)
        .select_related("person")
    )
    mine = [row for row in own_rows if row.on_file]
    rows = [row for row in others if any(row.household == own.household and overlap(row, own) for own in mine)]
    rows += [row for row in own_rows if not row.on_file]
    own = next((row for row in mine if row.valid_to is None), None)
    shown = [_member(row, mine) for row in _apart(rows, person_id, own)]
    shown.sort(key=_place)
    now = [each for each in shown if each.row.valid_to is None and (own or not each.row.on_file)]
    return Household(own, now, [each for each in shown if each not in now], beyond)


def overlap(one: HouseholdMember, other: HouseholdMember) -> bool:
    """Whether two were members at the same time; a missing day is open."""
    early = one.valid_to is None or other.valid_from is None or other.valid_from <= one.valid_to
    late = other.valid_to is None or one.valid_from is None or one.valid_from <= other.valid_to
    return early and late


def _apart(rows: Sequence[HouseholdMember], person: UUID, own: HouseholdMember | None) -> list[HouseholdMember]:
    """Without whoever is kept apart from the person; of two kept apart from each other only the one of today."""
    ids = {row.person_id for row in rows}
    if len(ids - {person}) == 0:
        return list(rows)
    pairs = separated_among({*ids, person})
    gone = {other for one, other in pairs if one == person}
    here = {row.person_id for row in rows if own and row.valid_to is None and row.household == own.household}
    for one, other in pairs:
        if one in here and other in here:
            gone |= {one, other}
        elif one not in here:
            gone.add(one)
    return [row for row in rows if row.person_id not in gone or row.person_id == person]


def separated_among(persons: Collection[UUID]) -> Pairs:
    """Who of these is kept apart from whom, both ways; one statement."""
    if len(persons) < 2:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT one, other FROM separated_among(%s)", [list(persons)])
        return set(cursor.fetchall())


def _beyond(person: UUID) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, members FROM household_beyond(%s)", [person])
        return list(cursor.fetchall())


def _member(row: HouseholdMember, mine: Sequence[HouseholdMember]) -> Member:
    own = next((each for each in mine if each.household == row.household and overlap(row, each)), None)
    code = relation(own or (mine[0] if mine else None), row)
    return Member(row, words.label(LIST, code) or gettext("Verhältnis nicht angegeben"), code)


def relation(own: HouseholdMember | None, other: HouseholdMember) -> str:
    """What `other` is for `own`, said by either of them; empty when neither does."""
    if own is None:
        return ""
    said = own.relations.get(str(other.pk), "")
    return said or inverse(other.relations.get(str(own.pk), ""))


def inverse(code: str) -> str:
    """What one is in return: the parent of one's child."""
    return str(codes.find(LIST, code).extra["inverse"]) if codes.is_code(LIST, code) else ""


def _place(member: Member) -> tuple[int, date, str]:
    rank = _ORDER.index(member.code) if member.code in _ORDER else len(_ORDER)
    born = member.row.person.birth_date if member.row.on_file else member.row.birth_date
    return rank, born or clock.today(), member.name


def open_row(person: Person) -> HouseholdMember | None:
    """The household to which a participant belongs today."""
    return HouseholdMember.objects.filter(WITHOUT_NAME, person=person, valid_to=None).first()


def has_company(row: HouseholdMember | None) -> bool:
    """Whether another participant belongs to this household today, out of sight included; at most two statements."""
    if row is None:
        return False
    others = HouseholdMember.objects.filter(WITHOUT_NAME, household=row.household, valid_to=None)
    return others.exclude(person_id=row.person_id).exists() or bool(_beyond(row.person_id))


def apart_from(number: UUID, person: UUID) -> bool:
    """Whether somebody of a household is kept apart from a person, out of sight included; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT household_apart(%s, %s)", [number, person])
        return bool(cursor.fetchone()[0])


# From whom each is kept apart: asked of the gate, because nobody but leadership reads the table.
_APART = RawSQL(
    'ARRAY(SELECT separated_from("people_householdmember"."person_id"))', [], output_field=ArrayField(UUIDField())
)


def fellows(scope: Scope, persons: Collection[UUID]) -> dict[UUID, list[Person]]:
    """Present members with a file beside each of these persons, by name; one statement.

    Nobody out of sight, nobody kept apart, and of two kept apart from each other neither.
    """
    open_rows = HouseholdMember.objects.visible_to(scope).filter(WITHOUT_NAME, valid_to=None)
    numbers = open_rows.filter(person_id__in=list(persons)).values("household")
    known = open_rows.filter(household__in=numbers).select_related("person").annotate(apart=_APART)
    rows = list(known.order_by("person__name_sort", "pk"))
    by_number: dict[UUID, list[Person]] = {}
    for row in rows:
        by_number.setdefault(row.household, []).append(row.person)
    if not any(len(each) > 1 for each in by_number.values()):
        return {}
    pairs = {(row.person_id, other) for row in rows for other in row.apart}
    found: dict[UUID, list[Person]] = {}
    for company in by_number.values():
        ids = [each.pk for each in company]
        whole = {each for each in ids if not any((each, other) in pairs for other in ids)}
        for person in company:
            if person.pk in persons and person.pk in whole:
                found[person.pk] = [each for each in company if each.pk != person.pk and each.pk in whole]
    return {person: company for person, company in found.items() if company}


def nameable(scope: Scope, person_id: UUID, found: Sequence[UUID]) -> list[Person]:
    """Of whom a search has found, those who may be added: seen, not the person, not kept apart; two statements."""
    if not found:
        return []
    kept_apart = {other for one, other in separated_among({person_id, *found}) if one == person_id}
    wanted = [each for each in dict.fromkeys(found) if each != person_id and each not in kept_apart]
    rows = Person.objects.visible_to(scope).filter(Q(pk__in=wanted), merged_into=None)
    known = {row.pk: row for row in rows}
    return [known[each] for each in wanted if each in known][:10]
