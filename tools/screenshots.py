# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make screenshots`: the pictures of the handbook, from a demo network on a fixed day.

Starts the product with an empty home, signs in as the people of the handbook and writes docs/handbuch/bilder/NAME.png.
Whoever changes a page runs this and looks at the difference.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.browser import FLAGS, executable  # noqa: E402  # the tree must be on the path first

PICTURES = ROOT / "docs" / "handbuch" / "bilder"
DAY = "2026-11-24"
WIDE = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=360, height=760)
LIST = ROOT / "tests" / "people" / "importing" / "files" / "teilnehmerliste_2019.xlsx"


@dataclass(frozen=True)
class Shot:
    """One picture: its name, who is signed in (role or begin of the address), the way there, on which screen."""

    name: str
    who: str
    go: Callable[[Page, str], object]
    phone: bool = False
    theme: str = "light"
    full: bool = False


def path(address: str) -> Callable[[Page, str], object]:
    return lambda page, base: page.goto(base + address)


def first_file(page: Page, base: str) -> None:
    page.goto(f"{base}/desk/faelle/")
    page.locator("tr[data-row] .sh-a--name").nth(2).click()
    page.wait_for_load_state()


def after_care(page: Page, base: str) -> None:
    """The form of after-care of somebody who was hired."""
    page.goto(f"{base}/desk/vermittlung/?stand=hired")
    page.locator("tbody .sh-a--name").first.click()
    page.get_by_role("link", name="Zur Arbeit").click()
    page.locator("main a[href*='/desk/nachbetreuung/']").first.click()
    page.wait_for_load_state()


def asked(page: Page, base: str) -> None:
    """The questionnaire of the first case in a project whose funder wants one."""
    first_file(page, base)
    page.get_by_role("link", name="Fragebogen zum Eintritt").click()
    page.wait_for_load_state()


def first_contact(page: Page, base: str) -> None:
    page.goto(f"{base}/desk/netzwerk/")
    page.locator("tr[data-row] .sh-a--name").first.click()
    page.wait_for_load_state()


def structure_tab(label: str) -> Callable[[Page, str], object]:
    def go(page: Page, base: str) -> None:
        page.goto(f"{base}/desk/struktur/")
        page.get_by_role("link", name=label).first.click()
        page.wait_for_load_state()

    return go


def consortium(page: Page, base: str) -> None:
    page.goto(f"{base}/desk/struktur/")
    page.locator(".sh-crumbs a").first.click()
    page.get_by_role("link", name="Netzwerk Arbeit für Flüchtlinge plus").click()
    page.wait_for_load_state()


def colleague(page_of: str = "") -> Callable[[Page, str], object]:
    """The page of the first colleague of the team who works in cases, or a step of it."""

    def go(page: Page, base: str) -> None:
        page.goto(f"{base}/desk/team/")
        page.locator("tr[data-row]", has_text="Fachkraft").locator(".sh-a--name").first.click()
        page.wait_for_load_state()
        if page_of:
            page.goto(page.url + page_of)

    return go


def new_leave(page: Page, base: str) -> None:
    page.goto(f"{base}/desk/vertretung/")
    page.locator(".sh-head .sh-btn--primary").click()
    page.wait_for_load_state()


def tab(label: str) -> Callable[[Page, str], object]:
    def go(page: Page, base: str) -> None:
        first_file(page, base)
        page.locator(".sh-tabs").get_by_role("link", name=label).first.click()
        page.wait_for_load_state("networkidle")  # parts that come after the page

    return go


def new_talk(page: Page, base: str) -> None:
    first_file(page, base)
    page.goto(page.url.rstrip("/") + "/gespraeche/neu/")


def needs(page: Page, base: str) -> None:
    first_file(page, base)
    page.goto(page.url.rstrip("/") + "/bedarf/")


def secret(page: Page, base: str) -> None:
    first_file(page, base)
    page.goto(page.url.rstrip("/") + "/vertraulich/")
    page.get_by_label("Vertrauliche Notiz").fill("Lebt seit Oktober getrennt. Neue Adresse nicht nennen.")
    page.get_by_role("button", name="Verschlüsselt speichern").click()
    page.wait_for_load_state()


