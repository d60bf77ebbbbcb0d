# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from typing import Any

import pytest

from scharnier.knowledge import settings
from scharnier.knowledge.settings import SettingError, Span

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "months", "exceptional"),
    [(date(2017, 11, 30), None, None), (date(2022, 12, 31), 24, None), (date(2023, 1, 1), 36, 48)],
)
def test_the_limit_of_support_follows_the_rules_of_the_day(
    day: date, months: int | None, exceptional: int | None
) -> None:
    found = settings.resolve("integrationsmanagement_bw", day)
    assert (found.support_months, found.exceptional_months) == (months, exceptional)


def test_a_programme_speaks_its_own_words() -> None:
    saxony = settings.resolve("arbeitsmarktmentoren_sn", TODAY)
    assert (saxony.word("participant"), saxony.word("plan")) == ("Mentee", "Integrationsvereinbarung")
    assert settings.resolve("somewhere_else", TODAY).word("plan") == "Integrationsplan"


def test_what_a_project_says_counts_over_the_template_and_nothing_counts_too() -> None:
    found = settings.resolve("integrationsmanagement_bw", TODAY, {"support.months": None, "words.plan": "Plan BW"})
    assert found.support_months is None
    assert found.word("plan") == "Plan BW"
    assert found.exceptional_months == 48


def test_a_setting_of_a_later_release_is_left_out() -> None:
    assert "weather.today" not in settings.resolve("", TODAY, {"weather.today": "sun"}).values


def test_what_should_be_there_in_a_phase_includes_the_phases_before() -> None:
    found = settings.resolve("arbeitsmarktmentoren_sn", TODAY)
    assert found.phase_needs("clearing") == ()
    assert found.phase_needs("orientation") == ("entry", "residence", "contact")
    assert set(found.phase_needs("placement")) == {"entry", "residence", "contact", "plan", "german", "occupation"}


def test_a_module_can_be_switched_off() -> None:
    found = settings.resolve("", TODAY, {"modules.law": False})
    assert not found.has("law")
    assert found.has("plan")
    assert found.has("")


def test_every_value_of_a_template_can_be_shown_in_both_languages() -> None:
    for programme in settings.templates():
        for key, rows in settings.template(programme).items():
            for row in rows:
                assert settings.show(key, row.value, "de")
                assert settings.show(key, row.value, "en")


def test_distances_are_sorted_and_read_as_people_say_them() -> None:
    assert settings.read("records.retention_checks", ["6m", "28d", "6m"]) == ["28d", "6m"]
    assert Span(28, "days").label() == "28 Tage"
    assert Span(1, "months").label("en") == "1 month"


@pytest.mark.parametrize(
    ("key", "raw", "stored"),
    [
        ("support.months", " 36 ", 36),
        ("support.months", "", None),
        ("words.plan", "  Mein   Plan ", "Mein Plan"),
        ("plan.field_words", {"arbeit": "Beruf", "wohnen": ""}, {"arbeit": "Beruf"}),
        ("course.phase_needs", {"placement": ["plan", "plan"], "clearing": []}, {"placement": ["plan"]}),
        ("records.required", None, []),
        ("law.counselling", {"base": "consent"}, {"base": "consent", "citation": "", "text": ""}),
        ("law.release_text", "", ""),
    ],
)
def test_values_are_stored_in_one_form(key: str, raw: Any, stored: Any) -> None:
    assert settings.read(key, raw) == stored


@pytest.mark.parametrize(
    ("key", "raw", "reason"),
    [
        ("support.months", "viel", "Hier steht eine ganze Zahl."),
        ("support.months", 0, "Erlaubt sind 1 bis 120."),
        ("support.months", True, "Hier steht eine ganze Zahl."),
        ("plan.review_months", None, "Hier fehlt ein Wert."),
        ("words.plan", "x" * 41, "Höchstens 40 Zeichen."),
        ("words.plan", 7, "Hier steht ein Text."),
        ("plan.fields", [], "Wählen Sie mindestens eines."),
        ("plan.fields", ["arbeit", "arbeit"], "„arbeit“ steht zweimal da."),
        ("plan.fields", "arbeit", "Hier steht eine Liste."),
        ("plan.fields", ["sport"], "„sport“ gibt es hier nicht."),
        ("plan.field_words", {"sport": "x"}, "„sport“ gibt es hier nicht."),
        ("course.phase_needs", {"clearing": ["luck"]}, "„luck“ gibt es hier nicht."),
        ("records.retention_checks", ["soon"], "Schreiben Sie 28d"),
        ("records.retention_checks", ["9000d"], "Höchstens zehn Jahre."),
        ("modules.law", "aus", "Hier steht true oder false."),
        ("law.counselling", {"base": "statute", "citation": " "}, "Nennen Sie die Vorschrift."),
        ("law.counselling", {"base": "habit"}, "„habit“ gibt es hier nicht."),
        ("law.counselling", {"basis": "statute"}, "„basis“ gibt es hier nicht."),
    ],
)
def test_what_a_setting_cannot_take_is_refused_with_a_reason(key: str, raw: Any, reason: str) -> None:
    with pytest.raises(SettingError) as found:
        settings.read(key, raw)
    assert found.value.text.de.startswith(reason)


def test_an_unknown_setting_is_no_setting() -> None:
    with pytest.raises(settings.UnknownSetting):
        settings.read("support.years", 3)
