# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a sentence of a note to a goal, a step, a need or a follow-up; with several people; messages to copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from scharnier.casework.models import Contact, FollowUp, Goal, Step
from scharnier.casework.needs.models import Need
from scharnier.foundation import projections
from scharnier.foundation.models import AgendaItem
from scharnier.network.models import User
from scharnier.people.models import Enrolment
from scharnier.people.projected import findable
from tests.casework.conftest import measured, participant
from tests.casework.test_contacts import in_step, talks, typed, url
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
NOTE = "Termin im Konsulat gebucht. Will bis zum Sommer B2 schaffen.\nSucht eine Wohnung mit zwei Zimmern."


@pytest.fixture
def nour(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        return participant(house.here, speaks=["kmr", "ar"], reads="ar")


def written(house: World, sign_in: SignIn, nour: Enrolment, **changes: Any) -> tuple[Client, Contact]:
    client = sign_in(house.here.mentor)
    client.post(url(nour), typed(note=NOTE, agreed="", **changes))
    return client, talks(house.here)[0]


# ---------- while writing ----------


def test_the_sentences_are_listed_without_script(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    page = sign_in(house.here.mentor).post(url(nour), typed(note=NOTE, sentences="1"))
    assert page.context["sentences"][:2] == ["Termin im Konsulat gebucht.", "Will bis zum Sommer B2 schaffen."]
    assert talks(house.here) == []


def test_a_sentence_becomes_a_line_and_the_line_a_goal(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    form = client.post(url(nour), typed(note=NOTE, make="goal:1")).context["form"]
    assert [(kind, text.value(), where.value()) for kind, _h, text, where in form.made_rows()] == [
        ("goal", "Will bis zum Sommer B2 schaffen.", "arbeit")
    ]
    rows = {"made_0_kind": "goal", "made_0_text": "Deutsch B2", "made_0_where": "sprache"}
    client.post(url(nour), typed(note=NOTE, **rows))
    with as_staff(house.here.mentor):
        goal = Goal.objects.get()
        assert (goal.title, goal.field, goal.contact_id) == ("Deutsch B2", "sprache", talks(house.here)[0].pk)
    assert in_step(house.here) == []


def test_marked_text_becomes_a_follow_up_in_the_first_empty_line(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    sentence = {"make": "follow", "sentence": "Termin im Konsulat\n gebucht."}
    form = sign_in(house.here.mentor).post(url(nour), typed(note=NOTE, **sentence)).context["form"]
    due, title, *_others = form.follow_rows()[0]
    assert (due.value(), title.value()) == (date(2026, 12, 1), "Termin im Konsulat gebucht.")


def test_a_line_can_be_taken_away_again(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    rows = {
        "made_0_kind": "goal", "made_0_text": "eins", "made_0_where": "sprache",
        "made_1_kind": "need", "made_1_text": "zwei", "made_1_where": "wohnen",
    }  # fmt: skip
    form = sign_in(house.here.mentor).post(url(nour), typed(**rows, unmake="0")).context["form"]
    assert [(kind, text.value()) for kind, _h, text, _w in form.made_rows()] == [("need", "zwei")]


def test_a_step_needs_its_goal(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    row = {"made_0_kind": "step", "made_0_text": "Kurs suchen", "made_0_where": ""}
    page = client.post(url(nour), typed(**row)).content.decode()
    assert "Wählen Sie, wohin es gehört." in page
    assert talks(house.here) == []


def test_empty_and_unknown_wishes_change_nothing(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    for wish in ({"make": "wish", "sentence": "x"}, {"make": "goal", "sentence": " "}, {"make": "goal:99"}):
        page = client.post(url(nour), typed(note=NOTE, **wish))
        assert page.status_code == 200
        assert page.context["form"].made_rows() == []


# ---------- afterwards ----------


@pytest.mark.parametrize(
    ("kind", "model", "text"),
    [("goal", Goal, "title"), ("need", Need, "text"), ("follow", FollowUp, "title")],
)
def test_one_click_makes_it_of_a_sentence(
    house: World, sign_in: SignIn, nour: Enrolment, kind: str, model: Any, text: str
) -> None:
    client, talk = written(house, sign_in, nour, topics=["wohnen"])
    answer = client.post(url(nour, f"gespraeche/{talk.pk}/daraus/"), {"make": f"{kind}:2"}, follow=True)
    assert answer.status_code == 200
    with as_staff(house.here.mentor):
        made = model.objects.get()
    assert getattr(made, text) == "Sucht eine Wohnung mit zwei Zimmern."
    assert made.contact_id == talk.pk
    assert kind == "follow" or made.field == "wohnen"
    assert kind == "follow" or "Daraus entstand" in answer.content.decode()
    again = client.post(url(nour, f"gespraeche/{talk.pk}/daraus/"), {"make": f"{kind}:2"}, follow=True)
    assert "Das ist aus diesem Satz schon entstanden." in again.content.decode()
    with as_staff(house.here.mentor):
        assert model.objects.count() == 1
    assert in_step(house.here) == []


def test_a_step_goes_to_the_chosen_goal(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client, talk = written(house, sign_in, nour)
    make = url(nour, f"gespraeche/{talk.pk}/daraus/")
    page = client.post(make, {"make": "step:0"}, follow=True).content.decode()
    assert "Ein Schritt gehört zu einem Ziel." in page
    client.post(make, {"make": "goal:1"})
    with as_staff(house.here.mentor):
        goal = Goal.objects.get()
    client.post(make, {"make": "step", "sentence": "Kurs suchen", "goal": str(goal.pk)})
    with as_staff(house.here.mentor):
        assert Step.objects.get().title == "Kurs suchen"


def test_somebody_elses_goal_takes_no_step(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client, talk = written(house, sign_in, nour)
    with as_staff(house.here.mentor):
        other = participant(house.here, "Noori")
    client.post(url(other, "plan/ziele/neu/"), {"field": "arbeit", "title": "Fremdes Ziel"})
    with as_staff(house.here.mentor):
        goal = Goal.objects.get()
    client.post(url(nour, f"gespraeche/{talk.pk}/daraus/"), {"make": "step:0", "goal": str(goal.pk)})
    with as_staff(house.here.mentor):
        assert not Step.objects.exists()


def test_an_auditor_makes_nothing(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    _client, talk = written(house, sign_in, nour)
    auditor = sign_in(house.here.auditor)
    assert auditor.post(url(nour, f"gespraeche/{talk.pk}/daraus/"), {"make": "goal:0"}).status_code == 403
    assert auditor.get("/desk/gespraech-mit-mehreren/").status_code == 403
    assert auditor.get(url(nour, "textbausteine/")).status_code == 200


# ---------- at an authority ----------


def test_an_accompaniment_keeps_papers_and_deadline(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    more = {
        "form": "accompaniment", "authority": "Ausländerbehörde", "companion": "Ehrenamtlicher", "papers": "Pass",
        "attorney": "written", "outcome": "Duldung verlängert", "deadline_on": "8.12.2026",
    }  # fmt: skip
    client, talk = written(house, sign_in, nour, **more)
    page = client.get(url(nour, f"gespraeche/{talk.pk}/")).content.decode()
    assert all(each in page for each in ("Duldung verlängert", "schriftlich", "08.12.2026", "Ehrenamtlicher"))
    every = client.get(url(nour, "gespraeche/")).content.decode()
    assert "Duldung verlängert" in every
    assert " · Ausländerbehörde · " in every
    with as_staff(house.here.mentor):
        assert list(AgendaItem.objects.values_list("title", "due_on")) == [
            ("Frist: Ausländerbehörde", date(2026, 12, 8))
        ]
    assert in_step(house.here) == []


# ---------- with several people ----------


@pytest.fixture
def group(house: World, nour: Enrolment) -> list[Enrolment]:
    with as_staff(house.here.mentor):
        everybody = [nour, participant(house.here, "Noori"), participant(house.here, "Tesfay", given_names="Saba")]
        projections.put(findable(each) for each in everybody)
    return everybody


def act(group: list[Enrolment], **changes: Any) -> dict[str, Any]:
    return typed(**{"who": [str(each.person_id) for each in group], "note": "Zoll und Steuern erklärt."} | changes)


ACT = "/desk/gespraech-mit-mehreren/"


def test_a_talk_with_several_is_one_row_each_and_nobody_reads_of_the_others(
    house: World, sign_in: SignIn, group: list[Enrolment]
) -> None:
    client = sign_in(house.here.mentor)
    saba = group[2]
    answer = client.post(ACT, act(group, **{f"own_{saba.person_id}": "Fragt nach dem Kindergeld."}), follow=True)
    assert "Gespräch in 3 Akten gespeichert." in answer.content.decode()
    rows = talks(house.here)
    assert len(rows) == 3
    assert len({row.act for row in rows}) == 1
    assert rows[0].act is not None
    by_person = {row.person_id: row for row in rows}
    assert by_person[saba.person_id].note == "Zoll und Steuern erklärt.\nFragt nach dem Kindergeld."
    for mine, other in ((group[0], saba), (saba, group[0])):
        talk = by_person[mine.person_id]
        page = client.get(url(mine, f"gespraeche/{talk.pk}/")).content.decode()
        assert other.person.family_name not in page
        assert str(other.person_id) not in page
    assert "Kindergeld" not in client.get(url(group[0], "verlauf/")).content.decode()
    assert in_step(house.here) == []


def test_the_rows_of_one_talk_do_not_overlap_each_other(house: World, sign_in: SignIn, group: list[Enrolment]) -> None:
    client = sign_in(house.here.mentor)
    assert "überschneidet" not in client.post(ACT, act(group), follow=True).content.decode()
    assert "überschneidet" in client.post(ACT, act(group, form_token=str(uuid4())), follow=True).content.decode()


def test_a_name_in_the_common_note_is_pointed_out(house: World, sign_in: SignIn, group: list[Enrolment]) -> None:
    client, data = sign_in(house.here.mentor), act(group, note="Saba hat viel gefragt.")
    page = client.post(ACT, data).content.decode()
    assert "Die gemeinsame Notiz nennt Saba Tesfay" in page
    assert talks(house.here) == []
    client.post(ACT, data | {"names_meant": "on"})
    assert len(talks(house.here)) == 3


def test_people_are_found_added_and_taken_away_without_script(
    house: World, sign_in: SignIn, group: list[Enrolment]
) -> None:
    client = sign_in(house.here.mentor)
    page = client.post(ACT, act(group[:1], search="1", name="Tesf"))
    assert [row.person.family_name for row in page.context["found"]] == ["Tesfay"]
    page = client.post(ACT, act(group[:1], add=str(group[2].person_id)))
    assert [row.person_id for row in page.context["rows"]] == [group[0].person_id, group[2].person_id]
    page = client.post(ACT, act(group, remove=str(group[0].person_id)))
    assert group[0].person_id not in [row.person_id for row in page.context["rows"]]
    assert "Zoll und Steuern erklärt." in page.content.decode()
    assert talks(house.here) == []


def test_without_anybody_it_is_refused_and_strangers_are_left_out(
    house: World, sign_in: SignIn, group: list[Enrolment]
) -> None:
    client = sign_in(house.here.mentor)
    with as_staff(house.away.mentor):
        stranger = participant(house.away, "Fremd")
    assert "Wählen Sie, wer dabei war." in client.post(ACT, act([stranger])).content.decode()
    assert talks(house.here) == []


def test_a_draft_with_several_comes_back(house: World, sign_in: SignIn, group: list[Enrolment]) -> None:
    client = sign_in(house.here.mentor)
    assert client.post(f"{ACT}entwurf/", act(group, note="Halb fertig")).status_code == 204
    page, statements = measured(client, ACT)
    assert statements <= 14
    assert "Halb fertig" in page.content.decode()
    assert len(page.context["rows"]) == 3


# ---------- messages to copy ----------


def test_messages_stand_in_the_language_somebody_reads_and_say_that_they_are_drafts(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    client = sign_in(house.here.mentor)
    page = client.get(url(nour, "textbausteine/")).content.decode()
    assert 'dir="rtl">مرحباً، معك Mentor Nord.' in page
    assert "Arabisch: Entwurf." in page
    assert "Bonjour, c&#x27;est Mentor Nord." in client.get(url(nour, "textbausteine/?sprache=fr")).content.decode()
    assert "Entwurf." not in client.get(url(nour, "textbausteine/?sprache=de")).content.decode()