def signing(page: Page, base: str) -> None:
    first_file(page, base)
    file = page.url.rstrip("/")
    page.goto(f"{file}/plan/fortschreiben/")
    page.get_by_role("button", name="Fassung festhalten").click()
    page.get_by_role("link", name="Unterschreiben").click()
    page.wait_for_load_state()


def checked_list(page: Page, base: str) -> None:
    page.goto(f"{base}/desk/listen/")
    page.set_input_files("input[type=file]", str(LIST))
    page.locator("form[enctype] button").click()
    page.wait_for_url("**/spalten/")


def list_report(page: Page, base: str) -> None:
    checked_list(page, base)
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def judged_file(page: Page, base: str) -> None:
    """A file in which the rules answer with a permission; not everybody in the demo has stated what they need."""
    page.goto(f"{base}/desk/suche/?q=bautzen-2024")
    found = page.locator("main a[href*='/desk/personen/']").evaluate_all("links => links.map(link => link.href)")
    for address in dict.fromkeys(found):
        page.goto(address)
        if page.locator(".sh-access--approval, .sh-access--permit").count():
            return


def below(part: str) -> Callable[[Page, str], None]:
    def go(page: Page, base: str) -> None:
        judged_file(page, base)
        page.goto(f"{page.url.rstrip('/')}/{part}")

    return go


def typed_again(page: Page, base: str) -> None:
    """The form for somebody new, with the name of somebody who is on file."""
    first_file(page, base)
    given, _, family = page.locator("h1 bdi").first.inner_text().rpartition(" ")
    page.goto(f"{base}/desk/personen/neu/")
    page.locator("[name=family_name]").fill(family)
    page.locator("[name=given_names]").fill(given)
    page.locator("#twins .sh-lines").wait_for()


def compared(page: Page, base: str) -> None:
    """Two files side by side that can become one; which ones doesn't matter for the picture."""
    page.goto(f"{base}/desk/faelle/")
    first, *links = page.locator("tr[data-row] .sh-a--name").evaluate_all("links => links.map(link => link.href)")
    for link in links:
        page.goto(f"{first}dubletten/{link.rstrip('/').rsplit('/', 1)[-1]}/")
        if page.get_by_role("button", name="Zusammenführen").count():
            return


def papers(page: Page, base: str) -> None:
    """The documents of a file that has some."""
    page.goto(f"{base}/desk/faelle/")
    links = page.locator("tr[data-row] .sh-a--name").evaluate_all("links => links.map(link => link.href)")
    for link in links:
        page.goto(f"{link}dokumente/")
        if page.locator(".sh-papers li").count() > 1:
            return


def paper(page: Page, base: str) -> None:
    papers(page, base)
    page.locator(".sh-papers a").first.click()
    page.wait_for_load_state()


def family(page: Page, base: str) -> None:
    """The first file of the caseload in whose household somebody else has a file."""
    page.goto(f"{base}/desk/faelle/?fachkraft=alle")
    links = page.locator("tr[data-row] .sh-a--name").evaluate_all("links => links.map(link => link.href)")
    for address in links:
        page.goto(f"{address}haushalt/")
        if page.locator("main .sh-lines .sh-a--name").count():
            return


def afterwards(page: Page, base: str) -> None:
    page.goto(f"{base}/desk/?wer=team&teil=ueberfaellig")
    page.locator("a[href*='/desk/situation/']").first.click()
    page.wait_for_load_state()


def letter(page: Page, base: str) -> None:
    papers(page, base)
    page.locator(".sh-papers a", has_text="Jobcenter").first.click()
    page.wait_for_load_state()


def new_letter(page: Page, base: str) -> None:
    papers(page, base)
    page.goto(page.url.replace("/dokumente/", "/briefe/neu/"))


def compared_groups(page: Page, base: str) -> None:
    """The comparison of groups, made by the worker meanwhile."""
    page.goto(f"{base}/desk/vermittlung/fairness/")
    if page.locator("main table").count() == 0:
        page.get_by_role("button", name="Heute vergleichen").click()
    for _ in range(60):
        page.goto(f"{base}/desk/vermittlung/fairness/")
        if page.locator("main table").count():
            return
        page.wait_for_timeout(1000)


def first_firm(page: Page, base: str) -> None:
    page.goto(f"{base}/desk/betriebe/?bei=alle")
    page.locator("tr[data-row] a").first.click()


