# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from scharnier.knowledge import codes


def test_every_entry_has_a_german_and_an_english_label() -> None:
    for name in codes.lists():
        for entry in codes.items(name):
            assert entry.de.strip(), f"{name}.{entry.code}"
            assert entry.en.strip(), f"{name}.{entry.code}"


def test_a_label_is_german_unless_another_language_is_asked_for() -> None:
    assert codes.label("plan_field", "wohnen") == "Wohnen"
    assert codes.label("plan_field", "wohnen", "de-AT") == "Wohnen"
    assert codes.label("plan_field", "wohnen", "uk") == "housing"


def test_contacts_speak_of_the_same_topics_as_the_plan() -> None:
    assert codes.codes("contact_topic") == codes.codes("plan_field")


def test_nationalities_are_the_countries_of_iso_3166_with_kosovo_and_two_special_cases() -> None:
    names = codes.codes("nationality")
    assert len(names) == 249 + 1 + 2
    assert {"XK", "SY", "stateless", "unresolved"} <= set(names)
    assert not {"EU", "ZZ", "UN"} & set(names)


def test_countries_are_sorted_as_a_german_reads_them() -> None:
    names = [entry.de for entry in codes.items("nationality")]
    assert names.index("Afghanistan") < names.index("Ägypten") < names.index("Albanien")


def test_every_interface_language_is_a_language_and_speakers_are_led_to_one() -> None:
    interface = set(codes.codes("interface_language"))
    assert interface == {"de", "en", "ar", "fa", "uk", "ti", "tr", "fr", "ru"}
    assert {entry.extra["interface"] for entry in codes.items("language") if "interface" in entry.extra} == interface
    assert {"kmr", "ps", "so", "ckb", "ur"} <= set(codes.codes("language"))


def test_a_placement_points_to_an_activity_of_the_law() -> None:
    for entry in codes.items("placement_type"):
        activity = entry.extra["access_activity"]
        assert activity is None or codes.is_code("activity", activity), entry.code


def test_an_unknown_code_or_list_is_named() -> None:
    with pytest.raises(codes.UnknownCode, match="'moon' is not in the code list sex"):
        codes.find("sex", "moon")
    with pytest.raises(codes.UnknownCode, match="no code list 'planets'"):
        codes.items("planets")
    assert not codes.is_code("sex", None)


def test_choices_are_ready_for_a_form() -> None:
    assert codes.choices("goal_priority", "en") == [
        ("high", "high"),
        ("medium", "medium"),
        ("low", "low"),
    ]
