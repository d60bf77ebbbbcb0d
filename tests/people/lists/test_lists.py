# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The real list of 2019 on its way into files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scharnier.foundation import principals, projections
from scharnier.foundation.writes import DomainError
from scharnier.people import projected
from scharnier.people.lists import actions, alike, queries
from scharnier.people.models import Enrolment, ImportedRow, ImportRun, ImportState, Person
from tests import factories
from tests.factories import World

LIST = Path(__file__).parent.parent / "importing" / "files" / "teilnehmerliste_2019.xlsx"
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return factories.world()


def acting(world: World) -> Callable[[], AbstractContextManager[Any]]:
    return lambda: factories.as_staff(world.here.lead)


def uploaded(world: World, content: bytes | None = None, name: str = "liste.xlsx") -> ImportRun:
    with factories.as_staff(world.here.lead):
        return actions.upload(
            project=world.here.project,
            carrier=world.here.carrier,
            user=world.here.lead.pk,
            filename=name,
            content=content if content is not None else LIST.read_bytes(),
        )


def checked(world: World) -> ImportRun:
    run = uploaded(world)
    with factories.as_staff(world.here.lead):
        actions.check(run=run)
        return run


def written(world: World) -> tuple[ImportRun, int]:
    run = checked(world)
    with factories.as_staff(world.here.lead):
        actions.start(run=run)
    return run, actions.write(run_id=run.pk, acting=acting(world))


def test_the_dry_run_writes_no_participant(world: World) -> None:
    run = checked(world)
    with factories.as_staff(world.here.lead):
        assert run.state == ImportState.CHECKED
        assert run.summary["rows"] == run.summary["accepted"] + run.summary["duplicates"] + run.summary["rejected"]
        assert run.rows_total == run.summary["accepted"] > 200
        assert not Person.objects.exists()


def test_every_accepted_row_becomes_a_file_that_can_be_found(world: World) -> None:
    run, created = written(world)
    with factories.as_staff(world.here.lead):
        assert created == run.rows_total == Person.objects.count() == ImportedRow.objects.count()
        assert projections.search("Touray Fatou")
        stored = ImportRun.objects.get()
        assert (stored.state, stored.rows_done, bytes(stored.content)) == (ImportState.DONE, run.rows_total, b"")


def test_projections_are_what_the_rooms_would_derive(world: World) -> None:
    written(world)
    with principals.entering(principals.system(world.here.carrier)):
        assert projections.compare(world.here.carrier) == []


def test_the_same_list_again_makes_no_second_file_for_anybody_it_can_recognise(world: World) -> None:
    _, created = written(world)
    again = checked(world)
    recognised = again.summary["existing_count"]
    assert recognised > created * 0.6  # the rest has no exact date of birth and no telephone
    assert again.rows_total == created - recognised


def test_a_run_that_was_cut_off_goes_on_and_writes_nothing_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = checked(world)
    monkeypatch.setattr(actions, "BATCH", 50)
    with factories.as_staff(world.here.lead):
        actions.start(run=run)
    opened = 0

    def killed_after_the_third_batch() -> AbstractContextManager[Any]:
        nonlocal opened
        opened += 1
        if opened > 4:
            raise KeyboardInterrupt
        return factories.as_staff(world.here.lead)

    with pytest.raises(KeyboardInterrupt):
        actions.write(run_id=run.pk, acting=killed_after_the_third_batch)
    with factories.as_staff(world.here.lead):
        assert ImportRun.objects.get().rows_done == Person.objects.count() == 150
    actions.write(run_id=run.pk, acting=acting(world))
    with factories.as_staff(world.here.lead):
        assert Person.objects.count() == run.rows_total
        assert ImportRun.objects.get().rows_created == run.rows_total


def test_the_mapping_is_remembered_for_the_next_list_with_these_columns(world: World) -> None:
    run = checked(world)
    with factories.as_staff(world.here.lead):
        plan = actions.plan_of(run)
        sheet = next(iter(plan.sheets))
        plan.sheets[sheet] = [(name, None if name == "Bemerkung" else target) for name, target in plan.sheets[sheet]]
        actions.decide(run=run, plan=plan)
        actions.check(run=run)
    again = uploaded(world)
    assert dict(actions.plan_of(again).sheets[sheet])["Bemerkung"] is None


def test_one_decision_about_a_text_settles_all_its_cells(world: World) -> None:
    run = checked(world)
    with factories.as_staff(world.here.lead):
        choice = next(
            each for each in queries.open_choices(run) if each.target == "residence_status" and each.proposals
        )
        plan = actions.plan_of(run)
        plan.decide(choice.target, choice.raw, choice.proposals[0][0])
        before = run.summary["problems"]
        actions.decide(run=run, plan=plan)
        actions.check(run=run)
        assert run.summary["problems"] == before - choice.count
        assert choice.raw not in [each.raw for each in queries.open_choices(run)]


