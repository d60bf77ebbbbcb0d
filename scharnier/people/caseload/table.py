# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases as a table for a spreadsheet: XLSX or CSV, never a formula, memory independent of the length."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from uuid import UUID

import xlsxwriter
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import projections
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.principals import Scope
from scharnier.knowledge import districts
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.people import projected, queries, words
from scharnier.people.caseload.queries import beyond
from scharnier.people.importing.report import harmless
from scharnier.people.law import words as law
from scharnier.people.models import Enrolment, Person, Precision, ResidenceStatus

BATCH = 500
Cell = str | date | None


@dataclass(frozen=True)
class Case:
    """Everything of one case that a column may want."""

    row: Enrolment
    person: Person
    stay: ResidenceStatus | None
    item: AgendaItem | None
    staff: dict[UUID, str]
    settings: ProgrammeSettings


@dataclass(frozen=True)
class Column:
    """A column to choose; `needs` names what must be fetched beside person and participation."""

    key: str
    label: str | Promise
    value: Callable[[Case], Cell]
    usual: bool = False
    needs: str = ""


def _birth(case: Case) -> Cell:
    """Only what is known: a day, otherwise the year as text."""
    born = case.person.birth_date
    if born is None or case.person.birth_precision == Precision.DAY:
        return born
    return f"{born:%m.%Y}" if case.person.birth_precision == Precision.MONTH else f"{born:%Y}"


def _next(case: Case) -> str:
    if case.item is None:
        return ""
    return gettext(case.item.title) if case.item.kind in projected.NOTICES else case.item.title


def _name_of(case: Case, user: UUID | None) -> str:
    return case.staff.get(user, "") if user else ""


COLUMNS: tuple[Column, ...] = (
    Column("family", _("Familienname"), lambda c: c.person.family_name, usual=True),
    Column("given", _("Vornamen"), lambda c: c.person.given_names, usual=True),
    Column("own", _("Name in eigener Schrift"), lambda c: c.person.own_script_name),
    Column("number", _("Aktenzeichen"), lambda c: c.person.file_number, usual=True),
    Column("phase", _("Phase"), lambda c: words.phase(c.settings, c.row.phase), usual=True),
    Column("staff", _("Fachkraft"), lambda c: _name_of(c, c.row.staff_id), usual=True),
    Column("second", _("Zweite Fachkraft"), lambda c: _name_of(c, c.row.second_staff_id)),
    Column("entered", _("Eintritt"), lambda c: c.row.entered_on),
    Column("exited", _("Austritt"), lambda c: c.row.exited_on),
    Column("reason", _("Grund des Austritts"), lambda c: words.label("exit_reason", c.row.exit_reason)),
    Column("until", _("Begleitung bis"), lambda c: c.row.support_until),
    Column("contact", _("Letzter Kontakt"), lambda c: c.row.last_contact_on, usual=True),
    Column("next", _("Nächstes"), _next, usual=True, needs="item"),
    Column("due", _("Fällig"), lambda c: c.item.due_on if c.item else None, usual=True, needs="item"),
    Column("birth", _("Geburtsdatum"), _birth),
    Column("sex", _("Geschlecht"), lambda c: words.label("sex", c.person.sex)),
    Column("nationality", _("Staatsangehörigkeit"), lambda c: words.label("nationality", c.person.nationality)),
    Column("speaks", _("Spricht"), lambda c: words.labels("language", c.person.speaks)),
    Column("german", _("Deutsch"), lambda c: words.label("german_level", c.person.german_level)),
    Column("phone", _("Telefon"), lambda c: words.show_phone(c.person.phone) if c.person.phone else ""),
    Column("email", _("E-Mail"), lambda c: c.person.email),
    Column("street", _("Straße und Hausnummer"), lambda c: c.person.street),
    Column("postcode", _("Postleitzahl"), lambda c: c.person.postcode),
    Column("place", _("Ort"), lambda c: c.person.place),
    Column("district", _("Kreis"), lambda c: districts.name(districts.of_postcode(c.person.postcode))),
    Column(
        "status",
        _("Aufenthaltsstatus"),
        lambda c: words.label("residence_status", c.stay.code) if c.stay else "",
        needs="stay",
    ),
    Column("document", _("Ausweis bis"), lambda c: c.stay.valid_to if c.stay else None, usual=True, needs="stay"),
    Column(
        "access",
        _("Zugang heute"),
        lambda c: law.level(getattr(c.stay, "access_level", None) or "unknown"),
        needs="stay",
    ),
)


