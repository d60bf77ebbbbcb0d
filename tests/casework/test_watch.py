# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is easily forgotten: silence, a missing plan, missing data; the day on paper; the next phase."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Reminder, Talk
from scharnier.casework.models import FollowUp
from scharnier.casework.today import watch
from scharnier.foundation import clock, principals, projections
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.network.models import Role, User
from scharnier.network.programmes.models import ProjectSetting
from scharnier.people.models import Enrolment, ResidenceStatus
from scharnier.people.questionnaire import actions as questionnaires
from scharnier.people.questionnaire.models import EntryQuestionnaire
from tests import factories
from tests.casework.conftest import NOW, TODAY, measured, participant
from tests.casework.test_plan import add_goal, url
from tests.factories import World, as_staff, member

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
PAGE = "/desk/nicht-vergessen/"


def complete(house: World, name: str, **fields: Any) -> Enrolment:
    """A participant of whom everything is known; call as somebody who works there."""
    row = participant(house.here, name, speaks=["ar"], birth_date=date(1990, 1, 1), **fields)
    ResidenceStatus.objects.create(carrier_id=row.carrier_id, person_id=row.person_id, code="duldung")
    return row


def shown(client: Client, page: str = PAGE) -> list[tuple[str, str]]:
    return [(item.who.split(",")[0], item.id.rsplit("-", 1)[1]) for item in client.get(page).context["items"]]


