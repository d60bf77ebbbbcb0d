# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A hard separation at work: no page suggests where the other one stands, none says why, and the lead sees both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from scharnier.network.models import User
from scharnier.people.competence.models import CourseAttended
from scharnier.people.models import Enrolment, Person
from scharnier.people.separation import actions, places
from scharnier.work.introductions.models import Introduction
from scharnier.work.matching.models import MatchRuling
from scharnier.work.placements.models import Placement
from scharnier.work.vacancies.models import Vacancy
from tests.casework.conftest import TODAY, measured
from tests.factories import World, as_staff
from tests.work.matching.kitchen import cook, vacancy

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = "/desk/trennungen/"


class Two:
    """She is the mentor's case, he the colleague's; he is on the way to the canteen."""

    def __init__(self, house: World) -> None:
        self.house = house
        self.canteen, self.clinic = vacancy(house, "Kantine"), vacancy(house, "Klinik", german="B1")
        self.she, self.he = cook(house), cook(house)
        with as_staff(house.here.lead):
            Enrolment.objects.filter(person=self.he).update(staff=house.here.colleague)
            Person.objects.filter(pk=self.he.pk).update(family_name="Wunderlich")
            self.he.refresh_from_db()
        self.way = self.introduce(self.he, self.canteen, house.here.colleague)

    def introduce(self, person: Person, job: Vacancy, owner: User) -> Introduction:
        with as_staff(owner):
            return Introduction.objects.create(
                carrier_id=person.carrier_id,
                project_id=self.house.here.project,
                person=person,
                organisation_id=job.organisation_id,
                vacancy=job,
                where=f"Betrieb {job.title}",
                work=job.title,
                owner=owner,
                changed_by=owner,
            )

    def separate(self) -> None:
        with as_staff(self.house.here.lead):
            actions.separate(self.she.pk, self.he.pk, "Gewalt")


@pytest.fixture
def two(house: World) -> Two:
    return Two(house)


def offered(client: Client, person: Person) -> tuple[list[str], list[str]]:
    """Suggestions and what one thing alone keeps closed."""
    page, count = measured(client, reverse("matching", args=[person.pk]))
    assert count <= 14
    part = client.get(reverse("matching_opens", args=[person.pk]))
    text = (page.content + part.content).decode()
    assert "getrennt" not in text
    assert person.family_name == "Wunderlich" or "Wunderlich" not in text
    lines = [each.vacancy.title for each in page.context["found"].lines]
    return lines, [each.vacancy.title for each in part.context["near"].near]


def fitting(client: Client, job: Vacancy) -> set[UUID]:
    page, count = measured(client, reverse("vacancy_persons", args=[job.pk]) + "?wer=alle")
    assert count <= 14
    return {each.person.pk for each in [*page.context["found"].lines, *page.context["found"].near]}


def test_firms_where_the_other_one_stands_are_left_out_without_a_word(house: World, sign_in: SignIn, two: Two) -> None:
    client = sign_in(house.here.mentor)
    assert offered(client, two.she) == (["Kantine"], ["Klinik"])
    assert fitting(client, two.canteen) >= {two.she.pk}
    two.separate()
    assert offered(client, two.she) == ([], ["Klinik"])
    assert two.she.pk not in fitting(client, two.canteen)
    assert two.she.pk in fitting(client, two.clinic)
    # What one thing alone keeps closed is left out as well, and so is what somebody ruled on.
    two.introduce(two.he, two.clinic, house.here.colleague)
    with as_staff(house.here.mentor):
        MatchRuling.objects.create(
            carrier_id=two.she.carrier_id,
            project_id=house.here.project,
            person=two.she,
            vacancy=two.canteen,
            kind="rule",
            rule="german",
            reason="geht",
            decided_by=house.here.mentor,
        )
    assert offered(client, two.she) == ([], [])
    # Nothing of him is open any more: the firm is there again, as for everybody.
    with as_staff(house.here.colleague):
        Introduction.objects.filter(person=two.he).update(
            state="withdrawn", reason="other", closed_on=TODAY, next_on=None
        )
    assert offered(client, two.she) == (["Kantine"], ["Klinik"])


def test_work_counts_until_its_last_day_and_both_ways(house: World, sign_in: SignIn, two: Two) -> None:
    two.separate()
    with as_staff(house.here.mentor):
        work = Placement.objects.create(
            carrier_id=two.she.carrier_id,
            project_id=house.here.project,
            person=two.she,
            organisation_id=two.clinic.organisation_id,
            where="Betrieb Klinik",
            kind="minijob",
            work="Küche",
            begins=TODAY - timedelta(days=9),
            owner=house.here.mentor,
            changed_by=house.here.mentor,
        )
    colleague = sign_in(house.here.colleague)
    assert "Klinik" not in offered(colleague, two.he)[1]
    assert two.he.pk not in fitting(colleague, two.clinic)
    with as_staff(house.here.mentor):
        Placement.objects.filter(pk=work.pk).update(ended_on=TODAY - timedelta(days=1), end_reason="other")
    assert "Klinik" in offered(colleague, two.he)[1]


def test_nobody_is_refused_by_hand_and_the_lead_is_told_at_once(house: World, sign_in: SignIn, two: Two) -> None:
    """A refusal would tell whoever tries firm after firm where the other one works."""
    two.separate()
    two.introduce(two.she, two.canteen, house.here.mentor)
    lead = sign_in(house.here.lead)
    page, count = measured(lead, LIST)
    assert "Hier könnten sich beide begegnen" in page.content.decode()
    assert "Betrieb Kantine" in page.content.decode()
    assert count <= 9
    assert "An einem Ort könnten sich getrennte Personen begegnen." in lead.get("/desk/").content.decode()
    for who in (house.here.mentor, house.here.colleague):
        client = sign_in(who)
        assert "begegnen" not in client.get("/desk/").content.decode()
        assert client.get(LIST).status_code == 403
        with as_staff(who):
            assert places.shared() == {}
    with as_staff(house.away.lead), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM separation_firms(%s)", [TODAY])
        assert cursor.fetchone()[0] == 0
    # Two weeks later it is no news any more, but still on the list.
    with as_staff(house.here.lead):
        Introduction.objects.update(created_at=two.way.created_at - timedelta(days=20))
    assert "begegnen" not in lead.get("/desk/").content.decode()
    assert "Betrieb Kantine" in lead.get(LIST).content.decode()


def test_the_same_address_and_the_same_course_are_places_too(house: World, two: Two) -> None:
    with as_staff(house.here.lead):
        Person.objects.filter(pk__in=[two.she.pk, two.he.pk]).update(street="Beispielweg 4", place="Leipzig")
        for person, name in ((two.she, "VHS  Leipzig"), (two.he, "vhs  leipzig")):
            course = {"carrier_id": person.carrier_id, "person": person, "kind": "integration_course"}
            CourseAttended.objects.create(**course, provider=name, title="Modul 3", state="running")
            CourseAttended.objects.create(**course, provider=name, title="Modul 2", state="finished")
    two.separate()
    with as_staff(house.here.lead):
        (found,) = places.shared().values()
        assert {(str(each.kind), each.name, each.new) for each in found} == {
            ("Anschrift", "Beispielweg 4, 04109 Leipzig", False),
            ("Kurs", "Modul 3, VHS  Leipzig", True),
        }