def offered() -> list[Column]:
    """The columns there are to choose from: districts only where it is known which postcode lies where."""
    return [column for column in COLUMNS if column.key != "district" or districts.imported()]


def chosen(keys: Iterable[str]) -> list[Column]:
    """The columns of these keys in their usual order."""
    wanted = set(keys)
    return [column for column in COLUMNS if column.key in wanted]


def cases(
    rows: QuerySet[Enrolment],
    scope: Scope,
    staff: dict[UUID, str],
    settings: ProgrammeSettings,
    needs: set[str],
) -> Iterator[list[Case]]:
    """All cases in the order of names, a batch at a time: at most five statements for 500 of them."""
    position: tuple[str, UUID] | None = None
    while True:
        later = rows if position is None else rows.filter(beyond(*position, backwards=False))
        found = list(later.order_by("name_sort", "id")[:BATCH])
        ids = [row.person_id for row in found]
        persons = Person.objects.visible_to(scope).in_bulk(ids)
        items = projections.open_items(ids) if "item" in needs else {}
        stays = queries.current_residences(scope, ids, level=True) if "stay" in needs else {}
        yield [
            Case(row, persons[row.person_id], stays.get(row.person_id), items.get(row.person_id), staff, settings)
            for row in found
            if row.person_id in persons
        ]
        if len(found) < BATCH:
            return
        position = (found[-1].name_sort, found[-1].pk)


def write(
    kind: str, into: BinaryIO, columns: Sequence[Column], batches: Iterable[list[Case]], title: str
) -> list[UUID]:
    """The table into an open file; returns the persons that are in it."""
    seen: list[UUID] = []
    lines = ([column.value(case) for column in columns] for batch in _noting(batches, seen) for case in batch)
    head = [str(column.label) for column in columns]
    if kind == "csv":
        _csv(into, head, lines)
    else:
        _xlsx(into, head, lines, title)
    return seen


def _noting(batches: Iterable[list[Case]], seen: list[UUID]) -> Iterator[list[Case]]:
    for batch in batches:
        seen += [case.person.pk for case in batch]
        yield batch


def _csv(into: BinaryIO, head: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    """As spreadsheets in Germany open it: semicolons, UTF-8 with a mark, days as 24.11.2026."""
    out = io.TextIOWrapper(into, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    for line in lines:
        writer.writerow([_text(cell) for cell in line])
    out.flush()
    out.detach()


def _text(cell: Cell) -> str:
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else harmless(cell or "")


def _xlsx(into: BinaryIO, head: Sequence[str], lines: Iterable[Sequence[Cell]], title: str) -> None:
    """Texts are written as texts, so that nothing begins to calculate or becomes a link."""
    with xlsxwriter.Workbook(into, {"constant_memory": True, "in_memory": False}) as book:
        sheet = book.add_worksheet(title[:31])
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.freeze_panes(1, 0)
        for at, label in enumerate(head):
            sheet.set_column(at, at, 20)
            sheet.write_string(0, at, label, bold)
        number = 0
        for number, line in enumerate(lines, 1):
            for at, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(number, at, cell, day)
                elif cell:
                    sheet.write_string(number, at, cell)
        sheet.autofilter(0, 0, max(number, 1), len(head) - 1)
