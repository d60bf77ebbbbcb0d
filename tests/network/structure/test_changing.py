# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rooms and positions get other names; only what was never used is deleted, everything else is kept with the reason."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest

from scharnier.foundation import audit_words
from scharnier.network.models import Project, Site
from scharnier.network.structure import changing
from scharnier.network.structure.models import Position, PositionPeriod, Room, SiteHour
from tests import factories
from tests.factories import World
from tests.network.structure.test_pages import at, send, shown
from tests.people.conftest import SignIn, house, sign_in

__all__ = ["house", "sign_in"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(house: World) -> dict[str, UUID]:
    """A room with a time in it, one without, a held position, one never filled."""
    here = house.here
    own = {"carrier_id": here.carrier, "project_id": here.project}
    with factories.as_staff(here.lead):
        site = Site.objects.create(**own, name="Büro", place="Görlitz")
        used, free = (Room.objects.create(**own, site=site, name=name) for name in ("1.04", "1.05"))
        SiteHour.objects.create(
            **own, site=site, room=used, weekday=2, begins=time(9), ends=time(12), valid_from=date(2026, 1, 1)
        )
        held, empty = (Position.objects.create(**own, name=name, role="caseworker") for name in ("CM 1", "CM 2"))
        PositionPeriod.objects.create(
            **own, position=held, holder=here.mentor, share=100, valid_from=date(2025, 1, 1), valid_to=date(2025, 6, 30)
        )
    return {"used": used.pk, "free": free.pk, "held": held.pk, "empty": empty.pk}


def names(house: World) -> set[str]:
    with factories.as_staff(house.here.lead):
        return {*Room.objects.values_list("name", flat=True), *Position.objects.values_list("name", flat=True)}


def test_a_room_and_a_position_get_another_name(house: World, sign_in: SignIn, rooms: dict[str, UUID]) -> None:
    client = sign_in(house.here.lead)
    send(client, at(house.here, f"aendern/raum/{rooms['used']}/"), {"name": "Beratung 1", "seats": "4", "note": ""})
    send(client, at(house.here, f"aendern/stelle/{rooms['held']}/"), {"name": "Case-Management", "role": "lead"})
    assert names(house) == {"Beratung 1", "1.05", "Case-Management", "CM 2"}
    assert "Beratung 1" in shown(client, at(house.here, "orte/"))
    assert "Case-Management" in shown(client, at(house.here, "stellen/"))


def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(
    house: World, sign_in: SignIn, rooms: dict[str, UUID]
) -> None:
    client = sign_in(house.here.lead)
    refused = send(client, at(house.here, f"aendern/raum/{rooms['used']}/"), {"name": "1.05", "seats": "7", "note": ""})
    assert "Diesen Raum gibt es an dem Standort schon." in refused
    assert 'value="7"' in refused
    refused = send(client, at(house.here, f"aendern/stelle/{rooms['held']}/"), {"name": "CM 2", "role": "lead"})
    assert "Eine Stelle mit dieser Bezeichnung gibt es schon." in refused
    assert names(house) == {"1.04", "1.05", "CM 1", "CM 2"}


def test_what_was_never_used_is_deleted_after_a_question(house: World, sign_in: SignIn, rooms: dict[str, UUID]) -> None:
    client = sign_in(house.here.lead)
    for kind, key in (("raum", "free"), ("stelle", "empty")):
        page = at(house.here, f"loeschen/{kind}/{rooms[key]}/")
        assert "Gelöscht wird nur, was nie genutzt wurde" in shown(client, page)
        client.post(page, {"form_token": ""})
    assert names(house) == {"1.04", "CM 1"}


def test_what_was_used_stays_and_the_page_says_why(house: World, sign_in: SignIn, rooms: dict[str, UUID]) -> None:
    client = sign_in(house.here.lead)
    text = client.post(at(house.here, f"loeschen/raum/{rooms['used']}/"), {"form_token": ""}).text
    assert "Der Raum wird oder wurde genutzt (Sprechzeit: 1)" in text
    text = client.post(at(house.here, f"loeschen/stelle/{rooms['held']}/"), {"form_token": ""}).text
    assert "Die Stelle war oder ist besetzt (Zeitraum einer Stelle: 1)" in text
    assert names(house) == {"1.04", "1.05", "CM 1", "CM 2"}


@pytest.mark.parametrize("who", ["mentor", "auditor", "colleague"])
def test_only_leadership_and_administration_do(house: World, sign_in: SignIn, rooms: dict[str, UUID], who: str) -> None:
    client = sign_in(getattr(house.here, who))
    for tail in (f"aendern/raum/{rooms['free']}/", f"loeschen/raum/{rooms['free']}/"):
        assert client.get(at(house.here, tail)).status_code == 403
        assert client.post(at(house.here, tail), {"name": "x"}).status_code == 403
    assert "löschen" not in shown(client, at(house.here, "orte/"))


def test_another_projects_room_is_not_found(house: World, sign_in: SignIn, rooms: dict[str, UUID]) -> None:
    client = sign_in(house.other_project.lead)
    page = f"/desk/struktur/projekt/{house.other_project.project}/loeschen/raum/{rooms['free']}/"
    assert client.get(page).status_code == 404
    assert client.get(at(house.here, f"loeschen/tisch/{rooms['free']}/")).status_code in (403, 404)
    assert sign_in(house.here.lead).get(at(house.here, f"loeschen/tisch/{rooms['free']}/")).status_code == 404


def test_whatever_points_at_a_room_is_asked_without_being_named(house: World, rooms: dict[str, UUID]) -> None:
    with factories.as_staff(house.here.lead):
        assert changing.used_by(Room.objects.get(pk=rooms["used"])) == [
            (audit_words.table_label("network_sitehour"), 1)
        ]
        assert changing.used_by(Room.objects.get(pk=rooms["free"])) == []
        assert Project.objects.filter(pk=house.here.project).exists()
