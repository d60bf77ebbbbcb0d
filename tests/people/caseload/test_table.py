# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of cases as a file: what it holds, what it can't do, who may not, and that it is on record."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.models import AccessRecord, AuditEvent
from scharnier.people.actions import NewStay
from scharnier.people.caseload import table
from scharnier.people.separation import actions as separation
from tests import factories
from tests.factories import World
from tests.people.caseload.test_list import LIST, write
from tests.people.conftest import SignIn, statements

pytestmark = pytest.mark.django_db
TABLE = LIST + "tabelle/"
EVIL = ["=HYPERLINK(1)", "+49 0", "-1", "@SUM(A1)", "\u00a0=1", "https://example.org"]


def taken(client: Client, kind: str, columns: list[str], query: str = "?fachkraft=alle") -> bytes:
    answer: Any = client.post(TABLE + query, {"kind": kind, "columns": columns})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"], answer.content.decode()[:2000]
    return bytes(answer.getvalue())


def test_a_csv_holds_the_chosen_columns_in_words(house: World, sign_in: SignIn) -> None:
    stay = NewStay("duldung", date(2026, 1, 1), date(2026, 12, 31))
    write(
        house.here,
        {"family_name": "Öz", "speaks": ("tr",), "birth_date": date(1990, 5, 4), "stays": (stay,), "sex": "f"},
        {"family_name": "Bah", "birth_date": date(1990, 1, 1), "birth_precision": "year", "staff": None},
    )
    content = taken(sign_in(house.here.mentor), "csv", ["sex", "family", "birth", "speaks", "staff", "document"])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Familienname", "Fachkraft", "Geburtsdatum", "Geschlecht", "Spricht", "Ausweis bis"],
        ["Bah", "", "1990", "", "", ""],
        ["Öz", "Mentor Nord", "04.05.1990", "weiblich", "Türkisch", "31.12.2026"],
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_becomes_a_formula_or_a_link(house: World, sign_in: SignIn, kind: str) -> None:
    write(house.here, *({"family_name": f"Name{n}", "place": evil} for n, evil in enumerate(EVIL)))
    content = taken(sign_in(house.here.mentor), kind, ["family", "place"])
    if kind == "csv":
        cells = [row[1] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")][1:]
        assert not any(cell.strip("\u00a0 ").startswith(("=", "+", "-", "@")) for cell in cells)
        assert len(cells) == len(EVIL)
        return
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    found = [sheet.cell(row, 2) for row in range(2, len(EVIL) + 2)]
    assert {cell.data_type for cell in found} == {"s"}
    assert not any(cell.hyperlink for cell in found)
    assert found[0].value == EVIL[0]


def test_days_are_days_in_a_spreadsheet(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah"})
    sheet: Any = openpyxl.load_workbook(
        io.BytesIO(taken(sign_in(house.here.mentor), "xlsx", ["family", "entered"]))
    ).active
    assert sheet["B2"].is_date
    assert sheet["B2"].value.date() == date(2026, 1, 14)


def test_every_column_can_be_written(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah", "phone": "+4917604069031", "stays": (NewStay("duldung"),)})
    content = taken(sign_in(house.here.mentor), "csv", [column.key for column in table.offered()])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows[0]) == len(rows[1]) == len(table.offered()) == len(set(rows[0]))
    assert "Duldung" in rows[1][rows[0].index("Aufenthaltsstatus")]


def test_the_file_follows_the_view_however_long(house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "BATCH", 7)
    write(house.here, *({"family_name": "Gleich", "given_names": f"N{n}", "place": "Wurzen"} for n in range(20)))
    write(house.here, {"family_name": "Anders"}, {"family_name": "Fremd", "staff": house.here.colleague.pk})
    content = taken(sign_in(house.here.mentor), "csv", ["given"], "?ort=wurzen").decode("utf-8-sig")
    assert sorted(content.replace('"', "").split()[1:]) == sorted(f"N{n}" for n in range(20))


def test_a_file_that_left_is_in_the_audit_and_in_every_file_in_it(house: World, sign_in: SignIn) -> None:
    (bah, _) = write(house.here, {"family_name": "Bah"}, {"family_name": "Kollege", "staff": house.here.colleague.pk})
    client = sign_in(house.here.mentor)
    taken(client, "csv", ["family", "place"], "?fachkraft=ich")
    with principals.entering(principals.SYSTEM):
        event = AuditEvent.objects.get(action="export_list")
        assert event.payload == {"count": 1, "columns": ["family", "place"], "format": "csv"}
        assert event.actor_id == house.here.mentor.pk
    with factories.as_staff(house.here.mentor):
        assert [row.subject_id for row in AccessRecord.objects.filter(purpose="export")] == [bah]
    assert "ausgegeben" in client.get(f"/desk/personen/{bah}/").content.decode()


def test_the_page_that_asks_takes_few_statements(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah"})
    client = sign_in(house.here.mentor)
    page, count = statements(client, TABLE)
    assert page.status_code == 200
    assert count <= 6


def test_without_columns_one_is_told_and_nothing_leaves(house: World, sign_in: SignIn) -> None:
    page = sign_in(house.here.mentor).post(TABLE, {"kind": "xlsx"})
    assert "Wählen Sie mindestens eine Spalte." in page.content.decode()
    assert sign_in(house.here.mentor).post(TABLE, {"kind": "exe", "columns": ["family"]}).status_code == 200
    with principals.entering(principals.SYSTEM):
        assert not AuditEvent.objects.filter(action="export_list").exists()


def test_an_auditor_takes_no_list_out_of_the_house(house: World, sign_in: SignIn) -> None:
    write(house.here, {"family_name": "Bah"})
    for who in (house.here.auditor, house.here.admin):
        client = sign_in(who)
        assert client.get(TABLE).status_code == 403
        assert client.post(TABLE, {"kind": "csv", "columns": ["family"]}).status_code == 403
    assert "Als Tabelle ausgeben" not in sign_in(house.here.auditor).get(LIST).content.decode()


def test_nobody_gets_a_person_who_is_kept_from_them(house: World, sign_in: SignIn) -> None:
    one, other = write(house.here, {"family_name": "Bah"}, {"family_name": "Diallo", "staff": house.here.colleague.pk})
    with factories.as_staff(house.here.lead):
        separation.separate(one, other, "Gewalt")
    content = taken(sign_in(house.here.mentor), "csv", ["family"], "?fachkraft=alle").decode()
    assert "Bah" in content
    assert "Diallo" not in content
