# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Saved views of the list: own, shared, the one that it begins with."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from scharnier.network.models import User
from scharnier.people.caseload.models import CaseloadView
from tests import factories
from tests.factories import World
from tests.people.caseload.test_list import LIST, names, write
from tests.people.conftest import SignIn, statements

pytestmark = pytest.mark.django_db
VIEWS = LIST + "ansichten/"


def save(client: Client, name: str, query: str = "?geschlecht=f", **more: str) -> str:
    answer = client.post(VIEWS + "neu/" + query, {"name": name, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def view(who: User, name: str) -> CaseloadView:
    with factories.as_staff(who):
        return CaseloadView.objects.get(name=name)


def edit(client: Client, row: CaseloadView, do: str = "", **more: str) -> int:
    return client.post(f"{VIEWS}{row.pk}/", {"do": do, **more}).status_code


def test_a_view_keeps_its_filters_but_nothing_that_was_typed(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah", "sex": "f"}, {"family_name": "Diallo", "sex": "m"})
    client = sign_in(house.here.mentor)
    client.post(LIST, {"text": "Bah"})
    page = client.get(VIEWS + "neu/?geschlecht=f&text=1").content.decode()
    assert "Geschlecht: weiblich" in page
    assert "wird nicht gesichert" in page
    save(client, "  Meine   Frauen ", "?geschlecht=f&alter=18-26&text=1")
    row = view(house.here.mentor, "Meine Frauen")
    assert "Bah" not in str(row.filters)
    menu = client.get(LIST + "?phase=clearing").content.decode()
    found = re.search(r'href="([^"]*)"><bdi>Meine Frauen', menu)
    assert found is not None
    assert found[1] == "/desk/faelle/?geschlecht=f&amp;alter=18-26"
    assert "Geschlecht: weiblich" in client.get(VIEWS).content.decode()


def test_the_list_begins_with_ones_own_start_and_every_other_view_stays_in_reach(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah", "sex": "f"}, {"family_name": "Diallo", "sex": "m"})
    client = sign_in(house.here.mentor)
    save(client, "Frauen")
    save(client, "Männer", "?geschlecht=m")
    for name, expected in (("Frauen", ["Bah"]), ("Männer", ["Diallo"])):
        assert edit(client, view(house.here.mentor, name), "start") == 302
        assert names(client) == expected
    page = client.get(LIST).content.decode()
    plain = re.search(r'href="([^"]*)"[^>]*>Meine aktiven', page)
    assert plain is not None
    assert names(client, LIST + plain[1]) == ["Bah", "Diallo"]
    assert names(sign_in(house.here.colleague)) == []
    edit(client, view(house.here.mentor, "Männer"), "no_start")
    assert names(client) == ["Bah", "Diallo"]


def test_a_lead_gives_a_view_to_the_project_and_an_own_start_comes_before_it(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah", "sex": "f"}, {"family_name": "Diallo", "sex": "m"})
    lead, mentor = sign_in(house.here.lead), sign_in(house.here.mentor)
    save(lead, "Alle Frauen", "?geschlecht=f", shared="shared")
    shared = view(house.here.mentor, "Alle Frauen")
    edit(lead, shared, "start")
    assert names(mentor) == ["Bah"]
    assert edit(mentor, shared, "drop") == 403
    assert edit(mentor, shared, "", name="Meins") == 403
    assert view(house.here.lead, "Alle Frauen").pk == shared.pk
    save(mentor, "Männer", "?geschlecht=m")
    edit(mentor, view(house.here.mentor, "Männer"), "start")
    assert names(mentor) == ["Diallo"]
    assert names(lead) == ["Bah"]


def test_only_leadership_shares(house: World, sign_in: SignIn) -> None:
    save(sign_in(house.here.mentor), "Versuch", shared="shared")
    assert not view(house.here.mentor, "Versuch").shared
    assert "alle im Projekt" not in sign_in(house.here.mentor).get(VIEWS + "neu/").content.decode()


def test_own_views_are_nobody_elses(house: World, sign_in: SignIn) -> None:
    save(sign_in(house.here.mentor), "Geheim")
    row = view(house.here.mentor, "Geheim")
    for other in (house.here.lead, house.here.colleague, house.away.lead):
        client = sign_in(other)
        assert "Geheim" not in client.get(VIEWS).content.decode()
        assert edit(client, row, "drop") == 404
    assert view(house.here.mentor, "Geheim").pk == row.pk


def test_views_are_renamed_and_dropped(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    save(client, "Alt")
    save(client, "Besetzt")
    row = view(house.here.mentor, "Alt")
    assert "So heißt hier schon eine Ansicht." in client.post(f"{VIEWS}{row.pk}/", {"name": "Besetzt"}).content.decode()
    assert edit(client, row, name="Neu") == 302
    assert edit(client, row, "drop") == 302
    with factories.as_staff(house.here.mentor):
        assert list(CaseloadView.objects.values_list("name", flat=True)) == ["Besetzt"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_nobody_could_find_again_is_refused(house: World, sign_in: SignIn, name: str) -> None:
    answer = sign_in(house.here.mentor).post(VIEWS + "neu/?geschlecht=f", {"name": name})
    assert answer.status_code == 200
    with factories.as_staff(house.here.mentor):
        assert not CaseloadView.objects.exists()


def test_a_view_with_values_of_yesterday_still_opens(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah"})
    with factories.as_staff(house.here.mentor):
        CaseloadView.objects.create(
            carrier_id=house.here.carrier,
            project_id=house.here.project,
            owner=house.here.mentor,
            name="Alt",
            filters={"phase": "gone", "sprache": "xx", "unfug": [1], "fachkraft": "ich"},
            start=True,
        )
    assert names(sign_in(house.here.mentor)) == ["Bah"]


def test_many_saved_views_cost_the_list_one_statement(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah"})
    client = sign_in(house.here.mentor)
    before = statements(client, LIST)[1]
    for number in range(20):
        save(client, f"Ansicht {number:02d}")
    page, count = statements(client, LIST)
    assert count == before
    assert len(page.content) < 60 * 1024
    assert statements(client, VIEWS)[1] <= 7
