# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invitations with role and period, their renewal, and the auditor who comes by one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scharnier.foundation import clock, principals
from scharnier.foundation.models import Grant, OutboxMail
from scharnier.foundation.writes import DomainError
from scharnier.network import actions
from scharnier.network.actions import Period
from scharnier.network.models import Membership, User
from scharnier.people.models import Person
from tests import factories
from tests.factories import World, as_staff
from tests.network.staffing.conftest import SignIn

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NEW = "pruefung@example.org"
PASSWORD = "Kiefern-wachsen-langsam"


def invite(client: Client, world: World, **values: Any) -> Any:
    given = {"email": NEW, "role": "auditor", "place": str(world.here.project), "valid_from": "", "valid_to": ""}
    return client.post(reverse("invite"), {**given, **values})


def link() -> str:
    with principals.entering(principals.SYSTEM):
        body = OutboxMail.objects.order_by("-created_at").values_list("body", flat=True)[0]
    return str(re.findall(r"/einladung/\S+", body)[0])


def accept(address: str) -> Any:
    return Client().post(address, {"name": "Petra Prüfer", "password": PASSWORD, "repeated": PASSWORD})


def made() -> Membership | None:
    with principals.entering(principals.SYSTEM):
        return Membership.objects.filter(user__email=NEW).first()


def test_an_auditor_is_invited_with_an_end_and_sees_only_the_project(world: World, sign_in: SignIn) -> None:
    with as_staff(world.here.mentor):
        factories.person(world.here)
    with as_staff(world.other_project.mentor):
        factories.person(world.other_project, "Fremd")
    client = sign_in(world.here.lead)
    assert "braucht einen letzten Tag" in invite(client, world).content.decode()
    assert "höchstens ein Jahr" in invite(client, world, valid_to="31.12.2028").content.decode()
    assert invite(client, world, valid_to="18.12.2026").status_code == 302
    shown = Client().get(link()).content.decode()
    assert "Als Prüfung (nur lesen)." in shown
    assert "Bis 18.12.2026, danach ist der Zugang zu." in shown
    assert accept(link()).status_code == 302
    row = made()
    assert row is not None
    assert (row.role, row.valid_to) == ("auditor", date(2026, 12, 18))
    with principals.entering(principals.SIGNIN):
        auditor = User.objects.get(email=NEW)
    with as_staff(auditor):
        assert list(Person.objects.values_list("family_name", flat=True)) == ["Haddad"]
        assert Person.objects.update(remark="x") == 0
    with clock.frozen(date(2026, 12, 19)), as_staff(auditor):
        assert not Person.objects.exists()


def test_work_begins_on_its_first_day(world: World, sign_in: SignIn) -> None:
    invite(sign_in(world.here.lead), world, role="caseworker", valid_from="01.12.2026")
    accept(link())
    row = made()
    assert row is not None
    assert (row.valid_from, row.valid_to) == (date(2026, 12, 1), None)


def test_a_period_that_ends_before_it_begins_is_refused(world: World, sign_in: SignIn) -> None:
    answer = invite(sign_in(world.here.lead), world, valid_from="10.12.2026", valid_to="01.12.2026")
    assert "letzte Tag liegt vor dem ersten" in answer.content.decode()


def test_after_its_last_day_an_invitation_opens_nothing(world: World) -> None:
    with as_staff(world.here.lead) as scope:
        period = Period(None, TODAY + timedelta(days=3))
        actions.invite(
            scope, email=NEW, role="auditor", carrier=world.here.carrier, project=world.here.project, period=period
        )
        grant = Grant.objects.get()
    with clock.frozen(TODAY + timedelta(days=4)):
        accept(link())
        assert made() is None
        with as_staff(world.here.lead) as scope, pytest.raises(DomainError, match="letzte Tag dieser Einladung"):
            actions.resend(scope, grant.pk)


def test_expired_ones_are_sent_again_with_their_period(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.here.lead)
    invite(client, world, valid_to="31.03.2027")
    old = link()
    with clock.frozen(TODAY + timedelta(days=15)):
        assert Client().get(old).status_code == 410
        client = sign_in(world.here.lead)
        assert "Alle abgelaufenen neu senden" in client.get("/desk/team/").content.decode()
        client.post(reverse("invitations_renew"))
        new = link()
        assert new != old
        assert accept(new).status_code == 302
    row = made()
    assert row is not None
    assert row.valid_to == date(2027, 3, 31)


def test_somebody_who_comes_back_gets_the_old_account(world: World, sign_in: SignIn) -> None:
    from scharnier.network.staffing import departure

    with as_staff(world.here.lead) as scope:
        departure.leave(scope, world.here.colleague.pk, TODAY, at_once=True)
    with clock.frozen(TODAY + timedelta(days=40)):
        invite(sign_in(world.here.lead), world, role="caseworker", email=world.here.colleague.email)
        back = Client()
        assert "Ihr früheres Konto ist geschlossen" in back.get(link()).content.decode()
        assert back.post(link())["Location"] == reverse("account_login")
        with as_staff(world.here.colleague) as scope:
            assert world.here.project in scope.projects
