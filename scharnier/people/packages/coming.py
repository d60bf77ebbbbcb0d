# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whole files into a project: kept, checked in full without writing, then written, a portion to a transaction."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext

from scharnier.foundation import clock, uploads, vault
from scharnier.foundation.principals import Scope, identity
from scharnier.foundation.vault import Part
from scharnier.foundation.writes import DomainError, note
from scharnier.network.models import Project, User
from scharnier.people import rules
from scharnier.people.actions import NewParticipant, file_numbers
from scharnier.people.documents import shelf
from scharnier.people.matching.likeness import Facts
from scharnier.people.matching.queries import twins
from scharnier.people.merging import actions as merging
from scharnier.people.merging.queries import compare_files
from scharnier.people.models import Person, Precision
from scharnier.people.packages import archive, registry, rows
from scharnier.people.packages.models import Direction, PackageRun, PackageState
from scharnier.people.packages.rows import Rows, Target
from scharnier.people.separation import actions as separation

Acting = Callable[[], AbstractContextManager[Scope]]
KEEP, MERGE, SKIP = "keep", "merge", "skip"
MOST_FOUND = 500
# So long an uploaded package waits for somebody to decide.
KEPT = timedelta(days=3)


class Undone(Exception):
    """Ends a rehearsal: nothing of it stays."""


def folder() -> Path:
    return Path(settings.HOME) / "files" / "packages"


def upload(
    scope: Scope, carrier: UUID, project: UUID, *, file: IO[bytes], size: int, passphrase: str = ""
) -> PackageRun:
    """Keep a package, encrypted on the disk, until it is read in. Raises DomainError for what is none."""
    if size > uploads.limit():
        raise DomainError(
            gettext(
                "Das Paket ist zu groß: Erlaubt sind %(limit)s. Lassen Sie weniger Akten in ein Paket geben, oder "
                "bitten Sie den Betrieb, mehr zu erlauben."
            )
            % {"limit": uploads.in_words(uploads.limit())},
            "file",
        )
    with archive.opened(file, passphrase) as plain:
        reader = archive.Reader(plain)
        known = {each.table for each in registry.carried()}
        if strange := set(reader.manifest["tables"]) - known:
            raise DomainError(
                gettext("Das Paket kommt aus einer anderen Version: %(table)s gibt es hier nicht.")
                % {"table": sorted(strange)[0]},
                "file",
            )
        run = PackageRun(
            carrier_id=carrier,
            project_id=project,
            user_id=identity(scope),
            direction=Direction.IN,
            manifest={name: value for name, value in reader.manifest.items() if name != "entries"},
            total=int(reader.manifest["persons"]),
            decisions={"staff": _same_staff(project, reader.manifest["staff"])},
        )
        key, run.sealed_key = vault.new_key(run.pk)
        plain.seek(0)
        vault.write(folder() / run.pk.hex, iter(lambda: plain.read(archive.COPY), b""), key)
    run.save(force_insert=True)
    note("import_files_uploaded", carrier=carrier, table="people_packagerun", row=str(run.pk), count=run.total)
    return run