def first_vacancy(page: Page, base: str) -> None:
    page.goto(f"{base}/desk/stellen/")
    page.locator("tr[data-row] a").first.click()


MENTOR, LEAD, PARTNER = "caseworker", "lead", "lead.schwerin@"
SHOTS = (
    Shot("dublette", MENTOR, typed_again),
    Shot("zusammenfuehren", MENTOR, compared, full=True),
    Shot("haushalt", MENTOR, family, full=True),
    Shot("trennen", MENTOR, below("trennen/"), full=True),
    Shot("heute", MENTOR, path("/desk/")),
    Shot("heute-telefon", MENTOR, path("/desk/"), phone=True),
    Shot("heute-dunkel", MENTOR, path("/desk/"), theme="dark"),
    Shot("faelle", MENTOR, path("/desk/faelle/")),
    Shot("faelle-telefon", MENTOR, path("/desk/faelle/"), phone=True),
    Shot("akte", MENTOR, first_file, full=True),
    Shot("akte-telefon", MENTOR, first_file, phone=True),
    Shot("kurzberatung", MENTOR, path("/desk/kurzberatung/")),
    Shot("kurzberatung-liste", MENTOR, path("/desk/kurzberatung/liste/")),
    Shot("kurzberatung-zaehlung", LEAD, path("/desk/kurzberatung/zaehlung/")),
    Shot("schnellanlage", MENTOR, path("/desk/anfrage/")),
    Shot("fragebogen", PARTNER, asked, full=True),
    Shot("zahlen", LEAD, path("/desk/zahlen/"), full=True),
    Shot("situation", PARTNER, afterwards),
    Shot("warteliste", MENTOR, path("/desk/warteliste/")),
    Shot("zuteilung", "lead.dresden", path("/desk/warteliste/zuteilung/"), full=True),
    Shot("aufnahme", MENTOR, path("/desk/aufnahme/neu/")),
    Shot("person-neu", MENTOR, path("/desk/personen/neu/"), full=True),
    Shot("gespraech", MENTOR, new_talk, full=True),
    Shot("bedarf", MENTOR, needs, full=True),
    Shot("vertraulich", MENTOR, secret, full=True),
    Shot("geschichte", MENTOR, below("verlauf/angaben/"), full=True),
    Shot("auskunft", MENTOR, below("auskunft/")),
    Shot("einwilligung", MENTOR, below("grundlagen/"), full=True),
    Shot("plan", MENTOR, tab("plan"), full=True),
    Shot("unterschreiben", MENTOR, signing, full=True),
    Shot("uebersetzungen", "admin", path("/desk/uebersetzungen/ar/")),
    Shot("nicht-vergessen", MENTOR, path("/desk/nicht-vergessen/")),
    Shot("stammdaten", MENTOR, tab("Stammdaten"), full=True),
    Shot("lebenslage", MENTOR, below("stammdaten/lebenslage/")),
    Shot("brief", MENTOR, letter, full=True),
    Shot("brief-telefon", MENTOR, new_letter, phone=True),
    Shot("dokumente", MENTOR, papers),
    Shot("dokument", MENTOR, paper, full=True),
    Shot("kompetenzen", MENTOR, tab("Kompetenzen"), full=True),
    Shot("erhebung", MENTOR, below("kompetenzen/erhebung/neu/")),
    Shot("betrieb-anruf", MENTOR, path("/desk/betriebe/anruf/"), full=True),
    Shot("betrieb", MENTOR, first_firm, full=True),
    Shot("stellen", MENTOR, path("/desk/stellen/")),
    Shot("stelle", MENTOR, first_vacancy, full=True),
    Shot("vorschlaege", MENTOR, tab("Vorschläge"), full=True),
    Shot("vermittlung", MENTOR, path("/desk/vermittlung/"), full=True),
    Shot("nachbetreuung", MENTOR, after_care, full=True),
    Shot("suche", MENTOR, path("/desk/suche/?q=ah")),
    Shot("liste-spalten", LEAD, checked_list),
    Shot("liste-bericht", LEAD, list_report),
    Shot("recht-karte", LEAD, judged_file, full=True),
    Shot("recht-angaben", LEAD, below("aufenthalt/angaben/"), full=True),
    Shot("recht-anderer-tag", LEAD, below("recht/"), full=True),
    Shot("recht-zielgruppe", LEAD, below("zielgruppe/"), full=True),
    Shot("recht-regeln", LEAD, path("/desk/recht/")),
    Shot("netzwerk", MENTOR, path("/desk/netzwerk/?sprache=ar")),
    Shot("netzwerk-kontakt", MENTOR, first_contact, phone=True),
    Shot("struktur-projekt", LEAD, path("/desk/struktur/"), full=True),
    Shot("struktur-orte", LEAD, structure_tab("Orte"), full=True),
    Shot("verbund", PARTNER, consortium, full=True),
    Shot("team", LEAD, path("/desk/team/")),
    Shot("kollegin", LEAD, colleague()),
    Shot("uebergeben", LEAD, colleague("uebergeben/")),
    Shot("abschied", LEAD, colleague("abschied/")),
    Shot("vertretung", MENTOR, path("/desk/vertretung/")),
    Shot("weg_gewesen", "mentor3.bautzen@", path("/desk/waehrenddessen/"), full=True),
    Shot("vertretung_neu", MENTOR, new_leave),
    Shot("rechte", LEAD, path("/desk/team/rechte/")),
    Shot("kreise", "lead.schwerin@", path("/desk/faelle/kreise/")),
    Shot("fallliste", LEAD, path("/desk/faelle/?geschlecht=f&alter=18-26")),
    Shot("uebergeben", LEAD, path("/desk/faelle/uebergeben/?geschlecht=f")),
    Shot("tabelle", LEAD, path("/desk/faelle/tabelle/?geschlecht=f")),
    Shot("pakete", LEAD, path("/desk/pakete/")),
    Shot("fairness", LEAD, compared_groups, full=True),
    Shot("protokoll", LEAD, path("/desk/protokoll/")),
    Shot("aufbewahrung", "lead.schwerin-phase1@", path("/desk/aufbewahrung/")),
    Shot("einladen", LEAD, path("/desk/team/einladen/")),
    Shot("konto", MENTOR, path("/desk/konto/")),
    Shot("zweiter-faktor", MENTOR, path("/accounts/2fa/")),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def product() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """(address, sign-ins) of a running demo."""
    home = Path(tempfile.mkdtemp(prefix="scharnier-pictures-"))
    home.chmod(0o711)
    port = free_port()
    base = f"http://localhost:{port}"
    surroundings = {**os.environ, "SCHARNIER_HOME": str(home / "home"), "SCHARNIER_TODAY": DAY, "SCHARNIER_URL": base}
    command = [sys.executable, "-m", "scharnier", "up", "--demo", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL)
    try:
        _wait(base, process)
        yield base, json.loads((home / "home" / "demo-signins.json").read_text())
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(600):
        if process.poll() is not None:
            raise SystemExit("The product did not start.")
        try:
            with urllib.request.urlopen(f"{base}/health/ready", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The product was not ready in five minutes.")


def sign_in(browser: Browser, base: str, account: dict[str, str], shot: Shot) -> Page:
    context = browser.new_context(
        locale="de-DE",
        timezone_id="Europe/Berlin",
        viewport=PHONE if shot.phone else WIDE,
        color_scheme="dark" if shot.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", account["email"])
    page.fill("[name=password]", account["password"])
    page.locator("form:has([name=password]) button[type=submit], form:has([name=password]) button").first.click()
    page.wait_for_url("**/desk/**")
    return page


def keep(taken: bytes, path: Path) -> None:
    """Written with 256 colours: two fifths of the size, on the screen the same."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def main(wanted: list[str]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with product() as (base, accounts), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        for shot in SHOTS:
            if wanted and shot.name not in wanted:
                continue
            account = next(a for a in accounts if a["role"] == shot.who or a["email"].startswith(shot.who))
            page = sign_in(browser, base, account, shot)
            shot.go(page, base)
            if shot.full:  # a window as tall as the page: bars that stick to its foot would cover text
                height = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": (PHONE if shot.phone else WIDE)["width"], "height": height})
            keep(page.screenshot(), PICTURES / f"{shot.name}.png")
            print(shot.name)
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
