# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two spouses: from this minute no page shows one to whoever is responsible for the other."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from scharnier.casework.models import FollowUp
from scharnier.foundation import principals, projections
from scharnier.foundation.models import AgendaItem, AuditEvent, SearchEntry, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.network.models import User
from scharnier.network.staffing import handover
from scharnier.network.staffing.holdings import Holder
from scharnier.people import actions as people
from scharnier.people.actions import NewParticipant
from scharnier.people.finding.queries import find
from scharnier.people.matching import queries as matching
from scharnier.people.matching.likeness import Facts
from scharnier.people.merging import queries as merging
from scharnier.people.merging.actions import merge
from scharnier.people.models import Enrolment, Person
from scharnier.people.separation import actions
from scharnier.people.separation.models import Separation
from tests import factories
from tests.factories import House, World
from tests.people.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
WIFE, HUSBAND = "Rania", "Bashar"
PAGES = ("", "stammdaten/", "verlauf/", "plan/", "gespraeche/", "dubletten/", "trennen/")


def on_file(house: House, given: str, staff: User) -> UUID:
    row = NewParticipant(
        carrier=house.carrier,
        project=house.project,
        family_name="Haddad",
        given_names=given,
        birth_date=date(1990, 5, 3),
        phone="+4917604069031",
        staff=staff.pk,
        entered_on=date(2026, 1, 14),
    )
    with factories.as_staff(house.lead):
        pk = people.create_person(row)
        case = {"carrier_id": house.carrier, "project_id": house.project, "person_id": pk}
        FollowUp.objects.create(**case, due_on=TODAY, title=f"{given} anrufen", owner=house.lead)
    return pk


def number(house: House, pk: UUID) -> str:
    with factories.as_staff(house.lead):
        return Person.objects.get(pk=pk).file_number


@pytest.fixture
def spouses(house: World) -> tuple[UUID, UUID]:
    """She is the mentor's case, he is the colleague's, in one project."""
    pair = on_file(house.here, WIFE, house.here.mentor), on_file(house.here, HUSBAND, house.here.colleague)
    with principals.entering(principals.system(house.here.carrier)):
        projections.rebuild(house.here.carrier)
    return pair


def separate(client: Client, house: House, one: UUID, other: UUID, **more: str) -> Any:
    form = {"number": number(house, other), "reason": "Frauenhaus seit heute", **more}
    return client.post(f"/desk/personen/{one}/trennen/", form)


def shows(client: Client, name: str) -> list[str]:
    """Pages of the desk that mention somebody."""
    found = []
    for url in ("/desk/", "/desk/faelle/", "/desk/faelle/?fachkraft=alle&stand=alle", "/desk/suche/?q=haddad"):
        if name in client.get(url).content.decode():
            found.append(url)
    typed = {"family_name": "Haddad", "given_names": name, "birth_date": "3.5.1990", "phone": "0176 04069031"}
    if name in client.post("/desk/personen/neu/aehnlich/", typed, headers={"HX-Request": "true"}).content.decode():
        found.append("hint")
    return found


def test_before_the_team_sees_both(house: World, sign_in: SignIn, spouses: tuple[UUID, UUID]) -> None:
    wife, husband = spouses
    for who, other, name in ((house.here.mentor, husband, HUSBAND), (house.here.colleague, wife, WIFE)):
        client = sign_in(who)
        assert [client.get(f"/desk/personen/{other}/{page}").status_code for page in PAGES] == [200] * len(PAGES)
        assert len(shows(client, name)) >= 3


def test_from_this_minute_no_page_shows_one_to_the_others_caseworker(
    house: World, sign_in: SignIn, spouses: tuple[UUID, UUID]
) -> None:
    wife, husband = spouses
    mentor = sign_in(house.here.mentor)
    assert separate(mentor, house.here, wife, husband).status_code == 302
    for who, own, other, name in (
        (house.here.mentor, wife, husband, HUSBAND),
        (house.here.colleague, husband, wife, WIFE),
    ):
        client = sign_in(who)
        assert [client.get(f"/desk/personen/{other}/{page}").status_code for page in PAGES] == [404] * len(PAGES)
        assert shows(client, name) == []
        assert client.get(f"/desk/personen/{own}/").status_code == 200
        for page in PAGES:
            assert name not in client.get(f"/desk/personen/{own}/{page}").content.decode()


