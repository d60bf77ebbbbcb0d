# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Talk, plan and Today in a real browser: by keyboard, on a phone, in the dark, and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from scharnier.casework.confidential.models import ConfidentialNote
from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Reminder, Talk
from scharnier.casework.letters.models import Letter
from scharnier.casework.models import Contact, FollowUp, Goal
from scharnier.casework.needs import actions as needs
from scharnier.casework.needs.actions import NeedText
from scharnier.casework.needs.models import Need
from scharnier.casework.plans import actions as plans
from scharnier.casework.plans.actions import Agreement, GoalText, StepText
from scharnier.casework.situations.models import Situation
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import Draft
from scharnier.network.models import Substitution, User
from scharnier.people.models import Enrolment
from scharnier.people.projected import findable
from tests import factories
from tests.browser import LOOKS, axe_problems
from tests.casework.conftest import participant
from tests.casework.test_paper import read, words
from tests.casework.test_signing import actual_texts
from tests.factories import World, as_staff

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return factories.world()


@pytest.fixture
def nour(world: World) -> Enrolment:
    """A participant with a talk, follow-ups, a plan with one revision and a draft."""
    mentor, today = world.here.mentor, clock.today()
    with as_staff(mentor):
        nour = participant(world.here, speaks=["kmr", "ar"], reads="ar", own_script_name="نور حداد")
        talk = Talk(clock.now() - timedelta(days=5), "office_hour", 20, ("arbeit",), note="Möchte mit Holz arbeiten.")
        reminders = [Reminder(today + timedelta(days=days), f"Punkt {days}", mentor.pk) for days in (0, 0, 3)]
        talks.write_contact(nour, author=mentor, talk=talk, reminders=reminders)
        needs.add_need(nour, editor=mentor, text=NeedText("wohnen", "Wohnung mit zwei Zimmern", "now"))
        goal = plans.add_goal(
            nour,
            editor=mentor,
            text=GoalText("arbeit", "Arbeit als Tischlerin", "أريد أن أعمل بالخشب.", "ar", "Im Plan."),
        )
        assert goal is not None
        found = Goal.objects.select_related("person", "plan").get(pk=goal)
        plans.add_step(found, editor=mentor, text=StepText("Lebenslauf", "Nour", mentor.pk, today - timedelta(days=3)))
        plans.freeze_revision(
            principals.scope(), nour, author=mentor, place=None, agreement=Agreement("Nour"), version=None
        )
        plans.change_goal(found, editor=mentor, text=GoalText("arbeit", "Ausbildung zur Tischlerin"), version=None)
        case = {"carrier_id": nour.carrier_id, "project_id": nour.project_id, "person_id": nour.person_id}
        Situation.objects.create(**case, enrolment=nour, span="6m", asked_for=today)
    return nour


def mentor_of(nour: Enrolment) -> User:
    assert nour.staff is not None
    return nour.staff


def enter(context: BrowserContext, live_server: LiveServer, client: Client) -> None:
    """Give the browser the session of a signed-in client."""
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


@pytest.fixture
def desk(context: BrowserContext, live_server: LiveServer, world: World, sign_in: Callable[[User], Client]) -> str:
    """The address at which the mentor's browser is signed in."""
    enter(context, live_server, sign_in(world.here.mentor))
    return live_server.url


def pages(nour: Enrolment) -> list[str]:
    file = f"/desk/personen/{nour.person_id}"
    with as_staff(mentor_of(nour)):
        talk, goal, after = Contact.objects.get().pk, Goal.objects.get().pk, Situation.objects.get().pk
    return [
        "/desk/",
        "/desk/?teil=heute",
        "/desk/nicht-vergessen/",
        "/desk/druck/",
        f"{file}/gespraeche/neu/",
        f"{file}/gespraeche/",
        f"{file}/gespraeche/{talk}/",
        f"{file}/gespraeche/{talk}/aendern/",
        f"{file}/wiedervorlage/neu/",
        f"{file}/bedarf/",
        f"{file}/bedarf/neu/",
        f"{file}/textbausteine/",
        f"{file}/vertraulich/",
        f"/desk/gespraech-mit-mehreren/?person={nour.person_id}",
        f"/desk/situation/{after}/",
        f"{file}/plan/",
        f"{file}/plan/ziele/{goal}/",
        f"{file}/plan/fassung/1/",
        f"{file}/plan/fassung/1/scan/",
        f"{file}/plan/fassung/1/unterschreiben/",
        f"{file}/plan/vergleich/",
        f"{file}/plan/fortschreiben/",
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    desk: str, page: Page, nour: Enrolment, width: int, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    for address in pages(nour):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(desk + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height + 50})
        assert axe_problems(page) == [], (address, width, scheme)


