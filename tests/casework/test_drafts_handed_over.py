# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notes begun and not saved: counted at a hand-over, passed on by the writer, never read by anybody else."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from scharnier.casework.contacts.actions import draft_key
from scharnier.foundation import writes
from scharnier.foundation.models import Draft
from scharnier.network.models import User
from scharnier.network.staffing import handover
from scharnier.network.staffing.holdings import Holder, open_counts
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, house

__all__ = ["house"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: World) -> UUID:
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here)
        writes.keep_draft(house.here.mentor.pk, draft_key(person.pk), {"fields": {"note": ["Halb fertig"]}})
    return person.pk


def holder(house: World) -> Holder:
    return Holder(house.here.carrier, house.here.project, house.here.mentor.pk)


def drafts(who: User) -> list[str]:
    with factories.as_staff(who):
        return list(Draft.objects.values_list("key", flat=True))


@pytest.mark.parametrize("who", ["mentor", "lead", "admin"])
def test_whoever_arranges_it_is_told_how_many_there_are(house: World, case: UUID, who: str) -> None:
    with factories.as_staff(getattr(house.here, who)) as scope:
        counted = {row.label: row.number for row in open_counts(scope, holder(house)) if row.kind == "drafts"}
    assert counted == {"Begonnene Gesprächsnotizen, nicht gespeichert": 1}


def test_a_colleague_counts_nothing(house: World, case: UUID) -> None:
    with factories.as_staff(house.here.colleague), connection.cursor() as cursor:
        key = [house.here.mentor.pk, house.here.carrier, house.here.project]
        cursor.execute("SELECT drafts_held(%s, %s, %s, NULL)", key)
        assert cursor.fetchone() == (0,)


def test_whoever_hands_over_their_own_passes_them_on(house: World, case: UUID) -> None:
    with factories.as_staff(house.here.mentor) as scope:
        handover.hand_over(scope, holder(house), {house.here.colleague.pk: [case]})
    assert drafts(house.here.mentor) == []
    assert drafts(house.here.colleague) == [draft_key(case)]


def test_a_lead_passes_nobodys_notes_on(house: World, case: UUID) -> None:
    with factories.as_staff(house.here.lead) as scope:
        handover.hand_over(scope, holder(house), {house.here.colleague.pk: [case]})
    assert drafts(house.here.mentor) == [draft_key(case)]
    assert drafts(house.here.colleague) == []


def test_a_note_that_the_taker_has_begun_is_not_lost(house: World, case: UUID) -> None:
    with factories.as_staff(house.here.colleague):
        writes.keep_draft(house.here.colleague.pk, draft_key(case), {"fields": {"note": ["Meine"]}})
    with factories.as_staff(house.here.mentor) as scope:
        handover.hand_over(scope, holder(house), {house.here.colleague.pk: [case]})
    with factories.as_staff(house.here.colleague):
        assert Draft.objects.get().content["fields"]["note"] == ["Meine"]
    assert drafts(house.here.mentor) == [draft_key(case)]


def test_nobody_takes_a_draft_that_is_not_theirs(house: World, case: UUID) -> None:
    with factories.as_staff(house.here.lead), connection.cursor() as cursor:
        cursor.execute("SELECT drafts_pass(%s, %s, %s, %s)", [house.here.lead.pk, house.here.project, [case], TODAY])
        assert cursor.fetchone() == (0,)
    assert drafts(house.here.mentor) == [draft_key(case)]