def item_of(client: Client, name: str, kind: str) -> Any:
    items = client.get(PAGE).context["items"]
    return next(item for item in items if item.who.startswith(name) and item.id.endswith(kind))


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_silence_a_missing_plan_and_missing_data_are_told_once_a_person(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    with as_staff(house.here.mentor):
        silent = complete(house, "Still", entered_on=TODAY - timedelta(days=90))
        complete(house, "Planlos", entered_on=TODAY - timedelta(days=28))
        unknown = participant(house.here, "Lücke", entered_on=TODAY - timedelta(days=40))
        complete(house, "Neu", entered_on=TODAY - timedelta(days=27))
    add_goal(client, unknown)
    page, statements = measured(client, PAGE)
    assert statements <= 14
    assert shown(client) == [("Still", "silence"), ("Planlos", "plan"), ("Lücke", "data")]
    text = page.content.decode()
    assert "Noch kein Gespräch, Eintritt" in text
    assert "Fehlt: Geburtsdatum, Sprache, Aufenthalt" in text
    with as_staff(house.here.mentor):
        talks.write_contact(silent, author=house.here.mentor, talk=Talk(NOW - timedelta(hours=1), "phone", note="x"))
    assert ("Still", "silence") not in shown(client)
    card = client.get("/desk/").content.decode()
    assert "Nicht vergessen" in card
    assert "Planlos" in card


def test_a_long_list_comes_in_parts_and_skips_nobody(
    house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PAGE", 2)
    client = sign_in(house.here.mentor)
    with as_staff(house.here.mentor):
        for days in range(5):
            complete(house, f"Still{days}", entered_on=TODAY - timedelta(days=100 - days))
    assert shown(client) == [("Still0", "silence"), ("Still1", "silence")]
    after = re.search(r'href="(\?nach=[^"]+)"', text_of(client.get(PAGE)))
    assert after is not None
    for name in ("Still0", "Still1"):
        client.post(item_of(client, name, "silence").do_url, {"do": "done"})
    # What else is missing of the two comes up now, behind the others.
    told, page = [], after[1]
    while page:
        told += shown(client, PAGE + page)
        last = client.get(PAGE + page).context["last"]
        assert ('rel="next"' in text_of(client.get(PAGE + page))) == bool(last)
        page = f"?nach={last}" if last else ""
    assert told[:3] == [("Still2", "silence"), ("Still3", "silence"), ("Still4", "silence")]
    assert sorted(told[3:]) == [("Still0", "plan"), ("Still1", "plan")]
    assert shown(client, f"{PAGE}?nach=zuletzt") == shown(client)


def test_the_project_says_what_a_long_silence_is(
    house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(house.here.mentor)
    with as_staff(house.here.mentor):
        row = complete(house, "Still", entered_on=TODAY - timedelta(days=20))
    assert shown(client) == []
    monkeypatch.setattr(ProgrammeSettings, "silent_days", property(lambda _settings: 20))
    assert shown(client) == [("Still", "silence")]
    with as_staff(house.here.mentor):
        Enrolment.objects.filter(pk=row.pk).update(last_contact_on=TODAY - timedelta(days=19))
    assert shown(client) == []


def test_each_case_is_judged_by_its_own_project(house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who works in two projects: what is long in one is usual in the other."""
    with principals.entering(principals.SYSTEM):
        member(house.here.mentor, house.here.carrier, house.other_project.project, Role.CASEWORKER)
    with as_staff(house.here.mentor):
        complete(house, "Hier", entered_on=TODAY - timedelta(days=40))
        there = complete(house, "Dort", entered_on=TODAY - timedelta(days=40))
        Enrolment.objects.filter(pk=there.pk).update(project_id=house.other_project.project)
    lead = house.other_project.lead
    with as_staff(lead):
        setting = {"changed_by": lead, "carrier_id": house.here.carrier, "project_id": house.other_project.project}
        ProjectSetting.objects.create(
            **setting, key="course.silent_days", value=30, valid_from=date(2020, 1, 1), reason="enge Begleitung"
        )
    assert ("Dort", "silence") in shown(sign_in(house.here.mentor))
    assert ("Hier", "silence") not in shown(sign_in(house.here.mentor))


def test_others_cases_stay_quiet_unless_one_asks_for_the_team(house: World, sign_in: SignIn) -> None:
    with as_staff(house.here.mentor):
        complete(house, "Still", entered_on=TODAY - timedelta(days=200))
    colleague = sign_in(house.here.colleague)
    assert shown(colleague) == []
    assert shown(colleague, f"{PAGE}?wer=team") == [("Still", "silence")]
    assert shown(sign_in(house.away.mentor), f"{PAGE}?wer=team") == []


def test_what_the_funder_wants_at_the_entry_is_told_until_it_is_there(house: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "records.required", ["entry"])
        factories.says(house.programme, "records.hours_before_entry", 8)
    mentor = house.here.mentor
    with as_staff(mentor):
        missing = complete(house, "Ohne", entered_on=TODAY - timedelta(days=14))
        complete(house, "Neu", entered_on=TODAY - timedelta(days=13))
        before = participant(house.here, "Anfrage", entered_on=None)
        for hours in (3, 2):
            long = Talk(NOW - timedelta(days=hours), "office_hour", hours * 60, note="x")
            talks.write_contact(before, author=mentor, talk=long)
    client = sign_in(mentor)
    assert shown(client) == [("Ohne", "record")]
    with as_staff(mentor):
        talks.write_contact(before, author=mentor, talk=Talk(NOW - timedelta(days=4), "office_hour", 90, note="x"))
    page, statements = measured(client, PAGE)
    assert statements <= 14
    assert "6:30 von 8 Stunden Beratung vor dem Eintritt" in page.content.decode()
    with as_staff(mentor):
        talks.write_contact(before, author=mentor, talk=Talk(NOW - timedelta(days=5), "office_hour", 90, note="x"))
        kept = questionnaires.save(missing, None, None, answers={}, refused=[], by=mentor.pk)
    text = client.get("/desk/").content.decode()
    assert "8:00 von 8 Stunden Beratung, Eintritt eintragen" in text
    assert "Fragebogen zum Eintritt nicht unterschrieben" in text
    assert f"/stammdaten/teilnahme/{missing.pk}/fragebogen/" in client.get(PAGE).content.decode()
    with as_staff(mentor):
        EntryQuestionnaire.objects.filter(pk=kept.pk).update(signed_on=TODAY)
    assert shown(client) == [("Anfrage", "hours")]
    assert shown(sign_in(house.here.colleague)) == []
    assert shown(sign_in(house.here.colleague), f"{PAGE}?wer=team") == [("Anfrage", "hours")]


def test_every_hint_is_seen_to_put_off_or_handed_on_and_taken_back(house: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "records.required", ["entry"])
        factories.says(house.programme, "records.hours_before_entry", 2)
    here = house.here
    with as_staff(here.mentor):
        complete(house, "Still", entered_on=TODAY - timedelta(days=90))
        complete(house, "Planlos", entered_on=TODAY - timedelta(days=28))
        unknown = participant(house.here, "Lücke", entered_on=TODAY - timedelta(days=40))
        before = participant(house.here, "Anfrage", entered_on=None)
        talks.write_contact(before, author=here.mentor, talk=Talk(NOW - timedelta(hours=3), "office_hour", 120))
    add_goal(sign_in(here.mentor), unknown)
    client, said = sign_in(here.mentor), shown(sign_in(here.mentor))
    assert {kind for _name, kind in said} == {"record", "hours", "silence", "plan", "data"}
    assert measured(client, "/desk/")[1] <= 14

    for name, kind in said:
        item = item_of(client, name, kind)
        done = client.post(item.do_url, {"do": "done"}, headers={"HX-Request": "true"}).context["item"]
        assert (done.done, done.why) == (True, "Erledigt")
        assert (name, kind) not in shown(client)
        assert "schon beantwortet" in text_of(client.post(item.do_url, {"do": "done"}, follow=True))
        client.post(done.undo_url)
        assert (name, kind) in shown(client)
    with as_staff(here.mentor):
        assert FollowUp.objects.count() == 0

    later = item_of(client, "Still", "silence")
    day = TODAY + timedelta(days=7)
    answer = client.post(later.do_url + "?auf=heute", {"later": day.isoformat()}, follow=True)
    assert "Steht am" in text_of(answer)
    client.post(later.do_url, {"later": "2026-13-01"})
    client.post(later.do_url, {"later": TODAY.isoformat()})
    page = client.post(item_of(client, "Planlos", "plan").later_url, {"day": "24.11.2036"})
    assert "drei Jahre" in text_of(page)
    gone = item_of(client, "Lücke", "data")
    handed = client.post(gone.hand_url, {"to": str(here.colleague.pk)}, follow=True)
    assert f"Abgegeben an {here.colleague.display_name}" in text_of(handed)
    assert "Fehlt: Geburtsdatum" in text_of(sign_in(here.colleague).get("/desk/"))
    assert projections.compare(here.carrier) == []

    with clock.frozen(NOW + timedelta(days=7)):
        row = next(item for item in sign_in(here.mentor).get("/desk/").context["today"].now.rows)
        assert row.what.startswith("Noch kein Gespräch, Eintritt")
        sign_in(here.mentor).post(row.do_url, {"do": "done"})
    for days, there in ((34, False), (36, True)):
        with clock.frozen(NOW + timedelta(days=days)):
            assert (("Still", "silence") in shown(sign_in(here.mentor))) is there


def test_a_hint_is_answered_by_nobody_who_may_not(house: World, sign_in: SignIn) -> None:
    with as_staff(house.here.mentor):
        row = complete(house, "Still", entered_on=TODAY - timedelta(days=200))
    address = f"{PAGE}{row.person_id}/silence/"
    team = "?wer=team"
    for stranger in (house.away.mentor, house.other_project.mentor):
        assert sign_in(stranger).post(address + team, {"do": "done"}).status_code == 404
    assert sign_in(house.here.auditor).post(address + team, {"do": "done"}).status_code == 403
    assert sign_in(house.here.mentor).get(address).status_code == 405
    assert sign_in(house.here.mentor).post(f"{PAGE}{row.person_id}/moon/", {"do": "done"}).status_code == 404
    done = sign_in(house.here.colleague).post(address + team, {"do": "done"}, headers={"HX-Request": "true"})
    undo = done.context["item"].undo_url
    sign_in(house.away.mentor).post(undo)
    assert ("Still", "silence") not in shown(sign_in(house.here.mentor))
    with clock.frozen(NOW + timedelta(days=2)):
        assert "nicht mehr zurücknehmen" in text_of(sign_in(house.here.colleague).post(undo, follow=True))


def test_the_day_is_printed_with_telephone_numbers(house: World, sign_in: SignIn) -> None:
    with as_staff(house.here.mentor):
        row = complete(house, "Noori", phone="+4917139200017")
        talk = Talk(NOW - timedelta(days=1), "phone", note="x")
        reminders = [Reminder(TODAY + timedelta(days=each), f"Punkt {each}", house.here.mentor.pk) for each in (0, 2)]
        talks.write_contact(row, author=house.here.mentor, talk=talk, reminders=reminders)
    client = sign_in(house.here.mentor)
    with clock.frozen(NOW + timedelta(days=1)):
        page, statements = measured(client, "/desk/druck/")
    text = page.content.decode()
    assert statements <= 14
    assert "0171 39200017" in text or "0171 3920 0017" in text
    assert text.index("Überfällig") < text.index("Punkt 0") < text.index("Punkt 2")
    assert "Für heute ist nichts fällig." in sign_in(house.here.lead).get("/desk/druck/").content.decode()


def test_the_next_phase_shows_what_is_missing_and_stops_nobody(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    with as_staff(house.here.mentor):
        row = participant(house.here, "Noori")
    add_goal(client, row)
    page = client.get(url(row))
    assert page.context["next"].now != page.context["next"].label
    assert {need.there for need in page.context["next"].needs} >= {True, False}
    assert "Trotzdem weiter" in page.content.decode()
    version = row.version
    to = page.context["next"].code
    client.post(url(row, "phase/"), {"to": to, "version": str(version)})
    with as_staff(house.here.mentor):
        assert Enrolment.objects.get(pk=row.pk).phase == to
    stale = client.post(url(row, "phase/"), {"to": "retention", "version": str(version)}, follow=True)
    assert "inzwischen geändert" in stale.content.decode()
    client.post(url(row, "phase/"), {"to": "moon", "version": ""})
    with as_staff(house.here.mentor):
        assert Enrolment.objects.get(pk=row.pk).phase == to
    assert sign_in(house.here.auditor).post(url(row, "phase/"), {"to": "retention"}).status_code == 403