def test_names_in_the_staff_column_become_responsible_colleagues(world: World) -> None:
    run = checked(world)
    with factories.as_staff(world.here.lead):
        plan = actions.plan_of(run)
        plan.staff["Mentor 2"] = str(world.here.mentor.pk)
        actions.decide(run=run, plan=plan)
        actions.check(run=run)
        actions.start(run=run)
    actions.write(run_id=run.pk, acting=acting(world))
    with factories.as_staff(world.here.lead):
        assert Enrolment.objects.filter(staff=world.here.mentor).count() > 20
        assert Enrolment.objects.filter(staff=None).exists()


def test_what_has_no_field_of_its_own_is_kept_in_the_remark(world: World) -> None:
    written(world)
    with factories.as_staff(world.here.lead):
        assert Person.objects.filter(remark__contains="nachrangig").exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"\x7fELF\x02\x01\x01" + b"\x00" * 64, "liste.xlsx"), (b"", "liste.csv")],
)
def test_a_file_that_is_no_list_is_refused_in_words(world: World, content: bytes, name: str) -> None:
    with pytest.raises(DomainError) as refused:
        uploaded(world, content, name)
    assert refused.value.field == "file"
    assert refused.value.message.endswith(".")


def test_a_list_is_started_only_once(world: World) -> None:
    run, _ = written(world)
    with factories.as_staff(world.here.lead):
        stored = ImportRun.objects.get(pk=run.pk)
        with pytest.raises(DomainError):
            actions.start(run=stored)


def test_columns_of_which_no_file_can_come_are_named(world: World) -> None:
    run = uploaded(world)
    with factories.as_staff(world.here.lead):
        plan = actions.plan_of(run)
        sheet = next(iter(plan.sheets))
        plan.sheets[sheet] = [(name, "birth_date") for name, _target in plan.sheets[sheet]]
        actions.decide(run=run, plan=plan)
        with pytest.raises(DomainError, match="Name"):
            actions.check(run=run)


def test_a_list_with_columns_nobody_knows_is_kept_until_somebody_says_what_they_are(world: World) -> None:
    content = b"Spalte X;Spalte Y\nHaddad, Nour;gestern\nOmar, Sami;heute\n"
    run = uploaded(world, content, "liste.csv")
    with factories.as_staff(world.here.lead):
        plan = actions.plan_of(run)
        sheet = next(iter(plan.sheets))
        plan.sheets[sheet] = [("Spalte X", "name"), ("Spalte Y", None)]
        plan.default_entry = date(2019, 5, 1)
        actions.decide(run=run, plan=plan)
        actions.check(run=run)
        assert run.rows_total == 2


def test_a_stranger_does_not_see_the_list(world: World) -> None:
    run = uploaded(world)
    for stranger in (world.other_project.lead, world.away.lead, world.here.admin):
        with factories.as_staff(stranger) as scope:
            assert queries.run(scope, run.pk) is None


def test_a_row_that_may_have_a_file_stands_beside_it_and_somebody_decides(world: World) -> None:
    content = """Name;Vorname;Eintritt;Geburtsjahr
Schewtschenko;Oksana;2026-01-05;1990
Tesfay;Selam;2026-01-05;1991
Ganz;Anders;2026-01-05;1992
"""
    with factories.as_staff(world.here.mentor):
        known = [
            factories.person(world.here, "Shevchenko", "Oksana").pk,
            factories.person(world.here, "Tesfai", "Selam").pk,
        ]
        projected.refresh(known)
    run = uploaded(world, content.encode(), "liste.csv")
    with factories.as_staff(world.here.lead):
        actions.check(run=run)
        told = run.summary["alike"]
        assert [(each["name"], each["their_name"]) for each in told] == [
            ("Schewtschenko, Oksana", "Shevchenko, Oksana"),
            ("Tesfay, Selam", "Tesfai, Selam"),
        ]
        actions.start(run=run, chosen={alike.field_of(told[0]): "same", alike.field_of(told[1]): "new"})
        assert (run.rows_total, run.summary["same"]) == (2, 1)
    assert actions.write(run_id=run.pk, acting=acting(world)) == 2
    # The same list again, after whatever happened: no row that became a file is offered as new, a year alone or not.
    again = uploaded(world, content.encode(), "liste.csv")
    with factories.as_staff(world.here.lead):
        actions.check(run=again)
        assert again.summary["existing_count"] == 2
        assert [each["name"] for each in again.summary["alike"]] == ["Schewtschenko, Oksana"]
