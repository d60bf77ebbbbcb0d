# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Districts by official key."""

import re

from scharnier.knowledge import districts
from scharnier.knowledge.files import load

PREFIX = {"BW": "08", "MV": "13", "SN": "14"}


def test_every_key_has_five_digits_and_begins_with_its_land() -> None:
    for each in districts.all_districts().values():
        assert re.fullmatch(r"\d{5}", each.code)
        assert each.code.startswith(PREFIX[each.state])
        assert each.kind in load("districts.yaml")["kinds"]


def test_no_key_and_no_name_of_a_land_stands_twice() -> None:
    rows = [(state, row["code"], row["de"]) for state, rows in load("districts.yaml")["states"].items() for row in rows]
    assert len({code for _state, code, _name in rows}) == len(rows)
    assert len({(state, name) for state, _code, name in rows}) == len(rows)


def test_the_laender_have_as_many_districts_as_they_have() -> None:
    counts = {state: len(districts.in_state(state)) for state in districts.states()}
    assert counts == {"BW": 44, "MV": 8, "SN": 13}


def test_the_saxon_districts_are_those_the_programme_names() -> None:
    programme = next(
        each for each in load("programmes.yaml")["programmes"] if each["code"] == "arbeitsmarktmentoren_sn"
    )
    assert len(programme["projects"]["districts"]) == len(districts.in_state("SN"))


def test_an_unknown_key_is_its_own_name() -> None:
    assert not districts.known("99999")
    assert districts.name("99999") == "99999"
    assert districts.name("14522") == "Mittelsachsen"