def test_today_is_worked_off_by_keyboard(desk: str, page: Page, nour: Enrolment) -> None:
    page.goto(f"{desk}/desk/")
    rows = page.locator("[data-row]")
    # Four that are due, and beside them what nobody set a day for.
    expect(rows).to_have_count(5)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(rows.nth(1)).to_contain_text("Rückgängig")
    expect(rows).to_have_count(5)
    page.keyboard.press("z")
    expect(rows.nth(1)).to_contain_text("Erledigt")
    expect(rows.nth(1)).not_to_contain_text("Rückgängig")
    rows.nth(1).focus()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    expect(rows.nth(1)).to_contain_text("Verschoben auf")
    rows.nth(4).focus()
    page.keyboard.press("e")
    expect(rows.nth(4)).to_contain_text("Fehlt:")
    page.keyboard.press("z")
    expect(rows.nth(4).get_by_role("link", name="Ergänzen")).to_be_visible()
    with as_staff(mentor_of(nour)):
        assert FollowUp.objects.filter(due_on=clock.today()).count() == 1


def test_a_point_is_handed_on_taken_back_and_done_by_the_cover_in_absence(
    desk: str, page: Page, browser: Browser, live_server: LiveServer, world: World, nour: Enrolment, sign_in: Any
) -> None:
    here, today = world.here, clock.today()
    page.goto(f"{desk}/desk/")
    row = page.locator("[data-row]", has_text="Punkt 0").first
    row.get_by_role("link", name="Abgeben").click()
    page.get_by_role("radio", name=here.colleague.display_name).check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Abgegeben", exact=True)).to_be_visible()
    page.get_by_role("button", name="Rückgängig").first.click()
    expect(page.locator("[data-row]", has_text="Punkt 0")).to_have_count(2)
    with as_staff(here.lead):
        days = {"valid_from": today, "valid_to": today + timedelta(days=7)}
        Substitution.objects.create(
            carrier_id=here.carrier, project_id=here.project, absent=here.mentor, cover=here.colleague, **days
        )
    context = browser.new_context(locale="de-DE")
    enter(context, live_server, sign_in(here.colleague))
    cover = context.new_page()
    cover.goto(f"{desk}/desk/")
    expect(cover.get_by_text(f"Sie vertreten {here.mentor.display_name}")).to_be_visible()
    cover.get_by_role("link", name="Punkte ansehen").click()
    theirs = cover.locator("[data-row]", has_text="Punkt 0").first
    theirs.get_by_role("button", name="Erledigt").click()
    expect(cover.get_by_role("button", name="Rückgängig")).to_have_count(1)
    context.close()
    with as_staff(here.mentor):
        done = FollowUp.objects.get(title="Punkt 0", done_at__isnull=False)
        assert (done.owner_id, done.done_by_id) == (here.mentor.pk, here.colleague.pk)


def test_a_talk_is_written_by_keyboard(desk: str, page: Page, nour: Enrolment) -> None:
    page.goto(f"{desk}/desk/personen/{nour.person_id}/gespraeche/neu/")
    for key in ("2", "8"):
        page.keyboard.press(key)
    page.get_by_label("Notiz").fill("Will bis zum Sommer B2 schaffen.")
    page.get_by_role("button", name="in 1 Woche").click()
    third = page.locator(".sh-follow > li").nth(2)
    expect(third.locator("input").first).to_have_value(f"{clock.today() + timedelta(days=7):%d.%m.%Y}")
    third.locator("input").nth(1).fill("Kurs suchen")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Gespräch gespeichert.")).to_be_visible()
    with as_staff(mentor_of(nour)):
        talk = Contact.objects.order_by("-created_at")[0]
        assert talk.topics == ["arbeit", "aufenthalt"]
        assert FollowUp.objects.filter(contact=talk, title="Kurs suchen").exists()


