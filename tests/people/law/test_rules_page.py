# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of the rules: everything a lawyer wants to check, findable, printable, and no advice."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from scharnier.foundation import principals
from scharnier.knowledge.catalogue import all_entries
from scharnier.network.models import Role
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements

pytestmark = pytest.mark.django_db
URL = "/desk/recht/"


def ids(text: str) -> list[str]:
    known = {entry.id for entry in all_entries()}
    return [found for found in re.findall(r'<h2 id="([^"]+)">', text) if found in known]


def test_every_rule_is_listed_25_on_a_page_with_text_and_citation(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    found, url = [], URL
    for _ in range(10):
        text = client.get(url).content.decode()
        found += ids(text)
        following = re.search(r'rel="next" href="\?after=([^"]+)"', text)
        if following is None:
            break
        url = f"{URL}?after={following[1]}"
    assert found == [entry.id for entry in all_entries()]
    first = client.get(URL).content.decode()
    entry = all_entries()[0]
    assert entry.text.de in first
    assert entry.citation[0] in first


def test_it_says_that_it_is_no_advice_and_until_when_the_law_was_read(house: World, sign_in: SignIn) -> None:
    text = sign_in(house.here.mentor).get(URL).content.decode()
    assert "Keine Rechtsberatung" in text
    assert re.search(r"gelesen bis \d\d\.\d\d\.\d{4}", text)


def test_rules_are_found_by_word_status_activity_and_day(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    by_word = ids(client.get(URL, {"q": "hospitation"}).content.decode())
    assert "R010-hospitation" in by_word
    assert "R680-approval" not in by_word
    by_status = ids(client.get(URL, {"status": "duldung", "taetigkeit": "employment"}).content.decode())
    assert "R680-approval" in by_status
    today = set(ids(client.get(URL, {"q": "Vorrangprüfung", "tag": "24.11.2026"}).content.decode()))
    then = set(ids(client.get(URL, {"q": "Vorrangprüfung", "tag": "24.11.2015"}).content.decode()))
    assert today != then


@pytest.mark.parametrize(
    "asked",
    [{"tag": "31.02.2026"}, {"status": "erfunden"}, {"q": "gibtesnicht"}, {"after": "x"}, {"tag": "99999999999999"}],
)
def test_odd_questions_get_an_answer(house: World, sign_in: SignIn, asked: dict[str, str]) -> None:
    answer = sign_in(house.here.mentor).get(URL, asked)
    assert answer.status_code == 200
    if asked.get("tag"):
        assert "Diesen Tag verstehen wir nicht" in answer.content.decode()
    if asked.get("q"):
        assert "Keine Regel passt" in answer.content.decode()


def test_a_rule_shows_the_cases_that_test_it(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    entry = next(entry for entry in all_entries() if entry.id == "R620-48-months")
    text = client.get(f"{URL}R620-48-months/").content.decode()
    assert entry.cases
    for case in entry.cases:
        assert f'<th scope="row" translate="no">{case.id}</th>' in text
    assert client.get(f"{URL}R999-nichts/").status_code == 404


def test_all_of_it_prints_on_one_page(house: World, sign_in: SignIn) -> None:
    text = sign_in(house.here.mentor).get(f"{URL}alle/").content.decode()
    assert ids(text) == [entry.id for entry in all_entries()]
    assert "Was die Regeln nicht abdecken" in text


def test_all_staff_may_read_it_and_nobody_else(house: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        office = factories.user("office.land")
        factories.member(office, house.here.carrier, None, Role.OFFICE, programme=house.programme)
    for who in (house.here.mentor, house.here.lead, house.here.auditor, house.here.admin, office):
        assert sign_in(who).get(URL).status_code == 200, who.email
    assert Client().get(URL).status_code == 302


def test_it_takes_few_statements_and_little_room(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    answer, count = statements(client, URL)
    assert count <= 8
    assert len(answer.content) <= 60 * 1024


def test_who_works_in_english_reads_the_rules_in_english(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    client.cookies["scharnier_language"] = "en"
    text = client.get(URL).content.decode()
    assert all_entries()[0].text.en in text
    for word in ("Regeln", "Keine Rechtsberatung", "Tätigkeit", "Erlaubnis"):
        assert word not in text, word
