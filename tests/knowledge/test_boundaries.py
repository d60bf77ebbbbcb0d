# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Boundaries of districts: what is read, what is refused, which postcode lies where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scharnier.knowledge import boundaries, postcodes
from tests.knowledge import outlines


def refused(folder: Path, data: Any) -> str:
    path = folder / "kreise.geojson"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    with pytest.raises(boundaries.BoundariesError) as fault:
        boundaries.read(path)
    return str(fault.value)


def test_a_postcode_lies_in_the_district_around_its_middle_and_a_hole_is_none_of_it(tmp_path: Path) -> None:
    found = boundaries.read(outlines.written(tmp_path, outlines.collection())).districts
    assert [(each.code, each.city) for each in found] == [("14901", True), ("14902", False)]
    placed = boundaries.place(found, postcodes.every())
    assert placed["04103"] == boundaries.Placed("14901")  # in the town, which is a hole of the other
    assert placed["04509"] == placed["04838"] == boundaries.Placed("14902")  # around the town
    assert placed["01067"].code == "14902"  # the second part of the same district
    assert "80331" not in placed


def test_a_middle_just_outside_belongs_to_the_nearest_district_where_the_file_holds_all_laender() -> None:
    far = [(-1.0, 0.5), (-1.0, 0.6), (-0.9, 0.6), (-1.0, 0.5)]
    laender = [boundaries.Outline(f"{n:02}001", "fern", False, [far]) for n in range(1, 16)]
    coast = boundaries.Outline(
        "16001", "Küste", False, [[(10.0, 54.0), (10.0, 54.1), (10.2, 54.1), (10.2, 54.0), (10.0, 54.0)]]
    )
    middles = {"inside": (54.05, 10.1), "near": (54.12, 10.1), "away": (54.2, 10.1)}
    placed = boundaries.place([*laender, coast], middles)
    assert placed == {"inside": boundaries.Placed("16001"), "near": boundaries.Placed("16001", near=True)}
    # A file of one Land can't know whether its neighbour has that postcode.
    assert set(boundaries.place([coast], middles)) == {"inside"}


def test_names_of_columns_and_keys_may_differ_and_water_is_left_out(tmp_path: Path) -> None:
    data = outlines.collection()
    first, second = data["features"]
    first["properties"] = {"ags": "14901000", "gen": "Musterstadt", "bez": "Stadtkreis", "gf": 4}
    data["features"].append({**second, "properties": {**second["properties"], "GF": 2}})
    data |= {"attribution": "  Amt für   Muster ", "as_of": "2025-01-01"}
    found = boundaries.read(outlines.written(tmp_path, data))
    assert [each.code for each in found.districts] == ["14901", "14902"]
    assert (found.source, str(found.as_of)) == ("Amt für Muster", "2025-01-01")
    assert found.districts[0].city


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04\xff\xfe", "not UTF-8 text"),
        (b"plz;kreis\n01067;14612\n", "this is no GeoJSON: line 1"),
        (json.dumps(outlines.collection()).encode()[:400], "the file ends in the middle"),
        (b"", "the file ends in the middle"),
        (b"[" * 100_000, "this is no GeoJSON"),
        ([1, 2], "no FeatureCollection"),
        ({"type": "FeatureCollection", "features": []}, "holds no features"),
        ({"type": "FeatureCollection", "features": [None]}, "feature 1: has no properties"),
        (outlines.changed(ARS=None), "feature 1: has no key"),
        (outlines.changed(ARS="1001"), "do leading zeros miss?"),
        (outlines.changed(ARS="149010001"), "is not the key of a district"),
        (outlines.changed(ARS="14902"), "feature 2: the key 14902 stands twice"),
        (outlines.changed(GEN=None), "14901 has no name"),
        (outlines.changed(GF=1) | {"features": [outlines.changed(GF=1)["features"][0]]}, "water only"),
    ],
)
def test_a_file_that_is_something_else_is_refused_with_the_reason(tmp_path: Path, data: Any, why: str) -> None:
    assert why in refused(tmp_path, data)


@pytest.mark.parametrize(
    ("ring", "why"),
    [
        ([[690000, 5680000], [700000, 5680000], [700000, 5690000], [690000, 5680000]], "perhaps UTM"),
        ([[51.0, 12.0], [51.0, 12.5], [51.5, 12.5], [51.0, 12.0]], "longitude and latitude are exchanged"),
        ([[2.0, 48.0], [2.5, 48.0], [2.5, 48.5], [2.0, 48.0]], "lies outside of Germany"),
        ([[12.0, 51.0], [12.5, 51.0], [12.5, 51.5]], "isn't closed"),
        ([["a", "b"]] * 4, "no numbers"),
        ([None], "no numbers"),
        (None, "no numbers"),
    ],
)
def test_coordinates_that_cannot_be_right_are_told(tmp_path: Path, ring: Any, why: str) -> None:
    data = outlines.collection()
    data["features"][0]["geometry"]["coordinates"] = [ring]
    assert why in refused(tmp_path, data)


def test_other_shapes_and_systems_are_told_and_every_fault_is_named_up_to_twenty(tmp_path: Path) -> None:
    data = outlines.collection()
    data["features"][0]["geometry"] = {"type": "Point", "coordinates": [12, 51]}
    data["features"][1]["geometry"] = None
    assert refused(tmp_path, data) == "feature 1: 14901 is no area (Point); feature 2: 14902 is no area (no geometry)"
    data["crs"] = {"properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    assert "the coordinates are in urn:ogc:def:crs:EPSG::25832" in refused(tmp_path, data)
    many = {"type": "FeatureCollection", "features": [{}] * 25}
    assert refused(tmp_path, many).endswith("and 5 more")
