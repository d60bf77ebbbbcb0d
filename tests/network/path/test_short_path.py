# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The network's directory: who is found, by whom, and what nobody sees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.test import Client

from scharnier.foundation import clock, principals
from scharnier.network.models import Membership, Role, Site, Substitution, User
from scharnier.network.path.models import WorkContact
from scharnier.network.path.queries import Contact
from scharnier.network.path.vcard import vcard
from scharnier.network.structure.models import Duty, Responsibility
from tests import factories
from tests.factories import House, World
from tests.people.conftest import SignIn, house, sign_in, statements

__all__ = ["house", "sign_in"]
pytestmark = pytest.mark.django_db
LIST = "/desk/netzwerk/"


@pytest.fixture
def world(house: World) -> World:
    with principals.entering(principals.SYSTEM):
        User.objects.filter(pk=house.away.mentor.pk).update(display_name="Ayşe Öztürk", phone="030 23125 111")
    publish(house.away, house.away.mentor, languages=["de", "tr"], topics=["anerkennung"], function="Anerkennung")
    return house


def publish(where: House, who: User, **fields: Any) -> UUID:
    with factories.as_staff(who):
        return WorkContact.objects.create(carrier_id=where.carrier, user=who, **{"published": True, **fields}).pk


def page(client: Client, query: str = "") -> str:
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return answer.content.decode()


def search(client: Client, text: str) -> str:
    return client.post(LIST, {"text": text}, follow=True).content.decode()


def test_a_colleague_of_another_carrier_is_found_with_direct_line(world: World, sign_in: SignIn) -> None:
    shown = page(sign_in(world.here.mentor))
    for words in ("Ayşe Öztürk", "Anerkennung", 'href="tel:+493023125111"', "fern", "Türkisch"):
        assert words in shown, words


@pytest.mark.parametrize("text", ["oezturk", "ayse", "türkisch", "anerk", "Fern Öztürk", "Turkish", "23125111"])
def test_names_languages_and_topics_are_found_however_they_are_written(
    world: World, sign_in: SignIn, text: str
) -> None:
    assert "Ayşe Öztürk" in search(sign_in(world.here.mentor), text)


def test_what_was_typed_stands_in_no_address(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.here.mentor)
    answer = client.post(LIST, {"text": "Öztürk"})
    assert answer.status_code == 302
    assert "zt" not in answer["Location"].removeprefix(LIST)
    assert "Ayşe Öztürk" in page(client)


def test_a_slip_of_the_pen_finds_who_is_called_nearly_so(world: World, sign_in: SignIn) -> None:
    shown = search(sign_in(world.here.mentor), "Östürk")
    assert "Ayşe Öztürk" in shown
    assert "Ähnlich" in shown


def test_nobody_fits_and_the_way_out_is_a_button(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.here.mentor)
    shown = search(client, "Quxquux")
    assert "Niemand passt" in shown
    assert "Ayşe Öztürk" in client.post(f"{LIST}?", {"text": ""}, follow=True).content.decode()


def test_only_published_entries_of_people_who_work_there_are_shown(world: World, sign_in: SignIn) -> None:
    publish(world.away, world.away.colleague, published=False)
    left = publish(world.away, world.away.lead)
    with principals.entering(principals.SYSTEM):
        Membership.objects.filter(user=world.away.lead).update(valid_to=clock.today() - timedelta(days=1))
    client = sign_in(world.here.mentor)
    shown = page(client)
    assert "Colleague Fern" not in shown
    assert "Lead Fern" not in shown
    assert client.get(f"{LIST}{left}/").status_code == 404


def test_filters_narrow_by_district_place_language_and_topic(world: World, sign_in: SignIn) -> None:
    publish(world.here, world.here.colleague, languages=["ar"], topics=["wohnen"])
    with factories.as_staff(world.away.lead):
        facts = {"carrier_id": world.away.carrier, "project_id": world.away.project}
        Site.objects.create(**facts, name="Büro", place="Wismar", district="13074")
        Responsibility.objects.create(
            **facts, programme=world.programme, district="13074", duty=Duty.RESPONSIBLE, valid_from=date(2025, 1, 1)
        )
    client = sign_in(world.here.mentor)
    for query in ("?kreis=13074", "?ort=Wismar", "?sprache=tr", "?thema=anerkennung"):
        shown = page(client, query)
        assert "Ayşe Öztürk" in shown, query
        assert "Colleague Nord" not in shown, query
    district = page(client, "?kreis=13074")
    assert "Zuständig: Nordwestmecklenburg" in district
    assert "Projekt fern" in district
    assert "Niemand passt" in page(client, "?sprache=ar&thema=anerkennung")
    assert "Ayşe Öztürk" in page(client, "?kreis=99999&sprache=xx&thema=%27")  # what no list knows is left out


