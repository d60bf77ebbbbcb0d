# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whole files out of one project and into another: nothing lost, nothing by half, nothing twice."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from scharnier.foundation import principals, projections
from scharnier.foundation.cards import card_of
from scharnier.foundation.models import AccessRecord, AuditEvent
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Role, User
from scharnier.people import actions, projected
from scharnier.people.actions import NewParticipant
from scharnier.people.documents import actions as papers
from scharnier.people.documents import serving
from scharnier.people.documents.models import Document
from scharnier.people.models import Enrolment, Person
from scharnier.people.packages import archive, coming, leaving, registry, rows
from scharnier.people.packages.models import PackageRun, PackageState
from scharnier.people.separation import actions as separation
from scharnier.people.separation.queries import separated
from tests import factories
from tests.factories import House, World
from tests.foundation.samples import written_by_mentor
from tests.people.consents.conftest import agreed
from tests.people.documents.conftest import home, pdf, upload

pytestmark = pytest.mark.django_db
__all__ = ["home"]
WHY = "Umzug zum anderen Träger"
SECRET = "ein langes Kennwort"


def acting(who: User) -> Callable[[], AbstractContextManager[Scope]]:
    return lambda: factories.as_staff(who)


def write(house: House, *family: str, **more: Any) -> list[UUID]:
    usual = {"given_names": "Nour", "staff": house.mentor.pk, "entered_on": date(2026, 1, 14)}
    made = [
        NewParticipant(carrier=house.carrier, project=house.project, family_name=name, **{**usual, **more})
        for name in family
    ]
    with factories.as_staff(house.mentor):
        return actions.create_many(made)


def packed(house: House, persons: list[UUID] | None = None, passphrase: str = "") -> bytes:
    lead = house.lead
    with factories.as_staff(lead) as scope:
        run = leaving.ask(scope, house.carrier, house.project, persons=persons or [], whole=persons is None, reason=WHY)
    leaving.write(run_id=run.pk, acting=acting(lead))
    with factories.as_staff(lead) as scope:
        run.refresh_from_db()
        return leaving.take(scope, run, passphrase, "Lead", "lead").read()


def uploaded(house: House, content: bytes, passphrase: str = "") -> PackageRun:
    with factories.as_staff(house.lead) as scope:
        return coming.upload(
            scope, house.carrier, house.project, file=io.BytesIO(content), size=len(content), passphrase=passphrase
        )


def checked(house: House, content: bytes, passphrase: str = "") -> PackageRun:
    run = uploaded(house, content, passphrase)
    coming.check(run_id=run.pk, acting=acting(house.lead))
    with factories.as_staff(house.lead):
        run.refresh_from_db()
    return run


def read_in(house: House, run: PackageRun, **files: str) -> PackageRun:
    with factories.as_staff(house.lead):
        assert run.state == PackageState.CHECKED, run.message
        coming.decide(run, {key.removeprefix("f"): value for key, value in files.items()}, run.decisions["staff"])
        coming.start(run)
    coming.write(run_id=run.pk, acting=acting(house.lead))
    with factories.as_staff(house.lead):
        run.refresh_from_db()
        assert run.state == PackageState.DONE, run.message
    return run


def everything(house: House, persons: list[UUID]) -> rows.Rows:
    with factories.as_staff(house.lead):
        return rows.read(house.carrier, house.project, persons)


@pytest.fixture
def full(house: World, home: Path) -> UUID:
    """A file with a row in every table, and a paper with its bytes."""
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here, "Haddad", file_number="NORD-2026-0001")
        written_by_mentor(house, person)
        Document.objects.filter(person=person).delete()
        Enrolment.objects.filter(person=person).update(second_staff=house.here.colleague)
        part = Enrolment.objects.get(person=person, exited_on=None)
        details = papers.Details(category="other", title="Mietvertrag")
        (paper,) = papers.read([upload(pdf())])
        papers.store(part, paper, author=house.here.mentor.pk, details=details)
        projected.refresh([person.pk])  # the outlook of the sample is not what the rules say
    return UUID(str(person.pk))


