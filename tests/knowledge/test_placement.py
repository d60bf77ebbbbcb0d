# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support in time, marks of after-care, adequacy and hours."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from scharnier.knowledge.data import check_data
from scharnier.knowledge.files import DATA
from scharnier.knowledge.placement import Dates, adequate, hours, instrument, instruments, marks

START = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("code", "by"),
    [("egz", date(2026, 11, 30)), ("bab", date(2026, 12, 31)), ("asa", None), ("mag", date(2026, 11, 30))],
)
def test_support_is_applied_for_in_time(code: str, by: date | None) -> None:
    found = instrument(code, START)
    assert found is not None
    assert found.citation
    assert found.apply_by(START) == by
    assert found.begin_by(START) == (by and by - timedelta(weeks=found.lead_weeks))


def test_what_pays_depends_on_the_type_and_the_day() -> None:
    assert {each.code for each in instruments("eq", START)} == {"eq", "asa", "vermittlungsbudget"}
    old = instrument("eq", date(2020, 9, 1))
    assert old is not None
    assert "sechs" in old.text.de
    assert instrument("asa", date(2020, 9, 1)) is None


def test_a_job_is_asked_after_at_one_and_four_weeks_and_at_three_six_and_twelve_months() -> None:
    told = [(mark.code, mark.on.isoformat()) for mark in marks("beschaeftigung_sv", Dates(START))]
    assert told == [
        ("w1", "2026-12-08"),
        ("w4", "2026-12-29"),
        ("m3", "2027-03-01"),
        ("m6", "2027-06-01"),
        ("m12", "2027-12-01"),
    ]


def test_an_apprenticeship_is_asked_after_before_probation_and_exams() -> None:
    known = Dates(date(2026, 8, 1), end=date(2029, 7, 31), final=date(2029, 5, 15))
    found = {mark.code: mark for mark in marks("ausbildung_betrieblich", known)}
    assert found["probation"].on == date(2026, 11, 17)
    assert found["probation"].estimated
    assert found["intermediate"].on == date(2028, 1, 4)
    assert found["final"].on == date(2029, 3, 20)
    assert not found["final"].estimated


def test_a_short_step_is_asked_after_at_its_end_and_never_later() -> None:
    day = Dates(START, end=START)
    assert [mark.code for mark in marks("hospitation", day)] == ["end"]
    assert [mark.code for mark in marks("praktikum_orientierung", Dates(START, end=date(2026, 12, 11)))] == [
        "w1",
        "end",
    ]


@pytest.mark.parametrize(
    ("kind", "level", "qualified", "fits"),
    [
        ("beschaeftigung_sv", 2, 2, True),
        ("beschaeftigung_sv", 1, 3, False),
        ("beschaeftigung_sv", None, 3, None),
        ("minijob", 1, None, None),
        ("ausbildung_betrieblich", 2, 4, True),
    ],
)
def test_a_job_is_adequate_from_the_level_somebody_has(
    kind: str, level: int | None, qualified: int | None, fits: bool | None
) -> None:
    found = adequate(kind, level, qualified, START)
    assert found.fits is fits
    assert "KldB" in found.text.de


def test_hours_are_limited_in_all_jobs_together() -> None:
    found = hours(START)
    assert found is not None
    assert (found.full_time, found.most) == (35, 48)
    assert "ArbZG" in found.citation[0]


def test_a_row_that_says_nothing_of_its_source_is_refused(tmp_path: Path) -> None:
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, tmp_path / path.name)
    file = tmp_path / "placement.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("citation: [§ 48 BBiG], ", "").replace("types: [mag]", "types: [magie]"), "utf-8")
    told = [str(fault) for fault in check_data(tmp_path)]
    assert any("rests on a citation or on a source" in each for each in told)
    assert any("unknown placement type 'magie'" in each for each in told)
