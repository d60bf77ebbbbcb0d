# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The generator: the same for the same seed, exactly as large as asked, and never into a real network."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from scharnier.config import demo, generate
from scharnier.config.environment import CommandFault, EnvironmentFault
from scharnier.config.generating import build, bulk, lists, workers
from scharnier.config.generating.network import Network, ProjectPlan, described, natural_size, plan
from scharnier.config.generating.tables import Nowhere, Tables
from scharnier.foundation import clock, principals, projections
from scharnier.network.models import Carrier, Project
from scharnier.people.importing.tables import read_table
from scharnier.people.models import Enrolment, Person
from tests import factories

DAY = date(2026, 11, 24)


def _rows(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
        for path in sorted(folder.glob("*.csv"))
    }


def _folder(folder: Path, participants: int, seed: int) -> dict[str, list[dict[str, str]]]:
    with clock.frozen(DAY):
        build.into_folder(participants, seed, folder)
    return _rows(folder)


def test_the_same_seed_makes_the_same_people_and_another_seed_others(tmp_path: Path) -> None:
    first, second = _folder(tmp_path / "a", 60, 7), _folder(tmp_path / "b", 60, 7)
    other = _folder(tmp_path / "c", 60, 8)
    assert first == second
    assert first["people_person"] != other["people_person"]


def test_there_are_exactly_as_many_participants_as_asked(tmp_path: Path) -> None:
    rows = _folder(tmp_path, 137, 1)
    assert len(rows["people_person"]) == len(rows["people_enrolment"]) == 137
    assert {row["person_id"] for row in rows["people_enrolment"]} == {row["id"] for row in rows["people_person"]}


def test_a_demo_clock_makes_the_network_of_that_day(tmp_path: Path) -> None:
    then = date(2019, 5, 15)
    with clock.frozen(then):
        build.into_folder(80, 2, tmp_path)
    rows = _rows(tmp_path)
    assert max(row["at"][:10] for row in rows["casework_contact"]) <= then.isoformat()
    assert max(row["created_at"][:10] for row in rows["people_person"]) <= then.isoformat()
    assert not [row for row in rows["people_residencestatus"] if row["code"] == "ae_24"]  # since 2022
    assert min(row["due_on"] for row in rows["casework_followup"] if not row["done_at"]) < then.isoformat()


@pytest.mark.parametrize(("then", "phase"), [(date(2019, 5, 15), "Modellphase 2016–2019"), (DAY, "Phase 2025–2027")])
def test_projects_are_in_the_phase_of_the_demos_day(tmp_path: Path, then: date, phase: str) -> None:
    with clock.frozen(then):
        build.into_folder(80, 2, tmp_path)
    project = next(row for row in _rows(tmp_path)["network_project"] if row["code"] == "bautzen")
    assert project["phase"] == phase


@pytest.mark.parametrize("then", [date(2019, 5, 15), date(2021, 3, 1), DAY])
def test_on_every_day_one_project_of_a_programme_is_responsible_for_a_district(tmp_path: Path, then: date) -> None:
    """In 2019 the first phase of NAFplus and its successor both run."""
    with clock.frozen(then):
        build.into_folder(80, 2, tmp_path)
    responsible = [
        (row["programme_id"], row["district"])
        for row in _rows(tmp_path)["network_responsibility"]
        if row["duty"] == "responsible"
    ]
    assert responsible
    assert len(responsible) == len(set(responsible))


def test_files_hold_agenda_timeline_and_search_too(tmp_path: Path) -> None:
    rows = _folder(tmp_path, 60, 4)
    events = {(row["kind"], row["source_id"]) for row in rows["foundation_timelineentry"]}
    assert len(rows["foundation_searchentry"]) == 60
    assert {("casework.contact", row["id"]) for row in rows["casework_contact"]} <= events
    assert {("casework.revision", row["id"]) for row in rows["casework_planrevision"]} <= events
    due = {row["source_id"] for row in rows["foundation_agendaitem"] if row["kind"] == "casework.follow_up"}
    assert due == {row["id"] for row in rows["casework_followup"]}


def test_what_cant_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for words in (["--out", tmp_path], ["--out", tmp_path / "file"], ["--list", tmp_path / "nowhere" / "l.xlsx"]):
        with pytest.raises(CommandFault, match=r"not empty|can't be written"):
            generate.run([str(word) for word in words])


