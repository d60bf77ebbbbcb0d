# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Handing over ticked cases of the list with a note."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from scharnier.foundation.models import TimelineEntry
from scharnier.network.models import User
from scharnier.network.staffing.models import HandedCase, HandOver
from scharnier.people.models import Enrolment
from scharnier.people.separation import actions as separation
from tests import factories
from tests.factories import House, World
from tests.people.caseload.test_list import LIST, names, write
from tests.people.conftest import SignIn

pytestmark = pytest.mark.django_db
HAND = LIST + "uebergeben/"


def hand(client: Client, ids: list[UUID], *to: User, note: str = "Spricht am liebsten am Telefon.", **more: Any) -> Any:
    wanted = [str(each) for each in ids]
    return client.post(
        HAND, {"step": "do", "id": wanted, "cases": wanted, "to": [str(each.pk) for each in to], "note": note, **more}
    )


def staff_of(house: House, person: UUID) -> UUID | None:
    with factories.as_staff(house.lead):
        return Enrolment.objects.get(person_id=person).staff_id


def test_a_lead_gives_cases_of_two_colleagues_and_of_nobody_to_another_with_a_note(
    house: World, sign_in: SignIn
) -> None:
    here = house.here
    ids = write(
        here,
        {"family_name": "Bah"},
        {"family_name": "Diallo", "staff": here.colleague.pk},
        {"family_name": "Ceesay", "staff": None},
    )
    client = sign_in(here.lead)
    page = client.post(HAND + "?fachkraft=alle", {"id": [str(each) for each in ids]}).content.decode()
    assert page.count("checked") >= 3
    assert "noch niemand" in page
    assert "Mentor.Nord".title().replace(".", " ") in page
    answer = hand(client, ids, here.lead)
    assert answer.status_code == 302
    assert "3 Fälle sind übergeben." in client.get(answer["Location"]).content.decode()
    assert {staff_of(here, each) for each in ids} == {here.lead.pk}
    with factories.as_staff(here.lead):
        assert set(HandOver.objects.values_list("giver_id", flat=True)) == {
            here.mentor.pk,
            here.colleague.pk,
            here.lead.pk,
        }
        assert HandedCase.objects.count() == 3
        told = TimelineEntry.objects.filter(subject_id=ids[1], kind="network.hand_over").get()
        assert told.text == "Spricht am liebsten am Telefon."


def test_several_takers_get_the_cases_in_turn(house: World, sign_in: SignIn) -> None:
    here = house.here
    ids = write(here, *({"family_name": f"Name{n}", "staff": here.lead.pk} for n in range(4)))
    assert hand(sign_in(here.lead), ids, here.mentor, here.colleague).status_code == 302
    given = [staff_of(here, each) for each in ids]
    assert given.count(here.mentor.pk) == given.count(here.colleague.pk) == 2


def test_a_mentor_hands_over_own_cases_but_not_those_of_others(house: World, sign_in: SignIn) -> None:
    here = house.here
    mine, other, nobodys = write(
        here,
        {"family_name": "Bah"},
        {"family_name": "Diallo", "staff": here.colleague.pk},
        {"family_name": "Ceesay", "staff": None},
    )
    client = sign_in(here.mentor)
    assert hand(client, [mine], here.colleague).status_code == 302
    assert staff_of(here, mine) == here.colleague.pk
    for refused in (other, nobodys):
        page = hand(client, [refused], here.mentor if refused == other else here.colleague, note="Bleibt stehen.")
        assert page.status_code == 200
        assert "verteilt die Leitung" in page.content.decode()
        assert "Bleibt stehen." in page.content.decode()
    assert staff_of(here, other) == here.colleague.pk
    assert staff_of(here, nobodys) is None


def test_all_or_nothing_when_one_of_the_cases_is_refused(house: World, sign_in: SignIn) -> None:
    here = house.here
    mine, other = write(here, {"family_name": "Bah"}, {"family_name": "Diallo", "staff": here.colleague.pk})
    assert hand(sign_in(here.mentor), [mine, other], here.lead).status_code == 200
    assert staff_of(here, mine) == here.mentor.pk


def test_of_a_tandem_the_one_whose_list_it_is_gives(house: World, sign_in: SignIn) -> None:
    here = house.here
    (case,) = write(here, {"family_name": "Tandem", "staff": here.colleague.pk, "second_staff": here.mentor.pk})
    assert hand(sign_in(here.mentor), [case], here.lead).status_code == 302
    with factories.as_staff(here.lead):
        row = Enrolment.objects.get(person_id=case)
    assert (row.staff_id, row.second_staff_id) == (here.colleague.pk, here.lead.pk)


def test_two_separated_persons_never_come_to_one_colleague(house: World, sign_in: SignIn) -> None:
    here = house.here
    one, other = write(here, {"family_name": "Bah"}, {"family_name": "Diallo", "staff": here.colleague.pk})
    with factories.as_staff(here.lead):
        separation.separate(one, other, "Gewalt")
    page = hand(sign_in(here.lead), [one, other], here.lead)
    assert "nicht alle gewählten Fälle übernehmen" in page.content.decode()
    assert staff_of(here, one) == here.mentor.pk


def test_a_whole_view_is_offered_and_those_who_left_are_not(house: World, sign_in: SignIn) -> None:
    here = house.here
    write(
        here,
        {"family_name": "Bah", "sex": "f"},
        {"family_name": "Diallo", "sex": "m"},
        {"family_name": "Weg", "sex": "f", "entered_on": date(2026, 1, 1)},
    )
    with factories.as_staff(here.mentor):
        Enrolment.objects.filter(person__family_name="Weg").update(exited_on=date(2026, 6, 30), exit_reason="work")
    page = sign_in(here.lead).get(HAND + "?stand=alle&geschlecht=f").content.decode()
    assert "Bah" in page
    assert "Diallo" not in page
    assert "Weg, Nour" not in page


@pytest.mark.parametrize("sent", [{}, {"id": "unfug"}, {"id": "0198c5a0-0000-7000-8000-000000000001"}])
def test_without_a_tick_one_is_told_and_comes_back(house: World, sign_in: SignIn, sent: dict[str, str]) -> None:
    client = sign_in(house.here.mentor)
    answer = client.post(HAND + "?phase=clearing", sent)
    assert answer["Location"] == LIST + "?phase=clearing"
    assert "Kreuzen Sie mindestens einen" in client.get(answer["Location"]).content.decode()


def test_a_second_click_is_answered_like_the_first(house: World, sign_in: SignIn) -> None:
    here = house.here
    ids = write(here, {"family_name": "Bah"})
    client = sign_in(here.mentor)
    token = "7b0e3b0e-5a53-4a4e-9f7c-1d2a3b4c5d6e"
    first = hand(client, ids, here.colleague, form_token=token)
    assert hand(client, ids, here.colleague, form_token=token)["Location"] == first["Location"]
    with factories.as_staff(here.lead):
        assert HandOver.objects.count() == 1


def test_whoever_only_reads_neither_ticks_nor_hands_over(house: World, sign_in: SignIn) -> None:
    ids = write(house.here, {"family_name": "Bah"})
    client = sign_in(house.here.auditor)
    assert names(client) == ["Bah"]
    assert 'name="id"' not in client.get(LIST).content.decode()
    assert hand(client, ids, house.here.colleague).status_code == 403
    stranger = sign_in(house.away.lead)
    assert hand(stranger, ids, house.away.mentor)["Location"].startswith(LIST)
    assert staff_of(house.here, ids[0]) == house.here.mentor.pk