def test_the_database_alone_and_the_query_alone_keep_them_apart(house: World, spouses: tuple[UUID, UUID]) -> None:
    wife, husband = spouses
    with factories.as_staff(house.here.mentor):
        actions.separate(wife, husband, "Schutz")
    with factories.as_staff(house.here.mentor) as scope:
        assert scope.hidden == {husband}
        assert set(Person.objects.values_list("pk", flat=True)) == {wife}
        for model in (Enrolment, FollowUp):
            assert not model._base_manager.filter(person_id=husband).exists()
        for row in (AgendaItem, TimelineEntry, SearchEntry):
            assert not row._base_manager.filter(subject_id=husband).exists()
        assert [hit.label for group in find(scope, "haddad") for hit in group.hits if "Haddad" in hit.label] == [
            f"Haddad, {WIFE}"
        ]
        assert str(husband) in str(Enrolment.objects.visible_to(scope).query)
    with factories.as_staff(house.here.colleague) as scope:
        assert scope.hidden == {wife}
        typed = Facts("Haddad", WIFE, birth=date(1990, 5, 3), phone="+4917604069031")
        assert wife not in {twin.person_id for twin in matching.twins(scope, typed)}
        assert matching.elsewhere(typed) == []


def test_leadership_sees_both_and_nothing_between_them(
    house: World, sign_in: SignIn, spouses: tuple[UUID, UUID]
) -> None:
    wife, husband = spouses
    with factories.as_staff(house.here.mentor):
        actions.separate(wife, husband, "Schutz")
    lead = sign_in(house.here.lead)
    for own, name in ((wife, HUSBAND), (husband, WIFE)):
        for page in PAGES:
            answer = lead.get(f"/desk/personen/{own}/{page}")
            assert answer.status_code == 200
            assert name not in answer.content.decode()
    page = lead.get(f"/desk/personen/{wife}/dubletten/{husband}/").content.decode()
    assert "gesperrt" in page
    assert "Schutz" not in page
    sent = lead.post(f"/desk/personen/{wife}/dubletten/{husband}/")
    assert "Für diese beiden Akten ist das gesperrt." in sent.text
    with factories.as_staff(house.here.lead):
        assert Person.objects.filter(pk__in=[wife, husband], merged_into=None).count() == 2
        with pytest.raises(DomainError, match="gesperrt"):
            merge(Person.objects.get(pk=wife), Person.objects.get(pk=husband), {}, house.here.lead.pk)
    with factories.as_staff(house.here.lead):
        people_of = [Person.objects.get(pk=pk) for pk in spouses]
        assert merging.obstacles_between(*people_of)


def test_who_is_responsible_for_both_keeps_one_case(house: World, sign_in: SignIn) -> None:
    wife, husband = (on_file(house.here, name, house.here.mentor) for name in (WIFE, HUSBAND))
    client = sign_in(house.here.mentor)
    asked = separate(client, house.here, wife, husband)
    assert "Wählen Sie, welche Akte sie behält." in asked.content.decode()
    with factories.as_staff(house.here.lead):
        assert not Separation.objects.exists()
    assert separate(client, house.here, wife, husband, keep="mine").status_code == 302
    with factories.as_staff(house.here.lead):
        assert Enrolment.objects.get(person_id=wife).staff_id == house.here.mentor.pk
        assert Enrolment.objects.get(person_id=husband).staff_id is None
    assert client.get(f"/desk/personen/{husband}/").status_code == 404


def test_nobody_becomes_responsible_for_both(house: World, spouses: tuple[UUID, UUID]) -> None:
    wife, husband = spouses
    with factories.as_staff(house.here.lead):
        actions.separate(wife, husband, "Schutz")
        row = Enrolment.objects.select_related("person").get(person_id=husband)
        with pytest.raises(DomainError, match="kann den Fall nicht übernehmen"):
            people.change_enrolment(row, None, {"staff_id": house.here.mentor.pk})
    with pytest.raises(DatabaseError, match="enrolment_apart"), factories.as_staff(house.here.lead):
        Enrolment.objects.filter(person_id=husband).update(second_staff=house.here.mentor)


