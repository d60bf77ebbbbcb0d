# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan on paper, read back as a reader of PDF reads it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from scharnier.casework.models import PlanRevision
from scharnier.casework.plans import pdf
from scharnier.casework.plans.sheet import FieldSheet, GoalSheet, PlanSheet, StepSheet
from scharnier.foundation import clock
from scharnier.foundation import paper as machine
from scharnier.network.models import User
from tests.casework.conftest import TODAY, participant
from tests.casework.test_plan import add_goal, add_step, freeze, url
from tests.factories import World, as_staff

SHEET = PlanSheet(
    label="Integrationsvereinbarung",
    project="Arbeitsmarktmentoren Mittelsachsen",
    carrier="Träger Nord",
    person="Nour Haddad",
    own_script_name="نور حداد",
    script_language="ar",
    born="12.05.1988",
    file_number="N-2026-0148",
    staff=("Katrin Lohse", "Jonas Wendt"),
    review_due_on=date(2027, 5, 25),
    fields=(
        FieldSheet(
            "arbeit",
            "Arbeit / Ausbildung",
            (
                GoalSheet(
                    "1",
                    "Arbeit als Tischlerin",
                    own_words="أريد أن أعمل بالخشب، قريباً.",
                    own_language="ar",
                    wording="Aufnahme einer Beschäftigung als Tischlerin.",
                    priority="high",
                    responsible="Nour Haddad",
                    target_on=date(2027, 3, 31),
                    steps=(
                        StepSheet("1", "Lebenslauf schreiben", "Nour", None, date(2026, 10, 15), "with_help"),
                        StepSheet("2", "Zwei Tage Hospitation", "Nour", date(2026, 12, 4)),
                    ),
                ),
                GoalSheet("2", "Führerschein", state="reached", closed_on=date(2026, 6, 1)),
                GoalSheet("3", "Umzug nach Köln", state="dropped", closed_on=date(2026, 6, 1)),
            ),
        ),
        FieldSheet(
            "sprache", "Sprache", (GoalSheet("4", "Deutsch B2", own_words="ብዓለይ ክዛረብ ይደሊ።", own_language="ti"),)
        ),
        FieldSheet("wohnen", "Wohnen"),
    ),
)


@pytest.fixture
def paper(tmp_path: Path) -> Callable[..., Path]:
    def print_it(sheet: PlanSheet = SHEET, revision: PlanRevision | None = None, *, short: bool = False) -> Path:
        with clock.frozen(TODAY):
            made = pdf.render(sheet, revision=revision, on=TODAY, short=short)
        path = tmp_path / "plan.pdf"
        path.write_bytes(made)
        return path

    return print_it


def read(tool: str, *arguments: str) -> str:
    return subprocess.run([tool, *arguments], check=True, capture_output=True, text=True).stdout


def words(path: Path) -> str:
    return " ".join(read("pdftotext", "-enc", "UTF-8", str(path), "-").split())


def test_the_paper_says_what_the_plan_says(paper: Callable[..., Path]) -> None:
    said = words(paper())
    for each in (
        "Integrationsvereinbarung",
        "Träger Nord · Arbeitsmarktmentoren Mittelsachsen · Entwurf, Stand 24.11.2026",
        "Nour Haddad",
        "geboren 12.05.1988",
        "Ansprechpersonen: Katrin Lohse, Jonas Wendt",
        "Lebenslauf schreiben: erledigt am 15.10.2026 (mit Hilfe)",
        "Zwei Tage Hospitation, bis 04.12.2026 – Nour",
        "Führerschein",
        "Wir sprechen wieder darüber: Dienstag, 25. Mai 2027.",
        "gelesen oder vorgelesen und verstanden",
        "Seite 1 von 1",
    ):
        assert each in said
    assert "Umzug nach Köln" not in said
    assert "Wohnen" not in said


def test_a_revision_prints_its_number_day_and_who_was_there(paper: Callable[..., Path]) -> None:
    frozen = datetime(2026, 6, 2, 11, tzinfo=clock.ZONE)
    revision = PlanRevision(number=3, frozen_at=frozen, took_part="Nour Haddad, Katrin Lohse", interpreter="Herr Osman")
    said = words(paper(revision=revision))
    assert "Fassung 3 vom 02.06.2026" in said
    assert "Besprochen mit: Nour Haddad, Katrin Lohse; Sprachmittlung: Herr Osman" in said


def test_the_paper_is_tagged_with_the_language_of_every_part(paper: Callable[..., Path]) -> None:
    path = paper()
    facts = read("pdfinfo", str(path))
    assert "Tagged:          yes" in facts
    assert "Title:           Integrationsvereinbarung, Nour Haddad" in facts
    assert "(A4)" in facts
    structure = read("pdfinfo", "-struct", str(path))
    for tag in ("H1", "H2", "H3", "BlockQuote", "LI"):
        assert tag in structure
    assert catalog(path)["/Lang"] == "de"
    assert "pdfuaid" in read("pdfinfo", "-meta", str(path))
    found = languages(path)
    assert {"ar", "ti"} <= found


def catalog(path: Path) -> Any:
    return PdfReader(path).trailer["/Root"]