def test_an_office_hour_is_worked_off_by_keyboard_alone(desk: str, page: Page, world: World, nour: Enrolment) -> None:
    names = ["Tesfay", "Rahimi", "Kowalenko"]
    with as_staff(world.here.mentor):
        projections.put(findable(participant(world.here, name)) for name in names)
    page.goto(f"{desk}/desk/")
    for number, name in enumerate(names):
        page.keyboard.press("Control+k")
        page.keyboard.type(name[:5])
        expect(page.locator("#sh-find-list [aria-selected=true]")).to_contain_text(name)
        page.keyboard.press("Enter")
        page.wait_for_url("**/personen/*/")
        page.keyboard.press("g")
        page.wait_for_url("**/gespraeche/neu/")
        page.keyboard.press(str(number + 1))
        page.keyboard.press("t")
        expect(page.get_by_label("Notiz")).to_be_focused()
        page.keyboard.type(f"Brief vom Jobcenter. {name} muss bis Freitag antworten.")
        page.keyboard.press("Alt+w")
        line = page.locator(".sh-follow input[type=text]").nth(1)
        expect(line).to_have_value(f"{name} muss bis Freitag antworten.")
        expect(page.get_by_label("Notiz")).to_be_focused()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Gespräch gespeichert.")).to_be_visible()
    # Back to the file, and the letter itself without a picture: nothing but keys.
    page.keyboard.press("b")
    page.wait_for_url("**/briefe/neu/")
    page.keyboard.press("o")
    expect(page.get_by_label("Absender", exact=True)).to_be_focused()
    page.keyboard.type("Jobcenter")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Brief gespeichert.")).to_be_visible()
    with as_staff(world.here.mentor):
        assert Letter.objects.get().sender
        week = clock.today() + timedelta(days=7)
        assert FollowUp.objects.filter(title__endswith="muss bis Freitag antworten.", due_on=week).count() == 3
        latest = list(Contact.objects.order_by("-pk")[:3])
        assert [talk.topics for talk in latest] == [["anerkennung"], ["arbeit"], ["sprache"]]


def test_marked_words_of_a_note_become_a_need(desk: str, page: Page, nour: Enrolment) -> None:
    with as_staff(mentor_of(nour)):
        talk = Contact.objects.get()
    page.goto(f"{desk}/desk/personen/{nour.person_id}/gespraeche/{talk.pk}/")
    page.locator("#notiz p").first.select_text()
    bar = page.locator("[data-sentence-bar]")
    expect(bar).to_contain_text("Möchte mit Holz arbeiten.")
    bar.get_by_role("button", name="Bedarf").click()
    expect(page.get_by_text("Als Bedarf notiert.")).to_be_visible()
    with as_staff(mentor_of(nour)):
        assert Need.objects.get(contact=talk).text == "Möchte mit Holz arbeiten."


def test_a_confidential_note_is_written_and_stays_closed_to_a_colleague(
    desk: str, page: Page, browser: Browser, live_server: LiveServer, world: World, nour: Enrolment, sign_in: Any
) -> None:
    file = f"{desk}/desk/personen/{nour.person_id}"
    page.goto(f"{file}/gespraeche/neu/")
    page.get_by_label("Notiz", exact=False).first.fill("Kurzes Gespräch.")
    page.get_by_text("Vertrauliche Notiz, nur für Sie und Ihre Vertretung").click()
    page.locator("[name=secret]").fill("Adresse nicht nennen.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Entwurf gesichert")
    assert "Adresse" not in page.evaluate("JSON.stringify(localStorage)")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Gespräch gespeichert.")).to_be_visible()
    page.get_by_role("link", name="Vertraulich").click()
    expect(page.get_by_text("Adresse nicht nennen.")).to_be_visible()
    for who in (world.here.colleague, world.here.lead):
        context = browser.new_context(locale="de-DE")
        enter(context, live_server, sign_in(who))
        other = context.new_page()
        for part in ("vertraulich/", "verlauf/", "gespraeche/", ""):
            other.goto(f"{file}/{part}")
            expect(other.get_by_text("Adresse nicht nennen.")).to_have_count(0)
        context.close()
    with as_staff(world.here.mentor):
        sealed = ConfidentialNote.objects.get().sealed
    assert b"Adresse" not in bytes(sealed)  # all that the owner of the database can read


