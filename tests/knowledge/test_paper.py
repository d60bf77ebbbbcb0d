# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words of printed plans: complete in every language, with the same gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from scharnier.knowledge import codes, paper
from scharnier.knowledge.files import read_yaml
from scharnier.knowledge.messages import TEXTS

ALL = {"de", "en", "ar", "fa", "uk", "ru", "tr", "fr", "ti"}
FILE = read_yaml(TEXTS / "paper.yaml")
GROUPS: dict[str, Mapping[str, str]] = {
    **{f"word {key}": texts for key, texts in FILE["words"].items()},
    **{f"field {key}": texts for key, texts in FILE["fields"].items()},
    **{f"goal {each.code}": each.goal for each in paper.templates()},
    **{f"step {each.code} {n}": step for each in paper.templates() for n, step in enumerate(each.steps)},
}


@pytest.mark.parametrize("name", GROUPS)
def test_every_text_exists_in_every_language_with_the_same_gaps(name: str) -> None:
    texts = GROUPS[name]
    assert set(texts) == ALL
    assert len({tuple(sorted(re.findall(r"\{\w+\}", text))) for text in texts.values()}) == 1


def test_every_plan_field_has_a_name() -> None:
    assert all(paper.field("ar", code) for code in codes.codes("plan_field"))
    assert paper.field("ar", "erfunden") == ""


def test_templates_belong_to_known_fields_and_are_translated_by_their_wording() -> None:
    assert all(codes.is_code("plan_field", each.field) for each in paper.templates())
    assert paper.translated("uk", " Lebenslauf schreiben ") == "Написати резюме"
    assert paper.translated("uk", "Lebenslauf überarbeiten") == ""


def test_german_is_the_original_and_the_rest_are_drafts() -> None:
    assert set(paper.languages()) == ALL - {"de"}
    assert all(paper.is_draft(language) for language in paper.languages())
    assert paper.word("de", "version", n=3, day="24.11.2026") == "Fassung 3 vom 24.11.2026"
