# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command bar leads from a name to what one does with the person; the timeline stays quick in a long file."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Talk
from scharnier.foundation import projections
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import TimelineEntry
from scharnier.network.models import User
from scharnier.people.models import Enrolment
from scharnier.people.projected import findable
from tests.casework.conftest import NOW, measured, participant
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def nour(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        row = participant(house.here)
        projections.put([findable(row)])
    return row


def found(client: Client, text: str) -> dict[str, list[str]]:
    groups = client.post("/desk/suche/", {"q": text}).context["groups"]
    return {group.label: [hit.url for hit in group.hits] for group in groups}


def test_a_name_offers_talk_follow_up_and_plan(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    urls = found(sign_in(house.here.mentor), "hadd")["Mit Haddad, Nour"]
    file = f"/desk/personen/{nour.person_id}/"
    assert {f"{file}gespraeche/neu/", f"{file}wiedervorlage/neu/", f"{file}plan/"} <= set(urls)


def test_ones_own_notes_are_found_and_nobody_elses(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    note = "Langer Vorlauf, und noch etwas davor. Möchte einen Gabelstaplerschein machen, am liebsten bald."
    with as_staff(house.here.mentor):
        talk = Talk(NOW - timedelta(hours=2), "phone", note=note)
        written = talks.write_contact(nour, author=house.here.mentor, talk=talk)
    groups = found(sign_in(house.here.mentor), "gabelstapler")
    assert groups["Ihre Notizen"] == [f"/desk/personen/{nour.person_id}/gespraeche/{written.contact}/"]
    assert "Ihre Notizen" not in found(sign_in(house.here.colleague), "gabelstapler")
    assert "Ihre Notizen" not in found(sign_in(house.here.mentor), "ga")
    page, statements = measured(sign_in(house.here.mentor), "/desk/suche/?q=gabelstapler")
    assert statements <= 14
    assert "Möchte einen Gabelstaplerschein" in page.content.decode()


def test_who_may_not_write_is_offered_reading_alone(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    urls = found(sign_in(house.here.auditor), "hadd")["Mit Haddad, Nour"]
    assert not any(url.endswith("/neu/") for url in urls)


def test_pages_and_beginnings_are_found_by_their_words(house: World, sign_in: SignIn) -> None:
    groups = found(sign_in(house.here.mentor), "mehreren")
    assert groups["Anlegen"] == ["/desk/gespraech-mit-mehreren/"]
    assert not any(label.startswith("Mit ") for label in groups)


def test_two_thousand_entries_are_filtered_and_turned_quickly(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    keys = {"carrier_id": nour.carrier_id, "project_id": nour.project_id, "subject_id": nour.person_id}
    kinds = ("casework.contact", "casework.revision", "casework.goal", "casework.signature")
    with as_staff(house.here.mentor):
        TimelineEntry.objects.bulk_create(
            TimelineEntry(
                **keys,
                kind=kinds[number % 4],
                source_id=uuid7(),
                at=NOW - timedelta(hours=number),
                title=f"Eintrag {number}",
                text="Ein Satz über das, was geschah. " * 4,
            )
            for number in range(2000)
        )
    client, address = sign_in(house.here.mentor), f"/desk/personen/{nour.person_id}/verlauf/"
    client.get(address)
    for query in ("", "?art=casework.goal"):
        started = time.process_time()
        page, statements = measured(client, address + query)
        assert time.process_time() - started < 0.5
        assert statements <= 14
        assert len(page.context["page"].rows) == 25
        assert len(page.content) < 60 * 1024
    after = page.context["page"].after
    page, statements = measured(client, f"{address}?art=casework.goal&after={after}")
    assert statements <= 14
    assert page.context["page"].rows[0].title == "Eintrag 102"
