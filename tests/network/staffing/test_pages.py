# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages about colleagues: what they show, to whom, and what they cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from scharnier.foundation import access, principals
from scharnier.foundation.models import AccessRecord, AuditEvent, OutboxMail
from scharnier.network.models import Membership, Role, Substitution, User
from scharnier.network.signin.second_factor import of_user
from scharnier.network.staffing import handover, queries, second_factor
from scharnier.network.staffing.holdings import Holder
from scharnier.network.staffing.models import Deputy, HandedCase
from scharnier.people.models import Enrolment
from tests import factories
from tests.factories import World, as_staff
from tests.network.staffing.conftest import SignIn, measured

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def people(world: World, number: int = 3) -> list[UUID]:
    with as_staff(world.here.mentor):
        return [factories.person(world.here, f"Person{n:02}").pk for n in range(number)]


def page(client: Any, name: str, *args: Any) -> str:
    return str(client.get(reverse(name, args=args)).content.decode())


PAGES: dict[str, list[str]] = {
    "colleague": ["mentor", "lead", "auditor", "admin"],
    "hand_over": ["mentor", "lead"],
    "substitution_new": ["mentor", "lead", "admin"],
    "deputy": ["mentor", "lead", "admin"],
    "leave": ["lead", "admin"],
    "reset_factor": ["admin"],
}


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_about_a_colleague_is_for_whom_it_is_for_and_costs_little(
    world: World, sign_in: SignIn, name: str
) -> None:
    people(world, 30)
    url = reverse(name, args=[world.here.mentor.pk]) + f"?projekt={world.here.project}"
    for who in ("mentor", "colleague", "lead", "auditor", "admin"):
        if name == "colleague" or who in PAGES[name]:
            answer, statements = measured(sign_in(getattr(world.here, who)), url)
            assert answer.status_code == 200, who
            # Whoever hands over or goes sees all that somebody can hold, each kind counted by a statement of its own.
            assert statements <= {"hand_over": 18, "leave": 20}.get(name, 14), (who, statements)
            assert len(answer.content) < 60 * 1024
        else:
            assert sign_in(getattr(world.here, who)).get(url).status_code == 403, who
    assert sign_in(world.away.lead).get(url).status_code in (403, 404)


def test_pages_about_the_team_open_for_whom_they_are_for(world: World, sign_in: SignIn) -> None:
    expected = {
        "team_history": {"mentor": 200, "auditor": 200, "lead": 200, "admin": 200},
        "substitutions": {"mentor": 200, "auditor": 403, "lead": 200, "admin": 200},
        "rights": {"mentor": 403, "auditor": 403, "lead": 200, "admin": 200},
    }
    for name, table in expected.items():
        for who, status in table.items():
            assert sign_in(getattr(world.here, who)).get(reverse(name)).status_code == status, (name, who)


def test_the_history_shows_who_has_left(world: World, sign_in: SignIn) -> None:
    with as_staff(world.here.lead):
        Membership.objects.filter(user=world.here.colleague).update(valid_to=date(2026, 6, 30))
    shown = page(sign_in(world.here.lead), "team_history")
    assert "Colleague Nord" in shown
    assert "30.06.2026" in shown
    assert "ausgeschieden" in shown


# ---------- hand-over ----------


def test_a_hand_over_is_chosen_looked_at_and_done(world: World, sign_in: SignIn) -> None:
    one, two, three = people(world)
    client = sign_in(world.here.mentor)
    url = reverse("hand_over", args=[world.here.mentor.pk])
    values = {"to": [str(world.here.colleague.pk)], "cases": [str(one), str(two)], "note": "Bitte bald anrufen."}
    seen = client.post(url, {**values, "step": "preview"}).content.decode()
    assert "Jetzt übergeben" in seen
    assert "Bitte bald anrufen." in seen
    with as_staff(world.here.mentor):
        assert not HandedCase.objects.exists()
    done = client.post(url, {**values, "step": "do"})
    assert done.status_code == 302
    assert "Person00" in client.get(done["Location"]).content.decode()
    with as_staff(world.here.colleague):
        mine = set(Enrolment.objects.filter(staff=world.here.colleague).values_list("person_id", flat=True))
    assert mine == {one, two}
    today = sign_in(world.here.colleague).get("/desk/").content.decode()
    assert "Übergeben von Mentor Nord: 2 Fälle." in today
    sign_in(world.here.colleague).post(done["Location"], {"next": "today"})
    assert "Übergeben von Mentor Nord" not in sign_in(world.here.colleague).get("/desk/").content.decode()
    assert three not in mine