def test_no_history_lies_in_the_future_or_before_it_can(tmp_path: Path) -> None:
    rows = _folder(tmp_path, 400, 3)
    today = DAY.isoformat()
    people = {row["id"]: row for row in rows["people_person"]}
    entered = {row["person_id"]: row for row in rows["people_enrolment"]}
    for contact in rows["casework_contact"]:
        assert entered[contact["person_id"]]["entered_on"] <= contact["at"][:10] <= today
    for person in people.values():
        if person["birth_date"] and person["entered_germany_on"]:
            assert person["birth_date"] <= person["entered_germany_on"] <= entered[person["id"]]["entered_on"]
    for row in entered.values():
        assert row["exited_on"] == "" or row["entered_on"] <= row["exited_on"] <= today
        assert bool(row["exit_reason"]) == bool(row["exited_on"])
    for follow in rows["casework_followup"]:
        assert follow["done_at"][:10] <= today
    for step in rows["casework_step"]:
        assert step["done_on"] <= today
        assert bool(step["done_on"]) == bool(step["done_by_id"])


@pytest.mark.parametrize("participants", [500, 4000, 20_000, 200_000])
def test_loads_stay_realistic_at_any_size(participants: int) -> None:
    projects = plan(participants)
    assert sum(project.open + project.past for project in projects) == participants
    codes = [project.code for project in projects]
    assert len(set(codes)) == len(codes)
    if participants >= natural_size():
        for project in projects:
            heads = project.spec["staff"].get("caseworker", 0)
            if heads and project.open:
                assert 0.75 < project.open / heads / project.spec["open"] < 1.3
    assert any(project.code == "musterstadt" for project in projects) == (participants >= 20_000)


def test_every_column_the_generator_fills_exists() -> None:
    with clock.frozen(DAY):
        tables = Tables(Nowhere())
        build.Writers(tables, tables, 1, DAY, "!", {})
    assert {table.name: table.unknown for table in tables.all if table.unknown} == {}


def _placed(projects: list[ProjectPlan]) -> ProjectPlan:
    Network(Tables(Nowhere()), 1, DAY, "!", {}).write(projects)
    return next(project for project in projects if project.code == "mittweida")


def test_a_large_network_has_twenty_talks_and_three_goals_for_each_participant() -> None:
    with clock.frozen(DAY):
        project = _placed(plan(20_000))
        made = build.parcel(1, DAY, project)
    people = project.open + project.past
    assert 17 <= made["casework_contact"].count("\n") / people <= 23
    assert 2.6 <= made["casework_goal"].count("\n") / people <= 3.6
    assert not any(each.dense for each in (*plan(300), *plan(None)))


def test_another_process_makes_the_same_rows() -> None:
    with clock.frozen(DAY):
        project = _placed(plan(300))
        here = build.parcel(1, DAY, project)
        [there] = workers.parcels(1, DAY, [project])
    assert here == there
    assert "people_person" in here


@pytest.mark.django_db(transaction=True)
def test_a_generated_network_is_consistent_and_a_second_one_stands_beside_it() -> None:
    with clock.frozen(DAY):
        first = build.into_database(90, 1, password="!", note="generate")
        second = build.into_database(70, 2, password="!", note="generate")
        with principals.entering(principals.SYSTEM):
            carriers = list(Carrier.objects.values_list("id", flat=True))
            codes = set(Project.objects.values_list("code", flat=True))
        found = 0
        for carrier in carriers:
            with principals.entering(principals.system(carrier)):
                assert projections.compare(carrier) == []
                found += Person.objects.filter(carrier_id=carrier).count()
                assert not Enrolment.objects.filter(carrier_id=carrier, name_sort="").exists()
    assert (first.participants, second.participants, found) == (90, 70, 160)
    assert {"dresden", "dresden-2"} <= codes
    assert len({account.email for account in first.accounts} & {account.email for account in second.accounts}) == 0


@pytest.mark.django_db(transaction=True)
def test_indexes_keys_and_audit_are_as_before() -> None:
    def shape() -> list[Any]:
        constraints = (
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
        )
        triggers = (
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
        )
        with bulk.as_owner():
            return [
                bulk.fetch("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexdef"),
                bulk.fetch(constraints),
                bulk.fetch(triggers),
            ]

    before = shape()
    build.into_database(30, 1, password="!", note="generate")
    assert shape() == before


@pytest.mark.django_db(transaction=True)
def test_nothing_is_generated_or_loaded_into_a_real_network(settings: Any) -> None:
    factories.world()
    with pytest.raises(CommandFault, match="real network"):
        generate.run(["--participants", "10"])
    settings.DEMO = True
    with pytest.raises(EnvironmentFault, match="already holds a network"):
        demo.load()
    with principals.entering(principals.SYSTEM):
        assert Carrier.objects.count() == 2