def test_only_leadership_reads_and_lifts_it_with_a_reason(
    house: World, sign_in: SignIn, spouses: tuple[UUID, UUID]
) -> None:
    wife, husband = spouses
    with factories.as_staff(house.here.mentor):
        actions.separate(wife, husband, "Frauenhaus seit heute")
        assert not Separation.objects.exists()
    for who in (house.here.mentor, house.here.colleague, house.here.auditor, house.here.admin):
        assert sign_in(who).get("/desk/trennungen/").status_code == 403
    assert "Frauenhaus" not in sign_in(house.away.lead).get("/desk/trennungen/").content.decode()
    lead = sign_in(house.here.lead)
    assert "Frauenhaus seit heute" in lead.get("/desk/trennungen/").content.decode()
    with factories.as_staff(house.here.lead):
        row = Separation.objects.get()
    assert "sh-f--bad" in lead.post(f"/desk/trennungen/{row.pk}/", {"reason": ""}).content.decode()
    assert lead.post(f"/desk/trennungen/{row.pk}/", {"reason": "Auf ihren Wunsch"}).status_code == 302
    assert sign_in(house.here.mentor).get(f"/desk/personen/{husband}/").status_code == 200
    with principals.entering(principals.SYSTEM):
        assert AuditEvent.objects.filter(table="people_separation").count() == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": "gibt-es-nicht"}, "Diese Akte gibt es in Ihren Projekten nicht."),
        ({"reason": " "}, "sh-f--bad"),
        ({"reason": "x" * 1001}, "sh-f--bad"),
    ],
)
def test_bad_input_separates_nobody(
    house: World, sign_in: SignIn, spouses: tuple[UUID, UUID], fields: dict[str, str], said: str
) -> None:
    wife, husband = spouses
    answer = separate(sign_in(house.here.mentor), house.here, wife, husband, **fields)
    assert said in answer.content.decode()
    same = separate(sign_in(house.here.mentor), house.here, wife, wife)
    assert "Das ist zweimal dieselbe Akte." in same.content.decode()
    with factories.as_staff(house.here.lead):
        assert not Separation.objects.exists()


def test_a_second_file_of_the_same_person_is_named_before(
    house: World, sign_in: SignIn, spouses: tuple[UUID, UUID]
) -> None:
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{spouses[0]}/trennen/"
    first = client.get(url).text
    assert "Hat diese Person eine zweite Akte?" not in first  # one telephone is no second file
    assert "Das bleibt so, auch wenn die Trennung aufgehoben wird." in first
    again = on_file(house.here, WIFE, house.here.mentor)
    answer, count = statements(client, url)
    assert f"/desk/personen/{spouses[0]}/dubletten/{again}/" in answer.text
    assert HUSBAND not in answer.text
    assert count <= 14


def test_strangers_and_readers_separate_nobody(house: World, sign_in: SignIn, spouses: tuple[UUID, UUID]) -> None:
    wife, husband = spouses
    assert sign_in(house.here.auditor).get(f"/desk/personen/{wife}/trennen/").status_code == 403
    assert sign_in(house.away.mentor).get(f"/desk/personen/{wife}/trennen/").status_code == 404
    for who in (house.here.auditor, house.away.mentor, house.other_project.mentor):
        with pytest.raises(DatabaseError), factories.as_staff(who), connection.cursor() as cursor:
            cursor.execute("SELECT separation_set(%s, %s, %s, NULL, 'x', now(), NULL)", [wife, wife, husband])


def test_the_pages_take_few_statements(house: World, sign_in: SignIn, spouses: tuple[UUID, UUID]) -> None:
    wife, husband = spouses
    assert statements(sign_in(house.here.mentor), f"/desk/personen/{wife}/trennen/")[1] <= 14
    with factories.as_staff(house.here.mentor):
        actions.separate(wife, husband, "Schutz")
    assert statements(sign_in(house.here.lead), "/desk/trennungen/")[1] <= 14
    assert statements(sign_in(house.here.mentor), f"/desk/personen/{wife}/")[1] <= 14


def test_a_bulk_hand_over_never_brings_both_to_one_colleague(
    house: World, sign_in: SignIn, spouses: tuple[UUID, UUID]
) -> None:
    wife, _husband = spouses
    separate(sign_in(house.here.lead), house.here, *spouses)
    giver = Holder(house.here.carrier, house.here.project, house.here.mentor.pk)
    with factories.as_staff(house.here.lead) as scope, pytest.raises(DomainError) as refused:
        handover.hand_over(scope, giver, {house.here.colleague.pk: [wife]})
    assert refused.value.field == "to"
    assert "Haddad" not in refused.value.message
    with factories.as_staff(house.here.lead):
        assert Enrolment.objects.get(person_id=wife).staff_id == house.here.mentor.pk