def test_every_table_with_a_person_is_carried_or_stays_for_a_written_reason() -> None:
    assert registry.undecided() == []
    kept_back = {
        f"{each.table}.{name}"
        for each in registry.carried()
        for name, column in card_of(each.table).columns.items()
        if column.access and not column.transfer
    }
    assert kept_back == set()
    assert all(str(each.reason).strip() for each in registry.left())


def test_nothing_is_lost_on_the_way_to_another_house(house: World, full: UUID) -> None:
    sent = everything(house.here, [full])
    assert set(sent) == {each.table for each in registry.carried()}, "the sample has a row in every carried table"
    run = read_in(house.away, checked(house.away, packed(house.here, [full])))
    target = coming.target_of(run)
    came = everything(house.away, [target.person(str(full))])
    for table, found in sent.items():
        expected = [rows.moved(table, row, target) for row in found]
        wanted = json.loads(json.dumps(expected, default=str))
        for each in (*wanted, *came[table]):
            each.pop("sealed_key", None)
        key = lambda row: row["id"]  # noqa: E731
        assert sorted(came[table], key=key) == sorted(wanted, key=key), table
    with factories.as_staff(house.away.lead):
        paper = Document.objects.get(person_id=target.person(str(full)))
        assert serving.whole(paper)[:4] == b"%PDF"
        assert paper.author_id == house.away.lead.pk
        part = Enrolment.objects.get(person_id=paper.person_id, exited_on=None)
        assert (part.staff_id, part.second_staff_id) == (house.away.lead.pk, None)
    with principals.entering(principals.system(house.away.carrier)):
        assert projections.compare(house.away.carrier) == []


def test_colleagues_are_known_by_their_address(house: World, home: Path) -> None:
    with principals.entering(principals.SYSTEM):
        factories.member(house.here.mentor, house.away.carrier, house.away.project, Role.CASEWORKER)
    (bah,) = write(house.here, "Bah")
    run = read_in(house.away, checked(house.away, packed(house.here, [bah])))
    with factories.as_staff(house.away.lead):
        row = Enrolment.objects.get(person_id=coming.target_of(run).person(str(bah)))
        assert row.staff_id == house.here.mentor.pk


def test_confidential_notes_and_keys_of_the_house_stay(house: World, full: UUID) -> None:
    content = packed(house.here, [full])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        manifest = json.loads(package.read("manifest.json"))
        names = package.namelist()
        document = json.loads(package.read("tables/people_document/00001.jsonl").splitlines()[0])
    assert {each["table"] for each in manifest["left_out"]} >= {"casework_confidentialnote", "people_merge"}
    assert not any("confidential" in name for name in names)
    assert document["sealed_key"] == "\\x"
    assert manifest["tables"]["people_person"] == manifest["persons"] == 1
    assert set(manifest["entries"]) == set(names) - {"manifest.json"}


def test_the_same_package_twice_writes_nothing_twice(house: World, home: Path) -> None:
    content = packed(house.here, write(house.here, "Bah", "Diallo"))
    read_in(house.away, checked(house.away, content))
    again = checked(house.away, content)
    assert [each["again"] for each in again.found["known"]] == [True, True]
    assert read_in(house.away, again).found.get("created", 0) == 0
    with factories.as_staff(house.away.lead):
        assert Person.objects.count() == 2


def test_work_that_was_cut_off_goes_on_where_it_stopped(
    house: World, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "PART", 2)
    persons = write(house.here, *(f"Name{n}" for n in range(7)))
    with factories.as_staff(house.here.lead) as scope:
        asked = leaving.ask(scope, house.here.carrier, house.here.project, persons=persons, whole=False, reason=WHY)

    def breaking(who: User, after: int) -> Callable[[], AbstractContextManager[Scope]]:
        left = iter(range(after))

        def enter() -> AbstractContextManager[Scope]:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return factories.as_staff(who)

        return enter

    with pytest.raises(KeyboardInterrupt):
        leaving.write(run_id=asked.pk, acting=breaking(house.here.lead, 2))
    with factories.as_staff(house.here.lead):
        asked.refresh_from_db()
        assert (asked.state, asked.done) == (PackageState.WAITING, 4)
    leaving.write(run_id=asked.pk, acting=acting(house.here.lead))
    with factories.as_staff(house.here.lead) as scope:
        asked.refresh_from_db()
        content = leaving.take(scope, asked, "", "Lead", "lead").read()
    run = checked(house.away, content)
    with factories.as_staff(house.away.lead):
        coming.start(run)
    with pytest.raises(KeyboardInterrupt):
        coming.write(run_id=run.pk, acting=breaking(house.away.lead, 3))
    with factories.as_staff(house.away.lead):
        run.refresh_from_db()
        assert (run.state, run.done, Person.objects.count()) == (PackageState.RUNNING, 4, 4)
    coming.write(run_id=run.pk, acting=acting(house.away.lead))
    with factories.as_staff(house.away.lead):
        run.refresh_from_db()
        assert (run.state, run.done, run.found["created"], Person.objects.count()) == (PackageState.DONE, 7, 7, 7)
    assert not (coming.folder() / run.pk.hex).exists()


