# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
import shutil
from pathlib import Path

import pytest

from scharnier.knowledge.check import main
from scharnier.knowledge.data import check_data
from scharnier.knowledge.files import DATA, edition

LAW, CODES, OWN = "labour-market-access.yaml", "codes.yaml", "programme-indicators.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_the_data_of_the_package_have_no_faults() -> None:
    assert check_data() == []


def test_the_edition_names_data_and_engine() -> None:
    assert len(edition()) == 12
    assert edition() == edition()


BREAKS = [
    (LAW, "id: R011-mag\n    order: 11", "id: R011-mag\n    order: 10", "order 10 was already used in line"),
    (LAW, "id: R011-mag", "id: R010-hospitation", "id R010-hospitation was already used in line"),
    (LAW, "    citation: [§ 45 SGB III]\n", "", "R011-mag: a citation is missing"),
    (LAW, "citation: [§ 45 SGB III]", "citation: []", "citation is missing; every rule cites"),
    (LAW, "citation: [§ 45 SGB III]", "citation: [§ 45, § 46 SGB III]", "'§ 45' names no statute"),
    (LAW, "valid_to: 2020-02-29", "valid_to: 2020-02-30", "2020-02-30: day is out of range for month"),
    (LAW, "valid_to: 2020-02-29", "valid_to: soon", "valid_to must be a date"),
    (LAW, "valid_to: 2020-02-29", "valid_to: 2010-02-28", "valid_to lies before valid_from"),
    (LAW, "statuses: [ae_25a, ae_25b]", "statuses: [ae_25a, ae_25z]", "unknown status 'ae_25z'"),
    (LAW, "statuses: always_unrestricted", "statuses: always", "unknown status set 'always'"),
    (LAW, "activities: [hospitation]", "activities: [watching]", "unknown activity 'watching'"),
    (LAW, "level: subordinate\n", "level: a_bit\n", "level must be one of none"),
    (LAW, "{field: weekly_hours, lte: 10}", "{field: weekly_ours, lte: 10}", "there is no input 'weekly_ours'"),
    (LAW, "{field: weekly_hours, lte: 10}", "{field: weekly_hours, under: 10}", "unknown operator 'under'"),
    (LAW, "{field: cooperation_duties_breached, eq: true}", "{derived: tired, eq: true}", "no derived input 'tired'"),
    (LAW, "{on_list: annex_ii, field: nationality}", "{on_list: annex_9, field: nationality}", "no country list"),
    (LAW, "{months_since: stay_since, gte: 15}", "{months_since: stay_since, is: 15}", "takes gte or lt"),
    (
        LAW,
        "confidence: knowledge\n    warn:",
        "confidence: sure\n    warn:",
        "confidence must be one of",
    ),
    (LAW, "    reason_en: Right-to-stay titles that entitle to gainful activity.\n", "", "reason_en is missing"),
    (LAW, "limited: true\n", "limitted: true\n", "limitted is not known here"),
    (LAW, "    limits:\n      de: ", "    limits:\n      fr: ", "de is missing"),
    (LAW, "removal_obstacle_own_fault, skilled", "removal_own_fault, skilled", "unknown bool 'removal_own_fault'"),
    (CODES, "{code: m, de: männlich", "{code: f, de: männlich", "code f was already used in line"),
    (CODES, "en: female}", "en: ''}", "f: en must be a text"),
    (CODES, "access_activity: mag,", "access_activity: magg,", "unknown activity 'magg'"),
    (CODES, "implies: {reception_centre_obligation: true}", "implies: {tired: true}", "tired is no yes-or-no input"),
    (CODES, 'true}, since: reception_centre_since, citation: ["§ 47 Abs. 1 AsylG"]', "true}", "every rule cites"),
    (CODES, "since: reception_centre_since", "since: status", "status is no date"),
    (LAW, '    conditions:\n      - {de: "', '    conditions:\n      - {fr: "', "de is missing"),
    (LAW, '    note:\n      de: "§ 31', '    note:\n      fr: "§ 31', "de is missing"),
    (LAW, "left_out:\n  - {de: ", "left_out:\n  - {fr: ", "de is missing"),
    (LAW, "{date: 2015-08-01, what: {de: ", "{date: 2015-08-01, what: {fr: ", "de is missing"),
    ("countries.yaml", "{iso: GH,", "{iso: GX,", "unknown country 'GX'"),
    (
        "countries.yaml",
        "countries: [SY, ER, IQ, IR], confidence",
        "countries: [SYR], confidence",
        "unknown country 'SYR'",
    ),
    ("residence.yaml", "- R400-ae-2015", "- R400-ae", "unknown rule 'R400-ae'"),
    ("residence.yaml", "group: tolerated\n", "group: tolerable\n", "group must be one of"),
    ("programmes.yaml", "{criterion: age_25,", "{criterion: age_26,", "unknown criterion 'age_26'"),
    ("programmes.yaml", "{field: age_on_day, gte: 25}", "{field: age_today, gte: 25}", "there is no input 'age_today'"),
    ("programmes.yaml", "at_least: subordinate}", "at_least: some}", "write {level: <activity>, at_least: <level>}"),
    ("occupations.yaml", 'code: "54101"', 'code: "54109"', "code must be a code of five digits"),
    ("occupations.yaml", 'code: "54101"', 'code: "99101"', "lies in no known main group"),
    ("occupations.yaml", "id: cleaner", "id: nurse", "id nurse was already used in line"),
    ("occupations.yaml", "de: [Putzfrau, ", "de: [Putzfrau, Putzfrau, ", "'Putzfrau' is written twice"),
    ("occupations.yaml", "    en: cleaner", "    fr: cleaner", "en is missing"),
    ("occupation-nearness.yaml", "digits: 3, points: 60", "digits: 3, points: 90", "must not give fewer points"),
    ("occupation-nearness.yaml", "digits: 3, points: 60", "digits: 2, points: 60", "one row for each of 0 to 5"),
    ("occupation-nearness.yaml", 'other: ["633"], points: 40', 'other: ["633"], points: 0', "give 0 already"),
    ("occupation-nearness.yaml", 'one: ["293"]', 'one: ["99"]', "not two to four leading digits"),
    ("letters.yaml", "citation: [§ 4 KSchG]", "citation: [§ 4]", "'§ 4' names no statute"),
    ("letters.yaml", "valid_to: 2024-12-31, days: 3", "valid_to: 2024-12-30, days: 3", "must begin the day after"),
    ("letters.yaml", "rule: kuendigungsschutz", "rule: kuendigung", "rule must be one of"),
    ("letters.yaml", "senders: [arbeitgeber]", "senders: [chef]", "unknown sender 'chef'"),
    ("letters.yaml", "count: weeks, number: 3", "count: fortnights, number: 3", "count must be one of days"),
    ("holidays.yaml", "states: [SN]", "states: [XX]", "unknown Land 'XX'"),
    ("holidays.yaml", 'yearly: "10-03"', 'yearly: "10-33"', "must be month and day"),
    ("holidays.yaml", "repentance: true, ", "", "needs one of yearly, easter, repentance"),
    ("matching.yaml", "occupation: 40, wish: 15", "occupation: 41, wish: 15", "points add up to 101, not to 100"),
    ("matching.yaml", "occupation: 40, wish: 15", "wish: 15, occupation: 40", "must give points for occupation, wish"),
    ("matching.yaml", "{code: access, de:", "{code: entry, de:", "must be access, residence"),
    ("course-hours.yaml", "part: language, hours: 600", "part: speaking, hours: 600", "part must be one of"),
    ("course-hours.yaml", "valid_to: 2016-08-05", "valid_to: 2016-08-06", "begins before the row above has ended"),
    ("esf-indicators.yaml", "expr: age_at_entry < 25", "expr: age_at_exit < 25", "there is no item 'age_at_exit'"),
    ("esf-indicators.yaml", "needs: [isced_entry]", "needs: [isced]", "unknown data item 'isced'"),
    (OWN, "sum: hospitations", "sum: job_start", "'job_start' is no number"),
    (OWN, "share: [AMM02, AMM01]", "share: [AMM02, AMM99]", "unknown indicator 'AMM99'"),
    (OWN, "expr: has_job,", "expr: has_work,", "has_work"),
    ("pathway.yaml", "steps: [only_watching]", "steps: [watching]", "unknown step 'watching'"),
    ("pathway.yaml", "who: arbeitgeber", "who: chef", "who must be one of"),
    ("pathway.yaml", "levels: [no_rule]", "levels: [unknown]", "no path for every status and activity at no_rule"),
    ("pathway.yaml", "weeks: [3, 8]", "weeks: [8, 3]", "must be two whole numbers"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "reason"), BREAKS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_with_its_line(folder: Path, name: str, right: str, wrong: str, reason: str) -> None:
    path = folder / name
    before = path.read_text("utf-8")
    assert right in before
    path.write_text(before.replace(right, wrong, 1), "utf-8")
    line = before[: before.index(right)].count("\n") + 1
    found = [fault for fault in check_data(folder) if reason in fault.reason]
    assert found, [str(fault) for fault in check_data(folder)]
    assert found[0].file == name
    # the line of the change itself, or the one that names the entry it belongs to
    assert -14 <= found[0].line - line <= 14 or "no path" in reason


def test_the_exact_line_of_a_wrong_code_is_given(folder: Path) -> None:
    path = folder / LAW
    text = path.read_text("utf-8").replace("statuses: [ae_25a, ae_25b]", "statuses:\n      - ae_25a\n      - ae_25z")
    path.write_text(text, "utf-8")
    (fault,) = check_data(folder)
    assert text.splitlines()[fault.line - 1].strip() == "- ae_25z"


def test_a_rule_that_can_never_be_reached_is_named(folder: Path) -> None:
    path = folder / LAW
    text = path.read_text("utf-8")
    rule = text[text.index("  - id: R132-25a-25b") : text.index("  - id: R133-permission-titles")]
    copy = rule.replace("R132-25a-25b", "R132b-again").replace("order: 132", "order: 1325")
    path.write_text(text.replace("  - id: R133-permission-titles", copy + "  - id: R133-permission-titles"), "utf-8")
    (fault,) = check_data(folder)
    assert fault.reason == "R132b-again: can never be reached, earlier rules decide everything"


def test_a_file_that_is_no_yaml_is_named_with_its_line(folder: Path) -> None:
    (folder / "countries.yaml").write_text("meta: here\n\tlists: there\n", "utf-8")
    (fault,) = check_data(folder)
    assert (fault.file, fault.line) == ("countries.yaml", 2)
    assert "not readable YAML" in fault.reason


def test_an_entry_written_twice_is_named(folder: Path) -> None:
    path = folder / "countries.yaml"
    path.write_text(path.read_text("utf-8").replace("lists:\n", "lists:\n  union: {}\n", 1), "utf-8")
    assert any("union is written twice" in fault.reason for fault in check_data(folder))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "pathway.yaml").unlink()
    assert [str(fault) for fault in check_data(folder)] == ["pathway.yaml:1: the file is missing"]


def test_the_command_prints_faults_and_exits_with_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    (folder / "pathway.yaml").unlink()
    assert main([str(folder)]) == 1
    assert capsys.readouterr().out == f"{folder}/pathway.yaml:1: the file is missing\n"
