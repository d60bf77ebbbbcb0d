# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The team page, invitations from both ends, and the end of a membership."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from scharnier.foundation import clock, principals
from scharnier.foundation.models import AuditEvent, Grant, OutboxMail
from scharnier.network.models import Carrier, Membership, Role, Substitution, User
from tests import factories
from tests.factories import World

pytestmark = pytest.mark.django_db
NEW = "neu@example.org"
PASSWORD = "Kiefern-wachsen-langsam"


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def world() -> World:
    return factories.world()


def signed_in(user: User) -> Client:
    client = Client()
    with principals.entering(principals.SIGNIN):
        client.force_login(user)
    return client


def page(client: Client, path: str = "/desk/team/") -> str:
    return client.get(path).content.decode()


def invite(client: Client, place: Any, role: str = "caseworker", email: str = NEW) -> Any:
    return client.post("/desk/team/einladen/", {"email": email, "role": role, "place": str(place)})


def links() -> list[str]:
    """The links of the mails in the outbox, first one first."""
    with principals.entering(principals.SYSTEM):
        bodies = OutboxMail.objects.order_by("created_at").values_list("body", flat=True)
        return [found[0] for body in bodies if (found := re.search(r"/einladung/\S+", body))]


def accept(client: Client, link: str, name: str = "Jona Beispiel", password: str = PASSWORD) -> Any:
    return client.post(link, {"name": name, "password": password, "repeated": password})


# ---------- who works here ----------


def test_the_team_shows_roles_direct_lines_and_who_stands_in(world: World) -> None:
    with factories.as_staff(world.here.mentor):
        User.objects.filter(pk=world.here.mentor.pk).update(phone="030 23125 117")
    today = clock.today()
    with factories.as_staff(world.here.lead):
        Substitution.objects.create(
            carrier_id=world.here.carrier,
            project_id=world.here.project,
            absent=world.here.mentor,
            cover=world.here.colleague,
            valid_from=today,
            valid_to=today + timedelta(days=7),
        )
    shown = page(signed_in(world.here.mentor))
    for word in ("Mentor Nord", "Lead Nord", "Admin Nord", "Fachkraft", "030 23125 117", "01.01.2020"):
        assert word in shown, word
    assert "wird von Colleague Nord vertreten" in shown
    assert "vertritt Mentor Nord" in shown


def test_nobody_of_another_project_or_carrier_is_on_the_page(world: World) -> None:
    shown = page(signed_in(world.here.mentor))
    assert "Mentor Sued" not in shown
    assert "Mentor Fern" not in shown


def test_whoever_administers_sees_the_whole_carrier(world: World) -> None:
    shown = page(signed_in(world.here.admin))
    assert "Mentor Nord" in shown
    assert "Mentor Sued" in shown
    assert "Projekt sued" in shown
    assert "Mentor Fern" not in shown


