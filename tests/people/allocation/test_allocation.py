# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A proposal with reasons for those who have nobody yet; a lead changes and confirms it, nothing happens before."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.models import TimelineEntry
from scharnier.network.models import Project, Role, Site, User
from scharnier.network.path.models import WorkContact
from scharnier.network.staffing.models import HandedCase
from scharnier.network.structure.models import Capacity, Position, PositionPeriod, Tandem
from scharnier.people.allocation import queries
from scharnier.people.models import Enrolment
from scharnier.people.separation import actions as separation
from tests import factories
from tests.factories import House, World
from tests.people.caseload.test_list import write
from tests.people.conftest import SignIn, statements

pytestmark = pytest.mark.django_db
PAGE = "/desk/warteliste/zuteilung/"


def new(house: House, *rows: dict[str, Any]) -> list[UUID]:
    return write(house, *({"staff": None, **row} for row in rows))


def knows(house: House, user: User, *languages: str, postcode: str = "") -> None:
    with principals.entering(principals.SYSTEM):
        site = None
        if postcode:
            head = {"carrier_id": house.carrier, "project_id": house.project}
            site = Site.objects.create(**head, name=f"Büro {postcode}", postcode=postcode)
        WorkContact.objects.create(
            carrier_id=house.carrier, user=user, languages=list(languages), site=site, published=True
        )


def holds(house: House, places: int, **shares: int) -> None:
    """Places of the project and shares of full time by the person's key."""
    head = {"carrier_id": house.carrier, "project_id": house.project}
    with principals.entering(principals.SYSTEM):
        Capacity.objects.create(**head, places=places, valid_from=date(2026, 1, 1))
        for key, share in shares.items():
            position = Position.objects.create(**head, name=key)
            PositionPeriod.objects.create(
                **head, position=position, holder=getattr(house, key), share=share, valid_from=date(2026, 1, 1)
            )


def choice(person: UUID, user: User | None) -> dict[str, str]:
    return {f"to_{person.hex}": str(user.pk) if user else ""}


def staff_of(house: House, person: UUID) -> tuple[UUID | None, UUID | None]:
    with factories.as_staff(house.lead):
        return Enrolment.objects.values_list("staff_id", "second_staff_id").get(person_id=person)


def chosen(client: Client) -> dict[UUID, str]:
    """Whom the page proposes, by person."""
    form = client.get(PAGE).context["form"]
    return {line.person: form[f"to_{line.person.hex}"].value() for line in form.board.lines}


def test_language_place_and_room_decide_together_and_the_page_says_why_and_what_it_gains(
    house: World, sign_in: SignIn
) -> None:
    here = house.here
    holds(here, 3, mentor=100, colleague=50)
    knows(here, here.mentor, "de", "uk", "ar", postcode="08056")
    knows(here, here.colleague, "de", "uk", postcode="08058")
    first, second = new(
        here,
        {"family_name": "Bondar", "speaks": ("uk", "de"), "postcode": "08056", "entered_on": date(2026, 11, 1)},
        {"family_name": "Haddad", "speaks": ("ar",), "postcode": "08056", "entered_on": date(2026, 11, 9)},
    )
    write(here, {"family_name": "Alt"})  # the mentor of two places has one case, so one is free
    client = sign_in(here.lead)
    answer, asked = statements(client, PAGE)
    assert asked <= 14
    assert chosen(client) == {first: str(here.colleague.pk), second: str(here.mentor.pk)}
    for word in ("spricht Ukrainisch", "spricht Arabisch", "Standort in der Nähe", "der Reihe nach wäre es", "1 frei"):
        assert word in answer.text
    total = answer.context["gains"][-1]
    assert total.more > 0
    assert "Geschlecht, Herkunft, Religion und Alter zählen nie" in answer.text
    assert staff_of(here, first) == (None, None)


def test_the_lead_changes_a_line_confirms_and_everybody_hears_of_it(house: World, sign_in: SignIn) -> None:
    here = house.here
    with principals.entering(principals.SYSTEM):
        officer = factories.user("vermittlung.nord")
        factories.member(officer, here.carrier, here.project, Role.PLACEMENT)
        head = {"carrier_id": here.carrier, "project_id": here.project}
        Tandem.objects.create(
            **head, name="T", case_manager=here.mentor, placement_officer=officer, valid_from=date(2026, 1, 1)
        )
    one, two, three = new(here, {"family_name": "A"}, {"family_name": "B"}, {"family_name": "C", "entered_on": None})
    client = sign_in(here.lead)
    sent = {**choice(one, here.mentor), **choice(two, here.lead), **choice(three, None), "note": "Erst anrufen."}
    answer = client.post(PAGE, sent)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert "2 Personen sind zugeteilt." in client.get(PAGE).text
    assert staff_of(here, one) == (here.mentor.pk, officer.pk)
    assert staff_of(here, two) == (here.lead.pk, None)
    assert staff_of(here, three) == (None, None)
    assert list(chosen(client)) == [three]
    with factories.as_staff(here.lead):
        assert set(HandedCase.objects.values_list("subject_id", "taker_id")) == {
            (one, here.mentor.pk),
            (two, here.lead.pk),
        }
        assert TimelineEntry.objects.get(subject_id=one, kind="network.hand_over").text == "Erst anrufen."