def test_a_deputy_is_named_to_others_only_when_published_too(world: World, sign_in: SignIn) -> None:
    with factories.as_staff(world.away.mentor):
        key = WorkContact.objects.get(user=world.away.mentor).pk
        WorkContact.objects.filter(pk=key).update(deputy=world.away.colleague)
    client = sign_in(world.here.mentor)
    assert "Colleague Fern" not in client.get(f"{LIST}{key}/").content.decode()
    publish(world.away, world.away.colleague, phone="030 23125 112")
    shown = client.get(f"{LIST}{key}/").content.decode()
    assert "Colleague Fern" in shown
    assert "tel:+493023125112" in shown


def test_who_stands_in_today_is_shown_at_the_contact(world: World, sign_in: SignIn) -> None:
    publish(world.away, world.away.colleague)
    with factories.as_staff(world.away.lead):
        Substitution.objects.create(
            carrier_id=world.away.carrier,
            project_id=world.away.project,
            absent=world.away.mentor,
            cover=world.away.colleague,
            valid_from=clock.today(),
            valid_to=clock.today() + timedelta(days=3),
        )
    assert "heute vertreten durch Colleague Fern" in page(sign_in(world.here.mentor))


def test_the_directory_opens_nothing_else_of_another_carrier(world: World) -> None:
    with factories.as_staff(world.here.mentor) as scope:
        assert WorkContact.objects.visible_to(scope).filter(user=world.away.mentor).exists()
        assert not User.objects.filter(pk=world.away.mentor.pk).exists()
        assert not Membership.objects.filter(user=world.away.mentor).exists()
        assert WorkContact.objects.filter(user=world.away.mentor).update(function="x") == 0
    with principals.entering(principals.PUBLIC):
        assert not WorkContact.objects.exists()


def test_nobody_writes_an_entry_for_a_colleague(world: World) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), factories.as_staff(world.here.mentor):
        WorkContact.objects.create(carrier_id=world.here.carrier, user=world.here.colleague)


def test_signed_out_there_is_no_directory(world: World) -> None:
    for path in (LIST, f"{LIST}mein-eintrag/"):
        assert Client().get(path).status_code == 302