def test_a_plan_is_continued_compared_signed_and_printed_in_two_languages(
    desk: str, page: Page, nour: Enrolment, tmp_path: Path
) -> None:
    plan = f"{desk}/desk/personen/{nour.person_id}/plan/"
    page.goto(plan)
    page.get_by_role("link", name="Fortschreiben").click()
    expect(page.get_by_text("Was sich seit Fassung 1 geändert hat")).to_be_visible()
    page.get_by_role("button", name="Fassung festhalten").click()
    page.get_by_role("link", name="Vergleichen").click()
    page.get_by_label("von", exact=False).first.select_option("1")
    page.locator("select[name=zu]").select_option("2")
    page.get_by_role("button", name="Vergleichen").click()
    expect(page.locator("ins").first).to_contain_text("Ausbildung zur Tischlerin")
    page.goto(f"{plan}fassung/2/")
    page.get_by_role("link", name="Unterschreiben").click()
    expect(page.locator("td[lang=ar]").first).to_be_visible()
    pad = page.locator("[data-sign]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 80)
    page.mouse.down()
    for across in range(60, 300, 20):
        page.mouse.move(box["x"] + across, box["y"] + 40 + across % 60)
    page.mouse.up()
    page.get_by_role("button", name="Unterschrift speichern").click()
    expect(page.get_by_text("Unterschrift gespeichert.")).to_be_visible()
    expect(page.locator("svg.sh-signed path")).to_have_attribute("d", re.compile(r"^M\d+ \d+L"))
    printed = page.request.get(f"{desk}/desk/personen/{nour.person_id}/plan.pdf?fassung=2&sprache=ar")
    path = tmp_path / "plan.pdf"
    path.write_bytes(printed.body())
    assert "Tagged:          yes" in read("pdfinfo", str(path))
    assert "Figure" in read("pdfinfo", "-struct", str(path))
    assert "خطة الاندماج" in actual_texts(path)
    assert "Nour Haddad" in words(path)


def test_papers_are_asked_for_only_at_an_authority(desk: str, page: Page, nour: Enrolment) -> None:
    page.goto(f"{desk}/desk/personen/{nour.person_id}/gespraeche/neu/")
    expect(page.get_by_label("Unterlagen")).to_be_hidden()
    page.get_by_role("radio", name="Begleitung (Behörde, Betrieb)").check()
    expect(page.get_by_label("Unterlagen")).to_be_visible()


def test_a_draft_is_there_when_one_comes_back(desk: str, page: Page, nour: Enrolment) -> None:
    page.goto(f"{desk}/desk/personen/{nour.person_id}/gespraeche/neu/")
    page.get_by_label("Notiz").fill("Halb fertig")
    expect(page.locator("[data-draft-state]")).to_contain_text("Entwurf gesichert")
    page.context.set_offline(True)
    page.get_by_label("Notiz").fill("Halb fertig, dann riss die Verbindung ab")
    expect(page.locator(".sh-live")).to_contain_text("Keine Verbindung")
    page.keyboard.press("Control+Enter")  # saving now would put the browser's own page in the place of what was typed
    expect(page.get_by_label("Notiz")).to_have_value("Halb fertig, dann riss die Verbindung ab")
    expect(page.locator(".sh-live")).to_contain_text("steht noch da")
    page.context.set_offline(False)
    expect(page.locator("[data-draft-state]")).to_contain_text("Entwurf gesichert")
    page.goto(f"{desk}/desk/")
    page.get_by_role("link", name="Gespräch mit Nour Haddad").click()
    expect(page.get_by_label("Notiz")).to_have_value("Halb fertig, dann riss die Verbindung ab")
    # Gone before the pause that sends a draft: the last letters are there all the same, and from the server.
    page.get_by_label("Notiz").fill("Und noch ein Wort")
    form = page.url
    page.goto(f"{desk}/desk/faelle/")
    page.evaluate("localStorage.clear()")
    there = "async form => (await (await fetch(form)).text()).includes('Und noch ein Wort')"
    page.wait_for_function(there, arg=form)
    page.goto(form)
    expect(page.get_by_label("Notiz")).to_have_value("Und noch ein Wort")
    # What is sent is no draft any more.
    page.get_by_label("Notiz").fill("Fertig")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Gespräch gespeichert.")).to_be_visible()
    with as_staff(mentor_of(nour)):
        assert not Draft.objects.exists()


def test_plan_and_today_work_without_a_script(
    browser: Browser, live_server: LiveServer, world: World, nour: Enrolment, sign_in: Callable[[User], Client]
) -> None:
    context = browser.new_context(locale="de-DE", java_script_enabled=False)
    enter(context, live_server, sign_in(world.here.mentor))
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/personen/{nour.person_id}/plan/")
    page.get_by_role("button", name="mit Hilfe").click()
    expect(page.get_by_role("button", name="mit Hilfe")).to_have_attribute("aria-pressed", "true")
    page.locator("summary", has_text="Schritt").click()
    page.get_by_placeholder("Was ist zu tun").fill("Betrieb anrufen")
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_role("link", name="Betrieb anrufen")).to_be_visible()
    page.goto(f"{live_server.url}/desk/")
    page.locator("[data-row]", has_text="Punkt 0").first.get_by_role("button", name="Erledigt").click()
    expect(page.get_by_role("button", name="Rückgängig")).to_have_count(2)
    context.close()
