# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person counts once in a consortium, although no partner may know the other's participants.

Each participation in a project of a consortium leaves a `CountKey`: HMAC-SHA-256 over the person's names, date of birth
and sex, under a key that is derived for each consortium from a secret kept outside the database. Equal keys are one
person; only `consortium_count` compares them, and it answers with numbers. Choice and limits: docs/decisions/0007.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection

from scharnier.network.structure.models import ConsortiumMember, CountKey, JointAgreement

_WIDE = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o", "ı": "i"})
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@dataclass(frozen=True)
class Counted:
    """Somebody who takes part in a project. `exact` says that the date of birth is known to the day."""

    carrier: UUID
    project: UUID
    programme: UUID
    person: UUID
    names: str
    birth_date: date | None
    exact: bool
    sex: str
    entered_on: date | None


def words_of(names: str, *, digits: bool = False) -> str:
    """Names as they are compared: folded, without marks and signs, all words in the order of the alphabet.

    So Nour Al-Haddad and Haddad, Nour Al meet, and Müller, Mueller and Muller do. Digits count only where asked for.
    """
    folded = unicodedata.normalize("NFKD", names.casefold().translate(_WIDE))
    letters = "".join(
        sign if sign.isalpha() or (digits and sign.isdigit()) else " "
        for sign in folded
        if not unicodedata.combining(sign)
    )
    for pair, single in _DIGRAPHS:
        letters = letters.replace(pair, single)
    return " ".join(sorted(letters.split()))


def key_of(consortium: UUID, names: str, birth_date: date | None, exact: bool, sex: str) -> bytes | None:
    """The key under which a person counts in a consortium (32 bytes); None when somebody can't be compared."""
    words = words_of(names)
    if not words or birth_date is None or not exact or sex in ("", "unknown"):
        return None
    secret = hmac.digest(settings.COUNT_SECRET, b"consortium:" + consortium.bytes, hashlib.sha256)
    return hmac.digest(secret, f"{words}|{birth_date.isoformat()}|{sex}".encode(), hashlib.sha256)


def _consortia(carriers: set[UUID]) -> dict[tuple[UUID, UUID], list[ConsortiumMember]]:
    """{(carrier, programme): memberships} of partners that have confirmed, where the agreement is on record."""
    with_agreement = JointAgreement.objects.values("consortium_id")
    rows = ConsortiumMember.objects.filter(
        partner_id__in=carriers, confirmed_at__isnull=False, consortium_id__in=with_agreement
    ).select_related("consortium")
    found: dict[tuple[UUID, UUID], list[ConsortiumMember]] = defaultdict(list)
    for row in rows:
        if row.partner_id is not None:
            found[row.partner_id, row.consortium.programme_id].append(row)
    return found


def _counts_in(row: ConsortiumMember, entered_on: date | None) -> bool:
    """Whether somebody who entered on that day counts; before the entry nobody does."""
    return (
        entered_on is not None and row.valid_from <= entered_on and (row.valid_to is None or entered_on <= row.valid_to)
    )


def count(people: Iterable[Counted]) -> int:
    """Write or refresh the keys of these participations; returns how many count somewhere. Three statements at most.

    Call in a transaction that may write in their projects, after whatever changed name, birth, sex or entry.
    """
    everybody = list(people)
    consortia = _consortia({each.carrier for each in everybody})
    if not consortia:
        return 0
    rows = [
        CountKey(
            carrier_id=each.carrier,
            project_id=each.project,
            consortium_id=member.consortium_id,
            subject_id=each.person,
            key=key_of(member.consortium_id, each.names, each.birth_date, each.exact, each.sex),
            entered_on=each.entered_on,
        )
        for each in everybody
        for member in consortia.get((each.carrier, each.programme), ())
        if _counts_in(member, each.entered_on)
    ]
    CountKey.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["carrier", "consortium_id", "project", "subject_id"],
        update_fields=["key", "entered_on"],
    )
    return len(rows)


def programmes_counted(carrier: UUID) -> set[UUID]:
    """Programmes in which somebody of this carrier counts in a consortium."""
    return {programme for _carrier, programme in _consortia({carrier})}


@dataclass(frozen=True)
class Numbers:
    """Persons of a consortium, each once; participations; persons who can't be compared; persons of own carriers."""

    persons: int
    entries: int
    incomparable: int
    here: int

    @property
    def twice(self) -> int:
        """By how many participations exceed persons."""
        return self.entries - self.persons


def numbers(consortium: UUID, begin: date | None = None, end: date | None = None) -> Numbers | None:
    """What the gate says about entries between two days; None without an agreement on record."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT persons, entries, incomparable, here FROM consortium_count(%s, %s, %s)", [consortium, begin, end]
        )
        row = cursor.fetchone()
    return Numbers(*row) if row else None