def test_one_bad_row_and_nothing_is_written(house: World, home: Path) -> None:
    content = packed(house.here, write(house.here, "Bah", "Diallo"))

    def spoiled(change: Callable[[dict[str, Any]], None]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            entries = {name: old.read(name) for name in old.namelist()}
        name = "tables/people_person/00001.jsonl"
        lines = [json.loads(line) for line in entries[name].splitlines()]
        change(lines[-1])
        writer = archive.Writer(out)
        manifest = json.loads(entries.pop("manifest.json"))
        entries[name] = b"\n".join(json.dumps(line).encode() for line in lines)
        for each, data in entries.items():
            writer.entry(each, iter([data]))
        writer.tables.update(manifest["tables"])
        kept = {key: manifest[key] for key in ("project", "persons", "staff", "separations")}
        writer.close(**kept)
        return out.getvalue()

    for change, word in (
        (lambda row: row.update(sex="unfug"), "unfug"),
        (lambda row: row.update(family_name="", given_names=""), "person_has_some_name"),
        (lambda row: row.update(birth_date="1850-01-01"), "person_birth_after_1900"),
        (lambda row: row.update(neues_feld=1), "neues_feld"),
        (lambda row: row.pop("family_name"), ""),
    ):
        run = checked(house.away, spoiled(change))
        assert run.state == PackageState.FAILED, word
        assert word in run.message
    with factories.as_staff(house.away.lead):
        assert not Person.objects.exists()


def _pieces(content: bytes) -> Iterator[tuple[bytes, str]]:
    yield b"PK\x03\x04 kein Zip", "kein Paket"
    yield b"", "kein Paket"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("manifest.json", json.dumps({"format": "anderes"}))
    yield out.getvalue(), "kein Paket"
    for change, word in (({"version": 9}, "neueren Version"), ({"tables": {"people_mond": 1}}, "people_mond")):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, json.dumps(json.loads(data) | change) if name == "manifest.json" else data)
        yield out.getvalue(), word


def test_what_is_no_package_is_told_so(house: World, home: Path) -> None:
    content = packed(house.here, write(house.here, "Bah"))
    for piece, word in _pieces(content):
        with pytest.raises(DomainError, match=word):
            uploaded(house.away, piece)