def test_a_double_click_hands_over_once(world: World, sign_in: SignIn) -> None:
    one, *_ = people(world)
    client = sign_in(world.here.mentor)
    url = reverse("hand_over", args=[world.here.mentor.pk])
    token = "01a2035d-1352-79d7-b29a-db9e9f5d3000"
    values = {"to": [str(world.here.colleague.pk)], "cases": [str(one)], "step": "do", "form_token": token}
    first, second = client.post(url, values), client.post(url, values)
    assert first["Location"] == second["Location"]
    with as_staff(world.here.mentor):
        assert HandedCase.objects.count() == 1


def test_without_a_choice_the_form_says_so(world: World, sign_in: SignIn) -> None:
    people(world)
    client = sign_in(world.here.mentor)
    url = reverse("hand_over", args=[world.here.mentor.pk])
    assert "Wählen Sie, an wen" in client.post(url, {"step": "preview"}).content.decode()
    empty = client.post(url, {"step": "preview", "to": [str(world.here.colleague.pk)]}).content.decode()
    assert "mindestens einen Fall" in empty
    foreign = client.post(url, {"step": "do", "to": [str(world.here.auditor.pk)]}).content.decode()
    assert "sh-err" in foreign or "Auswahl" in foreign


# ---------- substitution ----------


def enter(client: Any, who: User, **values: Any) -> Any:
    given = {"valid_from": "01.12.2026", "valid_to": "05.12.2026", "extent": "write", "which": "all", **values}
    return client.post(reverse("substitution_new", args=[who.pk]), given)


def test_a_leave_is_entered_by_oneself_and_seen_by_both(world: World, sign_in: SignIn) -> None:
    people(world)
    here = world.here
    done = enter(sign_in(here.mentor), here.mentor, cover=str(here.colleague.pk), with_confidential="on")
    assert done.status_code == 302
    for who, words in ((here.mentor, "Colleague Nord"), (here.colleague, "Mentor Nord")):
        shown = page(sign_in(who), "substitutions")
        assert words in shown
        assert "alle Fälle, lesen und schreiben, mit vertraulichen Notizen" in shown
        assert "01.12.2026" in shown


def test_chosen_cases_are_written_down_one_by_one(world: World, sign_in: SignIn) -> None:
    one, *_ = people(world)
    here = world.here
    nothing = enter(sign_in(here.mentor), here.mentor, cover=str(here.colleague.pk), which="chosen")
    assert "mindestens einen Fall" in nothing.content.decode()
    enter(sign_in(here.mentor), here.mentor, cover=str(here.colleague.pk), which="chosen", cases=[str(one)])
    with as_staff(here.mentor):
        made = Substitution.objects.get()
        assert (made.all_cases, made.chosen.count()) == (False, 1)


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"valid_from": "01.11.2026"}, "01.11."),
        ({"valid_from": "05.12.2026", "valid_to": "01.12.2026"}, "letzte Tag liegt vor dem ersten"),
        ({"valid_to": "05.12.2028"}, "höchstens ein Jahr"),
        ({"cover": "nobody"}, "Auswahl"),
        ({"valid_to": "31.02.2027"}, "Diesen Tag gibt es"),
    ],
)
def test_bad_entries_are_refused_with_a_reason(
    world: World, sign_in: SignIn, values: dict[str, str], what: str
) -> None:
    here = world.here
    answer = enter(sign_in(here.mentor), here.mentor, **{"cover": str(here.colleague.pk), **values})
    assert answer.status_code == 200
    assert what in answer.content.decode() or "sh-summary" in answer.content.decode()
    with as_staff(here.mentor):
        assert not Substitution.objects.exists()


def test_the_same_twice_and_covers_who_are_away_are_refused(world: World, sign_in: SignIn) -> None:
    here = world.here
    assert enter(sign_in(here.mentor), here.mentor, cover=str(here.colleague.pk)).status_code == 302
    again = enter(sign_in(here.mentor), here.mentor, cover=str(here.colleague.pk), valid_from="03.12.2026")
    assert "schon eingetragen" in again.content.decode()
    away = enter(sign_in(here.lead), here.lead, cover=str(here.mentor.pk))
    assert "selbst vertreten" in away.content.decode()


def test_a_lead_enters_it_for_somebody_without_their_confidential_notes(world: World, sign_in: SignIn) -> None:
    here = world.here
    client = sign_in(here.lead)
    assert "with_confidential" not in page(client, "substitution_new", here.mentor.pk)
    enter(client, here.mentor, cover=str(here.colleague.pk), with_confidential="on")
    with as_staff(here.lead):
        made = Substitution.objects.get()
    assert not made.with_confidential
    assert made.entered_by_id == here.lead.pk