def test_the_page_costs_the_same_for_six_and_for_sixty(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with principals.entering(principals.SIGNIN):
        people = [factories.user(f"mensch{number:02}") for number in range(60)]
    with factories.as_staff(world.here.lead):
        for person in people:
            factories.member(person, world.here.carrier, world.here.project, Role.CASEWORKER)
    client = signed_in(world.here.lead)
    with django_assert_max_num_queries(14):
        first = client.get("/desk/team/")
    assert len(first.content) < 60 * 1024
    after = re.search(r"after=([0-9a-f-]+)", first.content.decode())
    assert after
    with django_assert_max_num_queries(14):
        second = page(client, f"/desk/team/?after={after[1]}")
    names = [re.findall(r"Mensch\d\d|Lead Nord", shown) for shown in (first.content.decode(), second)]
    assert not set(names[0]) & set(names[1]) - {"Lead Nord"}
    before = re.search(r"before=([0-9a-f-]+)", second)
    assert before
    assert "Admin Nord" in page(client, f"/desk/team/?before={before[1]}")


@pytest.mark.parametrize("role", ["mentor", "auditor"])
def test_only_leadership_invites_and_ends(world: World, role: str) -> None:
    client = signed_in(getattr(world.here, role))
    assert "Einladen" not in page(client)
    answer = client.get("/desk/team/einladen/")
    assert answer.status_code == 403
    assert "Lead Nord" in answer.content.decode()
    with factories.as_staff(world.here.lead):
        membership = Membership.objects.get(user=world.here.colleague)
    assert client.post(f"/desk/team/{membership.pk}/beenden/", {"last_day": "31.12.2030"}).status_code == 403
    assert invite(client, world.here.project).status_code == 403


# ---------- inviting ----------


def test_a_lead_invites_and_the_invited_person_works_there(world: World) -> None:
    lead = signed_in(world.here.lead)
    assert invite(lead, world.here.project).headers["Location"] == "/desk/team/"
    assert NEW in page(lead)
    [link] = links()
    guest = Client()
    shown = page(guest, link)
    assert "Projekt nord" in shown
    assert "Lead Nord" not in shown
    assert accept(guest, link).headers["Location"] == "/desk/"
    with principals.entering(principals.SIGNIN):
        user = User.objects.get(email=NEW)
    assert user.check_password(PASSWORD)
    assert user.password.startswith("argon2")
    assert "Jona Beispiel" in page(guest)
    assert NEW not in page(lead)


def test_the_mail_of_an_invitation_names_no_person(world: World) -> None:
    invite(signed_in(world.here.lead), world.here.project)
    with principals.entering(principals.SYSTEM):
        mail = OutboxMail.objects.get()
    assert mail.to == NEW
    assert not re.search(r"Lead|Nord\b|@", mail.body)


def test_opening_a_link_accepts_nothing(world: World) -> None:
    invite(signed_in(world.here.lead), world.here.project)
    [link] = links()
    for method in ("get", "head", "options"):
        getattr(Client(), method)(link)
    with principals.entering(principals.SIGNIN):
        assert not User.objects.filter(email=NEW).exists()
    with factories.as_staff(world.here.lead):
        assert Grant.objects.get().used_at is None


def test_a_link_works_once(world: World) -> None:
    invite(signed_in(world.here.lead), world.here.project)
    [link] = links()
    accept(Client(), link)
    again = accept(Client(), link, name="Noch Jemand")
    assert again.status_code == 410
    assert "schon angenommen" in again.content.decode()


def test_an_expired_and_an_unknown_link_say_the_same(world: World) -> None:
    invite(signed_in(world.here.lead), world.here.project)
    [link] = links()
    with clock.frozen(clock.now() + timedelta(days=15)):
        expired = Client().get(link)
    unknown = Client().get("/einladung/gibt-es-nicht/")
    assert expired.status_code == unknown.status_code == 410
    assert "gilt nicht mehr" in expired.content.decode()
    assert "gilt nicht mehr" in unknown.content.decode()


def test_a_revoked_link_is_dead_and_one_sent_again_replaces_the_first(world: World) -> None:
    lead = signed_in(world.here.lead)
    invite(lead, world.here.project)
    with factories.as_staff(world.here.lead):
        grant = Grant.objects.get().pk
    lead.post(f"/desk/team/einladung/{grant}/erneut/")
    first, second = links()
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    with factories.as_staff(world.here.lead):
        grant = Grant.objects.get(revoked_at=None).pk
    lead.post(f"/desk/team/einladung/{grant}/zurueckziehen/")
    assert Client().get(second).status_code == 410
    assert NEW not in page(lead)


def test_a_lead_neither_revokes_nor_resends_what_another_one_sent(world: World) -> None:
    invite(signed_in(world.here.lead), world.here.project)
    with factories.as_staff(world.here.lead):
        grant = Grant.objects.get().pk
    for stranger in (world.other_project.lead, world.away.lead):
        client = signed_in(stranger)
        client.post(f"/desk/team/einladung/{grant}/zurueckziehen/")
        client.post(f"/desk/team/einladung/{grant}/erneut/")
    assert len(links()) == 1
    with factories.as_staff(world.here.lead):
        assert Grant.objects.get().revoked_at is None


def test_a_lead_invites_to_the_own_project_only_and_makes_nobody_an_administrator(world: World) -> None:
    lead = signed_in(world.here.lead)
    refused = [
        invite(lead, world.other_project.project),
        invite(lead, world.away.project),
        invite(lead, f"carrier:{world.here.carrier}", role="admin"),
        invite(lead, world.here.project, role="admin"),
    ]
    assert [answer.status_code for answer in refused] == [200] * 4
    assert all("Prüfen Sie bitte" in answer.content.decode() for answer in refused)
    assert links() == []


def test_an_administrator_invites_to_every_project_of_the_carrier_and_to_the_carrier(world: World) -> None:
    admin = signed_in(world.here.admin)
    assert invite(admin, world.other_project.project, role="lead").status_code == 302
    assert invite(admin, f"carrier:{world.here.carrier}", role="protection", email="dsb@example.org").status_code == 302
    assert invite(admin, world.away.project, email="c@example.org").status_code == 200
    assert invite(admin, f"carrier:{world.here.carrier}", role="lead", email="d@example.org").status_code == 200
    for link, name in zip(links(), ("Jona Beispiel", "Dana Schutz"), strict=True):
        assert accept(Client(), link, name=name).status_code == 302
    with factories.as_staff(world.here.admin):
        found = Membership.objects.filter(user__display_name__in=["Jona Beispiel", "Dana Schutz"])
        assert {(row.role, row.project_id) for row in found} == {
            ("lead", world.other_project.project),
            ("protection", None),
        }


def test_nobody_is_invited_twice(world: World) -> None:
    lead = signed_in(world.here.lead)
    invite(lead, world.here.project)
    assert "schon unterwegs" in invite(lead, world.here.project, email=NEW.upper()).content.decode()
    assert "arbeitet hier schon" in invite(lead, world.here.project, email=world.here.mentor.email).content.decode()
    assert len(links()) == 1


def test_a_double_click_sends_one_mail(world: World) -> None:
    lead = signed_in(world.here.lead)
    token = re.search(r'name="form_token" value="([0-9a-f-]+)"', page(lead, "/desk/team/einladen/"))
    assert token
    data = {"email": NEW, "role": "caseworker", "place": str(world.here.project), "form_token": token[1]}
    answers = [lead.post("/desk/team/einladen/", data) for _click in range(2)]
    assert [answer.headers["Location"] for answer in answers] == ["/desk/team/"] * 2
    assert len(links()) == 1


def test_somebody_with_an_account_signs_in_and_accepts(world: World) -> None:
    invite(signed_in(world.here.lead), world.here.project, email=world.away.mentor.email)
    [link] = links()
    assert "gibt es schon ein Konto" in page(Client(), link)
    assert accept(Client(), link).status_code == 200
    guest = signed_in(world.away.mentor)
    assert guest.get(link).status_code == 200
    assert guest.post(link).headers["Location"] == "/desk/"
    with factories.as_staff(world.away.mentor) as scope:
        assert {world.here.project, world.away.project} <= scope.projects


def test_somebody_else_who_is_signed_in_does_not_accept(world: World) -> None:
    invite(signed_in(world.here.lead), world.here.project)
    [link] = links()
    stranger = signed_in(world.away.mentor)
    assert "gilt für eine andere E-Mail-Adresse" in page(stranger, link)
    accept(stranger, link)
    with factories.as_staff(world.away.mentor) as scope:
        assert world.here.project not in scope.projects
    with principals.entering(principals.SIGNIN):
        assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(
    ("password", "repeated", "complaint"),
    [("kurz", "kurz", "kurz"), (PASSWORD, PASSWORD + "!", "verschieden"), ("password1234", "password1234", "")],
)
def test_a_weak_or_mistyped_password_is_told(world: World, password: str, repeated: str, complaint: str) -> None:
    invite(signed_in(world.here.lead), world.here.project)
    [link] = links()
    answer = Client().post(link, {"name": "Jona Beispiel", "password": password, "repeated": repeated})
    assert "Prüfen Sie bitte" in answer.content.decode()
    assert complaint in answer.content.decode()
    with principals.entering(principals.SIGNIN):
        assert not User.objects.filter(email=NEW).exists()


def test_inviting_and_accepting_are_in_the_audit_without_the_secret(world: World) -> None:
    invite(signed_in(world.here.lead), world.here.project)
    [link] = links()
    accept(Client(), link)
    with principals.entering(principals.SYSTEM):
        events = AuditEvent.objects.filter(table__in=["foundation_grant", "network_membership", "network_user"])
        told = {(event.table, event.action) for event in events}
        assert link.strip("/").split("/")[-1] not in str([event.payload for event in events])
        assert "argon2" not in str([event.payload for event in events])
    assert {("foundation_grant", "insert"), ("foundation_grant", "update"), ("network_membership", "insert")} <= told


# ---------- ending ----------


def test_after_the_last_day_the_access_is_closed(world: World) -> None:
    lead = signed_in(world.here.lead)
    with factories.as_staff(world.here.lead):
        membership = Membership.objects.get(user=world.here.colleague)
    today = clock.today()
    path = f"/desk/team/{membership.pk}/beenden/"
    assert "Colleague Nord" in page(lead, path)
    assert lead.post(path, {"last_day": f"{today:%d.%m.%Y}"}).headers["Location"] == "/desk/team/"
    assert f"bis {today:%d.%m.%Y}" in page(lead)
    with factories.as_staff(world.here.colleague) as scope:
        assert scope.projects == {world.here.project}
    with clock.frozen(clock.now() + timedelta(days=1)):
        with factories.as_staff(world.here.colleague) as scope:
            assert scope.projects == frozenset()
        assert "Colleague Nord" not in page(lead)


def test_a_membership_does_not_end_in_the_past(world: World) -> None:
    with factories.as_staff(world.here.lead):
        membership = Membership.objects.get(user=world.here.colleague)
    yesterday = clock.today() - timedelta(days=1)
    answer = signed_in(world.here.lead).post(
        f"/desk/team/{membership.pk}/beenden/", {"last_day": f"{yesterday:%d.%m.%Y}"}
    )
    assert "Prüfen Sie bitte" in answer.content.decode()
    with factories.as_staff(world.here.lead):
        assert Membership.objects.get(pk=membership.pk).valid_to is None


def test_the_last_administration_of_a_carrier_stays(world: World) -> None:
    admin = signed_in(world.away.admin)
    with factories.as_staff(world.away.admin):
        membership = Membership.objects.get(user=world.away.admin)
    answer = admin.post(f"/desk/team/{membership.pk}/beenden/", {"last_day": "31.12.2099"})
    assert "letzte Verwaltung" in answer.content.decode()


def test_the_lead_of_another_project_and_another_carrier_end_nothing(world: World) -> None:
    with factories.as_staff(world.here.lead):
        membership = Membership.objects.get(user=world.here.colleague)
    path = f"/desk/team/{membership.pk}/beenden/"
    assert signed_in(world.other_project.lead).post(path, {"last_day": "31.12.2099"}).status_code == 403
    assert signed_in(world.away.lead).post(path, {"last_day": "31.12.2099"}).status_code == 404
    with factories.as_staff(world.here.lead):
        assert Membership.objects.get(pk=membership.pk).valid_to is None


# ---------- the first one ----------


def test_the_first_administrator_of_an_empty_installation_comes_by_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite_admin", carrier="Stadt Beispielhausen", email="amt@example.org")
    link = capsys.readouterr().out.strip()
    guest = Client()
    assert "Stadt Beispielhausen" in page(guest, link)
    assert accept(guest, link, name="Kim Amt").headers["Location"] == "/desk/einstellungen/"
    assert "Kim Amt" in page(guest)
    with pytest.raises(CommandError, match="hat schon eine Verwaltung"):
        call_command("invite_admin", carrier="Stadt Beispielhausen", email="zwei@example.org")
    with principals.entering(principals.SYSTEM):
        assert Carrier.objects.filter(name="Stadt Beispielhausen").count() == 1
        assert Membership.objects.get(role="admin").valid_from == date.today()  # noqa: DTZ011  # the clock isn't frozen


@pytest.mark.parametrize("options", [{"carrier": "", "email": "a@example.org"}, {"carrier": "Stadt", "email": "a"}])
def test_a_wrong_name_or_address_is_told(options: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("invite_admin", **options)
