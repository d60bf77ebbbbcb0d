# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Roles change and people leave: nothing stays without an owner, no door stays open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from scharnier.foundation import access, clock, principals
from scharnier.foundation.models import AuditEvent, Grant
from scharnier.foundation.writes import DomainError
from scharnier.network import actions
from scharnier.network.models import Membership, Role, Substitution, User
from scharnier.network.staffing import departure, handover
from scharnier.network.staffing.departure import StillHeld
from scharnier.network.staffing.holdings import Holder
from scharnier.network.staffing.models import Deputy
from tests import factories
from tests.factories import World, as_staff
from tests.network.staffing.conftest import SignIn

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def membership(who: User) -> Membership:
    with as_staff(who):
        return Membership.objects.get(user=who)


def busy(world: World) -> UUID:
    """The mentor has a case; returns the person's id."""
    with as_staff(world.here.mentor):
        return factories.person(world.here).pk


# ---------- the end of a role ----------


def test_a_membership_with_open_cases_does_not_end(world: World) -> None:
    busy(world)
    with as_staff(world.here.lead) as scope, pytest.raises(StillHeld, match="1 Fälle") as refused:
        departure.end_membership(scope, membership(world.here.mentor).pk, TODAY)
    assert refused.value.url == reverse("hand_over", args=[world.here.mentor.pk]) + f"?projekt={world.here.project}"


def test_whoever_administers_is_told_too_and_still_sees_no_file(world: World) -> None:
    busy(world)
    with as_staff(world.here.admin) as scope:
        with pytest.raises(StillHeld, match="1 Fälle"):
            departure.end_membership(scope, membership(world.here.mentor).pk, TODAY)
        from scharnier.people.models import Person

        assert not Person.objects.exists()


def test_the_page_refuses_with_what_is_open_and_where_to_hand_it_over(world: World, sign_in: SignIn) -> None:
    busy(world)
    url = reverse("membership_end", args=[membership(world.here.mentor).pk])
    shown = sign_in(world.here.lead).post(url, {"last_day": "30.11.2026"}).content.decode()
    assert "1 Fälle" in shown
    assert reverse("hand_over", args=[world.here.mentor.pk]) in shown
    assert membership(world.here.mentor).valid_to is None


def test_after_the_hand_over_it_ends(world: World) -> None:
    person = busy(world)
    here = world.here
    with as_staff(here.lead) as scope:
        holder = Holder(here.carrier, here.project, here.mentor.pk)
        handover.hand_over(scope, holder, {here.colleague.pk: [person]})
        departure.end_membership(scope, membership(here.mentor).pk, TODAY + timedelta(days=6))
    assert membership(here.mentor).valid_to == TODAY + timedelta(days=6)


def test_a_second_role_in_the_project_lets_the_first_end(world: World) -> None:
    busy(world)
    with as_staff(world.here.lead) as scope:
        factories.member(world.here.mentor, world.here.carrier, world.here.project, Role.PLACEMENT)
        first = Membership.objects.get(user=world.here.mentor, role=Role.CASEWORKER)
        departure.end_membership(scope, first.pk, TODAY)


def test_substitutions_and_deputies_end_with_the_last_membership(world: World) -> None:
    here = world.here
    with as_staff(here.lead) as scope:
        tenant = {"carrier_id": here.carrier, "project_id": here.project}
        Deputy.objects.create(**tenant, user=here.mentor, deputy=here.colleague)
        running = Substitution.objects.create(
            **tenant, absent=here.colleague, cover=here.mentor, valid_from=TODAY, valid_to=TODAY + timedelta(days=30)
        )
        Substitution.objects.create(
            **tenant,
            absent=here.mentor,
            cover=here.colleague,
            valid_from=TODAY + timedelta(days=20),
            valid_to=TODAY + timedelta(days=30),
        )
        departure.end_membership(scope, membership(here.mentor).pk, TODAY + timedelta(days=6))
        running.refresh_from_db(fields=["valid_to"])
        assert running.valid_to == TODAY + timedelta(days=6)
        assert Substitution.objects.count() == 1
        assert not Deputy.objects.exists()


