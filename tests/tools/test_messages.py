# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The check of translations finds what a reader would miss."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tools import messages

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy as shorter
from django.utils import translation

TITLE = _("Akte")
HINT = _("Zwei "
         "Teile")
COUNT = ngettext("%(n)s Zeile", "%(n)s Zeilen", 2)
VERB = shorter("Verb", "Plan")
OTHER = translation.gettext("Kontakt")
variable = "x"
FREE = _(variable)
"""
TEMPLATE = """{% load i18n %}
<h1>{% translate "Überschrift" %}</h1>
{{ _("Im Filter")|upper }}
{% blocktranslate trimmed with name=person %}
  Für {{ name }}
{% endblocktranslate %}
{% blocktranslate count n=rows %}{{ n }} Person{% plural %}{{ n }} Personen{% endblocktranslate %}
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room with one module and one template and without a catalogue."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path / "scharnier")
    found = tmp_path / "scharnier" / "people"
    (found / "templates" / "people").mkdir(parents=True)
    (found / "__init__.py").touch()
    (found / "views.py").write_text(PYTHON)
    (found / "templates" / "people" / "file.html").write_text(TEMPLATE)
    return found


def translated(room: Path) -> polib.POFile:
    messages.update(room)
    catalogue = polib.pofile(str(room / messages.CATALOGUE))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = f"en {entry.msgid}"
    catalogue.save()
    return catalogue


def test_every_way_of_marking_a_text_is_found(room: Path) -> None:
    found = {(message.context, message.text, message.plural) for message in messages.messages_of(room).values()}
    assert found == {
        ("", "Akte", ""),
        ("", "Zwei Teile", ""),
        ("", "%(n)s Zeile", "%(n)s Zeilen"),
        ("Verb", "Plan", ""),
        ("", "Kontakt", ""),
        ("", "Überschrift", ""),
        ("", "Im Filter", ""),
        ("", "Für %(name)s", ""),
        ("", "%(n)s Person", "%(n)s Personen"),
    }


def test_what_is_missing_is_named_with_file_and_line(room: Path) -> None:
    found = list(messages.problems_of(room))
    assert len(found) == 9
    assert any(line.startswith("scharnier/people/views.py:5: not in") and "'Akte'" in line for line in found)
    assert any(line.startswith("scharnier/people/templates/people/file.html:2: not in") for line in found)


def test_a_complete_catalogue_has_no_problem_and_an_update_keeps_it(room: Path) -> None:
    translated(room)
    assert list(messages.problems_of(room)) == []
    before = (room / messages.CATALOGUE).read_text()
    messages.update(room)
    assert (room / messages.CATALOGUE).read_text() == before


def entry_of(catalogue: polib.POFile, text: str) -> polib.POEntry:
    found = catalogue.find(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "fault"),
    [("Akte", "without translation"), ("Kontakt", "marked as fuzzy"), ("Für %(name)s", "other placeholders")],
)
def test_a_faulty_entry_is_told(text: str, fault: str, room: Path) -> None:
    catalogue = translated(room)
    entry = entry_of(catalogue, text)
    if fault == "without translation":
        entry.msgstr = " "
    elif fault == "marked as fuzzy":
        entry.flags.append("fuzzy")
    else:
        entry.msgstr = "for %(nome)s"
    catalogue.save()
    found = list(messages.problems_of(room))
    assert len(found) == 1
    assert fault in found[0]


def test_a_left_over_is_told_and_removed_by_an_update(room: Path) -> None:
    catalogue = translated(room)
    catalogue.append(polib.POEntry(msgid="Früher", msgstr="Formerly"))
    catalogue.save()
    assert "no longer in the source" in next(iter(messages.problems_of(room)))
    messages.update(room)
    assert list(messages.problems_of(room)) == []


def test_one_text_has_one_translation(room: Path) -> None:
    other = messages.PACKAGE / "network"
    other.mkdir()
    (other / "__init__.py").touch()
    (other / "views.py").write_text('from django.utils.translation import gettext as _\nA = _("Akte")\n')
    translated(room)
    translated(other)
    assert list(messages.contradictions()) == []
    catalogue = polib.pofile(str(other / messages.CATALOGUE))
    entry_of(catalogue, "Akte").msgstr = "record"
    catalogue.save()
    assert len(list(messages.contradictions())) == 1
