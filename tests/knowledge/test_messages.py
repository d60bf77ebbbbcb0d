# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Messages to copy: complete in nine languages, honest about what nobody has read yet."""

from __future__ import annotations

import re

import pytest

from scharnier.knowledge import messages


def test_there_are_nine_languages_and_german_comes_first() -> None:
    assert messages.languages()[0] == "de"
    assert set(messages.languages()) == {"de", "en", "ar", "fa", "uk", "ru", "tr", "fr", "ti"}


@pytest.mark.parametrize("block", messages.blocks(), ids=lambda block: block.code)
def test_every_message_says_the_same_in_every_language(block: messages.Block) -> None:
    assert set(block.texts) == set(messages.languages())
    places = {language: sorted(re.findall(r"\{\w+\}", text)) for language, text in block.texts.items()}
    assert set(map(tuple, places.values())) == {tuple(places["de"])}
    assert block.title("de-DE") != block.title("en")


def test_what_nobody_has_read_is_a_draft() -> None:
    assert not messages.is_draft("de")
    assert all(messages.is_draft(language) for language in messages.languages()[1:])


def test_gaps_stay_visible() -> None:
    block = next(each for each in messages.blocks() if each.code == "appointment")
    assert block.text("de", staff="Katrin Lohse").startswith("Guten Tag, hier ist Katrin Lohse. ")
    assert block.text("de", staff="Katrin Lohse", place="").endswith("Ort: ….")


def test_dari_readers_get_persian_and_who_reads_none_of_the_languages_gets_german() -> None:
    assert messages.language_for("kmr", "prs", "ar") == "fa"
    assert messages.language_for("so", "") == "de"