@pytest.mark.django_db
def test_the_demo_is_refused_outside_demo_mode(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(EnvironmentFault, match="demo mode only"):
        demo.load()
    with connection.cursor() as cursor, principals.entering(principals.SYSTEM):
        cursor.execute("SELECT count(*) FROM network_carrier")
        assert cursor.fetchone() == (0,)


def test_a_list_is_as_long_as_asked_and_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "liste.xlsx"
    assert generate.run(["--list", str(path), "--rows", "400", "--seed", "5"]) == 0
    answer = json.loads(capsys.readouterr().out)
    [sheet] = read_table(path.read_bytes(), path.name)
    assert list(sheet.columns)[: len(lists.HEADING)] == list(lists.HEADING)
    assert answer["list_rows"] == 390
    again = tmp_path / "nochmal.xlsx"
    assert lists.write(again, 400, 5) == 390
    assert list(read_table(again.read_bytes(), again.name)[0].rows) == list(sheet.rows)


@pytest.mark.parametrize(
    "words", [["--participants", "0"], ["--participants", "many"], ["--participants", "2000001"], ["--rows", "-1"]]
)
def test_a_wrong_number_is_refused_as_wrong_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        generate.run(words)
    assert stopped.value.code == 2


def test_no_two_projects_share_an_address_and_every_carrier_is_known() -> None:
    network = described()
    known = {carrier["code"] for carrier in network["carriers"]}
    codes = [project["code"] for project in network["projects"]]
    assert len(set(codes)) == len(codes)
    assert {project["carrier"] for project in network["projects"]} <= known
    assert {office["carrier"] for office in network["offices"]} <= known


def test_firms_are_mostly_small_and_vacancies_as_many_as_asked_with_the_faults_of_real_lists(tmp_path: Path) -> None:
    with clock.frozen(DAY):
        build.into_folder(300, 3, tmp_path / "a", vacancies=700)
        build.into_folder(300, 3, tmp_path / "b")
    rows, usual = _rows(tmp_path / "a"), _rows(tmp_path / "b")
    assert len(rows["work_vacancy"]) == 700
    assert 50 <= len(usual["work_vacancy"]) <= 60  # phases that have ended have none
    firms = rows["work_employer"]
    assert 440 < len(firms) == len(rows["directory_organisation"]) < 490
    sizes = Counter(row["size_class"] for row in firms)
    assert sizes["1-9"] > len(firms) * 0.45
    assert sizes["1-9"] + sizes["10-49"] > 4 * (sizes["50-249"] + sizes["250+"])
    states = Counter(row["status"] for row in rows["work_vacancy"])
    assert set(states) == {"open", "expired", "filled", "withdrawn", "draft"}
    assert states["open"] > 0.25 * 700
    found = rows["work_vacancy"]
    assert any(row["kind"] == "ausbildung_betrieblich" and row["training_permission"] == "f" for row in found)
    assert any(row["pay_amount"] == "3.50" for row in found)
    assert any(row["level"] != row["occupation"][-1] for row in found)
    assert any(row["german"] == "" for row in found)
    assert 40 < sum(row["public"] == "t" for row in found) < 350
    assert not any(row["public"] == "t" for row in found if row["status"] == "draft")
    assert any(row["status"] == "open" and row["confirm_until"] < DAY.isoformat() for row in found)
    assert all(row["on"] <= DAY.isoformat() for row in rows["work_employercontact"])
    assert len(rows["work_employercontact"]) > 2 * len(firms)
    # What became of the people stands in the files too, between persons and vacancies that are there.
    persons, jobs = ({row["id"] for row in rows[name]} for name in ("people_person", "work_vacancy"))
    placements, checks = rows["work_placement"], rows["work_retentioncheck"]
    assert len(rows["work_introductionstep"]) > len(rows["work_introduction"]) > len(placements) > 20
    for row in [*rows["work_introduction"], *placements]:
        assert row["person_id"] in persons
        assert row["vacancy_id"] in {"", *jobs}
    assert {row["placement_id"] for row in checks} <= {row["id"] for row in placements}
    assert any(row["still_there"] == "yes" for row in checks)


def test_other_vacancies_change_nothing_about_the_people(tmp_path: Path) -> None:
    with clock.frozen(DAY):
        build.into_folder(40, 5, tmp_path / "a", vacancies=1)
        build.into_folder(40, 5, tmp_path / "b", vacancies=90)
    few, many = _rows(tmp_path / "a"), _rows(tmp_path / "b")
    assert few["people_person"] == many["people_person"]
    assert len(few["work_vacancy"]) == 1
    assert len(many["work_vacancy"]) == 90
