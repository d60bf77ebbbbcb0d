# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vacancies from lists: every refused row has its reasons, a run twice writes nothing twice."""

from __future__ import annotations

import io
import json
import time
from typing import Any, NoReturn

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import projections
from scharnier.foundation.writes import DomainError
from scharnier.work.vacancies.lists import actions, reading
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn

pytestmark = pytest.mark.django_db
PAGE = "/desk/stellen/einlesen/"
HEAD = "Firma;Stellenbezeichnung;KldB;Deutschkenntnisse;Wochenstunden;Führerschein;Stundenlohn;PLZ;Ort;Nummer;Beginn"
GOOD = "Tischlerei Kiefer;Tischler (m/w/d);22302;B1;20-40;B;15,50 €;1067;Dresden;K-1;01.02.2027"


def csv(*lines: str) -> bytes:
    return "\n".join(("Stellen im Landkreis", "", HEAD, *lines)).encode()


def test_what_a_list_says_is_read_as_people_write_it() -> None:
    found = reading.read(
        csv(GOOD, "Bäckerei Ähre;Bäcker;;keine;Vollzeit;nein;Tarif;;01067 Dresden;;ab sofort"), "x.csv", TODAY
    )
    assert found.faults == []
    one, other = (row.values for row in found.rows)
    assert (one["occupation"], one["german"]) == ("22302", "B1")
    assert (one["hours_from"], one["hours_to"], one["licences"]) == (20, 40, ["B"])
    assert (one["pay_amount"], one["pay_unit"], one["postal_code"]) == ("15.50", "hour", "01067")
    assert (one["starts_on"], one["external_number"]) == ("2027-02-01", "K-1")
    assert (other["german"], other["licences"], other["place"]) == ("none", [], "Dresden")
    assert other["occupation"].startswith("292")
    assert other["starts_on"] == TODAY.isoformat()


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        ("1067", "99999", "PLZ"),
        ("15,50 €", "-15", "Stundenlohn"),
        ("15,50 €", "viel", "Stundenlohn"),
        ("20-40", "90", "Wochenstunden"),
        ("20-40", "40-20", "Wochenstunden"),
        ("B1", "fließend", "Deutschkenntnisse"),
        ("01.02.2027", "31.02.2027", "Beginn"),
        ("Tischlerei Kiefer", "", "Firma"),
        ("Tischler (m/w/d);22302", "Xyzzyqua;", "Stellenbezeichnung"),
        (";B;", ";Panzer;", "Führerschein"),
    ],
)
def test_a_row_that_can_not_be_says_where_and_why(before: str, after: str, column: str) -> None:
    found = reading.read(csv(GOOD, GOOD.replace(before, after, 1)), "x.csv", TODAY)
    assert [(fault.row, fault.column) for fault in found.faults] == [(5, column)]
    assert found.faults[0].reason
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"@type": "Person"}', b"Name;Alter\nx;3\n", b"%PDF-1.7 x", (HEAD + "\n").encode()]
)
def test_a_file_that_is_no_list_of_vacancies_is_refused(content: bytes) -> None:
    with pytest.raises(DomainError):
        reading.read(content, "x", TODAY)


def test_job_postings_are_read_from_a_page_and_rows_from_a_workbook() -> None:
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "JobPosting",
                "title": "Bäcker/in",
                "hiringOrganization": {"@type": "Organization", "name": "Bäckerei Ähre"},
                "employmentType": ["PART_TIME"],
                "jobLocation": [{"address": {"postalCode": "01067", "addressLocality": "Dresden"}}],
                "baseSalary": {"value": {"value": 2400, "unitText": "MONTH"}},
                "identifier": {"value": "A-7"},
                "description": "<p>Früh anfangen</p>",
            },
            {"@type": "JobPosting", "title": "Bäcker", "jobLocation": {"address": {"postalCode": "00000"}}},
        ],
    }
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Stellen", 0)
    for line in (HEAD, GOOD):
        sheet.append(line.split(";"))
    out = io.BytesIO()
    book.save(out)
    assert [row.firm for row in reading.read(out.getvalue(), "x.xlsx", TODAY).rows] == ["Tischlerei Kiefer"]
    page = f'<html><script type="application/ld+json">{json.dumps(posting)}</script></html>'
    found = reading.read(page.encode(), "stelle.html", TODAY)
    assert [row.firm for row in found.rows] == ["Bäckerei Ähre"]
    values = found.rows[0].values
    assert (values["pay_amount"], values["pay_unit"], values["external_number"]) == ("2400.00", "month", "A-7")
    assert {fault.column for fault in found.faults} == {"firm"}


def stopped() -> NoReturn:
    raise RuntimeError("the worker is killed")


def test_a_list_is_judged_then_written_once_in_the_readers_name_even_when_cut_off(
    house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(house.here.mentor)
    bad = GOOD.replace("1067", "99999").replace("K-1", "K-2")
    file = SimpleUploadedFile("stellen.csv", csv(GOOD, GOOD.replace("K-1", "K-3"), bad))
    page = client.post(PAGE, {"file": file}, follow=True)
    assert "stellen.csv: 2 von 3 Stellen" in page.text
    assert "Diese Postleitzahl gibt es nicht" in page.text
    assert "99999" in client.get(f"{PAGE}abgelehnt/").text
    assert "trotzdem" in client.post(PAGE, {"do": "write"}).text
    client.post(PAGE, {"do": "write", "accept_valid": "on"})
    job = ProcrastinateJob.objects.get(task_name=actions.TASK)
    with monkeypatch.context() as cut:
        cut.setattr("scharnier.work.vacancies.lists.actions.projections.as_model", lambda _due: stopped())
        with pytest.raises(RuntimeError):
            actions.take_over_list(**job.args)
    with factories.as_staff(house.here.mentor):
        assert not Vacancy.objects.exists()
    assert "werden eingelesen" in client.get(PAGE).text
    for _twice in range(2):
        actions.take_over_list(**job.args)
    with factories.as_staff(house.here.mentor):
        assert Vacancy.objects.count() == 2
        assert Organisation.objects.get().name == "Tischlerei Kiefer"
        assert {row.owner_id for row in Vacancy.objects.all()} == {house.here.mentor.pk}
        assert projections.compare(house.here.carrier) == []
    assert "2 Stellen eingetragen, 0 standen schon da, 1 abgelehnt." in client.get(PAGE).text
    again = SimpleUploadedFile("stellen.csv", csv(GOOD))
    client.post(PAGE, {"file": again})
    client.post(PAGE, {"do": "write"})
    actions.take_over_list(**job.args)
    assert "0 Stellen eingetragen, 1 standen schon da" in client.get(PAGE).text
    client.post(PAGE, {"do": "forget"})
    assert client.get(f"{PAGE}abgelehnt/").status_code == 404
    assert sign_in(house.here.auditor).get(PAGE).status_code == 403
    assert "file" in client.post(PAGE, {}).context["form"].errors


def test_ten_thousand_rows_with_three_hundred_errors_are_judged_in_seconds() -> None:
    lines = []
    for number in range(10_000):
        cells = GOOD.replace("K-1", f"K-{number}").split(";")
        if number % 100 < 3:
            cells[7 if number % 2 else 6] = "99999" if number % 2 else "-5"
        lines.append(";".join(cells))
    begun = time.process_time()
    found = reading.read(csv(*lines), "stellen.csv", TODAY)
    assert (found.total, len(found.rows), len(found.faults)) == (10_000, 9_700, 300)
    assert time.process_time() - begun < 20
