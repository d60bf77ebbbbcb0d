# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which column holds what, and how a mapping is kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.people.importing.columns import (
    TARGETS,
    ColumnTarget,
    Mapping,
    bind,
    guess_mapping,
    mapping_from_guesses,
    mapping_from_yaml,
    mapping_to_yaml,
    signature,
)
from scharnier.people.importing.faults import ImportFault
from scharnier.people.importing.text import word_list
from scharnier.people.importing.values import LeaveEmpty, ValueMap


def _targets(columns: list[str], *rows: list[object]) -> dict[str, str | None]:
    return {guess.column: guess.target for guess in guess_mapping(columns, rows)}  # type: ignore[arg-type]  # any cell


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Nachname", "family_name"),
        ("SURNAME", "family_name"),
        ("Vorname(n)", "given_names"),
        ("Name, Vorname", "name"),
        ("Teilnehmer/in", "name"),
        ("Geburtsdatum", "birth_date"),
        ("geb.", "birth_date"),
        ("Date of birth", "birth_date"),
        ("Geschlecht (m/w/d)", "sex"),
        ("Staatsangehörigkeit", "nationality"),
        ("Staatsangehoerigkeit", "nationality"),
        ("Herkunftsland", "nationality"),
        ("Aufenthalts-Status", "residence_status"),
        ("Aufenthaltsstatus", "residence_status"),
        ("Aufenthalt: gültig bis", "residence_valid_to"),
        ("Titel gültig bis", "residence_valid_to"),
        ("Duldung bis", "residence_valid_to"),
        ("In Deutschland seit", "entry_to_germany"),
        ("PLZ", "postcode"),
        ("Wohnort", "postcode_place"),
        ("Ort", "place"),
        ("Tel.-Nr.", "phone"),
        ("Handy", "phone"),
        ("Telefon (mobil)", "phone"),
        ("E-Mail-Adresse", "email"),
        ("Deutsch", "german_level"),
        ("Sprachniveau", "german_level"),
        ("Muttersprache", "language"),
        ("Projekteintritt", "enrolment_entry"),
        ("Beginn", "enrolment_entry"),
        ("Austritt am", "enrolment_exit"),
        ("Grund des Austritts", "exit_reason"),
        ("Mentor/in", "staff"),
        ("Zuständig", "staff"),
        ("Bem.", "remark"),
        ("Arbeitserlaubnis?", "work_permission"),
        ("Lfd. Nr.", "external_no"),
        ("Schuhgröße", None),
    ],
)
def test_a_heading_names_its_field(heading: str, target: str | None) -> None:
    assert _targets([heading]) == {heading: target}


def test_every_heading_in_the_word_list_names_a_field_that_exists() -> None:
    assert set(word_list("headers")) == set(TARGETS)


def test_content_decides_where_the_heading_does_not() -> None:
    rows: list[list[object]] = [
        ["Saleh, Layla", "w", "0171-3920012", "layla@example.org", "syrisch", "§ 25a", "A2", "09599 Freiberg"],
        ["Nuri, Said", "m", "030/23125050", "said@example.org", "AFG", "Duldung", "B1", "1796 Pirna"],
        ["Aziz, Ali", "m", "+49 176 04069043", "ali@example.org", "Irak", "25 III", "A1", "01067 Dresden"],
    ]
    found = _targets(["A", "B", "C", "D", "E", "F", "G", "H"], *rows)
    assert list(found.values()) == [
        "name",
        "sex",
        "phone",
        "email",
        "nationality",
        "residence_status",
        "german_level",
        "postcode_place",
    ]


def test_dates_without_a_heading_are_left_to_a_person() -> None:
    assert _targets(["Spalte A"], ["1.2.1990"], ["2.3.1991"], ["3.4.1992"]) == {"Spalte A": None}


def test_content_corrects_a_loose_heading() -> None:
    assert _targets(["Ort"], ["09599 Freiberg"], ["1796 Pirna"])["Ort"] == "postcode_place"
    assert _targets(["Sprache"], ["A2"], ["B1"], ["A2/B1"])["Sprache"] == "german_level"
    assert _targets(["AE"], ["Duldung"], ["§ 25 III"])["AE"] == "residence_status"
    assert _targets(["AE"], ["ja"], ["nein"])["AE"] == "work_permission"
    assert _targets(["Nachname"], ["Saleh, Layla"], ["Nuri, Said"])["Nachname"] == "name"