@pytest.mark.parametrize("who", ["colleague", "auditor"])
def test_others_end_nothing(world: World, who: str) -> None:
    with as_staff(getattr(world.here, who)) as scope, pytest.raises(access.Forbidden):
        departure.end_membership(scope, membership(world.here.mentor).pk, TODAY)


def test_the_last_administrator_stays(world: World) -> None:
    with as_staff(world.away.admin) as scope, pytest.raises(DomainError, match="letzte Verwaltung"):
        departure.end_membership(scope, membership(world.away.admin).pk, TODAY)


# ---------- another role ----------


def test_another_role_is_another_row_and_the_old_one_stays_in_the_history(world: World, sign_in: SignIn) -> None:
    old = membership(world.here.mentor)
    values = {"role": "placement", "valid_from": "01.12.2026", "valid_to": ""}
    sign_in(world.here.lead).post(reverse("change_role", args=[old.pk]), values)
    with as_staff(world.here.mentor):
        rows = list(Membership.objects.filter(user=world.here.mentor).order_by("valid_from"))
    assert [(row.role, row.valid_to) for row in rows] == [("caseworker", date(2026, 11, 30)), ("placement", None)]
    shown = sign_in(world.here.lead).get(reverse("colleague", args=[world.here.mentor.pk])).content.decode()
    assert "Fachkraft" in shown
    assert "Vermittlung" in shown


def test_to_become_an_auditor_needs_empty_hands_and_an_end(world: World) -> None:
    busy(world)
    with as_staff(world.here.lead) as scope:
        row = membership(world.here.mentor).pk
        with pytest.raises(DomainError, match="braucht einen letzten Tag"):
            departure.change_role(scope, row, role="auditor", valid_from=TODAY, valid_to=None)
        with pytest.raises(DomainError, match="höchstens ein Jahr"):
            departure.change_role(scope, row, role="auditor", valid_from=TODAY, valid_to=TODAY + timedelta(days=400))
        with pytest.raises(StillHeld):
            departure.change_role(scope, row, role="auditor", valid_from=TODAY, valid_to=TODAY + timedelta(days=20))


@pytest.mark.parametrize(
    ("role", "day", "what"),
    [
        ("caseworker", TODAY, "schon die Rolle"),
        ("admin", TODAY, "gibt es hier nicht"),
        ("king", TODAY, "gibt es hier nicht"),
        ("lead", TODAY - timedelta(days=3), "heute oder später"),
    ],
)
def test_a_role_that_does_not_fit_is_refused(world: World, role: str, day: date, what: str) -> None:
    with as_staff(world.here.lead) as scope, pytest.raises(DomainError, match=what):
        departure.change_role(scope, membership(world.here.mentor).pk, role=role, valid_from=day, valid_to=None)


# ---------- departure ----------


def test_the_guided_page_lists_what_is_held_and_has_no_form_before_it_is_gone(world: World, sign_in: SignIn) -> None:
    person = busy(world)
    client = sign_in(world.here.lead)
    url = reverse("leave", args=[world.here.mentor.pk])
    shown = client.get(url).content.decode()
    assert "Fälle" in shown
    assert "last_day" not in shown
    refused = client.post(url, {"last_day": "30.11.2026"}).content.decode()
    assert "Übergeben Sie es zuerst" in refused
    with as_staff(world.here.lead) as scope:
        holder = Holder(world.here.carrier, world.here.project, world.here.mentor.pk)
        handover.hand_over(scope, holder, {world.here.colleague.pk: [person]})
    assert "last_day" in client.get(url).content.decode()
    assert client.post(url, {"last_day": "30.11.2026"}).status_code == 302
    assert membership(world.here.mentor).valid_to == date(2026, 11, 30)