def test_a_package_that_was_changed_is_refused(house: World, home: Path) -> None:
    content = packed(house.here, write(house.here, "Bah"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"Bah"', b'"Hab"'))
    run = checked(house.away, out.getvalue())
    assert run.state == PackageState.FAILED
    assert "verändert" in run.message


def test_a_passphrase_seals_the_package(house: World, home: Path) -> None:
    persons = write(house.here, "Bah")
    content = packed(house.here, persons, SECRET)
    assert b"Bah" not in content
    assert not zipfile.is_zipfile(io.BytesIO(content))
    for wrong in ("", "falsch und lang genug"):
        with pytest.raises(DomainError) as refused:
            uploaded(house.away, content, wrong)
        assert refused.value.field == "passphrase"
    read_in(house.away, checked(house.away, content, SECRET))
    with pytest.raises(DomainError, match="12 Zeichen"):
        packed(house.here, persons, "kurz")


def test_separated_persons_are_in_one_package_only_with_the_whole_project_and_stay_separated(
    house: World, home: Path
) -> None:
    one, other = write(house.here, "Bah", "Diallo", staff=None)
    with factories.as_staff(house.here.lead):
        separation.separate(one, other, "Gewalt")
    with pytest.raises(DomainError, match="nicht zusammen in ein Paket"):
        packed(house.here, [one, other])
    assert packed(house.here, [one])
    run = read_in(house.away, checked(house.away, packed(house.here)))
    target = coming.target_of(run)
    with factories.as_staff(house.away.lead):
        assert separated(target.person(str(one)), target.person(str(other)))


def test_alike_files_are_kept_skipped_or_merged_as_chosen(house: World, home: Path) -> None:
    born = date(1990, 5, 4)
    persons = write(house.here, "Haddad", "Diallo", "Ceesay", birth_date=born, sex="f", phone="+4917604069031")
    write(house.away, "Haddad", "Diallo", "Ceesay", birth_date=born, sex="f", phone="")
    run = checked(house.away, packed(house.here, persons))
    assert {each["their_name"] for each in run.found["known"]} == {"Haddad, Nour", "Diallo, Nour", "Ceesay, Nour"}
    wanted = dict(zip(map(str, persons), ("merge", "skip", "keep"), strict=True))
    with factories.as_staff(house.away.lead):
        coming.decide(run, wanted, {})
        coming.start(run)
    coming.write(run_id=run.pk, acting=acting(house.away.lead))
    with factories.as_staff(house.away.lead):
        run.refresh_from_db()
        assert run.state == PackageState.DONE, run.message
        assert run.found["created"] == 2
        left = Person.objects.filter(merged_into=None)
        assert sorted(left.values_list("family_name", flat=True)) == [
            "Ceesay",
            "Ceesay",
            "Diallo",
            "Haddad",
        ] or run.found.get("apart")
        assert Person.objects.filter(family_name="Diallo").count() == 1


def test_a_number_in_use_is_drawn_anew_and_the_old_one_kept(house: World, home: Path) -> None:
    (bah,) = write(house.here, "Bah")
    with factories.as_staff(house.here.lead):
        number = Person.objects.get(pk=bah).file_number
    run = checked(house.other_project, packed(house.here, [bah]))
    read_in(house.other_project, run)
    with factories.as_staff(house.other_project.lead):
        row = Enrolment.objects.select_related("person").get(person_id=coming.target_of(run).person(str(bah)))
        assert row.person.file_number != number
        assert row.external_number == number


def test_what_leaves_is_on_record_with_its_reason(house: World, home: Path) -> None:
    (bah,) = write(house.here, "Bah")
    packed(house.here, [bah], SECRET)
    with principals.entering(principals.SYSTEM):
        event = AuditEvent.objects.get(action="export_files")
        assert event.payload == {"count": 1, "whole": False, "sealed": True}
    with factories.as_staff(house.here.lead):
        assert AccessRecord.objects.filter(subject_id=bah, purpose="export").count() == 1
        assert PackageRun.objects.get().reason == WHY
    with factories.as_staff(house.here.lead) as scope, pytest.raises(DomainError, match="Begründen"):
        leaving.ask(scope, house.here.carrier, house.here.project, persons=[bah], whole=False, reason="weil")


def test_new_keys_are_version_seven_and_keep_the_moment() -> None:
    old, project = UUID("0192f0a0-1234-7abc-8def-0123456789ab"), UUID(int=5)
    new = rows.renamed(project, old)
    assert (new.version, new.variant) == (7, old.variant)
    assert new != old
    assert str(new)[:13] == str(old)[:13]
    assert new == rows.renamed(project, old) != rows.renamed(UUID(int=6), old)


def test_without_a_basis_for_passing_on_a_file_stays(house: World, full: UUID) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "law.transfer", {"base": "consent", "citation": "", "text": ""})
    with factories.as_staff(house.here.lead) as scope:
        where = (house.here.carrier, house.here.project)
        with pytest.raises(DomainError, match="Weitergabe"):
            leaving.ask(scope, *where, persons=[full], whole=False, reason=WHY)
        assert leaving.closed_number(scope, house.here.project, [full]) == 1
    with factories.as_staff(house.here.mentor):
        part = Enrolment.objects.get(person=full, exited_on=None)
    agreed(house, part, "transfer", recipient="Haus Süd")
    with factories.as_staff(house.here.lead) as scope:
        assert leaving.ask(scope, *where, persons=[full], whole=False, reason=WHY).total == 1
