# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opening a file: who sees it, who doesn't, what it shows and what is left behind."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from scharnier.foundation import principals, projections
from scharnier.foundation.models import AccessRecord
from scharnier.network.models import Role, Substitution, User
from scharnier.people import actions
from scharnier.people.actions import NewParticipant, NewStay
from tests import factories
from tests.factories import House, World
from tests.people.conftest import NOW, TODAY, SignIn, statements

pytestmark = pytest.mark.django_db


def on_file(house: House, **fields: object) -> UUID:
    facts: dict[str, object] = {
        "family_name": "Sheikho",
        "given_names": "Mahmoud",
        "own_script_name": "محمود شيخو",
        "birth_date": date(1988, 3, 4),
        "speaks": ("kmr", "ar"),
        "reads": "ar",
        "phone": "+4917604069031",
        "staff": house.mentor.pk,
        "entered_on": date(2026, 1, 14),
        **fields,
    }
    with factories.as_staff(house.mentor):
        return actions.create_person(NewParticipant(carrier=house.carrier, project=house.project, **facts))  # type: ignore[arg-type]  # facts of a test


def records(who: User) -> list[tuple[str, str]]:
    with factories.as_staff(who):
        return list(AccessRecord.objects.order_by("at").values_list("purpose", "page"))


def test_the_head_of_a_file_says_who_it_is(house: World, sign_in: SignIn) -> None:
    stay = NewStay("duldung", date(2026, 6, 1), TODAY + timedelta(days=20))
    person = on_file(house.here, stays=(stay,))
    page = sign_in(house.here.mentor).get(f"/desk/personen/{person}/").content.decode()
    for part in (
        "<h1><bdi>Mahmoud Sheikho",
        'lang="ar" dir="rtl">محمود شيخو',
        "38 Jahre",
        "NORD-2026-0001",
        "Kurdisch (Kurmandschi), Arabisch",
        'href="tel:+4917604069031"',
        "Duldung bis 14.12.2026, noch 20 Tage",
    ):
        assert part in page, part


def test_opening_a_file_is_recorded_with_its_purpose(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    sign_in(house.here.mentor).get(f"/desk/personen/{person}/")
    sign_in(house.here.colleague).get(f"/desk/personen/{person}/verlauf/")
    assert records(house.here.mentor) == [("own_case", "overview"), ("team", "timeline")]


def test_whoever_stands_in_opens_it_as_cover(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.lead):
        Substitution.objects.create(
            carrier_id=house.here.carrier,
            project_id=house.here.project,
            absent=house.here.mentor,
            cover=house.other_project.mentor,
            valid_from=TODAY,
            valid_to=TODAY,
        )
    person = on_file(house.here)
    assert sign_in(house.other_project.mentor).get(f"/desk/personen/{person}/").status_code == 200
    assert records(house.here.mentor) == [("cover", "overview")]


def test_the_file_says_who_has_seen_it(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    for _ in range(2):
        sign_in(house.here.colleague).get(f"/desk/personen/{person}/")
    page = sign_in(house.here.mentor).get(f"/desk/personen/{person}/").content.decode()
    assert "Colleague Nord" in page
    assert "gleiches Projekt" in page
    assert "2-mal in 7 Tagen" in page


PAGES = ["", "verlauf/", "stammdaten/", "stammdaten/aufenthalt/neu/", "stammdaten/teilnahme/neu/"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_told_nothing_not_even_that_the_file_exists(house: World, sign_in: SignIn, page: str) -> None:
    person = on_file(house.here)
    strangers = {
        "mentor of another project": house.other_project.mentor,
        "lead of another carrier": house.away.lead,
        "administrator of the carrier": house.here.admin,
    }
    for name, who in strangers.items():
        client = sign_in(who)
        real = client.get(f"/desk/personen/{person}/{page}")
        made_up = client.get(f"/desk/personen/{uuid4()}/{page}")
        assert (real.status_code, made_up.status_code) == (404, 404), name
        assert "Sheikho" not in real.content.decode()
    assert records(house.here.mentor) == []


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_means_signing_in_first(house: World, page: str) -> None:
    person = on_file(house.here)
    answer = Client().get(f"/desk/personen/{person}/{page}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_the_auditor_reads_and_changes_nothing(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    client = sign_in(house.here.auditor)
    page = client.get(f"/desk/personen/{person}/stammdaten/")
    assert page.status_code == 200
    assert ">Speichern<" not in page.content.decode()
    assert ">Speichern<" in sign_in(house.here.mentor).get(f"/desk/personen/{person}/stammdaten/").content.decode()
    for address in ("stammdaten/aufenthalt/neu/", "stammdaten/teilnahme/neu/"):
        assert client.get(f"/desk/personen/{person}/{address}").status_code == 403
    refused = client.post(f"/desk/personen/{person}/stammdaten/", {"family_name": "X", "version": 1})
    assert refused.status_code == 403
    assert "Projektleitung" in refused.content.decode() or "hilft Ihnen" in refused.content.decode()


def test_a_programme_office_sees_no_name(house: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        office = factories.user("office.land")
        factories.member(office, house.here.carrier, None, Role.OFFICE, programme=house.programme)
    person = on_file(house.here)
    client = sign_in(office)
    assert client.get(f"/desk/personen/{person}/").status_code == 404
    assert client.get("/desk/faelle/").status_code == 403


def test_the_timeline_is_filtered_by_kind_and_paged(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    with factories.as_staff(house.here.mentor):
        for number in range(60):
            anchor = projections.Anchor(house.here.carrier, house.here.project, person, "follow_up", uuid4())
            projections.put([projections.Event(anchor, NOW + timedelta(minutes=number), f"Ereignis {number:02d}")])
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{person}/verlauf/"
    first = client.get(url).content.decode()
    assert "Ereignis 59" in first
    assert "Ereignis 30" not in first
    older = client.get(url + "?after=" + cursor(first, "after")).content.decode()
    assert "Ereignis 20" in older
    newer = client.get(url + "?before=" + cursor(older, "before")).content.decode()
    assert "Ereignis 59" in newer
    only = client.get(url + "?art=entry").content.decode()
    assert "Eintritt" in only
    assert "Ereignis" not in only


def cursor(page: str, name: str) -> str:
    return page.split(f"{name}=")[1][:36]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_file_takes_few_statements_and_little_room(house: World, sign_in: SignIn, page: str) -> None:
    person = on_file(house.here, stays=(NewStay("duldung", TODAY, TODAY + timedelta(days=50)),))
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    answer, count = statements(client, f"/desk/personen/{person}/{page}")
    assert answer.status_code == 200
    assert count <= 14
    assert len(answer.content) <= 60 * 1024


@pytest.mark.parametrize("page", PAGES)
def test_whoever_works_in_english_reads_english(house: World, sign_in: SignIn, page: str) -> None:
    person = on_file(house.here, stays=(NewStay("duldung", TODAY, TODAY + timedelta(days=1)),))
    client = sign_in(house.here.mentor)
    client.cookies["scharnier_language"] = "en"
    text = client.get(f"/desk/personen/{person}/{page}").content.decode()
    assert "until 25.11.2026, 1 day left" in text
    for word in ("Überblick", "Stammdaten", "Aufenthalt", "Teilnahme", "Fachkraft", "Eintritt"):
        assert word not in text, word