def test_the_standing_deputy_is_suggested_and_may_open_notes_when_named_so(world: World, sign_in: SignIn) -> None:
    here = world.here
    url = reverse("deputy", args=[here.mentor.pk])
    sign_in(here.mentor).post(url, {"deputy": str(here.colleague.pk), "extent": "read", "with_confidential": "on"})
    with as_staff(here.mentor):
        named = Deputy.objects.get()
    assert (named.deputy_id, named.may_write, named.with_confidential) == (here.colleague.pk, False, True)
    enter(sign_in(here.lead), here.mentor, cover=str(here.colleague.pk), with_confidential="on")
    with as_staff(here.lead):
        assert Substitution.objects.get().with_confidential
    sign_in(here.mentor).post(url, {"deputy": "", "extent": "read"})
    with as_staff(here.mentor):
        assert not Deputy.objects.exists()


def test_it_is_ended_early_by_whoever_may_enter_it(world: World, sign_in: SignIn) -> None:
    here = world.here
    enter(sign_in(here.mentor), here.mentor, cover=str(here.colleague.pk), valid_from="24.11.2026")
    with as_staff(here.mentor):
        made = Substitution.objects.get()
    url = reverse("substitution_end", args=[made.pk])
    assert sign_in(here.colleague).get(url).status_code == 403
    assert sign_in(world.away.lead).get(url).status_code == 404
    late = sign_in(here.mentor).post(url, {"last_day": "31.12.2026"}).content.decode()
    assert "endet schon vorher" in late
    assert sign_in(here.mentor).post(url, {"last_day": "25.11.2026"}).status_code == 302
    with as_staff(here.mentor):
        assert Substitution.objects.get().valid_to == date(2026, 11, 25)


def test_one_that_has_not_begun_goes_altogether(world: World, sign_in: SignIn) -> None:
    here = world.here
    enter(sign_in(here.mentor), here.mentor, cover=str(here.colleague.pk))
    with as_staff(here.mentor):
        made = Substitution.objects.get()
    sign_in(here.lead).post(reverse("substitution_end", args=[made.pk]), {"last_day": "24.11.2026"})
    with as_staff(here.mentor):
        assert not Substitution.objects.exists()


def test_the_opened_file_says_for_whom(world: World, sign_in: SignIn) -> None:
    one, *_ = people(world)
    here = world.here
    enter(sign_in(here.mentor), here.mentor, cover=str(here.colleague.pk), valid_from="24.11.2026")
    shown = sign_in(here.colleague).get(f"/desk/personen/{one}/").content.decode()
    assert "in Vertretung für Mentor Nord" in shown
    with as_staff(here.colleague):
        record = AccessRecord.objects.get(subject_id=one)
    assert (record.purpose, record.behalf_id) == ("cover", here.mentor.pk)


# ---------- auditor ----------


def test_an_audit_is_recorded_as_one_and_ends_on_its_day(world: World, sign_in: SignIn) -> None:
    from scharnier.foundation import clock

    one, *_ = people(world)
    with as_staff(world.here.lead):
        Membership.objects.filter(user=world.here.auditor).update(valid_to=TODAY)
    client = sign_in(world.here.auditor)
    assert client.get(f"/desk/personen/{one}/").status_code == 200
    assert client.get("/desk/faelle/").status_code == 200
    with as_staff(world.here.lead):
        assert AccessRecord.objects.get(subject_id=one).purpose == "audit"
    with principals.entering(principals.SYSTEM):
        opened = AuditEvent.objects.filter(action="audit_opened").order_by("at")
        assert [(event.payload or {})["page"] for event in opened] == ["person", "caseload"]
    with clock.frozen(TODAY + timedelta(days=1)):
        assert client.get(f"/desk/personen/{one}/").status_code == 404


def test_an_auditor_exports_nothing_and_sees_no_other_project(world: World, sign_in: SignIn) -> None:
    one, *_ = people(world)
    client = sign_in(world.here.auditor)
    assert client.get(reverse("plan_pdf", args=[one])).status_code == 403
    assert sign_in(world.here.mentor).get(reverse("plan_pdf", args=[one])).status_code == 404
    with as_staff(world.other_project.mentor):
        other = factories.person(world.other_project).pk
    assert client.get(f"/desk/personen/{other}/").status_code == 404


# ---------- second factor ----------


def factor(who: User) -> None:
    from allauth.mfa.models import Authenticator

    with principals.entering(principals.SIGNIN):
        Authenticator.objects.create(user=who, type=Authenticator.Type.TOTP, data={"secret": "x"})


