# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What Word puts on the clipboard, and where a sentence ends."""

from __future__ import annotations

import pytest

from scharnier.casework.contacts.words import cleaned, sentences


def test_ten_thousand_characters_from_word_are_kept_and_nothing_invisible_comes_along() -> None:
    line = "\u2022\tZeugnis\u00a0der Meister\u00adprüfung\u200b \u2013 \u201egut\u201c\x0b\x0c\x07"
    text = cleaned(line * 300)
    assert len(text) > 9000
    assert set(text.split("\n")) - {""} == {"- Zeugnis der Meisterprüfung – „gut“"}
    assert "\n\n\n" not in text


def test_persian_and_arabic_keep_their_joiners_and_marks() -> None:
    assert cleaned("می\u200cخواهم\u200f کار") == "می\u200cخواهم\u200f کار"


def test_decomposed_letters_become_whole_ones() -> None:
    assert cleaned("Mu\u0308ller") == "Müller"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Brief der ABH: Pass bis 8.12. vorlegen. Er will bis zum Sommer B2 schaffen.",
            ["Brief der ABH: Pass bis 8.12. vorlegen.", "Er will bis zum Sommer B2 schaffen."],
        ),
        ("Kommt z. B. Montag. Dann Kurs", ["Kommt z. B. Montag.", "Dann Kurs"]),
        ("erste Zeile\n- zweite Zeile\n\ndritte", ["erste Zeile", "zweite Zeile", "dritte"]),
        ("أريد أن أعمل. هل يمكن ذلك؟ نعم", ["أريد أن أعمل.", "هل يمكن ذلك؟", "نعم"]),
        ("", []),
        ("ohne Punkt", ["ohne Punkt"]),
    ],
)
def test_sentences_are_told_apart(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