def languages(path: Path) -> set[str]:
    """Languages that the structure elements name."""
    found: set[str] = set()
    waiting = [catalog(path)["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if not isinstance(element, dict):
            continue
        if "/Lang" in element:
            found.add(str(element["/Lang"]))
        children = element.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        waiting += [
            each for each in (children if isinstance(children, list) else [children]) if hasattr(each, "get_object")
        ]
    return found


def test_own_words_keep_their_letters_and_fonts_are_inside(paper: Callable[..., Path]) -> None:
    path = paper()
    said = words(path)
    assert "أعمل" in said
    assert "ብዓለይ" in said
    fonts = read("pdffonts", str(path)).splitlines()[2:]
    for family in ("Fira-Sans", "Noto-Sans-Arabic", "Noto-Sans-Ethiopic"):
        assert any(family in line for line in fonts), fonts
    assert all(" yes yes " in line for line in fonts)


def test_the_short_plan_holds_open_goals_on_one_page(paper: Callable[..., Path]) -> None:
    many = tuple(
        GoalSheet(str(number), f"Ziel {number}", wording="Ein langer Satz. " * 10, steps=(StepSheet("1", "Schritt"),))
        for number in range(12)
    )
    path = paper(replace(SHEET, fields=(*SHEET.fields, FieldSheet("familie", "Familie", many))), short=True)
    assert "Pages:           1" in read("pdfinfo", str(path))
    said = words(path)
    assert "Zwei Tage Hospitation" in said
    assert "Lebenslauf" not in said
    assert "Führerschein" not in said
    # Far too many for a page: every goal stays, with its next step, and the page says what it leaves out.
    steps = tuple(StepSheet(str(number), f"Schritt {number}") for number in range(6))
    crowd = tuple(replace(goal, wording="", steps=steps) for goal in many)
    path = paper(replace(SHEET, fields=(FieldSheet("familie", "Familie", crowd),)), short=True)
    assert "Pages:           1" in read("pdfinfo", str(path))
    said = words(path)
    assert all(f"Ziel {number}" in said for number in range(12))
    assert "Schritt 0" in said
    assert "Schritt 1" not in said
    assert "Weitere Schritte stehen im ganzen Plan: 60." in said


def test_a_long_plan_numbers_its_pages(paper: Callable[..., Path]) -> None:
    many = tuple(GoalSheet(str(number), f"Ziel {number}", wording="Ein langer Satz. " * 20) for number in range(30))
    path = paper(replace(SHEET, fields=(FieldSheet("familie", "Familie", many),)))
    said = words(path)
    assert "Seite 2 von " in said
    assert "Ziel 29" in said


def test_the_paper_is_ready_within_a_second(paper: Callable[..., Path]) -> None:
    assert machine.prepare() is True
    paper()
    started = time.process_time()
    paper()
    assert time.process_time() - started < 1


def test_text_of_the_plan_is_never_taken_for_markup(paper: Callable[..., Path]) -> None:
    goal = GoalSheet("1", "<b>Ziel</b> & <img src=http://example.org/x.png>")
    said = words(paper(replace(SHEET, fields=(FieldSheet("arbeit", "Arbeit", (goal,)),))))
    assert "<b>Ziel</b> & <img src=http://example.org/x.png>" in said


@pytest.mark.parametrize(
    "address", ["https://example.org/font.woff2", "file:///etc/passwd", "vendored:../../settings.py"]
)
def test_paper_takes_in_nothing_but_the_vendored_fonts(address: str) -> None:
    with pytest.raises(ValueError, match="vendored"):
        machine.vendored_font(address)


@pytest.mark.django_db
def test_the_paper_comes_from_the_page(house: World, sign_in: Callable[[User], Client], tmp_path: Path) -> None:
    client = sign_in(house.here.mentor)
    with as_staff(house.here.mentor):
        nour = participant(house.here)
    address = f"/desk/personen/{nour.person_id}/plan.pdf"
    assert client.get(address).status_code == 404
    goal = add_goal(client, nour)
    add_step(house.here, client, nour, goal)
    freeze(house.here, client, nour)
    for query, says in (
        ("", "Entwurf, Stand"),
        ("?fassung=1", "Fassung 1 vom 24.11.2026"),
        ("?kurz=1", "Entwurf, Stand"),
    ):
        answer = client.get(address + query)
        assert answer["Content-Type"] == "application/pdf"
        assert "integrationsvereinbarung" in answer["Content-Disposition"]
        path = tmp_path / "plan.pdf"
        path.write_bytes(answer.content)
        assert says in words(path)
    for query in ("?fassung=9", "?fassung=abc", "?fassung=99999999999"):
        assert client.get(address + query).status_code == 404


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing(name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    for kept in (machine._weasyprint, machine._stylesheet):
        kept.cache_clear()
    monkeypatch.setattr(machine, "import_module", missing)
    yield
    machine._weasyprint.cache_clear()


@pytest.mark.django_db
def test_without_pango_everything_but_paper_works_and_says_so(
    house: World, sign_in: Callable[[User], Client], without_pango: None
) -> None:
    client = sign_in(house.here.mentor)
    with as_staff(house.here.mentor):
        nour = participant(house.here)
    add_goal(client, nour)
    assert machine.prepare() is False
    answer = client.get(f"/desk/personen/{nour.person_id}/plan.pdf")
    assert answer.status_code == 503
    assert "Auf diesem Server fehlt ein Baustein für PDF." in answer.content.decode()
    assert client.get(url(nour)).status_code == 200
