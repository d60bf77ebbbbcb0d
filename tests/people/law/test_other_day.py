# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Another day, activity or status: the answer, the way to the first working day, the sentence for the firm."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from scharnier.people.law.models import Judgement
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements
from tests.people.law.conftest import TOLERATED, on_file

pytestmark = pytest.mark.django_db


def url(person: UUID) -> str:
    return f"/desk/personen/{person}/recht/"


def test_it_starts_with_today_and_shows_the_way(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    text = sign_in(house.here.mentor).get(url(person)).content.decode()
    for part in (
        "Arbeit, 24.11.2026",
        "sh-access--approval",
        "„Beschäftigung nur mit Erlaubnis“",
        "Erklärung zum Beschäftigungsverhältnis",
        "Satz für den Betrieb",
        "üblich 3 bis 4 Wochen",
        "vor dem Beginn",
        "wird nicht gespeichert",
    ):
        assert part in text, part


def test_the_sentence_for_the_firm_names_neither_status_nor_reason(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    text = sign_in(house.here.mentor).get(url(person)).content.decode()
    sentence = text.split("Satz für den Betrieb")[1].split("</p>")[0]
    assert "Ausländerbehörde" in sentence
    for word in ("uldung", "Asyl", "Syrien", "§"):
        assert word not in sentence, word


def test_another_day_activity_and_status_give_other_answers(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    later = client.get(url(person), {"tag": "03.02.2028"}).content.decode()
    assert "sh-access--permit" in later
    settled = client.get(url(person), {"status": "ne_9"}).content.decode()
    assert "sh-access--open" in settled
    other = client.get(url(person), {"taetigkeit": "hospitation"}).content.decode()
    assert "Hospitation, 24.11.2026" in other


def test_nothing_is_stored(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    sign_in(house.here.mentor).get(url(person), {"tag": "03.02.2028"})
    with factories.as_staff(house.here.mentor):
        assert not Judgement.objects.filter(person_id=person).exists()


@pytest.mark.parametrize(
    "asked",
    [{"tag": "31.02.2026"}, {"tag": "01.01.1950"}, {"status": "erfunden"}, {"taetigkeit": "x"}, {"tag": "9" * 400}],
)
def test_odd_questions_are_answered_with_an_error_at_the_field(
    house: World, sign_in: SignIn, asked: dict[str, str]
) -> None:
    person = on_file(house.here, TOLERATED)
    answer = sign_in(house.here.mentor).get(url(person), asked)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(asked)


def test_without_a_status_one_may_be_tried(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, stays=())
    client = sign_in(house.here.mentor)
    assert "Wählen Sie einen Status" in client.get(url(person)).content.decode()
    assert "sh-access--" in client.get(url(person), {"status": "duldung"}).content.decode()


def test_strangers_see_nothing_and_the_auditor_reads(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    stranger = sign_in(house.away.mentor)
    assert stranger.get(url(person)).status_code == stranger.get(url(uuid4())).status_code == 404
    assert sign_in(house.here.auditor).get(url(person)).status_code == 200


def test_it_takes_few_statements_and_little_room(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    answer, count = statements(client, url(person))
    assert count <= 14
    assert len(answer.content) <= 60 * 1024
