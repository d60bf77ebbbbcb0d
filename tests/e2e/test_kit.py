# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery of the kit in a real browser: accessible, right to left, by keyboard, and without a script."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser import axe_problems

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kit(live_server: LiveServer, settings: Settings) -> str:
    """Address of the gallery."""
    settings.DEMO = True
    return f"{live_server.url}/desk/kit/"


def as_tall_as_its_page(page: Page, width: int) -> None:
    """Sticky bars cover text that is scrolled under them; axe can judge only what is seen."""
    page.set_viewport_size({"width": width, "height": 900})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height + 50})


@pytest.mark.parametrize(
    "query", ["", "?theme=dark", "?lang=ar", "?lang=ar&theme=dark", "?seite=portal", "?seite=portal&lang=ar&theme=dark"]
)
def test_axe_finds_nothing_on_a_desk_or_a_phone(kit: str, page: Page, query: str) -> None:
    for width in (1280, 360):
        page.goto(kit + query)
        as_tall_as_its_page(page, width)
        assert axe_problems(page) == []


def test_nothing_has_to_be_scrolled_sideways_on_a_phone(kit: str, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    for query in ("", "?lang=ar", "?seite=portal", "?seite=portal&lang=ar"):
        page.goto(kit + query)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_arabic_runs_from_right_to_left(kit: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(kit + "?lang=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    rail, main = page.locator(".sh-rail").bounding_box(), page.locator("main").bounding_box()
    assert rail is not None
    assert main is not None
    assert rail["x"] > main["x"]
    shown = page.locator("main").inner_text()
    for german in ("Erledigt", "Abbrechen", "Prüfen Sie", "Filter"):
        assert german not in shown


def test_open_menus_and_dialogs_are_accessible_too(kit: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(kit)
    page.locator(".sh-menu--me > summary").click()
    assert [problem for problem in axe_problems(page) if "sh-menu" in problem] == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Akte zusammenführen").click()
    dialog = page.get_by_role("dialog", name="Akten zusammenführen?")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert dialog.is_hidden()


def test_search_opens_with_two_keys_and_closes_with_one(kit: str, page: Page) -> None:
    page.goto(kit)
    page.keyboard.press("Control+k")
    field = page.locator("#sh-find-q")
    assert field.is_visible()
    assert field.evaluate("element => element === document.activeElement")
    page.keyboard.press("Escape")
    assert field.is_hidden()


def test_search_shows_hits_while_typing_and_opens_one_by_keyboard(kit: str, page: Page) -> None:
    page.goto(kit)
    page.locator(".sh-find input[name=q]").press_sequentially("scheich", delay=20)
    hit = page.locator("#sh-find-list [role=option]")
    expect(hit).to_have_count(2)
    assert page.locator("#sh-find-q").input_value() == "scheich"
    expect(hit.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(hit.last).to_have_attribute("aria-selected", "true")
    assert page.locator("#sh-find-q").get_attribute("aria-activedescendant") == hit.last.get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#$"))
    page.locator("#sh-find-q").fill("xyz")
    expect(page.locator("#sh-find-list")).to_contain_text("Kein Treffer für „xyz“")


def test_one_key_settles_a_line_and_one_key_takes_it_back(kit: str, page: Page) -> None:
    page.goto(kit)
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator("#punkt-1.sh-item--done")).to_be_focused()
    page.keyboard.press("z")
    expect(page.locator("#punkt-1.sh-item--late")).to_be_focused()


def test_a_list_is_walked_with_single_keys(kit: str, page: Page) -> None:
    page.goto(kit)
    page.keyboard.press("j")
    assert page.locator("#punkt-1.is-focus").count() == 1
    page.keyboard.press("j")
    assert page.locator("#punkt-2.is-focus").count() == 1
    page.keyboard.press("k")
    page.keyboard.press("s")
    assert page.locator("#punkt-1 details").get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert page.locator("#punkt-1 details").get_attribute("open") is None
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#$"))


def test_single_keys_rest_in_text_and_when_switched_off(kit: str, page: Page) -> None:
    page.goto(kit)
    page.locator("#id_place").press_sequentially("jak")
    assert page.locator("#id_place").input_value() == "jak"
    assert page.locator(".is-focus").count() == 0
    page.locator(".sh-menu--me > summary").click()
    page.get_by_role("button", name="Einzeltasten ausschalten").click()
    page.keyboard.press("Escape")
    page.locator("main").focus()
    page.keyboard.press("j")
    assert page.locator(".is-focus").count() == 0


def test_question_mark_lists_the_keys(kit: str, page: Page) -> None:
    page.goto(kit)
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Tasten").is_visible()


def test_digits_choose_topics(kit: str, page: Page) -> None:
    page.goto(kit)
    second = page.locator('[data-key="2"]')
    assert not second.is_checked()
    page.keyboard.press("2")
    assert second.is_checked()


def test_every_control_can_be_reached_and_shows_the_focus(kit: str, page: Page) -> None:
    page.goto(kit)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "sh-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_choosing_rows_brings_the_bar_and_counts(kit: str, page: Page) -> None:
    page.goto(kit)
    bar = page.locator("[data-bulk]")
    assert bar.inner_text().startswith("1 ausgewählt")
    page.locator("[data-check-all]").check()
    assert bar.inner_text().startswith("5 ausgewählt")
    page.locator("[data-check-all]").uncheck()
    assert bar.is_hidden()


def test_a_long_task_finishes_by_itself(kit: str, page: Page) -> None:
    page.goto(kit)
    page.get_by_text("296 Zeilen gelesen").wait_for()
    assert page.get_by_role("link", name="Ergebnis ansehen").is_visible()


def test_an_error_leads_to_its_field(kit: str, page: Page) -> None:
    page.goto(kit)
    page.get_by_role("link", name="Datum: Das liegt in der Zukunft").click()
    assert page.evaluate("document.activeElement.id") == "bad_bad-day"


DRAFT_PAGE = """() => {
  const form = document.querySelector('#muster');
  form.dataset.draft = '/desk/kit/entwurf/';
  form.dataset.unsaved = '';
  document.dispatchEvent(new CustomEvent('htmx:load', {detail: {elt: form.parentElement}}));
}"""


def test_a_draft_is_kept_on_the_server_and_says_so(kit: str, page: Page) -> None:
    sent: list[str] = []

    def take(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=204)

    page.route("**/desk/kit/entwurf/", take)
    page.goto(kit)
    page.evaluate(DRAFT_PAGE)
    page.locator("#id_note").fill("Termin beim Konsulat")
    state = page.locator("[data-draft-state]")
    expect(state).not_to_have_text("Entwurf gesichert um 10:14")
    expect(state).to_contain_text("Entwurf gesichert um")
    assert "Termin beim Konsulat" in sent[-1]
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_without_a_network_the_text_stays_in_the_browser(kit: str, page: Page) -> None:
    page.route("**/desk/kit/entwurf/", lambda route: route.abort())
    page.goto(kit)
    page.evaluate(DRAFT_PAGE)
    page.locator("#id_note").fill("Der Text geht nicht verloren.")
    page.locator("#sh-live").get_by_text("Keine Verbindung seit").wait_for()
    page.evaluate("window.addEventListener('beforeunload', event => event.stopImmediatePropagation(), true)")
    kept = page.evaluate("localStorage.getItem('scharnier-draft:/desk/kit/entwurf/')")
    assert ["note", "Der Text geht nicht verloren."] in json.loads(kept)["fields"]
    page.goto(kit + "?wieder=da")
    page.evaluate(DRAFT_PAGE)
    assert page.locator("#id_note").input_value() == "Der Text geht nicht verloren."
    assert "ist wieder da" in page.locator("[data-draft-state]").inner_text()


def test_an_expired_sign_in_is_said_while_the_text_stays(kit: str, page: Page) -> None:
    page.route("**/desk/kit/entwurf/", lambda route: route.fulfill(status=403))
    page.goto(kit)
    page.evaluate(DRAFT_PAGE)
    page.locator("#id_note").fill("Der Text bleibt.")
    page.locator("#sh-live").get_by_text("Ihre Anmeldung ist abgelaufen.").wait_for()
    assert page.locator("#id_note").input_value() == "Der Text bleibt."


def test_a_double_click_sends_a_form_once(kit: str, page: Page) -> None:
    sent: list[str] = []

    def take(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/desk/kit/**", take)
    page.goto(kit)
    page.evaluate("document.querySelector('#muster').method = 'post'")
    page.evaluate("document.querySelector('#muster').action = '/desk/kit/senden/'")
    page.locator("#muster button.sh-btn--primary").dblclick()
    page.wait_for_timeout(300)
    assert len(sent) == 1


def test_language_and_theme_are_chosen_and_stay(kit: str, page: Page) -> None:
    page.goto(kit)
    page.locator(".sh-menu--me > summary").click()
    page.get_by_role("button", name="dunkel").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"
    page.locator(".sh-menu--me > summary").click()
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("navigation", name="Main navigation").is_visible()
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"


def test_everything_is_there_without_a_script(kit: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(kit)
    assert page.locator("[data-bulk]").is_visible()
    page.locator("#punkt-1 summary").click()
    assert page.locator("#punkt-1 details").get_by_text("Datum wählen …").is_visible()
    assert page.get_by_role("link", name="Stand neu laden").is_visible()
    page.locator(".sh-menu--me > summary").click()
    page.get_by_role("button", name="dunkel").click()
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"
    context.close()


def test_it_prints_without_what_can_be_clicked(kit: str, page: Page) -> None:
    page.goto(kit + "?theme=dark")
    page.emulate_media(media="print")
    for hidden in (".sh-rail", ".sh-bar", ".sh-tabbar", ".sh-btn", ".sh-save"):
        assert page.locator(hidden).first.is_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") in ("rgb(0, 0, 0)", "oklch(0 0 0)")
    assert page.get_by_role("heading", name="Bausteine").is_visible()
