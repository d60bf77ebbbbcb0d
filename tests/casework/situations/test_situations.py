# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How somebody is doing 28 days and six months after the exit: asked for on Today, answered in a minute, never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from scharnier.casework.situations import actions, queries
from scharnier.casework.situations.actions import Answer
from scharnier.casework.situations.models import Situation
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.knowledge.indicators import compute
from scharnier.network.models import User
from scharnier.network.programmes import effects
from scharnier.network.programmes.models import ProgrammeSetting
from scharnier.people import actions as people
from scharnier.people.models import Enrolment
from scharnier.people.projected import refresh
from tests import factories
from tests.casework.conftest import NOW, TODAY, measured, participant
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
EXIT = TODAY - timedelta(days=28)


@pytest.fixture(autouse=True)
def required(house: World) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "records.required", ["four_weeks", "six_months"])
        factories.says(house.programme, "records.retention_checks", [])


def gone(house: World, on: date = EXIT, situation: str = "unemployed", name: str = "Haddad") -> Enrolment:
    """Somebody who left on a day; call as somebody who works there."""
    row = participant(house.here, name, entered_on=date(2025, 1, 7))
    people.exit_enrolment(row, None, exited_on=on, exit_reason="goal_reached", exit_situation=situation)
    return Enrolment.objects.select_related("person", "project").get(pk=row.pk)


def asked(row: Enrolment) -> dict[str, Situation]:
    return {each.span: each for each in Situation.objects.filter(enrolment=row)}


def items(row: Enrolment) -> list[tuple[str, date]]:
    found = AgendaItem.objects.filter(subject_id=row.person_id, kind="casework.situation", done_at=None)
    return list(found.order_by("due_on").values_list("title", "due_on"))


def test_both_days_stand_on_the_agenda_and_the_answer_takes_a_minute(house: World, sign_in: SignIn) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = gone(house)
        assert items(row) == [
            ("Situation 28 Tage nach dem Austritt", TODAY),
            ("Situation 6 Monate nach dem Austritt", date(2027, 4, 27)),
        ]
        first = asked(row)["28d"]
    client, url = sign_in(mentor), f"/desk/situation/{first.pk}/"
    today = client.get("/desk/").content.decode()
    assert url in today
    assert "Stichtag 24.11.2026, zu erfragen bis 23.01.2027" in today
    page, statements = measured(client, url)
    assert statements <= 14
    assert "Unverändert: arbeitslos gemeldet" in page.content.decode()
    data = {"answer": "minijob", "since_on": "10.11.2026", "note": "im Lager", "version": "1"}
    assert client.post(url, data)["Location"] == f"/desk/personen/{row.person_id}/"
    with as_staff(mentor):
        assert [title for title, _day in items(row)] == ["Situation 6 Monate nach dem Austritt"]
        told = TimelineEntry.objects.get(kind="casework.situation")
        assert (told.title, told.text) == ("Situation 28 Tage nach dem Austritt: Minijob", "im Lager")
        assert projections.compare(house.here.carrier) == []
    file = client.get(f"/desk/personen/{row.person_id}/").content.decode()
    assert "Nach dem Austritt" in file
    assert "seit 10.11.2026" in file
    item = client.get("/desk/").context["today"].done.rows[0]
    client.post(item.undo_url)
    with as_staff(mentor):
        again = asked(row)["28d"]
        assert (again.answered_at, again.answer, again.note) == (None, "minijob", "im Lager")
        assert len(items(row)) == 2
        assert projections.compare(house.here.carrier) == []


def test_later_handed_on_and_covered_keep_it_due(house: World, sign_in: SignIn) -> None:
    mentor, colleague = house.here.mentor, house.here.colleague
    with as_staff(mentor):
        row = gone(house)
        item = AgendaItem.objects.get(kind="casework.situation", due_on=TODAY)
    client = sign_in(mentor)
    client.post(f"/desk/punkt/{item.pk}/", follow=True)
    with as_staff(mentor):
        assert len(items(row)) == 2  # only an answer settles it
    client.post(f"/desk/punkt/{item.pk}/spaeter/", {"day": (TODAY + timedelta(days=7)).isoformat()})
    client.post(f"/desk/punkt/{item.pk}/abgeben/", {"to": str(colleague.pk)})
    with as_staff(mentor):
        first = asked(row)["28d"]
        assert (first.remind_on, first.owner_id) == (TODAY + timedelta(days=7), colleague.pk)
        refresh([row.person_id], renamed=True)
        actions.in_line(house.here.project)
        assert asked(row)["28d"].remind_on == TODAY + timedelta(days=7)
        assert projections.compare(house.here.carrier) == []


@pytest.mark.parametrize(
    ("days", "spans"), [(0, {"28d", "6m"}), (88, {"28d", "6m"}), (89, {"6m"}), (241, {"6m"}), (245, set())]
)
def test_asked_is_what_can_still_be_asked(house: World, days: int, spans: set[str]) -> None:
    with as_staff(house.here.mentor):
        assert set(asked(gone(house, TODAY - timedelta(days=days)))) == spans


