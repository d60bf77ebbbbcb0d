# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the result sheet: every code has its words in every language."""

import pytest

from scharnier.knowledge import codes, sheet_words
from scharnier.knowledge.files import read_yaml
from scharnier.knowledge.messages import TEXTS

FILE = read_yaml(TEXTS / "assessment.yaml")
# Codes that need no words: levels and classes are the same everywhere.
PLAIN = {"cefr", "licence"}


@pytest.mark.parametrize("code_list", [name for name in FILE["lists"] if name not in PLAIN])
def test_every_code_has_words_and_no_other(code_list: str) -> None:
    assert set(FILE["lists"][code_list]) == set(codes.codes(code_list))


@pytest.mark.parametrize("code_list", list(FILE["lists"]))
def test_german_and_english_say_what_the_lists_say(code_list: str) -> None:
    for code in FILE["lists"][code_list]:
        said = [sheet_words.label(language, code_list, code) for language in ("de", "en")]
        known = codes.find(code_list, code)
        assert code in PLAIN or code_list in PLAIN or said == [known.de, known.en]


def test_every_row_is_complete() -> None:
    rows = [*FILE["words"].values(), *(row for each in FILE["lists"].values() for row in each.values())]
    assert {len(row) for row in rows} == {len(FILE["languages"])}
    missing = [row[0] for row in rows if not all(row[1:])]
    assert missing == []


def test_languages_are_named_in_each_other() -> None:
    assert sheet_words.language("tr", "de") == "Almanca"
    assert sheet_words.language("fr", "ar") == "arabe"
    assert all(sheet_words.language(one, "de") for one in sheet_words.languages())
    assert sheet_words.label("ar", "licence", "CE") == "CE"
