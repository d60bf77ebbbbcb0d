# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of the audit in words."""

from __future__ import annotations

from django.utils import translation

from scharnier.foundation import audit_words, cards

COLLEAGUE = "0192f000-0000-7000-8000-000000000001"


def test_a_change_reads_as_field_before_and_after() -> None:
    payload = {"entered_on": ["2026-01-14", "2026-02-01"], "version": [1, 2], "staff_id": [None, COLLEAGUE]}
    found = audit_words.changes("people_enrolment", "update", payload, payload, names={COLLEAGUE: "Jana Beispiel"})
    said = {each.label: (each.before, each.after) for each in found}
    assert said == {"Eintritt": ("14.01.2026", "01.02.2026"), "Fachkraft": ("", "Jana Beispiel")}


def test_codes_choices_lists_and_moments_read_as_words() -> None:
    payload = {"speaks": ["ar", "fa"], "sex": "female", "birth_precision": "year"}
    found = audit_words.changes("people_person", "insert", payload, payload, names={})
    assert [(each.label, each.after) for each in found if each.column != "sex"] == [
        ("Wie genau", "nur das Jahr"),
        ("Spricht", "Arabisch, Persisch (Farsi)"),
    ]
    at = audit_words.value_in_words("casework_contact", "at", "2026-11-24T09:30:00+00:00", {})
    assert at == "24.11.2026 10:30"


def test_keys_and_machinery_are_never_shown() -> None:
    payload = {"id": "x", "carrier_id": "x", "version": 3, "person_id": "x", "enrolment_id": "x", "until": "2026-01-01"}
    found = audit_words.changes("people_supportdecision", "insert", payload, payload, names={})
    assert [each.column for each in found] == ["until"]


def test_what_the_audit_keeps_back_is_named_and_not_shown() -> None:
    for payload in ({"password": None}, None):
        found = audit_words.changes("network_user", "update", ["password"], payload, names={})
        assert [(each.label, each.hidden, each.before, each.after) for each in found] == [("Passwort", True, "", "")]
    kept = audit_words.changes("people_person", "update", ["place"], {"place": ["A", "B"]}, names={}, content=False)
    assert [(each.label, each.hidden, each.after) for each in kept] == [("Ort", True, "")]


def test_what_was_deleted_says_what_stood_there() -> None:
    payload = {"name": "Raum 2", "seats": 4}
    found = audit_words.changes("network_room", "delete", payload, payload, names={})
    assert {each.label: (each.before, each.after) for each in found} == {"Raum": ("Raum 2", ""), "Plätze": ("4", "")}


def test_long_texts_are_cut() -> None:
    text = audit_words.value_in_words("casework_contact", "note", "Wort " * 200, {})
    assert len(text) <= audit_words.LONGEST
    assert text.endswith("…")


def test_names_of_tables_and_actions_follow_the_language() -> None:
    assert audit_words.table_label("people_enrolment") == "Teilnahme"
    assert audit_words.action_label("update") == "geändert"
    with translation.override("en"):
        assert audit_words.action_label("update") == "changed"
    assert audit_words.table_label("unknown") == "Weiteres"


def test_every_audited_table_has_a_name_and_so_has_each_of_its_fields_that_people_read() -> None:
    """A new table or column is named beside its record card (audit_labels.py of the room)."""
    unnamed = [
        f"{table}.{column}"
        for table, card in cards.all_cards().items()
        if card.audited and table != "audit_event"
        for column in card.columns
        if table not in audit_words.named_tables()
        or (card.columns[column].basis and audit_words.shown(table, column) and not audit_words.says(table, column))
    ]
    assert unnamed == []
