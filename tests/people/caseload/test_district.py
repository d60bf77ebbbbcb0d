# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Narrowing a list to a district: by the postcode in the person, once boundaries were imported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from scharnier.config import boundaries
from scharnier.knowledge import districts
from scharnier.network.structure.models import Responsibility
from tests import factories
from tests.factories import World
from tests.people.caseload.test_list import LIST, names, write
from tests.people.caseload.test_saved_views import save
from tests.people.caseload.test_table import taken
from tests.people.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
CHOOSE = LIST + "kreise/"


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Path]:
    path = boundaries.kept_at(tmp_path)
    codes = ["14612", "14713", "14730"]
    rows = [districts.own()[code] for code in codes]
    found = {"01067": "14612", "04103": "14713", "04509": "14730", "04838": "14730"}
    boundaries.keep(districts.Imported("© Amt <für> Muster", date(2026, 1, 1), rows, found), path)
    districts.use_imported(path)
    yield path
    districts.use_imported(None)


@pytest.fixture
def some(house: World) -> None:
    write(
        house.here,
        {"family_name": "Bah", "postcode": "04509", "place": "Delitzsch"},
        {"family_name": "Ceesay", "postcode": "01067", "place": "Dresden"},
        {"family_name": "Diallo", "postcode": "04838", "place": "Eilenburg"},
        {"family_name": "Ohneort"},
        {"family_name": "Postfach", "postcode": "01001"},
    )
    write(house.other_project, {"family_name": "Nebenan", "postcode": "04103"})


def test_a_district_narrows_list_table_and_saved_view(house: World, some: None, table: Path, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    assert names(client, LIST + "?kreis=14730") == ["Bah", "Diallo"]
    assert names(client, LIST + "?kreis=14730&ort=Eilenburg") == ["Diallo"]
    assert names(client, LIST + "?kreis=alle") == ["Bah", "Ceesay", "Diallo", "Ohneort", "Postfach"]
    page, count = statements(client, LIST + "?kreis=14612")
    assert "<b>Dresden</b>" in page.content.decode()
    assert count <= 14
    lines = taken(client, "csv", ["family", "district"], "?kreis=14730").decode("utf-8-sig").split("\r\n")
    assert lines[:3] == ['"Familienname";"Kreis"', '"Bah";"Nordsachsen"', '"Diallo";"Nordsachsen"']
    assert "© Amt &lt;für&gt; Muster" in client.get(LIST + "tabelle/").content.decode()
    save(client, "Nordsachsen", "?kreis=14730")
    assert "Kreis: Nordsachsen" in client.get(LIST + "ansichten/").content.decode()
    assert "Kreis: Leipzig (Stadt)" in client.get(LIST + "?kreis=14713").content.decode()  # nobody: says why


def test_the_regions_of_the_project_stand_first_then_where_else_somebody_lives(
    house: World, some: None, table: Path, sign_in: SignIn
) -> None:
    with factories.as_staff(house.here.lead):
        regions = {"14730": (None, TODAY), "14522": (None, TODAY), "14511": (TODAY - timedelta(days=1), None)}
        for code, (until, since) in regions.items():
            Responsibility.objects.create(
                carrier_id=house.here.carrier,
                project_id=house.here.project,
                programme=house.programme,
                district=code,
                valid_from=since or TODAY - timedelta(days=900),
                valid_to=until,
            )
    page, count = statements(sign_in(house.here.mentor), CHOOSE + "?phase=clearing")
    text = page.content.decode()
    assert (
        text.index("Mittelsachsen") < text.index("Nordsachsen") < text.index("Weitere Kreise") < text.index("Dresden")
    )
    assert "?phase=clearing&amp;kreis=14730" in text
    assert "Chemnitz" not in text  # ended yesterday
    assert "Leipzig" not in text  # of the other project
    assert "2 laufende Fälle ohne Postleitzahl, deren Kreis bekannt ist" in text
    assert "Grenzen: © Amt &lt;für&gt; Muster, Stand 01.01.2026." in text
    assert count <= 9


def test_without_boundaries_the_page_says_what_to_do_and_towns_still_narrow(
    house: World, some: None, sign_in: SignIn
) -> None:
    client = sign_in(house.here.mentor)
    page = client.get(CHOOSE + "?phase=clearing").content.decode()
    assert "scharnier import boundaries" in page
    assert "/desk/faelle/orte/?phase=clearing" in page
    assert names(client, LIST + "?ort=04") == ["Bah", "Diallo"]
    assert "ist hier nicht hinterlegt" in client.get(LIST + "?kreis=14730").content.decode()
    assert 'value="district"' not in client.get(LIST + "tabelle/").content.decode()


def test_a_project_in_which_nobody_has_a_postcode_points_to_the_towns(
    house: World, table: Path, sign_in: SignIn
) -> None:
    write(house.here, {"family_name": "Ohneort"})
    assert "Nach Ort eingrenzen" in sign_in(house.here.mentor).get(CHOOSE).content.decode()
    assert sign_in(house.here.admin).get(CHOOSE).status_code == 403


def test_nobody_learns_by_a_postcode_of_a_project_out_of_reach(house: World, some: None) -> None:
    write(house.away, {"family_name": "Fremd", "postcode": "08056"})
    with factories.as_staff(house.here.mentor), connection.cursor() as cursor:
        for project, expected in ((house.away.project, 0), (house.here.project, 2)):
            cursor.execute("SELECT count(*) FROM person_living(%s, %s)", [project, ["08056", "04509", "04838"]])
            assert cursor.fetchone()[0] == expected
