# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first page of the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client

from scharnier.casework.contacts import actions
from scharnier.casework.contacts.actions import Reminder
from scharnier.casework.models import FollowUp
from scharnier.foundation import principals, projections
from scharnier.foundation.models import AgendaItem
from scharnier.network.models import Substitution, User
from tests.casework.conftest import TODAY, measured, participant
from tests.factories import House, World, as_staff

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


def remind(where: House, title: str, days: int, owner: User | None = None, name: str = "Haddad") -> AgendaItem:
    """Something due in so many days for the mentor (or `owner`), about a new participant."""
    with as_staff(where.mentor):
        enrolment = participant(where, name)
        reminder = Reminder(TODAY + timedelta(days=days), title, (owner or where.mentor).pk)
        actions.add_follow_up(enrolment, reminder=reminder)
        return AgendaItem.objects.get(subject_id=enrolment.person_id)


def again(where: House, item: AgendaItem) -> AgendaItem:
    with as_staff(where.mentor):
        return AgendaItem.objects.get(pk=item.pk)


def source(where: House, item: AgendaItem) -> FollowUp:
    with as_staff(where.mentor):
        return FollowUp.objects.get(pk=item.source_id)


def in_step(where: House) -> list[str]:
    with principals.entering(principals.system(where.carrier)):
        return [each for each in projections.compare(where.carrier) if " casework." in each]