def test_after_the_last_day_the_sign_in_is_shut_by_night(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.here.mentor)
    with as_staff(world.here.lead) as scope:
        assert departure.leave(scope, world.here.mentor.pk, TODAY + timedelta(days=2))
    assert departure.shut_leavers() == 0
    assert client.get("/desk/").status_code == 200
    with clock.frozen(TODAY + timedelta(days=3)):
        assert any(str(world.here.mentor.pk) in line for line in departure.check_holdings())
        assert departure.shut_leavers() == 1
        assert departure.shut_leavers() == 0
        assert list(departure.check_holdings()) == []
    assert client.get("/desk/").status_code == 302
    assert not active(world.here.mentor)


def test_whoever_works_nowhere_any_more_is_told_so(world: World, sign_in: SignIn) -> None:
    with as_staff(world.here.lead):
        Membership.objects.filter(user=world.here.auditor).update(valid_to=TODAY)
    client = sign_in(world.here.auditor)
    with clock.frozen(TODAY + timedelta(days=1)):
        answer = client.get("/desk/faelle/")
    assert answer.status_code == 403
    assert "Sie arbeiten zurzeit in keinem Projekt" in answer.content.decode()


def active(who: User) -> bool:
    with principals.entering(principals.SIGNIN):
        return User.objects.get(pk=who.pk).is_active


def test_at_once_means_now(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.here.mentor)
    assert client.get("/desk/").status_code == 200
    with as_staff(world.here.lead) as scope:
        assert departure.leave(scope, world.here.mentor.pk, TODAY, at_once=True)
    assert client.get("/desk/").status_code == 302
    assert not active(world.here.mentor)


def test_whoever_works_elsewhere_keeps_the_sign_in(world: World) -> None:
    with as_staff(world.away.admin):
        factories.member(world.here.mentor, world.away.carrier, world.away.project, Role.CASEWORKER)
    with as_staff(world.here.lead) as scope:
        assert not departure.leave(scope, world.here.mentor.pk, TODAY, at_once=True)
    assert active(world.here.mentor)


def test_invitations_for_and_from_the_leaver_are_taken_back(world: World) -> None:
    with as_staff(world.here.lead) as scope:
        mine: dict[str, Any] = {"carrier": world.here.carrier, "project": world.here.project}
        actions.invite(scope, email=world.here.mentor.email, role="placement", **mine)
        actions.invite(scope, email="bleibt@example.org", role="placement", **mine)
        departure.leave(scope, world.here.mentor.pk, TODAY)
        waiting = set(Grant.objects.filter(revoked_at=None).values_list("recipient", flat=True))
    assert waiting == {"bleibt@example.org"}
    with as_staff(world.here.admin) as scope:
        departure.leave(scope, world.here.lead.pk, TODAY)
        assert not Grant.objects.filter(revoked_at=None).exists()


def test_nobody_sends_themselves_or_strangers_away(world: World, sign_in: SignIn) -> None:
    with as_staff(world.here.lead) as scope, pytest.raises(DomainError, match="Sich selbst"):
        departure.leave(scope, world.here.lead.pk, TODAY)
    with as_staff(world.away.lead) as scope, pytest.raises(access.Forbidden):
        departure.leave(scope, world.here.mentor.pk, TODAY)
    assert sign_in(world.away.lead).get(reverse("leave", args=[world.here.mentor.pk])).status_code == 404
    assert sign_in(world.here.colleague).get(reverse("leave", args=[world.here.mentor.pk])).status_code == 403


def test_a_departure_stands_in_the_audit(world: World) -> None:
    with as_staff(world.here.lead) as scope:
        departure.leave(scope, world.here.mentor.pk, TODAY)
    with principals.entering(principals.SYSTEM):
        event: Any = AuditEvent.objects.get(action="departure")
    assert (event.actor_id, event.row_id) == (world.here.lead.pk, str(world.here.mentor.pk))