def test_a_heading_against_its_content_is_hardly_believed() -> None:
    (guess,) = guess_mapping(["geb. am"], [["Saleh"], ["Nuri"], ["Aziz"]])
    assert (guess.target, guess.why) == ("birth_date", "header_against_content")
    assert guess.confidence < 0.5


def test_name_beside_vorname_is_the_family_name() -> None:
    assert _targets(["Name", "Vorname"], ["Saleh", "Layla"]) == {"Name": "family_name", "Vorname": "given_names"}


def test_a_field_goes_to_one_column_and_telephones_to_several() -> None:
    found = guess_mapping(["Beginn", "Eintritt", "Telefon", "Handy"], [])
    assert [(guess.target, guess.why) for guess in found] == [
        ("enrolment_entry", "header"),
        (None, "taken"),
        ("phone", "header"),
        ("phone", "header"),
    ]


def test_a_list_is_recognised_by_its_headings_in_any_order_and_spelling() -> None:
    assert signature(["Name", "geb. am", "Größe"]) == signature(["GEB AM", "Groesse ", "name"])
    assert signature(["Name", "geb. am"]) != signature(["Name", "Eintritt"])


def _mapping(**targets: str | None) -> Mapping:
    return Mapping(tuple(ColumnTarget(index, column, target) for index, (column, target) in enumerate(targets.items())))


def test_a_mapping_and_its_decisions_survive_being_kept() -> None:
    mapping = _mapping(Name="name", Eintritt="enrolment_entry", Sonstiges=None)
    values = ValueMap()
    values.remember("residence_status", "anerkannt", "ae_25_2_1")
    values.remember("work_permission", "ja", "yes")
    values.remember("sex", "?", LeaveEmpty())
    stored = mapping_from_yaml(mapping_to_yaml(mapping, values))
    assert (stored.mapping, stored.values) == (mapping, values)


def test_a_kept_mapping_finds_its_columns_again_after_they_were_moved() -> None:
    mapping = _mapping(Name="name", Eintritt="enrolment_entry", Ort="place")
    bound = bind(mapping, ["Neu", "EINTRITT", "Ort", "name"])
    assert bound is not None
    assert [column.target for column in bound.columns] == [None, "enrolment_entry", "place", "name"]
    assert bind(mapping, ["Name", "Ort"]) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "columns: 3",
        "columns: [{column: Name, target: nonsense}]",
        "columns: [{target: name}]",
        "a: [",
        "columns: []\nvalues: 3",
        "columns: []\nvalues: {sex: 3}",
        "columns: []\nvalues: {sex: {w: q}}",
        "!!python/object:os.system x",
    ],
)
def test_a_broken_mapping_is_refused(text: str) -> None:
    with pytest.raises(ImportFault, match="mapping_unreadable"):
        mapping_from_yaml(text)


def test_a_mapping_must_lead_to_participants() -> None:
    with pytest.raises(ImportFault, match="unknown_columns"):
        _mapping(Schuhe=None, Farbe=None).check()
    with pytest.raises(ImportFault, match="no_name_column"):
        _mapping(Eintritt="enrolment_entry").check()
    with pytest.raises(ImportFault, match="no_entry_column"):
        _mapping(Name="name").check()
    with pytest.raises(ImportFault, match="target_twice"):
        _mapping(Name="name", A="enrolment_entry", B="enrolment_entry").check()


# Headings as the tables give them: on one line, without control characters.
HEADINGS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)


@settings(deadline=None)
@given(
    st.lists(HEADINGS, max_size=8),
    st.lists(st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=20)), max_size=8), max_size=6),
)
def test_no_columns_make_the_guess_fail(columns: list[str], rows: list[list[object]]) -> None:
    guesses = guess_mapping(columns, rows)  # type: ignore[arg-type]  # any cell
    assert [guess.column for guess in guesses] == columns
    mapping = mapping_from_guesses(guesses)
    assert mapping_from_yaml(mapping_to_yaml(mapping)).mapping == mapping