def test_more_than_there_is_room_for_needs_a_word_and_nothing_is_lost(house: World, sign_in: SignIn) -> None:
    here = house.here
    holds(here, 1, mentor=100)
    one, two = new(here, {"family_name": "A"}, {"family_name": "B"})
    client = sign_in(here.lead)
    assert "Für eine Person ist kein Platz frei." in client.get(PAGE).text
    sent = {**choice(one, here.colleague), **choice(two, here.colleague), "note": "Bleibt stehen."}
    answer = client.post(PAGE, sent)
    assert "Mehr Fälle als Plätze bei: Colleague Nord" in answer.text
    assert "Bleibt stehen." in answer.text
    assert answer.context["form"][f"to_{two.hex}"].value() == str(here.colleague.pk)
    assert staff_of(here, one) == (None, None)
    assert client.post(PAGE, {**sent, "confirmed": "on"}).status_code == 302
    assert staff_of(here, two)[0] == here.colleague.pk


def test_whom_a_colleague_gave_meanwhile_is_told_and_given_to_nobody_else(house: World, sign_in: SignIn) -> None:
    here = house.here
    one, two = new(here, {"family_name": "A"}, {"family_name": "B"})
    client, sent = sign_in(here.lead), {**choice(one, here.mentor), **choice(two, here.mentor)}
    token = client.get(PAGE).context["form"]["form_token"].value()
    with factories.as_staff(here.lead):
        Enrolment.objects.filter(person_id=one).update(staff=here.colleague)
    answer = client.post(PAGE, sent)
    assert "Jemand anderes hat inzwischen zugeteilt" in answer.text
    assert staff_of(here, two) == (None, None)
    again = {**choice(two, here.mentor), "form_token": token}
    assert client.post(PAGE, again).status_code == client.post(PAGE, again).status_code == 302
    with factories.as_staff(here.lead):
        assert HandedCase.objects.count() == 1
    assert "Alle haben eine Fachkraft." in client.get(PAGE).text


def test_who_is_kept_apart_from_a_case_is_never_proposed_to_its_mentor(house: World, sign_in: SignIn) -> None:
    here = house.here
    knows(here, here.mentor, "ar")
    (old,) = write(here, {"family_name": "Alt"})
    (person,) = new(here, {"family_name": "Zaher", "speaks": ("ar",)})
    with factories.as_staff(here.mentor):
        separation.separate(old, person, "Gewalt")
    client = sign_in(here.lead)
    assert chosen(client) == {person: str(here.colleague.pk)}
    answer = client.post(PAGE, choice(person, here.mentor))
    assert "nicht alle gewählten Fälle übernehmen" in answer.text
    assert staff_of(here, person) == (None, None)


@pytest.mark.parametrize("value", ["unfug", "00000000-0000-0000-0000-000000000000"])
def test_nobody_from_elsewhere_can_be_chosen(house: World, sign_in: SignIn, value: str) -> None:
    (person,) = new(house.here, {"family_name": "Zaher"})
    answer = sign_in(house.here.lead).post(PAGE, {f"to_{person.hex}": value})
    assert "arbeitet heute nicht in dem Projekt" in answer.text
    assert "Wählen Sie für mindestens eine Person" in sign_in(house.here.lead).post(PAGE, {"note": ""}).text


def test_only_a_lead_may_look_and_give_and_only_in_the_own_project(house: World, sign_in: SignIn) -> None:
    here = house.here
    (person,) = new(here, {"family_name": "Zaher"})
    for who in (here.mentor, here.auditor, here.admin):
        client = sign_in(who)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, choice(person, here.mentor)).status_code == 403
    for stranger in (house.other_project.lead, house.away.lead):
        client = sign_in(stranger)
        assert "Zaher" not in client.get(PAGE).text
        assert "inzwischen zugeteilt" in client.post(PAGE, choice(person, stranger)).text
    assert staff_of(here, person) == (None, None)
    assert "Zuteilen" in sign_in(here.lead).get("/desk/warteliste/").text
    assert "Zuteilen" not in sign_in(here.mentor).get("/desk/warteliste/").text


def test_places_are_shared_by_working_hours_to_the_last_one(house: World) -> None:
    users = [UUID(int=number) for number in range(3)]
    shares = queries._shares(10, dict(zip(users, (100, 100, 50), strict=True)))
    assert [shares[user] for user in users] == [4, 4, 2]
    assert sum(queries._shares(11, dict(zip(users, (100, 100, 50), strict=True))).values()) == 11
    assert queries._shares(None, {users[0]: 100}) == {}
    with principals.entering(principals.SYSTEM):
        assert Project.objects.filter(pk=house.here.project).update(places=None)
