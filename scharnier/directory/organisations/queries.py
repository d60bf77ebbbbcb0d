# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading organisations: the list, one page, who might be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from scharnier.directory.organisations.models import (
    Cooperation,
    Organisation,
    OrganisationContact,
    OrganisationSite,
)
from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.people.finding.queries import Hit

ROWS = 25
MOST_FOUND = 200
SHORTEST = 3


@dataclass(frozen=True)
class Alike:
    """An organisation that may be the same; `why` helps to tell."""

    id: UUID
    name: str
    why: str
    same_phone: bool


def alike(scope: Scope, name: str, phone: str = "", limit: int = 5) -> list[Alike]:
    """Organisations of the carrier that may be this one, likeliest first; three statements."""
    number = words.read_phone(phone) or "" if phone else ""
    if len(name.strip()) < SHORTEST and not number:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisation_alike(%s, %s, %s)", [name.strip(), number, limit])
        found = {row[0]: bool(row[2]) for row in cursor.fetchall()}
    if not found:
        return []
    rows = {row.pk: row for row in Organisation.objects.visible_to(scope).filter(pk__in=found)}
    places = _places(scope, list(rows))
    return [
        Alike(
            pk,
            rows[pk].name,
            " · ".join(part for part in (places.get(pk, ""), words.show_phone(rows[pk].phone)) if part),
            same,
        )
        for pk, same in found.items()
        if pk in rows
    ]


def _places(scope: Scope, organisations: Sequence[UUID]) -> dict[UUID, str]:
    rows = OrganisationSite.objects.visible_to(scope).filter(organisation_id__in=organisations).order_by("-pk")
    return {row.organisation_id: row.address or row.name for row in rows}


def matching(text: str) -> list[UUID]:
    """Organisations whose name holds every word, at most MOST_FOUND; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_matches(%s, %s)", [text, MOST_FOUND])
        return [row[0] for row in cursor.fetchall()]


def hits(scope: Scope, text: str) -> list[Hit]:
    """What the search box finds."""
    if len(text.strip()) < SHORTEST:
        return []
    found = matching(text)[:6]
    if not found:
        return []
    rows = Organisation.objects.visible_to(scope).filter(pk__in=found).order_by("name_sort")
    places = _places(scope, found)
    return [
        Hit(reverse("organisation", args=[row.pk]), row.name, "firm", detail=places.get(row.pk, "")) for row in rows
    ]


@dataclass(frozen=True)
class Row:
    id: UUID
    name: str
    kind: str
    place: str
    phone: str


@dataclass(frozen=True)
class OrganisationPage:
    rows: list[Row]
    before: UUID | None = None
    after: UUID | None = None

    @property
    def first_label(self) -> str:
        return self.rows[0].name if self.rows else ""

    @property
    def last_label(self) -> str:
        return self.rows[-1].name if self.rows else ""


def page(
    scope: Scope, text: str = "", kind: str = "", after: UUID | None = None, before: UUID | None = None
) -> OrganisationPage:
    """25 organisations by name; at most four statements."""
    rows = Organisation.objects.visible_to(scope).filter(merged_into=None)
    if text:
        rows = rows.filter(pk__in=matching(text))
    if kind:
        rows = rows.filter(kind=kind)
    found, first, last = by_name(rows, Organisation.objects.visible_to(scope), after, before)
    places = _places(scope, [row.pk for row in found])
    shown = [
        Row(row.pk, row.name, row.get_kind_display(), places.get(row.pk, ""), words.show_phone(row.phone))
        for row in found
    ]
    return OrganisationPage(shown, first, last)


def by_name(
    rows: QuerySet[Organisation], all_rows: QuerySet[Organisation], after: UUID | None, before: UUID | None
) -> tuple[list[Organisation], UUID | None, UUID | None]:
    """One page by keyset, and the ids to go on from."""
    backwards = before is not None
    cursor = before or after
    here = all_rows.filter(pk=cursor).values_list("name_sort", "pk").first() if cursor else None
    if here is not None and backwards:
        rows = rows.filter(Q(name_sort__lt=here[0]) | Q(name_sort=here[0], pk__lt=here[1]))
    elif here is not None:
        rows = rows.filter(Q(name_sort__gt=here[0]) | Q(name_sort=here[0], pk__gt=here[1]))
    found = list(rows.order_by(*(("-name_sort", "-id") if backwards else ("name_sort", "id")))[: ROWS + 1])
    more, found = len(found) > ROWS, found[:ROWS]
    if backwards:
        found.reverse()
    if not found:
        return [], None, None
    return (
        found,
        found[0].pk if (more if backwards else here is not None) else None,
        found[-1].pk if (here is not None if backwards else more) else None,
    )


@dataclass(frozen=True)
class Facts:
    """Everything of one organisation itself."""

    organisation: Organisation
    sites: list[OrganisationSite]
    contacts: list[OrganisationContact]
    cooperations: list[Cooperation]

    @property
    def now(self) -> list[OrganisationContact]:
        """Who can be called today, whoever is called first standing first."""
        return sorted((each for each in self.contacts if each.until is None), key=lambda each: not each.preferred)


def organisation(scope: Scope, pk: UUID) -> Organisation | None:
    return Organisation.objects.visible_to(scope).filter(pk=pk).first()


def facts(scope: Scope, found: Organisation, *, agreements: bool = True) -> Facts:
    """Sites, contacts and agreements; three statements."""
    of = {"organisation_id": found.pk}
    return Facts(
        found,
        list(OrganisationSite.objects.visible_to(scope).filter(**of).order_by("pk")),
        list(
            OrganisationContact.objects.visible_to(scope).filter(**of).select_related("site", "deputy").order_by("pk")
        ),
        list(Cooperation.objects.visible_to(scope).filter(**of).select_related("project", "owner").order_by("-begins"))
        if agreements
        else [],
    )
