# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sign-in that expires in the middle of a form: the text survives, without script and without being stored."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from scharnier.casework.models import Contact
from scharnier.foundation import principals
from scharnier.network.models import User
from scharnier.people.models import Enrolment
from tests import factories
from tests.casework.conftest import participant
from tests.casework.test_contacts import typed
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db

NOTE = "Zeile eins,\r\nZeile zwei mit <b>spitzen</b> & „deutschen“ Zeichen. عربي"


class Form(HTMLParser):
    """The first form of a page: where it goes and what it would send."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, list[str]] = {}
        self.action, self._area, self._done = "", "", False
        self.feed(page.split("<main")[1])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if tag == "form" and not self.action:
            self.action = found.get("action", "")
        elif tag == "input" and self.action and not self._done:
            self.fields.setdefault(found["name"], []).append(found.get("value", ""))
        elif tag == "textarea" and self.action and not self._done:
            self._area = found["name"]
            self.fields.setdefault(self._area, []).append("")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser drops the line break after the tag and sends line ends as CRLF.
            value = self.fields[self._area][-1].removeprefix("\n")
            self.fields[self._area][-1] = value.replace("\r\n", "\n").replace("\n", "\r\n")
            self._area = ""
        elif tag == "form" and self.action:
            self._done = True


@pytest.fixture
def nour(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        return participant(house.here)


@pytest.fixture
def visitor(house: World, sign_in: Callable[[User], Client]) -> Client:
    """Somebody whose sign-in has just expired, in a browser that sends the tokens of its forms."""
    client = Client(enforce_csrf_checks=True)
    signed_in = sign_in(house.here.mentor)
    client.cookies = signed_in.cookies
    return client


def post(client: Client, address: str, data: dict[str, Any]) -> Any:
    return client.post(address, data | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})


def expire(client: Client) -> None:
    with principals.entering(principals.SIGNIN):
        client.session.flush()


def again(client: Client, who: User) -> None:
    client.cookies.update(factories.signed_in(who).cookies)


def test_what_was_typed_is_sent_on_after_signing_in_again(house: World, visitor: Client, nour: Enrolment) -> None:
    address = f"/desk/personen/{nour.person_id}/gespraeche/neu/"
    visitor.get(address)
    expire(visitor)
    refused = post(visitor, address, typed(note=NOTE))
    assert refused.status_code == 401
    form = Form(refused.content.decode())
    assert form.fields["note"] == [NOTE]
    assert form.fields["topics"] == ["arbeit", "aufenthalt"]
    early = visitor.post(form.action, form.fields)
    assert early.status_code == 401
    assert "Sie sind noch nicht angemeldet." in early.content.decode()
    again(visitor, house.here.mentor)
    offered = visitor.post(Form(early.content.decode()).action, Form(early.content.decode()).fields)
    assert offered.status_code == 200
    last = Form(offered.content.decode())
    assert last.action == address
    for _ in range(2):
        assert visitor.post(last.action, last.fields).status_code == 302
    with as_staff(house.here.mentor):
        talk = Contact.objects.get()
    assert talk.note.split() == NOTE.split()


def test_a_changed_field_or_address_breaks_the_seal(house: World, visitor: Client, nour: Enrolment) -> None:
    address = f"/desk/personen/{nour.person_id}/gespraeche/neu/"
    visitor.get(address)
    expire(visitor)
    form = Form(post(visitor, address, typed(note=NOTE)).content.decode())
    again(visitor, house.here.mentor)
    forged = [
        {**form.fields, "note": ["Anderes"]},
        {**form.fields, "extra": ["1"]},
        {**form.fields, "resend_seal": ["erfunden"]},
        {key: value for key, value in form.fields.items() if key != "resend_seal"},
    ]
    for fields in forged:
        assert visitor.post(form.action, fields).status_code == 400
    assert visitor.get(form.action).status_code == 405


def test_a_fragment_or_a_draft_is_only_told_that_the_sign_in_expired(
    house: World, visitor: Client, nour: Enrolment
) -> None:
    address = f"/desk/personen/{nour.person_id}/gespraeche/neu/"
    visitor.get(address)
    expire(visitor)
    token = visitor.cookies["csrftoken"].value
    answer = visitor.post(address, typed(), headers={"HX-Request": "true", "X-CSRFToken": token})
    assert answer.status_code == 302
    draft = visitor.post(f"/desk/entwurf/gespraech/{nour.person_id}/", typed(), headers={"X-CSRFToken": token})
    assert draft.status_code == 401
    with as_staff(house.here.mentor):
        assert not Contact.objects.exists()


def test_nothing_that_was_typed_is_stored_for_somebody_who_is_not_signed_in(
    house: World, visitor: Client, nour: Enrolment, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"/desk/personen/{nour.person_id}/gespraeche/neu/"
    visitor.get(address)
    expire(visitor)
    post(visitor, address, typed(note="Ein sehr vertraulicher Satz"))
    assert "vertraulicher" not in caplog.text
    with as_staff(house.here.mentor):
        assert not Contact.objects.exists()
