# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The result sheet: German beside the language somebody reads, read back from the PDF."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from scharnier.foundation import paper
from scharnier.knowledge import sheet_words
from scharnier.network.models import User
from scharnier.people.assessing import sheet
from scharnier.people.assessing.models import Assessment
from scharnier.people.models import Person
from tests import factories
from tests.casework.test_paper import catalog
from tests.factories import World
from tests.people.assessing.test_assessing import assess, nour, placement
from tests.people.conftest import TODAY, SignIn, statements

__all__ = ["nour", "placement"]

ROW = Assessment(
    held_on=TODAY,
    method="work_sample",
    answers={
        "orientation": "Möchte wieder mit Holz arbeiten.",
        "competences": {"dexterity": {"rating": "4", "evidence": "baut sauber"}},
        "motivation": {"work_soon": {"rating": "3", "evidence": ""}},
        "licences": ["B", "forklift"],
        "radius": 30,
        "known": {
            "jobs": {"1": ["Tischlerin", "2012 – 2015"]},
            "languages": {"de": {"speaking": "B1"}},
            "degrees": {"2": ["Tischlerin", "applied"]},
        },
    },
)
PERSON = Person(given_names="Nour", family_name="Haddad", own_script_name="نور حداد", file_number="N-2026-0148")


def read(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("language", ["ar", "fa", "uk", "ti", "tr", "fr", "ru", "en"])
def test_the_sheet_stands_in_both_languages_with_tags(tmp_path: Path, language: str) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheet.as_pdf(sheet.sheet(ROW, PERSON, language, "nicht schwer heben")))
    structure = read("pdfinfo", "-struct", str(path))
    assert all(tag in structure for tag in ("H1", "Table", "TH", "TD"))
    assert "pdfuaid" in read("pdfinfo", "-meta", str(path))
    assert catalog(path)["/Lang"] == "de"
    said = " ".join(read("pdftotext", "-layout", str(path), "-").split())
    for text in ("Ergebnis der Kompetenzerhebung", "Handgeschick: Stärke", "baut sauber", "nicht schwer heben", "30"):
        assert text in said, text
    if language not in ("ar", "fa"):  # drawn as ligatures there; the next test reads the words behind them
        assert sheet_words.label(language, "competence_rating", "4") in said


def test_every_line_has_words_in_the_other_language() -> None:
    found = sheet.sheet(ROW, PERSON, "ar")
    assert found.direction == "rtl"
    assert "نور حداد" in found.heads[1]
    lines = {pair.other.label: pair.other.value for pair in found.rows if pair.other}
    assert lines["المهارة اليدوية"] == "\u2066نقطة قوة\u2069"
    assert lines["الألمانية, التحدث"] == "\u2066B1\u2069"
    assert lines["رخص القيادة"] == "\u2066B\u2069, \u2066رافعة شوكية\u2069"


def test_german_alone_is_a_sheet_as_well(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheet.as_pdf(sheet.sheet(ROW, PERSON, "")))
    said = read("pdftotext", "-layout", str(path), "-")
    assert "Führerscheine: B, Gabelstapler" in said
    assert "Table" not in read("pdfinfo", "-struct", str(path))


def test_the_sheet_takes_less_than_a_second() -> None:
    paper.prepare()
    sheet.as_pdf(sheet.sheet(ROW, PERSON, "ar"))
    started = time.process_time()
    sheet.as_pdf(sheet.sheet(ROW, PERSON, "ar"))
    assert time.process_time() - started < 1


@pytest.mark.django_db
def test_the_sheet_comes_from_the_page_without_what_the_reader_may_not_know(
    house: World, sign_in: SignIn, nour: Person, placement: User, tmp_path: Path
) -> None:
    with factories.as_staff(house.here.mentor):
        Person.objects.filter(pk=nour.pk).update(reads="prs")
    address = assess(house, sign_in, nour)
    client = sign_in(house.here.mentor)
    assert f"{address}ergebnis.pdf?sprache=fa" in client.get(address).text
    answer, count = statements(client, f"{address}ergebnis.pdf?sprache=fa")
    assert count <= 14
    assert answer["Content-Type"] == "application/pdf"
    path = tmp_path / "sheet.pdf"
    path.write_bytes(answer.content)
    assert "nicht schwer heben" in read("pdftotext", str(path), "-")
    path.write_bytes(sign_in(placement).get(f"{address}ergebnis.pdf?sprache=xx").content)
    assert "schwer heben" not in read("pdftotext", str(path), "-")
    assert sign_in(house.here.auditor).get(f"{address}ergebnis.pdf").status_code == 403
    assert sign_in(house.away.mentor).get(f"{address}ergebnis.pdf").status_code == 404
