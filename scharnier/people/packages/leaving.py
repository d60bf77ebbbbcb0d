# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whole files out of the house: asked for with a reason, written in the background, taken once it is done."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from scharnier.foundation import clock, openings, vault
from scharnier.foundation.principals import Scope, identity
from scharnier.foundation.writes import DomainError, note
from scharnier.network.models import Project, User
from scharnier.people.consents.queries import without_basis
from scharnier.people.documents import shelf
from scharnier.people.models import Enrolment, Person
from scharnier.people.packages import archive, rows
from scharnier.people.packages.models import Direction, PackagePart, PackageRun, PackageState
from scharnier.people.packages.registry import left, shape
from scharnier.people.separation.models import Separation
from scharnier.people.separation.queries import separated_from

PART = 20
SHORTEST_REASON = 10
# So long an export lies ready: made to be taken at once, and made anew in minutes.
KEPT = timedelta(days=1)
TRANSFER = "transfer"
Acting = Callable[[], AbstractContextManager[Any]]


def ask(scope: Scope, carrier: UUID, project: UUID, *, persons: Sequence[UUID], whole: bool, reason: str) -> PackageRun:
    """Put an export on record; the task writes it. `whole`: all files of the project, `persons` don't count.

    Raises DomainError: no reason, nobody chosen, separated persons in one package.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise DomainError(gettext("Begründen Sie in einem Satz, wofür die Akten das Haus verlassen."), "reason")
    wanted = Enrolment.objects.visible_to(scope).filter(project_id=project, erased_on=None, person__merged_into=None)
    if not whole:
        wanted = wanted.filter(person_id__in=list(persons))
    found = list(dict.fromkeys(wanted.order_by("person_id").values_list("person_id", flat=True)))
    if not found:
        raise DomainError(gettext("Wählen Sie mindestens eine Akte."))
    closed = without_basis(found, project, TRANSFER)
    found = [person for person in found if person not in closed]
    if not found:
        raise DomainError(
            gettext("Für die Weitergabe dieser Akten fehlt die Grundlage. Bitten Sie um die Einwilligung.")
        )
    if not whole and any(separated_from(person) & set(found) for person in found):
        raise DomainError(
            gettext("Diese Akten können nicht zusammen in ein Paket. Geben Sie sie einzeln aus oder das ganze Projekt.")
        )
    run = PackageRun.objects.create(
        carrier_id=carrier,
        project_id=project,
        user_id=identity(scope),
        direction=Direction.OUT,
        reason=reason[:1000],
        whole=whole,
        persons=[str(person) for person in found],
        total=len(found),
    )
    note(
        "export_files_asked",
        carrier=carrier,
        table="people_packagerun",
        row=str(run.pk),
        count=len(found),
        whole=whole,
        without_basis=len(closed),
    )
    return run


def write(*, run_id: UUID, acting: Acting) -> None:
    """Twenty files to a transaction. May be cut off and called again: it goes on with the next twenty."""
    while True:
        with acting():
            run = PackageRun.objects.select_for_update().get(pk=run_id)
            if run.state != PackageState.WAITING:
                return
            if not _write_part(run):
                run.state = PackageState.DONE
            run.updated_at = clock.now()
            run.save(update_fields=["state", "done", "parts_done", "updated_at"])
            if run.state == PackageState.DONE:
                return


def _write_part(run: PackageRun) -> bool:
    """The next twenty files; False when there are no more."""
    start = run.done
    persons = [UUID(person) for person in run.persons[start : start + PART]]
    if not persons:
        return False
    found = rows.read(run.carrier_id, run.project_id, persons)
    for document in found.get("people_document", []):
        document["sealed_key"] = "\\x"  # of this house alone
    run.parts_done += 1
    run.done = min(run.total, start + len(persons))
    content = zlib.compress(json.dumps(found, ensure_ascii=False).encode(), 6)
    keys = {"carrier_id": run.carrier_id, "project_id": run.project_id, "run_id": run.pk}
    PackagePart.objects.create(**keys, number=run.parts_done, content=content)
    return True


def gone(run: PackageRun) -> bool:
    """Whether an export is over: its day is past, somebody let go of it, or two of its people were separated since."""
    return not run.persons or run.created_at < clock.now() - KEPT


def take(scope: Scope, run: PackageRun, passphrase: str, user_name: str, function: str) -> IO[bytes]:
    """The package as an open file, sealed if a passphrase is given; on record in the audit and in every file in it."""
    if run.state != PackageState.DONE or gone(run):
        raise DomainError(gettext("Dieses Paket gibt es nicht mehr. Geben Sie die Akten neu aus."))
    if passphrase and len(passphrase) < archive.SHORTEST:
        raise DomainError(gettext("Nehmen Sie mindestens %(n)s Zeichen.") % {"n": archive.SHORTEST}, "passphrase")
    made: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    persons = _zip(scope, run, made)
    openings.record_export(
        scope,
        carrier=run.carrier_id,
        project=run.project_id,
        subjects=persons,
        user_name=user_name,
        function=function,
        page="package",
    )
    facts: dict[str, Any] = {"count": len(persons), "whole": run.whole, "sealed": bool(passphrase)}
    note("export_files", carrier=run.carrier_id, table="people_packagerun", row=str(run.pk), **facts)
    made.seek(0)
    if not passphrase:
        return made
    sealed: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    archive.seal(made, passphrase, sealed)
    made.close()
    sealed.seek(0)
    return sealed


def _zip(scope: Scope, run: PackageRun, into: IO[bytes]) -> list[UUID]:
    """Writes the package; returns the persons in it."""
    writer, persons, staff = archive.Writer(into), [], set()
    for number in range(1, run.parts_done + 1):
        part = PackagePart.objects.get(run_id=run.pk, number=number)
        found: rows.Rows = json.loads(zlib.decompress(bytes(part.content)))
        del part
        persons += [UUID(row["id"]) for row in found.get("people_person", [])]
        for table, each in found.items():
            staff |= {row[name] for row in each for name in shape(table).staff if row.get(name)}
        writer.rows(number, found)
        for document in found.get("people_document", []):
            for name, chunks in _papers(run.carrier_id, UUID(document["id"])):
                writer.entry(f"documents/{name}", chunks)
    project = Project.objects.get(pk=run.project_id)
    writer.close(
        made_at=clock.now().isoformat(),
        carrier=str(run.carrier_id),
        project={"id": str(project.pk), "code": project.code, "name": project.name},
        persons=len(persons),
        whole=run.whole,
        staff={
            str(pk): {"name": name, "email": email}
            for pk, name, email in User.objects.filter(pk__in=staff).values_list("pk", "display_name", "email")
        },
        separations=_separations(scope, persons) if run.whole else [],
        left_out=[{"table": each.table, "why": str(each.reason)} for each in left()],
    )
    return persons


def _papers(carrier: UUID, row: UUID) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of a document that lie on the disk, by part; the key is the row's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_key FROM people_document WHERE id = %s AND removed_at IS NULL", [row])
        known = cursor.fetchone()
    for part, ending in shelf.ENDINGS.items():
        path = shelf.path_of(carrier, row, part)
        if known is not None and path.exists():
            yield f"{row}.{ending}", vault.read(path, vault.unwrap(known[0], row), part)


def _separations(scope: Scope, persons: Sequence[UUID]) -> list[dict[str, str]]:
    """Who is kept apart from whom goes along with a whole project, so that it holds there from the first moment."""
    inside = set(persons)
    held = Separation.objects.visible_to(scope).filter(lifted_at=None)
    return [
        {"person": str(row.person_id), "other": str(row.other_id), "reason": row.reason}
        for row in held
        if row.person_id in inside and row.other_id in inside
    ]


def forget(run: PackageRun) -> None:
    """The package is gone, that it was made stays on record."""
    PackagePart.objects.filter(run_id=run.pk).delete()
    run.persons, run.manifest, run.found = [], {}, {}
    run.save(update_fields=["persons", "manifest", "found"])


def visible_number(scope: Scope, project: UUID) -> int:
    """How many files the whole project has."""
    rows_of = Enrolment.objects.visible_to(scope).filter(project_id=project, erased_on=None, person__merged_into=None)
    return rows_of.values("person_id").distinct().count()


def names_of(scope: Scope, persons: Sequence[UUID]) -> list[Person]:
    return list(Person.objects.visible_to(scope).filter(pk__in=persons).order_by("name_sort", "pk"))


def closed_number(scope: Scope, project: UUID, persons: Sequence[UUID]) -> int:
    """How many of these files, or of all, stay because nothing allows to pass them on."""
    rows_of = Enrolment.objects.visible_to(scope).filter(project_id=project, erased_on=None, person__merged_into=None)
    if persons:
        rows_of = rows_of.filter(person_id__in=list(persons))
    return len(without_basis(rows_of.values_list("person_id", flat=True), project, TRANSFER))