def _same_staff(project: UUID, staff: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Colleagues of the package who work here too, by their address."""

    here = {
        email.casefold(): str(pk)
        for pk, email in User.objects.filter(pk__in=rules.workers_of(project)).values_list("pk", "email")
    }
    return {old: here[each["email"].casefold()] for old, each in staff.items() if each["email"].casefold() in here}


@contextmanager
def _package(run: PackageRun) -> Iterator[archive.Reader]:
    with tempfile.TemporaryFile() as plain:
        for chunk in vault.read(folder() / run.pk.hex, vault.unwrap(run.sealed_key, run.pk)):
            plain.write(chunk)
        plain.seek(0)
        yield archive.Reader(plain)


def target_of(run: PackageRun) -> Target:
    staff = {old: UUID(new) for old, new in run.decisions.get("staff", {}).items() if new}
    return Target(run.carrier_id, run.project_id, run.user_id, run.manifest["project"]["id"], staff)


# ---------- check ----------


def check(*, run_id: UUID, acting: Acting) -> None:
    """Rehearse everything without leaving anything, and look for files that may be here already."""
    with acting():
        run = PackageRun.objects.get(pk=run_id)
        if run.state != PackageState.WAITING or run.direction != Direction.IN:
            return
    found: list[dict[str, Any]] = []
    try:
        with _package(run) as reader:
            for number in range(1, reader.parts + 1):
                with acting() as scope:
                    portion = reader.rows(number)
                    found += _known(scope, run, portion)
                    _rehearse(run, portion)
                    done = run.done + len(portion.get("people_person", []))
                    run.done = min(run.total, done)
                    PackageRun.objects.filter(pk=run.pk).update(done=run.done, updated_at=clock.now())
    except (DomainError, KeyError, TypeError) as fault:
        message = fault.message if isinstance(fault, DomainError) else gettext("Das Paket ist unvollständig.")
        with acting():
            fail(run, message)
        return
    with acting():
        run.state, run.done = PackageState.CHECKED, 0
        run.found = {"known": found[:MOST_FOUND], "count": len(found)}
        run.updated_at = clock.now()
        run.save(update_fields=["state", "done", "found", "updated_at"])


def _rehearse(run: PackageRun, portion: Rows) -> None:
    try:
        with transaction.atomic():
            _insert(run, portion, without=set())
            raise Undone
    except Undone:
        pass
    except DatabaseError as fault:
        raise DomainError(_refusal(fault)) from fault


def _refusal(fault: DatabaseError) -> str:
    """What the database refused, by the name of the rule; never a value."""
    diag = getattr(fault.__cause__, "diag", None)
    rule = getattr(diag, "constraint_name", None) or getattr(diag, "table_name", None) or "?"
    return gettext("Eine Akte des Pakets verstößt hier gegen eine Regel: %(rule)s.") % {"rule": rule}


def _known(scope: Scope, run: PackageRun, portion: Rows) -> list[dict[str, Any]]:
    """Files of this portion that may be on file here: read in before, the very same, or alike."""
    target, found = target_of(run), []
    theirs = portion.get("people_person", [])
    ids = {UUID(row["id"]): row for row in theirs} | {target.person(row["id"]): row for row in theirs}
    same = {row.pk: row for row in Person.objects.visible_to(scope).filter(pk__in=list(ids))}
    certain = {ids[pk]["id"]: person for pk, person in same.items()}
    for row in theirs:
        here = certain.get(row["id"])
        name = ", ".join(part for part in (row["family_name"], row["given_names"]) if part)
        fact = {"id": row["id"], "name": name, "number": row["file_number"], "birth": _day(row["birth_date"])}
        if here is not None:
            again = here.pk == target.person(row["id"])
            reasons = gettext("schon eingelesen") if again else gettext("dieselbe Akte")
            known = {"person": str(here.pk), "their_name": here.list_name, "their_number": here.file_number}
            born = _day(here.birth_date.isoformat() if here.birth_date else "")
            found.append(fact | known | {"their_birth": born, "reasons": reasons, "certain": True, "again": again})
            continue
        for twin in twins(scope, _facts(row), 1):
            known = {"person": str(twin.person_id), "their_name": twin.name, "their_number": twin.file_number}
            found.append(fact | known | {"their_birth": twin.birth, "reasons": twin.reasons, "certain": False})
    return found


def _day(iso: str | None) -> str:
    """24.11.1990 for 1990-11-24."""
    return ".".join(reversed(iso.split("-"))) if iso else ""


def _facts(row: Mapping[str, Any]) -> Facts:
    born = Person._meta.get_field("birth_date").to_python(row["birth_date"])
    exact = row["birth_precision"] == Precision.DAY
    names = (row["family_name"], row["given_names"], row["own_script_name"], row["former_names"])
    return Facts(*names, born, exact, row["sex"], row["phone"])


def choice(run: PackageRun, each: Mapping[str, Any]) -> str:
    """What happens to a file that may be here: what was chosen, else what is safe."""
    if each.get("again"):
        return SKIP
    return str(run.decisions.get("files", {}).get(each["id"]) or (SKIP if each["certain"] else KEEP))


def decide(run: PackageRun, files: Mapping[str, str], staff: Mapping[str, str]) -> None:
    """Store what was chosen: {old id: keep, merge or skip}, {old colleague: colleague here, empty for oneself}."""
    if run.state != PackageState.CHECKED:
        raise DomainError(gettext("Dieses Paket ist schon weiter. Laden Sie die Seite neu."))
    known = {each["id"] for each in run.found.get("known", [])}
    run.decisions = {
        "files": {old: value for old, value in files.items() if old in known and value in (KEEP, MERGE, SKIP)},
        "staff": {old: value for old, value in staff.items() if old in run.manifest["staff"] and value},
    }
    run.save(update_fields=["decisions"])


def start(run: PackageRun) -> None:
    if run.state != PackageState.CHECKED:
        raise DomainError(gettext("Dieses Paket ist schon weiter. Laden Sie die Seite neu."))
    run.state, run.done, run.parts_done, run.updated_at = PackageState.RUNNING, 0, 0, clock.now()
    run.save(update_fields=["state", "done", "parts_done", "updated_at"])


# ---------- write ----------


def write(*, run_id: UUID, acting: Acting) -> None:
    """A portion to a transaction; cut off and called again it goes on where it stopped. No file is there by half."""
    with acting():
        run = PackageRun.objects.get(pk=run_id)
    if run.state != PackageState.RUNNING:
        return
    try:
        with _package(run) as reader:
            for number in range(run.parts_done + 1, reader.parts + 1):
                with acting() as scope:
                    _write_portion(scope, run_id, reader, number)
    except (DomainError, DatabaseError) as fault:
        message = fault.message if isinstance(fault, DomainError) else _refusal(fault)
        with acting():
            fail(PackageRun.objects.get(pk=run_id), message)
        return
    with acting():
        run = PackageRun.objects.select_for_update().get(pk=run_id)
        _separate(run)
        run.state, run.updated_at = PackageState.DONE, clock.now()
        run.save(update_fields=["state", "updated_at", "found"])
        made = run.found.get("created", 0)
        note("import_files", carrier=run.carrier_id, table="people_packagerun", row=str(run.pk), count=made)
    let_go(run)


def _write_portion(scope: Scope, run_id: UUID, reader: archive.Reader, number: int) -> None:
    run = PackageRun.objects.select_for_update().get(pk=run_id)
    portion = reader.rows(number)
    chosen = {each["id"]: (each, choice(run, each)) for each in run.found.get("known", [])}
    without = {old for old, (_, what) in chosen.items() if what == SKIP}
    made = _insert(run, portion, without, reader)
    for old in made:
        each, what = chosen.get(old, ({}, KEEP))
        if what == MERGE:
            _merge(run, each, target_of(run).person(old))
    run.parts_done = number
    run.done = min(run.total, run.done + len(portion.get("people_person", [])))
    run.found = {**run.found, "created": run.found.get("created", 0) + len(made)}
    run.updated_at = clock.now()
    run.save(update_fields=["parts_done", "done", "found", "updated_at"])


def _insert(run: PackageRun, portion: Rows, without: set[str], reader: archive.Reader | None = None) -> list[str]:
    """Rows of files that are not here yet; returns the old ids of the persons. With `reader` papers come along."""
    target = target_of(run)
    rows.check_codes(portion)
    theirs = {
        row["id"]: target.person(row["id"]) for row in portion.get("people_person", []) if row["id"] not in without
    }
    here = set(Person.objects.filter(pk__in=list(theirs.values())).values_list("pk", flat=True))
    fresh = {old: new for old, new in theirs.items() if new not in here}
    if not fresh:
        return []
    written: Rows = {}
    for table, found in portion.items():
        subject = registry.shape(table).subject
        written[table] = [rows.moved(table, row, target) for row in found if row[subject] in fresh]
    _numbers(run, written)
    papers = _papers(run, portion, written, reader)
    try:
        rows.write(written)
        registry.derive(list(fresh.values()))
    except BaseException:
        for row in papers:
            shelf.let_go(run.carrier_id, row)
        raise
    return list(fresh)


def _numbers(run: PackageRun, written: Rows) -> None:
    """A number that is taken here is drawn anew; the old one stays with the participation."""
    persons = written["people_person"]
    taken = set(
        Person.objects.filter(
            carrier_id=run.carrier_id, file_number__in=[row["file_number"] for row in persons]
        ).values_list("file_number", flat=True)
    ) | _taken(run, [row["file_number"] for row in persons])
    clashing = [row for row in persons if row["file_number"] in taken]
    if not clashing:
        return
    project = Project.objects.get(pk=run.project_id)
    wanted = [NewParticipant(carrier=run.carrier_id, project=run.project_id) for _ in clashing]
    for row, number in zip(clashing, file_numbers(wanted, {project.pk: project}), strict=True):
        for part in written["people_enrolment"]:
            if part["person_id"] == row["id"] and not part["external_number"]:
                part["external_number"] = row["file_number"]
        row["file_number"] = number


def _taken(run: PackageRun, numbers: list[str]) -> set[str]:
    """Numbers of the carrier's files that the reader doesn't see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_numbers_taken(%s, %s)", [run.carrier_id, numbers])
        return {row[0] for row in cursor.fetchall()}


def _papers(run: PackageRun, portion: Rows, written: Rows, reader: archive.Reader | None) -> list[UUID]:
    """Papers onto the disk under keys of this house; a paper whose file is missing refuses the portion."""
    kept: list[UUID] = []
    olds = {target_of(run).person(row["id"]): row["id"] for row in portion.get("people_document", [])}
    for row in written.get("people_document", []):
        if row["removed_at"] is not None:
            continue
        key, wrapped = vault.new_key(row["id"])
        row["sealed_key"] = "\\x" + wrapped.hex()
        if reader is None:
            continue
        names = {part: f"documents/{olds[row['id']]}.{ending}" for part, ending in shelf.ENDINGS.items()}
        parts = {part: reader.content(name) for part, name in names.items() if reader.has(name)}
        if Part.WHOLE not in parts:
            raise DomainError(gettext("In dem Paket fehlt ein Dokument. Lassen Sie es neu ausgeben."))
        shelf.keep(run.carrier_id, row["id"], key, parts)
        kept.append(row["id"])
    return kept


def _merge(run: PackageRun, each: Mapping[str, Any], new: UUID) -> None:
    """The file that came becomes part of the one that was here, which wins every difference; else both stay."""
    mine = Person.objects.filter(pk=each["person"]).first()
    other = Person.objects.filter(pk=new).first()
    if mine is None or other is None:
        return
    compared = compare_files(mine, other)
    names = [field.name for field in compared.choices] + [clash.key for clash in compared.clashes]
    try:
        with transaction.atomic():
            merging.merge(mine, other, dict.fromkeys(names, "mine"), run.user_id)
    except DomainError as refused:
        apart = [*run.found.get("apart", []), {"number": other.file_number, "why": refused.message}]
        run.found = {**run.found, "apart": apart[:MOST_FOUND]}


def _separate(run: PackageRun) -> None:
    """Who was kept apart there is kept apart here, before anybody works with them."""
    target = target_of(run)
    for each in run.manifest.get("separations", []):
        one, other = target.person(each["person"]), target.person(each["other"])
        if Person.objects.filter(pk__in=[one, other]).count() < 2:
            continue
        try:
            separation.separate(one, other, each["reason"], keep=one)
        except DomainError:
            continue  # separated already


def fail(run: PackageRun, message: str) -> None:
    """Give up with the reason; files that are whole stay."""
    run.state, run.message, run.updated_at = PackageState.FAILED, message, clock.now()
    run.save(update_fields=["state", "message", "updated_at"])


def let_go(run: PackageRun) -> None:
    (folder() / run.pk.hex).unlink(missing_ok=True)
