# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One's own account: settings, sign-ins elsewhere, the project one works in, and pages that say no."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from scharnier.foundation import principals
from scharnier.network import queries
from scharnier.network.models import Role, User
from tests import factories
from tests.factories import World

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def world() -> World:
    return factories.world()


def signed_in(user: User, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    answer = client.post("/accounts/login/", {"login": user.email, "password": factories.PASSWORD})
    assert answer.status_code == 302
    return client


def save(client: Client, **changes: str) -> str:
    values = {
        "display_name": "Mentor Nord",
        "phone": "",
        "language": "de",
        "theme": "auto",
        "single_keys": "on",
        **changes,
    }
    values = {name: value for name, value in values.items() if value != "-"}
    return client.post("/desk/konto/", values, follow=True).content.decode()


def test_settings_are_kept_and_applied(world: World) -> None:
    client = signed_in(world.here.mentor)
    save(client, phone="030 23125-117", theme="dark", single_keys="-")
    shown = client.get("/desk/konto/").content.decode()
    assert 'data-kern-theme="dark"' in shown
    assert 'data-keys="off"' in shown
    with factories.as_staff(world.here.mentor):
        user = User.objects.get(pk=world.here.mentor.pk)
    assert (user.phone, user.theme, user.single_keys) == ("030 23125-117", "dark", False)


def test_the_language_of_the_account_counts_on_this_machine_and_the_next(world: World) -> None:
    client = signed_in(world.here.mentor)
    assert 'lang="de"' in client.get("/desk/konto/").content.decode()
    assert '<html lang="en"' in save(client, language="en")
    other = signed_in(world.here.mentor, SAFARI)
    assert '<html lang="en"' in other.get("/desk/konto/").content.decode()


@pytest.mark.parametrize(("field", "value"), [("display_name", ""), ("phone", "anrufen"), ("language", "xx")])
def test_a_wrong_entry_is_told_and_nothing_saved(world: World, field: str, value: str) -> None:
    shown = save(signed_in(world.here.mentor), **{field: value})
    assert "Prüfen Sie bitte eine Angabe" in shown
    with factories.as_staff(world.here.mentor):
        assert getattr(User.objects.get(pk=world.here.mentor.pk), field) != value


def test_own_sign_ins_are_listed_and_one_elsewhere_is_ended(world: World) -> None:
    here, elsewhere = signed_in(world.here.mentor), signed_in(world.here.mentor, SAFARI)
    shown = here.get("/desk/konto/").content.decode()
    assert "Firefox, Linux" in shown
    assert "Safari, iOS" in shown
    [address] = re.findall(r'action="(/desk/konto/anmeldung/\d+/beenden/)"', shown)
    assert here.post(address).status_code == 302
    assert elsewhere.get("/desk/konto/").headers["Location"].startswith("/accounts/login/")
    assert here.get("/desk/konto/").status_code == 200


def test_nobody_ends_the_sign_in_of_somebody_else(world: World) -> None:
    first, second = signed_in(world.here.mentor), signed_in(world.here.mentor, SAFARI)
    [address] = re.findall(r'action="(/desk/konto/anmeldung/\d+/beenden/)"', first.get("/desk/konto/").content.decode())
    assert signed_in(world.here.lead).post(address).status_code == 404
    assert second.get("/desk/konto/").status_code == 200


def test_a_new_password_ends_all_other_sign_ins(world: World) -> None:
    here, elsewhere = signed_in(world.here.mentor), signed_in(world.here.mentor, SAFARI)
    new = {"oldpassword": factories.PASSWORD, "password1": "Kiefern-wachsen-langsam"}
    answer = here.post("/accounts/password/change/", {**new, "password2": new["password1"]})
    assert answer.status_code == 302
    assert elsewhere.get("/desk/konto/").status_code == 302
    shown = here.get("/desk/konto/").content.decode()
    assert "Safari" not in shown


@pytest.mark.parametrize(
    ("agent", "words"), [(FIREFOX, "Firefox, Linux"), (SAFARI, "Safari, iOS"), ("", "Unbekannter Browser")]
)
def test_a_browser_is_named_in_two_words(agent: str, words: str) -> None:
    assert queries.device(agent) == words


def test_somebody_of_two_projects_switches_between_them(world: World) -> None:
    with factories.as_staff(world.other_project.lead):
        factories.member(world.here.mentor, world.here.carrier, world.other_project.project, Role.CASEWORKER)
    client = signed_in(world.here.mentor)
    assert "Mentor Sued" not in client.get("/desk/team/").content.decode()
    client.post("/desk/projekt/", {"place": str(world.other_project.project)})
    assert "Mentor Sued" in client.get("/desk/team/").content.decode()


def test_nobody_switches_to_a_project_that_is_not_theirs(world: World) -> None:
    client = signed_in(world.here.mentor)
    for place in (str(world.other_project.project), str(world.away.project), "", "unsinn"):
        assert client.post("/desk/projekt/", {"place": place}).status_code == 404
    assert client.get("/desk/projekt/").status_code == 405
    assert "Mentor Nord" in client.get("/desk/team/").content.decode()


def test_the_own_account_stays_within_the_statement_budget(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(world.here.mentor)
    with django_assert_max_num_queries(14):
        client.get("/desk/konto/")


def test_somebody_without_any_membership_sees_the_own_account_and_nothing_else(world: World) -> None:
    with principals.entering(principals.SIGNIN):
        alone = factories.user("allein")
    client = signed_in(alone)
    assert client.get("/desk/konto/").status_code == 200
    assert client.get("/desk/team/").status_code == 403


def test_a_refused_page_names_the_right_and_whom_to_ask(world: World) -> None:
    answer = signed_in(world.here.mentor).get("/desk/team/einladen/")
    shown = answer.content.decode()
    assert answer.status_code == 403
    assert "Lead Nord" in shown
    assert "Leitung, Verwaltung des Trägers" in shown
