# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Both languages on every page about the law: nothing German is left in English, nothing English in German."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import polib
import pytest

from scharnier.foundation import principals
from scharnier.knowledge import codes
from scharnier.knowledge.files import DATA, load
from scharnier.network.models import Programme
from tests.factories import World
from tests.people.conftest import SignIn
from tests.people.law.conftest import TOLERATED, on_file

pytestmark = pytest.mark.django_db
SCHARNIER = Path(__file__).resolve().parents[3] / "scharnier"
SHORTEST = 4
# Languages in the menu are named in themselves; a key is called what stands on it; a plan is called what the programme
# calls it, in every language.
OWN = {"Deutsch", "English", "Enter", "Integrationsplan"}


def pairs(data: Any) -> Iterator[tuple[str, str]]:
    """Every {de, en} of a data file."""
    if isinstance(data, dict):
        if isinstance(data.get("de"), str) and isinstance(data.get("en"), str):
            yield data["de"], data["en"]
        if isinstance(data.get("reason_de"), str):
            yield data["reason_de"], data["reason_en"]
        for value in data.values():
            yield from pairs(value)
    elif isinstance(data, list):
        for value in data:
            yield from pairs(value)


@cache
def languages() -> tuple[frozenset[str], frozenset[str]]:
    """Whole texts that are only German, and those that are only English."""
    both = [pair for path in DATA.glob("*.yaml") for pair in pairs(load(path.name))]
    both += [(entry.de, entry.en) for name in codes.lists() for entry in codes.items(name)]
    for path in SCHARNIER.glob("*/locale/en/LC_MESSAGES/django.po"):
        both += [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(path)) if not entry.msgid_plural]
    german = {said.strip() for de, _ in both for said in (de, de[:1].upper() + de[1:])}
    english = {said.strip() for _, en in both for said in (en, en[:1].upper() + en[1:])}

    def only(mine: set[str], other: set[str]) -> frozenset[str]:
        return frozenset(text for text in mine - other if len(text) >= SHORTEST and "%(" not in text)

    return only(german, english), only(english, german)


def texts(page: str) -> set[str]:
    """Texts of a page, and what is read out beside them, each whole. Identifiers, marked so, belong to no language."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    body = re.sub(r'<(\w+)[^>]* translate="no">[^<]*</\1>', "", body)
    named = re.findall(r'(?:aria-label|placeholder|title)="([^"]*)"', body)
    return {unescape(text).strip() for text in [*re.split(r"<[^>]*>", body), *named]}


def addresses(person: UUID) -> list[str]:
    file = f"/desk/personen/{person}/"
    return [
        file,
        f"{file}stammdaten/",
        f"{file}stammdaten/unterbringung/neu/",
        f"{file}aufenthalt/angaben/",
        f"{file}recht/",
        f"{file}recht/?tag=01.03.2027&taetigkeit=apprenticeship&status=duldung",
        f"{file}zielgruppe/",
        f"{file}zielgruppe/good_bleibeperspektive/",
        "/desk/faelle/",
        "/desk/personen/neu/",
        "/desk/recht/",
        "/desk/recht/R410-ae-safe/",
        "/desk/recht/alle/",
    ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_speak_one_language(house: World, sign_in: SignIn, language: str) -> None:
    with principals.entering(principals.SYSTEM):
        Programme.objects.filter(pk=house.programme.pk).update(code="integrationsmanagement_bw")
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    client.cookies["scharnier_language"] = language
    german, english = languages()
    foreign = german if language == "en" else english
    for address in addresses(person):
        page = client.get(address)
        assert page.status_code == 200, address
        text = page.content.decode()
        assert f'lang="{language}"' in text
        assert texts(text) & foreign <= OWN, address


def test_the_test_sees_a_foreign_text() -> None:
    german, english = languages()
    assert "Zugang zum Arbeitsmarkt" in german
    assert (
        "Studierende (§ 16b), Sprachkurs, Au-pair, Forschende, ICT, Titel nach § 19c; genauer Umfang des "
        not in english
    )
    assert texts("<p>Zugang zum Arbeitsmarkt</p>") & german
    assert texts('<input placeholder="Zugang zum Arbeitsmarkt">') & german
