# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A certificate that an old title goes on: what it continues is read from the dated stays, on the day asked."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from scharnier.knowledge import history
from scharnier.people.actions import NewStay
from scharnier.people.law import filling, outlook
from scharnier.people.law.models import AccessOutlook
from tests import factories
from tests.factories import World
from tests.people.caseload.test_list import LIST, names
from tests.people.conftest import TODAY, SignIn, statements
from tests.people.law.conftest import on_file

pytestmark = pytest.mark.django_db
PROTECTED = NewStay("ae_25_2_1", date(2023, 5, 2), date(2026, 5, 1))
PAPER = NewStay("fiktion_81_4", date(2026, 5, 2), TODAY + timedelta(days=40))
NEXT = NewStay("duldung", TODAY + timedelta(days=41))
SAYS = "nach den Aufenthalten auf der Akte war es"


def test_the_rules_say_which_statuses_continue_another() -> None:
    assert history.continuing() == ("fiktion_81_4",)
    assert {"fiktion_81_4", "fiktion_81_3_1", "visum_d"} <= set(history.papers())
    assert history.continued("fiktion_81_4", "ae_25_3") == {"previous_status": "ae_25_3"}
    assert history.continued("duldung", "ae_25_3") == history.continued("fiktion_81_4", None) == {}


@pytest.fixture
def files(house: World) -> dict[str, UUID]:
    """A certificate after protection, in one file with another answer on record; one with nothing but the answer."""
    here = house.here
    stated = {"previous_status": "duldung"}
    return {
        "Dated": on_file(here, None, family_name="Dated", stays=(PROTECTED, PAPER, NEXT)),
        "Both": on_file(here, stated, family_name="Both", stays=(PROTECTED, PAPER)),
        "Stated": on_file(here, stated, family_name="Stated", stays=(PAPER,)),
    }


def test_group_access_and_caseload_follow_the_stays_and_say_so_where_somebody_said_otherwise(
    house: World, files: dict[str, UUID], sign_in: SignIn
) -> None:
    client = sign_in(house.here.mentor)
    for name, says in (("Dated", False), ("Both", True), ("Stated", False)):
        pages = {path: statements(client, f"/desk/personen/{files[name]}/{path}") for path in ("", "zielgruppe/")}
        for path, (answer, count) in pages.items():
            assert (SAYS in answer.content.decode()) is says, (name, path)
            assert count <= 14
        asked = pages["zielgruppe/"][0].context["group"].computed["asked"]["person"]
        assert asked["previous_status"] == ("duldung" if name == "Stated" else "ae_25_2_1")
        # What begins later is no earlier status.
        assert asked["earlier_statuses"] == ([] if name == "Stated" else ["ae_25_2_1"])
    form = client.get(f"/desk/personen/{files['Both']}/aufenthalt/angaben/").content.decode()
    assert "Nach den Aufenthalten auf der Akte" in form
    assert names(client, LIST + "?aufenthalt=protected") == ["Both", "Dated"]
    assert names(client, LIST + "?aufenthalt=tolerated") == ["Stated"]
    assert names(client, LIST + "?aufenthalt=document") == ["Both", "Dated", "Stated"]
    assert names(client, LIST + "?aufenthalt=laeuft-ab") == ["Both", "Dated", "Stated"]
    assert names(client, LIST + "?zugang=unrestricted") == ["Both", "Dated"]


def test_whoever_writes_many_at_once_comes_to_the_same_level(house: World, files: dict[str, UUID]) -> None:
    with factories.as_staff(house.here.lead):
        outlook.refresh(list(files.values()))
        one = {row.person_id: row.level for row in AccessOutlook.objects.all()}
        assert {person: found.level for person, found in filling.outlooks(house.here.carrier)} == one
        assert one[files["Both"]] == one[files["Dated"]] == "unrestricted" != one[files["Stated"]]