def test_the_programme_office_finds_people_and_has_no_entry_of_its_own(world: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        office = factories.user("office.programm")
        Membership.objects.create(
            carrier_id=world.here.carrier,
            programme=world.programme,
            user=office,
            role=Role.OFFICE,
            valid_from=date(2020, 1, 1),
        )
    client = sign_in(office)
    shown = page(client)
    assert "Ayşe Öztürk" in shown
    assert "Mein Eintrag" not in shown
    assert client.get(f"{LIST}mein-eintrag/").status_code == 403
    assert client.get("/desk/struktur/").status_code == 403


# ---------- vCard ----------


def test_the_card_can_be_saved(world: World, sign_in: SignIn) -> None:
    key = publish(world.here, world.here.colleague, phone="030 23125 113", languages=["ar", "de"])
    answer = sign_in(world.away.mentor).get(f"{LIST}{key}/kontakt.vcf")
    assert answer["Content-Type"].startswith("text/vcard")
    assert 'filename="colleague-nord.vcf"' in answer["Content-Disposition"]
    text = answer.content.decode()
    assert text.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert "TEL;TYPE=WORK,VOICE:+493023125113\r\n" in text
    assert "N:Nord;Colleague;;;\r\n" in text


def test_a_card_escapes_and_folds_as_the_format_asks() -> None:
    long = "Beratung, Begleitung; " + "ä" * 80
    contact = Contact(
        id=UUID(int=7), name="Mary; Ann, Ö", function=long, roles=("caseworker",), phone="", email="a@example.org",
        carrier="Haus\nEins", projects=(), districts=(), site="", street="Weg 1", postcode="01067", place="Dresden",
        languages=(), topics=(), response="next_day", reachable="", deputy_id=None, deputy="", deputy_phone="",
        cover="", cover_phone="", updated_at=clock.now(),
    )  # fmt: skip
    text = vcard(contact, "https://example.org/x")
    assert "FN:Mary\\; Ann\\, Ö\r\n" in text
    assert "ORG:Haus\\nEins;" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert f"TITLE:Beratung\\, Begleitung\\; {'ä' * 80}" in text.replace("\r\n ", "")
    assert "TEL" not in text


# ---------- one's own entry ----------


def entry(**fields: Any) -> dict[str, Any]:
    return {"function": "Betriebe", "response": "same_day", "languages": ["de", "ar"], "topics": ["wohnen"], **fields}


def test_everybody_fills_in_the_own_entry(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.here.mentor)
    sent = entry(published="on", phone="030 23125 114", deputy=str(world.here.colleague.pk))
    answer = client.post(f"{LIST}mein-eintrag/", sent, follow=True)
    assert "Ihr Eintrag steht im Netzwerk" in answer.content.decode()
    with factories.as_staff(world.here.mentor):
        row = WorkContact.objects.get(user=world.here.mentor)
    assert (row.function, row.languages, row.deputy_id) == ("Betriebe", ["de", "ar"], world.here.colleague.pk)
    assert "Mentor Nord" in page(sign_in(world.away.mentor))


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"phone": "ruf mich an"}, "Schreiben Sie die Nummer mit Ziffern"),
        ({"published": "on", "function": "", "languages": [], "topics": []}, "Damit andere Sie finden"),
        ({"languages": ["klingonisch"]}, "klingonisch"),
        ({"response": "nie"}, "nie"),
    ],
)
def test_what_helps_nobody_is_refused_and_kept(
    world: World, sign_in: SignIn, fields: dict[str, Any], complaint: str
) -> None:
    answer = sign_in(world.here.mentor).post(f"{LIST}mein-eintrag/", {**entry(reachable="Mo bis Mi"), **fields})
    shown = answer.content.decode()
    assert complaint in shown
    assert "Mo bis Mi" in shown
    with factories.as_staff(world.here.mentor):
        assert not WorkContact.objects.filter(user=world.here.mentor).exists()


def test_somebody_of_another_carrier_can_not_become_deputy(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.here.mentor).post(f"{LIST}mein-eintrag/", entry(deputy=str(world.away.mentor.pk)))
    assert "Auswahl" in answer.content.decode() or "choice" in answer.content.decode()
    with factories.as_staff(world.here.mentor):
        assert not WorkContact.objects.filter(user=world.here.mentor).exists()


def test_the_second_window_is_told(world: World, sign_in: SignIn) -> None:
    publish(world.here, world.here.mentor, function="alt", languages=["de"])
    client = sign_in(world.here.mentor)
    client.post(f"{LIST}mein-eintrag/", entry(version="1", published="on"))
    answer = client.post(f"{LIST}mein-eintrag/", entry(version="1", function="spät", published="on"))
    assert "Inzwischen wurde anderswo gespeichert" in answer.content.decode()
    with factories.as_staff(world.here.mentor):
        assert WorkContact.objects.get(user=world.here.mentor).function == "Betriebe"


# ---------- what it costs ----------


def test_pages_take_few_statements_however_many_there_are(world: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        for number in range(30):
            made = factories.user(f"kraft{number:02}.nord")
            factories.member(made, world.here.carrier, world.here.project, Role.CASEWORKER)
            WorkContact.objects.create(carrier_id=world.here.carrier, user=made, published=True, languages=["de"])
    client = sign_in(world.here.mentor)
    first, count = statements(client, LIST)
    assert count <= 14
    assert len(first.content) <= 60 * 1024
    shown = first.content.decode()
    assert "Kraft23 Nord" in shown
    assert "Kraft25 Nord" not in shown
    second = page(client, f"?after={first.context['page'].after}")
    assert "Kraft25 Nord" in second
    back = page(client, f"?before={client.get(LIST + '?after=' + first.context['page'].after).context['page'].before}")
    assert "Ayşe Öztürk" in back
    assert "Kraft25 Nord" not in back