def test_the_administration_takes_a_lost_second_factor_away_and_others_hear_of_it(
    world: World, sign_in: SignIn
) -> None:
    here = world.here
    factor(here.mentor)
    with principals.entering(principals.SIGNIN):
        second = factories.user("zweite.verwaltung")
    with as_staff(here.admin):
        factories.member(second, here.carrier, None, Role.ADMIN)
    victim = sign_in(here.mentor)
    with as_staff(here.mentor):
        UserSession.objects.create(
            user=here.mentor, session_key=victim.session.session_key, ip="127.0.0.1", user_agent="x"
        )
    url = reverse("reset_factor", args=[here.mentor.pk])
    client = sign_in(here.admin)
    assert "bekannten Nummer" in client.post(url, {"reason": "lost"}).content.decode()
    assert client.post(url, {"reason": "lost", "known": "on"}).status_code == 302
    with principals.entering(principals.SIGNIN):
        assert not of_user(here.mentor.pk).exists()
    assert victim.get("/desk/").status_code == 302
    with principals.entering(principals.SYSTEM):
        told = set(OutboxMail.objects.values_list("to", flat=True))
        bodies = " ".join(OutboxMail.objects.values_list("body", flat=True))
        event = AuditEvent.objects.get(action="second_factor_reset")
    assert told == {here.mentor.email, second.email, world.other_project.admin.email}
    assert "Mentor" not in bodies
    assert (event.actor_id, event.payload) == (here.admin.pk, {"reason": "lost"})


def test_without_a_second_administrator_the_carrier_hears_of_it(world: World) -> None:
    from scharnier.network.models import Carrier

    away = world.away
    factor(away.mentor)
    with as_staff(away.admin) as scope:
        Carrier.objects.filter(pk=away.carrier).update(contact_email="post@example.org")
        assert second_factor.reset(scope, away.mentor.pk, "lost") == 2
    with principals.entering(principals.SYSTEM):
        assert set(OutboxMail.objects.values_list("to", flat=True)) == {away.mentor.email, "post@example.org"}


def test_nobody_resets_their_own_or_a_stranger_s(world: World, sign_in: SignIn) -> None:
    for who in (world.here.admin, world.away.mentor):
        with as_staff(world.here.admin) as scope, pytest.raises(access.Forbidden):
            second_factor.reset(scope, who.pk, "lost")
    with as_staff(world.here.lead) as scope, pytest.raises(access.Forbidden):
        second_factor.reset(scope, world.here.mentor.pk, "lost")
    own = reverse("reset_factor", args=[world.here.admin.pk])
    assert sign_in(world.here.admin).get(own).status_code == 403


# ---------- rights ----------

#           caseworker placement hinge lead auditor admin protection office cover stand_in
RULES = {
    "people.view": "1111100011",
    "people.edit": "1111000001",
    "people.new": "1111000000",
    "people.import": "1111000000",
    "people.assign": "0001000000",
    "casework.view": "1111100011",
    "casework.write": "1111000001",
    "casework.export": "1111000011",
    "network.staff": "1111111011",
    "network.invite": "0001010000",
    "network.cover": "1111010000",
    "network.rights": "0001011000",
    "network.reset_factor": "0000010000",
}


@pytest.mark.parametrize("permission", list(RULES))
def test_the_table_of_rights_says_what_the_rules_say(permission: str) -> None:
    rows = {right.permission: right for _room, group in queries.rights().groups for right in group}
    assert "".join("1" if mark else "0" for mark in rows[permission].marks) == RULES[permission]
    assert rows[permission].text != permission


def test_every_role_of_the_house_stands_in_the_table_and_no_permission_names_another() -> None:
    known = {role.value for role in Role} | {"cover", "stand_in"}
    assert len(queries.rights().roles) == len(known)
    for permission, holders in access.declared().items():
        assert holders <= known, permission


# ---------- switching projects ----------


@pytest.mark.parametrize(
    ("stood", "leads"),
    [
        ("/desk/team/", "/desk/team/"),
        ("/desk/faelle/?staff=ich", "/desk/faelle/"),
        ("/desk/personen/01a2035d-1352-79d7-b29a-db9e9f5d3000/", "/desk/"),
        ("https://example.org/desk/team/", "/desk/team/"),
        ("nowhere", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_the_switch_stays_where_a_page_makes_sense_in_every_project(
    world: World, sign_in: SignIn, stood: str, leads: str
) -> None:
    with as_staff(world.here.admin):
        factories.member(world.here.mentor, world.here.carrier, world.other_project.project, Role.CASEWORKER)
    client = sign_in(world.here.mentor)
    answer = client.post("/desk/projekt/", {"place": str(world.other_project.project), "next": stood})
    assert answer["Location"] == leads


def test_a_hand_over_is_no_business_of_another_project(world: World, sign_in: SignIn) -> None:
    one, *_ = people(world)
    with as_staff(world.here.mentor) as scope:
        holder = Holder(world.here.carrier, world.here.project, world.here.mentor.pk)
        made = handover.hand_over(scope, holder, {world.here.colleague.pk: [one]})
    assert sign_in(world.other_project.lead).get(reverse("handed", args=[made])).status_code == 404
    assert sign_in(world.here.auditor).get(reverse("handed", args=[made])).status_code == 200
