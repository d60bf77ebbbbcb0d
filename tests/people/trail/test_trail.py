# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who reads the audit, how much of it, and in which words."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from scharnier.casework.confidential import actions as confidential
from scharnier.foundation import clock, principals
from scharnier.foundation.models import AccessRecord, AuditEvent
from scharnier.network.models import Role
from scharnier.people.models import Enrolment, Person
from scharnier.people.separation import actions as separation
from scharnier.people.trail import queries
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements

pytestmark = pytest.mark.django_db
URL = "/desk/protokoll/"


@pytest.fixture(autouse=True)
def key(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    (tmp_path / "audience.key").write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


@pytest.fixture
def nour(house: World) -> UUID:
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here)
        Person.objects.filter(pk=person.pk).update(place="Görlitz")
    return person.pk


def text(client: Client, url: str = URL, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def last(table: str, action: str) -> int:
    with principals.entering(principals.SYSTEM):
        found = AuditEvent.objects.filter(table=table, action=action).order_by("-at", "-id").first()
        assert found is not None
        return int(found.id)


def test_the_lead_reads_in_words_who_changed_what_in_the_project(house: World, sign_in: SignIn, nour: UUID) -> None:
    page = text(sign_in(house.here.lead))
    assert "Stammdaten geändert" in page
    assert "Haddad, Nour" in page
    assert house.here.mentor.display_name in page
    assert "Ort" in page
    assert "Görlitz" not in page  # what a file says stands one click further


def test_one_event_shows_before_and_after_and_leaves_an_opening(house: World, sign_in: SignIn, nour: UUID) -> None:
    page = text(sign_in(house.here.lead), f"{URL}{last('people_person', 'update')}/")
    assert "Görlitz" in page
    with factories.as_staff(house.here.lead):
        record = AccessRecord.objects.get(subject_id=nour)
    assert (record.page, record.purpose, record.user_id) == ("trail", "team", house.here.lead.pk)
    assert "Einsicht in eine Akte" in text(sign_in(house.here.lead))


@pytest.mark.parametrize("who", ["mentor", "colleague", "admin"])
def test_whoever_neither_leads_nor_examines_is_refused(house: World, sign_in: SignIn, nour: UUID, who: str) -> None:
    client = sign_in(getattr(house.here, who))
    assert text(client, status=403)
    assert text(client, f"{URL}{last('people_person', 'update')}/", status=403)


def test_another_projects_lead_sees_nothing_of_it(house: World, sign_in: SignIn, nour: UUID) -> None:
    number = last("people_person", "update")
    for lead in (house.other_project.lead, house.away.lead):
        assert "Haddad" not in text(sign_in(lead))
        text(sign_in(lead), f"{URL}{number}/", status=404)


def test_what_another_project_of_the_carrier_does_for_the_same_person_stays_there(
    house: World, sign_in: SignIn, nour: UUID
) -> None:
    with principals.entering(principals.system(house.here.carrier)):
        row = Enrolment.objects.create(
            carrier_id=house.here.carrier,
            project_id=house.other_project.project,
            person_id=nour,
            staff=house.other_project.mentor,
            entered_on=clock.today(),
        )
    with factories.as_staff(house.other_project.mentor):
        Enrolment.objects.filter(pk=row.pk).update(external_number="DORT-77")
    number = last("people_enrolment", "update")
    assert "DORT-77" in text(sign_in(house.other_project.lead), f"{URL}{number}/")
    text(sign_in(house.here.lead), f"{URL}{number}/", status=404)


def test_an_audit_reads_it_and_is_on_record(house: World, sign_in: SignIn, nour: UUID) -> None:
    page = text(sign_in(house.here.auditor), f"{URL}{last('people_person', 'update')}/")
    assert "Görlitz" in page
    with factories.as_staff(house.here.lead):
        assert AccessRecord.objects.filter(subject_id=nour, purpose="audit", page="trail").exists()


@pytest.fixture
def officer(house: World) -> Any:
    with principals.entering(principals.SYSTEM):
        who = factories.user("schutz.nord")
        factories.member(who, house.here.carrier, None, Role.PROTECTION)
    return who


def test_data_protection_reads_who_and_when_but_not_what_a_file_says(
    house: World, sign_in: SignIn, nour: UUID, officer: Any
) -> None:
    client = sign_in(officer)
    page = text(client)
    with factories.as_staff(house.here.lead):
        number = Person.objects.get(pk=nour).file_number
    assert "Stammdaten geändert" in page
    assert number in page
    assert "Haddad" not in page
    one = text(client, f"{URL}{last('people_person', 'update')}/")
    assert "Görlitz" not in one
    assert "nicht gezeigt" in one


def test_the_gate_in_the_database_holds_without_the_page(house: World, nour: UUID) -> None:
    asked = queries.Asked(clock.today() - queries.SPAN, clock.today())
    for place in (
        queries.Where(house.here.carrier, house.here.project, "", ""),
        queries.Where(house.here.carrier, None, "", ""),
    ):
        with (
            factories.as_staff(house.here.mentor) as scope,
            pytest.raises(DatabaseError, match="out of scope"),
            transaction.atomic(),
        ):
            queries.page(scope, place, asked)
    with factories.as_staff(house.here.lead), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event")
        assert cursor.fetchone() == (0,)  # the log itself stays closed


def test_a_confidential_note_is_seen_by_its_circle_alone(house: World, sign_in: SignIn, nour: UUID) -> None:
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.get(person_id=nour)
        confidential.write_note(row, author=house.here.mentor, text="Nur für uns.")
    number = last("casework_confidentialnote", "insert")
    for who in (house.here.lead, house.here.auditor):
        assert "Vertrauliche Notiz angelegt" not in text(sign_in(who))
        text(sign_in(who), f"{URL}{number}/", status=404)


def test_a_separated_person_leaves_no_trace_for_whoever_may_not_see_her(
    house: World, sign_in: SignIn, nour: UUID
) -> None:
    with factories.as_staff(house.here.lead):
        other = factories.person(house.here, given_names="Bashar", staff=house.here.lead).pk
        separation.separate(nour, other, "Gewalt", None)
    page = text(sign_in(house.here.lead))
    assert "Haddad, Nour" not in page
    text(sign_in(house.here.lead), f"{URL}{last('people_person', 'update')}/", status=404)


def test_it_is_filtered_by_whoever_acted_by_table_and_by_day(house: World, sign_in: SignIn, nour: UUID) -> None:
    client = sign_in(house.here.lead)
    assert "Stammdaten geändert" in text(client, f"{URL}?actor={house.here.mentor.pk}")
    assert "Stammdaten geändert" not in text(client, f"{URL}?actor={house.here.colleague.pk}")
    assert "Stammdaten geändert" not in text(client, f"{URL}?table=people_enrolment")
    assert "In diesen Tagen steht nichts im Protokoll." in text(client, f"{URL}?since=01.01.2020&until=31.01.2020")
    wrong = text(client, f"{URL}?since=31.01.2020&until=01.01.2020")
    assert "Das Ende liegt vor dem Anfang." in wrong
    assert "31.01.2020" in wrong
    assert text(client, f"{URL}?actor=quatsch&table=nichts&since=gestern&after=x&before=99999999999999999999")


def test_it_is_leafed_through_by_keyset_in_both_directions(house: World, sign_in: SignIn, nour: UUID) -> None:
    with factories.as_staff(house.here.mentor):
        for number in range(60):
            Person.objects.filter(pk=nour).update(place=f"Ort {number}")
    seen: list[int] = []
    with factories.as_staff(house.here.lead) as scope:
        place = queries.Where(house.here.carrier, house.here.project, "", "lead")
        asked = queries.Asked(clock.today() - queries.SPAN, clock.today(), table="people_person")
        first = queries.page(scope, place, asked)
        page = first
        seen += [row.id for row in page.rows]
        while page.after is not None:
            page = queries.page(scope, place, asked, after=page.after)
            seen += [row.id for row in page.rows]
        back = queries.page(scope, place, asked, before=seen[queries.ROWS])
    assert len(seen) == len(set(seen)) == 62
    assert seen == sorted(seen, reverse=True)
    assert [row.id for row in back.rows] == [row.id for row in first.rows]
    assert back.before is None
    assert "Weitere" in text(sign_in(house.here.lead))


def test_the_pages_take_few_statements(house: World, sign_in: SignIn, nour: UUID) -> None:
    client = sign_in(house.here.lead)
    for url in (URL, f"{URL}{last('people_person', 'update')}/"):
        answer, count = statements(client, url)
        assert answer.status_code == 200
        assert count <= 14, url


def test_a_number_that_is_none_is_not_found(house: World, sign_in: SignIn) -> None:
    for number in ("0", "999999999999999999999999"):
        text(sign_in(house.here.lead), f"{URL}{number}/", status=404)