def text(client: Client, url: str = "/desk/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_due_stands_in_its_part_of_the_day(house: World, sign_in: SignIn) -> None:
    remind(house.here, "Zeugnis anfordern", -1)
    remind(house.here, "Jobcenter anrufen", 0)
    remind(house.here, "Kursplatz klären", 2)
    remind(house.here, "Viel später", 30)
    page = text(sign_in(house.here.mentor))
    late, now, coming = (page.index(each) for each in ("Überfällig", "Jobcenter anrufen", "Die nächsten 7 Tage"))
    assert late < page.index("Zeugnis anfordern") < now < coming < page.index("Kursplatz klären")
    assert "Mo 23.11." in page
    assert "seit gestern" in page
    assert "Do 26.11." in page
    assert "in 2 Tagen" in page
    assert "Viel später" not in page


def test_an_empty_day_says_when_the_next_point_comes(house: World, sign_in: SignIn) -> None:
    remind(house.here, "Viel später", 30)
    page = text(sign_in(house.here.mentor))
    assert "Für heute ist nichts fällig." in page
    assert "Donnerstag, 24. Dezember 2026" in page
    assert "Punkte des Teams" in page
    without_files = text(sign_in(house.here.admin))
    assert "Auch danach steht nichts an." in without_files
    assert "Punkte des Teams" not in without_files
    assert "in der Akte" not in without_files


def test_nobody_sees_what_is_due_in_another_project(house: World, sign_in: SignIn) -> None:
    remind(house.other_project, "Geheim im Süden", 0)
    remind(house.away, "Geheim in der Ferne", 0)
    for whose in ("meine", "team", "vertretung"):
        assert "Geheim" not in text(sign_in(house.here.mentor), f"/desk/?wer={whose}")


def test_the_team_sees_whose_point_it_is(house: World, sign_in: SignIn) -> None:
    remind(house.here, "Jobcenter anrufen", 0, owner=house.here.colleague)
    client = sign_in(house.here.mentor)
    assert "Jobcenter anrufen" not in text(client)
    assert house.here.colleague.display_name in text(client, "/desk/?wer=team")


def test_a_stand_in_sees_the_points_of_the_absent(house: World, sign_in: SignIn) -> None:
    remind(house.here, "Jobcenter anrufen", 0)
    with as_staff(house.here.lead):
        Substitution.objects.create(
            carrier_id=house.here.carrier,
            project_id=house.here.project,
            absent=house.here.mentor,
            cover=house.here.colleague,
            valid_from=TODAY,
            valid_to=date(2026, 12, 4),
        )
    client = sign_in(house.here.colleague)
    assert f"Sie vertreten {house.here.mentor.display_name} bis Freitag, 4. Dezember 2026." in text(client)
    assert "Jobcenter anrufen" in text(client, "/desk/?wer=vertretung")


def test_one_click_is_done_and_one_takes_it_back(house: World, sign_in: SignIn) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    client = sign_in(house.here.mentor)
    assert client.post(f"/desk/punkt/{item.pk}/", {"do": "done"}).status_code == 302
    assert again(house.here, item).done_by_id == house.here.mentor.pk
    assert source(house.here, item).done_at is not None
    assert "Rückgängig" in text(client)
    assert "Erledigt um 10:02" in text(client)
    assert in_step(house.here) == []
    client.post(f"/desk/punkt/{item.pk}/zurueck/")
    assert again(house.here, item).done_at is None
    assert source(house.here, item).done_at is None
    assert in_step(house.here) == []


def test_a_second_click_on_done_changes_nothing(house: World, sign_in: SignIn) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    first, second = sign_in(house.here.mentor), sign_in(house.here.colleague)
    first.post(f"/desk/punkt/{item.pk}/", {"do": "done"})
    second.post(f"/desk/punkt/{item.pk}/", {"do": "done"})
    assert again(house.here, item).done_by_id == house.here.mentor.pk


def test_a_click_with_htmx_gets_the_row_back(house: World, sign_in: SignIn) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    answer = sign_in(house.here.mentor).post(f"/desk/punkt/{item.pk}/", {"do": "done"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith("<li")
    assert "Rückgängig" in answer.content.decode()


def test_later_moves_the_day_and_can_be_taken_back(house: World, sign_in: SignIn) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    client = sign_in(house.here.mentor)
    answer = client.post(f"/desk/punkt/{item.pk}/", {"later": "2026-12-01"}, follow=True)
    assert "Verschoben auf Di 01.12." in answer.content.decode()
    assert again(house.here, item).due_on == source(house.here, item).due_on == date(2026, 12, 1)
    assert in_step(house.here) == []
    client.post(f"/desk/punkt/{item.pk}/zurueck/")
    assert again(house.here, item).due_on == source(house.here, item).due_on == TODAY
    assert in_step(house.here) == []


@pytest.mark.parametrize("day", ["2026-11-24", "2020-01-01", "2046-01-01", "morgen", ""])
def test_later_refuses_what_is_no_later_day(house: World, sign_in: SignIn, day: str) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    client = sign_in(house.here.mentor)
    client.post(f"/desk/punkt/{item.pk}/spaeter/", {"day": day})
    if day:
        client.post(f"/desk/punkt/{item.pk}/", {"later": day})
    assert again(house.here, item).due_on == TODAY


def test_a_day_of_ones_own_is_asked_for_on_a_page(house: World, sign_in: SignIn) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    client = sign_in(house.here.mentor)
    assert "Jobcenter anrufen" in text(client, f"/desk/punkt/{item.pk}/spaeter/")
    client.post(f"/desk/punkt/{item.pk}/spaeter/", {"day": "17.12.26"})
    assert source(house.here, item).due_on == date(2026, 12, 17)


def test_a_point_is_handed_to_a_colleague_and_comes_back(house: World, sign_in: SignIn) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    client, colleague = sign_in(house.here.mentor), house.here.colleague
    page = text(client, f"/desk/punkt/{item.pk}/abgeben/")
    assert colleague.display_name in page
    assert house.here.mentor.display_name not in page.split("<main")[1]
    answer = client.post(f"/desk/punkt/{item.pk}/abgeben/", {"to": str(colleague.pk)}, follow=True)
    assert source(house.here, item).owner_id == colleague.pk
    assert in_step(house.here) == []
    assert "Jobcenter anrufen" in text(sign_in(colleague))
    undo = f"/desk/punkt/{item.pk}/zurueck/?an={house.here.mentor.pk}"
    assert undo in answer.content.decode()
    client.post(undo)
    assert source(house.here, item).owner_id == house.here.mentor.pk


def test_nothing_is_handed_to_somebody_outside_the_project(house: World, sign_in: SignIn) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    client = sign_in(house.here.mentor)
    for outsider in (house.other_project.mentor, house.here.auditor, house.away.mentor):
        assert client.post(f"/desk/punkt/{item.pk}/abgeben/", {"to": str(outsider.pk)}).status_code == 200
        client.post(f"/desk/punkt/{item.pk}/zurueck/?an={outsider.pk}")
    assert source(house.here, item).owner_id == house.here.mentor.pk


ANSWERS = ["", "spaeter/", "abgeben/", "zurueck/"]


@pytest.mark.parametrize("path", ANSWERS)
def test_a_stranger_finds_no_point_to_answer(house: World, sign_in: SignIn, path: str) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    data = {"do": "done", "day": "17.12.26", "to": str(house.here.colleague.pk)}
    for stranger in (house.other_project.mentor, house.away.lead):
        assert sign_in(stranger).post(f"/desk/punkt/{item.pk}/{path}", data).status_code == 404
    assert source(house.here, item).done_at is None


@pytest.mark.parametrize("path", ANSWERS)
def test_who_may_only_read_answers_nothing(house: World, sign_in: SignIn, path: str) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    data = {"do": "done", "day": "17.12.26", "to": str(house.here.colleague.pk)}
    for reader in (house.here.auditor, house.here.admin):
        assert sign_in(reader).post(f"/desk/punkt/{item.pk}/{path}", data).status_code == 403
    page = text(sign_in(house.here.auditor), "/desk/?wer=team")
    assert "Jobcenter anrufen" in page
    assert "Erledigt" not in page


def test_whoever_is_not_signed_in_is_asked_to_sign_in(house: World) -> None:
    answer = Client().get("/desk/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_get_never_acts(house: World, sign_in: SignIn) -> None:
    item = remind(house.here, "Jobcenter anrufen", 0)
    client = sign_in(house.here.mentor)
    assert client.get(f"/desk/punkt/{item.pk}/", {"do": "done"}).status_code == 405
    assert client.get(f"/desk/punkt/{item.pk}/zurueck/").status_code == 405


@pytest.fixture
def crowded(house: World) -> World:
    """More of everything than the page shows."""
    with as_staff(house.here.mentor):
        enrolment = participant(house.here, "Haddad-von-der-Mühlen", given_names="Nour Alexandra")
        for number in range(30):
            for days in (-number - 1, 0, 3):
                reminder = Reminder(
                    TODAY + timedelta(days=days),
                    f"Punkt {days} {number} mit einem längeren Titel",
                    house.here.mentor.pk,
                )
                actions.add_follow_up(enrolment, reminder=reminder)
        for number in range(5):
            participant(house.here, f"Haddad-Vergessen-{number}", entered_on=TODAY - timedelta(days=200))
    return house


def test_a_crowded_day_stays_within_its_budget(crowded: World, sign_in: SignIn) -> None:
    client = sign_in(crowded.here.mentor)
    for whose in ("meine", "team"):
        answer, statements = measured(client, f"/desk/?wer={whose}")
        assert statements <= 14
        assert len(answer.content) < 60 * 1024
        assert answer.content.decode().count("data-row") == 23  # nothing is done yet
        assert answer.content.decode().count("Gespräch aufschreiben") == 3
        assert "Alle überfälligen zeigen" in answer.content.decode()


def test_everything_overdue_is_reached_page_by_page(crowded: World, sign_in: SignIn) -> None:
    client, seen = sign_in(crowded.here.mentor), set()
    url: str | None = "/desk/?teil=ueberfaellig"
    while url:
        answer = client.get(url)
        assert len(answer.content) < 60 * 1024
        page = answer.context["page"]
        seen |= {row.what for row in page.rows}
        url = f"/desk/?teil=ueberfaellig&after={page.after}" if page.after else None
    assert len(seen) == 30


def test_a_wrong_address_part_is_taken_for_the_whole_day(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    assert text(client, "/desk/?wer=alle&teil=nichts&after=kein-schluessel&zuletzt=1")
    assert text(client, "/desk/?teil=heute&after=kein-schluessel")


def test_an_unknown_point_is_not_found(house: World, sign_in: SignIn) -> None:
    assert sign_in(house.here.mentor).post(f"/desk/punkt/{UUID(int=7)}/", {"do": "done"}).status_code == 404