def test_what_is_asked_outlives_another_rhythm_and_the_end_of_its_window(house: World) -> None:
    with as_staff(house.here.mentor):
        row = gone(house)
    with principals.entering(principals.SYSTEM):
        ProgrammeSetting.objects.filter(key="records.required").update(value=[])
    with clock.frozen(NOW + timedelta(days=300)):
        effects.in_line(house.here.carrier)
        with as_staff(house.here.mentor):
            assert len(items(row)) == 2


def test_coming_back_ends_the_asking_and_another_day_asks_again(house: World) -> None:
    with as_staff(house.here.mentor):
        row = gone(house)
        actions.tell(asked(row)["28d"], None, Answer("school"), by=house.here.mentor.pk)
        people.reopen_enrolment(Enrolment.objects.get(pk=row.pk), None)
        assert items(row) == []
        assert set(asked(row)) == {"28d"}  # what was answered stays
        there = Enrolment.objects.get(pk=row.pk)
        people.exit_enrolment(there, None, exited_on=EXIT + timedelta(days=7), exit_reason="own_wish")
        assert [day for _title, day in items(row)] == [TODAY + timedelta(days=7), date(2027, 5, 3)]
        assert asked(row)["28d"].answer == "school"
        assert projections.compare(house.here.carrier) == []


def test_the_day_of_the_exit_is_asked_where_it_is_required_and_was_left_out(house: World) -> None:
    with principals.entering(principals.SYSTEM):
        ProgrammeSetting.objects.filter(key="records.required").update(value=["exit"])
    with as_staff(house.here.mentor):
        assert asked(gone(house, TODAY, name="Said")) == {}
        row = gone(house, TODAY, situation="", name="Left")
        actions.tell(asked(row)["0d"], None, Answer("job_search"), by=house.here.mentor.pk)
        assert Enrolment.objects.get(pk=row.pk).exit_situation == "job_search"
        assert items(row) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Answer("moon"), "answer"),
        (Answer("school", since_on=TODAY + timedelta(days=1)), "since_on"),
        (Answer("school", qualification_on=TODAY + timedelta(days=1)), "qualification_on"),
        (Answer("school", improved=("promotion",)), "improved"),
    ],
)
def test_what_cannot_be_is_refused(house: World, said: Answer, field: str) -> None:
    with as_staff(house.here.mentor):
        row = gone(house)
        with pytest.raises(DomainError) as refused:
            actions.tell(asked(row)["28d"], None, said, by=house.here.mentor.pk)
        assert refused.value.field == field
        with pytest.raises(DomainError, match=r"13\.04\.2027"):
            actions.tell(asked(row)["6m"], None, Answer("school"), by=house.here.mentor.pk)


def test_a_second_answer_is_shown_the_first_and_nothing_is_overwritten(house: World, sign_in: SignIn) -> None:
    with as_staff(house.here.mentor):
        first = asked(gone(house))["28d"]
    client, url = sign_in(house.here.mentor), f"/desk/situation/{first.pk}/"
    client.post(url, {"answer": "minijob", "version": "1"})
    answer = client.post(url, {"answer": "school", "note": "doch Schule", "version": "1"})
    assert answer.status_code == 409
    assert "doch Schule" in answer.content.decode()
    with as_staff(house.here.mentor):
        assert Situation.objects.get(pk=first.pk).answer == "minijob"


def test_an_auditor_reads_and_strangers_find_nothing(house: World, sign_in: SignIn) -> None:
    with as_staff(house.here.mentor):
        first = asked(gone(house))["28d"]
    url = f"/desk/situation/{first.pk}/"
    auditor = sign_in(house.here.auditor)
    assert "disabled" in auditor.get(url).content.decode()
    assert auditor.post(url, {"answer": "school"}).status_code == 403
    assert auditor.post(f"{url}zurueck/").status_code == 403
    assert sign_in(house.away.mentor).get(url).status_code == 404
    assert sign_in(house.here.mentor).get(f"/desk/situation/{UUID(int=1)}/").status_code == 404


def test_answers_are_the_result_items_of_the_social_fund(house: World) -> None:
    with as_staff(house.here.mentor):
        row = gone(house, date(2026, 4, 10))
        Situation.objects.filter(enrolment=row).delete()
        keys = {"carrier_id": row.carrier_id, "project_id": row.project_id, "person_id": row.person_id}
        by = {"answered_at": datetime(2026, 11, 1, tzinfo=clock.ZONE), "answered_by": house.here.mentor}
        for span, day, answer in (("28d", date(2026, 5, 8), "language_course"), ("6m", date(2026, 10, 10), "minijob")):
            Situation.objects.create(**keys, **by, enrolment=row, span=span, asked_for=day, answer=answer)
        found = queries.esf_items(row, Situation.objects.all())
    assert found["status_events"] == [
        {"date": date(2026, 4, 10), "status": "unemployed"},
        {"date": date(2026, 5, 8), "status": "inactive"},
        {"date": date(2026, 10, 10), "status": "employed"},
    ]
    entry = {"entry_date": date(2025, 1, 7), "registered_unemployed_entry": True, "in_education_training_entry": False}
    counted = compute("esf_plus_2021_2027", {**entry, **found}, TODAY).indicators
    assert {"EECR02", "EECR05"} <= set(counted)
    assert "EECR04" not in counted
