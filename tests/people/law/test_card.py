# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The card in the file: what it says, what it keeps, what it costs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from scharnier.foundation import clock
from scharnier.knowledge import files
from scharnier.people.actions import NewStay
from scharnier.people.law import filling, judging
from scharnier.people.law.models import Judgement
from scharnier.people.models import ResidenceStatus
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn, statements
from tests.people.law.conftest import TOLERATED, on_file

pytestmark = pytest.mark.django_db


def card(text: str) -> str:
    return text.split("Zugang zum Arbeitsmarkt</h2>")[1].split("</section>")[0]


def kept(house: World, person: UUID) -> list[Judgement]:
    with factories.as_staff(house.here.mentor):
        return list(Judgement.objects.filter(person_id=person).order_by("id"))


def url(person: UUID) -> str:
    return f"/desk/personen/{person}/"


def test_it_shows_level_strength_reasons_citation_and_next_change(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    text = card(sign_in(house.here.mentor).get(url(person)).content.decode())
    for part in (
        "sh-access--approval",
        "mit Erlaubnis der Ausländerbehörde und Zustimmung der Arbeitsagentur",
        "soll in der Regel erteilt werden",
        "Ausbildung",
        "Praktikum bis 3 Monate",
        "Hospitation",
        "sh-access--open",
        "48 Monate sind erst am 03.02.2028 vergangen",
        "§ 32",
        "<b>03.02.2028</b>",
        "„Beschäftigung nur mit Erlaubnis“",
        "Vorläufig",
        "Rechtsstand gelesen bis",
        "keine Rechtsberatung",
    ):
        assert part in text, part


def test_what_stands_on_the_document_comes_first_and_once(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    page = sign_in(house.here.mentor).get(url(person)).content.decode()
    assert page.count("Beschäftigung nur mit Erlaubnis") == 1
    text = card(page)
    assert text.index("„Beschäftigung nur mit Erlaubnis“") < text.index("sh-access--")


def test_all_nationalities_are_judged(house: World, sign_in: SignIn) -> None:
    asylum = {**TOLERATED, "stay_since": "2024-02-01"}
    several = {"nationality": "SY", "further_nationalities": ("RS",), "stays": (NewStay("gestattung"),)}
    client = sign_in(house.here.mentor)
    doubtful = on_file(house.here, asylum, **several)
    text = card(client.get(url(doubtful)).text)
    assert "klären Sie, welche Staatsangehörigkeit zählt" in text
    free = on_file(house.here, asylum, **{**several, "further_nationalities": ("RS", "BG")})
    for _twice in range(2):
        text = card(client.get(url(free)).text)
        assert "Dann gilt Freizügigkeit" in text
        assert "sh-access--open" in text
    assert len({row.topic for row in kept(house, free)}) == len(kept(house, free))
    before = len(kept(house, doubtful))
    client.get(url(doubtful))
    assert len(kept(house, doubtful)) == before
    with factories.as_staff(house.here.mentor):
        found = dict(filling.outlooks(house.here.carrier))
    assert {doubtful, free} <= set(found)


def test_unknown_names_what_is_missing_and_links_to_the_form(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, nationality="")
    text = card(sign_in(house.here.mentor).get(url(person)).content.decode())
    assert "sh-access--unknown" in text
    assert "Staatsangehörigkeit" in text
    assert f"{url(person)}aufenthalt/angaben/" in text


def test_without_a_status_nothing_is_judged(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, stays=())
    text = card(sign_in(house.here.mentor).get(url(person)).content.decode())
    assert "Aufenthaltsstatus fehlt" in text
    assert kept(house, person) == []


def test_both_are_shown_when_the_document_is_stricter(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, {**TOLERATED, "title_endorsement": "nicht_erlaubt"})
    text = card(sign_in(house.here.mentor).get(url(person)).content.decode())
    assert "sh-access--approval" in text
    assert "Das Dokument ist strenger als die Rechtslage: nicht erlaubt" in text


def test_an_answer_is_kept_once_with_inputs_rule_edition_and_reader(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    for _ in range(3):
        client.get(url(person))
    sign_in(house.here.colleague).get(url(person))
    rows = kept(house, person)
    by_topic = {row.topic: row for row in rows}
    assert len(rows) == 4
    assert set(by_topic) == {"employment", "apprenticeship", "internship_orientation", "hospitation"}
    first = by_topic["employment"]
    assert first.asked["person"]["stay_since"] == "2024-02-03"
    assert first.asked["person"]["nationality"] == "SY"
    assert first.answer["level"] == "with_approval"
    assert first.rule_text["de"]
    assert first.edition == files.edition()
    assert first.shown_by_id == house.here.mentor.pk


def test_a_later_view_shows_the_stored_answer_until_something_differs(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    client.get(url(person))
    with clock.frozen(datetime(2026, 12, 1, 9, 0, tzinfo=clock.ZONE)):
        text = card(sign_in(house.here.mentor).get(url(person)).content.decode())
    assert "Beurteilung vom 24.11.2026" in text
    assert len(kept(house, person)) == 4
    with clock.frozen(datetime(2028, 2, 3, 9, 0, tzinfo=clock.ZONE)):
        text = card(sign_in(house.here.mentor).get(url(person)).content.decode())
    assert "sh-access--permit" in text
    assert "Beurteilung vom 03.02.2028" in text
    assert {row.topic for row in kept(house, person)[4:]} == {"employment", "internship_orientation"}


def test_a_stored_answer_that_still_stands_is_not_worked_out_again(
    house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    first = card(client.get(url(person)).content.decode())
    judging._answer.cache_clear()
    asked: list[str] = []
    monkeypatch.setattr(judging, "answer", lambda given, day, activity: asked.append(activity))
    assert card(client.get(url(person)).content.decode()) == first
    assert asked == []


def test_an_answer_stands_until_inputs_edition_or_a_turning_day_say_otherwise() -> None:
    given = {"status": "duldung", "nationality": "SY", **TOLERATED}
    record = judging.answer(given, TODAY, "employment")
    turn = date(2028, 2, 3)
    assert record["answer"]["steady_until"] == turn.isoformat()
    assert judging.stands(record, given, TODAY)
    assert judging.stands(record, given, turn - timedelta(days=1))
    assert not judging.stands(record, given, turn)
    assert not judging.stands(record, given, TODAY - timedelta(days=1))
    assert not judging.stands(record, {**given, "nationality": "AF"}, TODAY)
    assert not judging.stands({**record, "edition": "other"}, given, TODAY)
    without = {name: value for name, value in record["answer"].items() if name != "steady_until"}
    assert not judging.stands({**record, "answer": without}, given, TODAY)


def test_another_edition_is_stored_anew(house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    person = on_file(house.here, TOLERATED)
    sign_in(house.here.mentor).get(url(person))
    for place in ("scharnier.knowledge.access.edition", "scharnier.people.law.judging.edition"):
        monkeypatch.setattr(place, lambda: "nextedition0")
    sign_in(house.here.mentor).get(url(person))
    assert [row.edition for row in kept(house, person)[4:]] == ["nextedition0"] * 4


def test_the_auditor_sees_it_and_what_was_shown_is_kept(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    text = card(sign_in(house.here.auditor).get(url(person)).content.decode())
    assert "sh-access--approval" in text
    assert "Angaben prüfen" not in text
    assert {row.shown_by_id for row in kept(house, person)} == {house.here.auditor.pk}


def test_nobody_changes_what_was_shown(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    sign_in(house.here.mentor).get(url(person))
    with factories.as_staff(house.here.lead):
        assert Judgement.objects.filter(person_id=person).update(answer={}) == 0
        assert Judgement.objects.filter(person_id=person).delete()[0] == 0
        assert Judgement.objects.filter(person_id=person).count() == 4


def test_an_input_the_rules_no_longer_know_is_named_not_hidden(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    with factories.as_staff(house.here.mentor):
        ResidenceStatus.objects.filter(person_id=person).update(code="gibtsnichtmehr")
    answer = sign_in(house.here.mentor).get(url(person))
    assert answer.status_code == 200
    assert "Eine Angabe ist nicht mehr lesbar" in card(answer.content.decode())


def test_the_first_view_and_the_next_stay_within_the_budget(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    answer, first = statements(client, url(person))
    _, then = statements(client, url(person))
    assert (first <= 14, then) == (True, first - 1)
    assert len(answer.content) <= 60 * 1024


def test_answers_are_the_same_when_only_the_day_has_moved() -> None:
    given = {**TOLERATED, "status": "duldung", "nationality": "SY"}
    today = clock.today()
    one, two = (judging.answer(given, today + timedelta(days=days), "employment") for days in (0, 1))
    assert judging.same(one, two)
    assert not judging.same(one, judging.answer({**given, "stay_since": "2019-01-01"}, today, "employment"))
