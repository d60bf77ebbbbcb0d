# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invented districts: squares around real middles of postcodes, as a file of boundaries would hold them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any


def square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str, name: str, kind: str, *areas: list[list[list[float]]], key: str = "ARS") -> dict[str, Any]:
    shape: dict[str, Any] = {"type": "MultiPolygon", "coordinates": list(areas)}
    if len(areas) == 1:
        shape = {"type": "Polygon", "coordinates": areas[0]}
    return {"type": "Feature", "properties": {key: code, "GEN": name, "BEZ": kind}, "geometry": shape}


def collection() -> dict[str, Any]:
    """A town (04xxx in the middle) inside of a district with that hole, which has a second part around Dresden."""
    town = square(12.3, 51.3, 12.45, 51.4)
    return {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        "features": [
            feature("14901", "Musterstadt", "Kreisfreie Stadt", [town]),
            feature(
                "14902",
                "Musterstadt",
                "Landkreis",
                [square(12.0, 51.0, 12.9, 51.6), town],
                [square(13.6, 51.0, 13.9, 51.1)],
            ),
        ],
    }


def changed(**first: Any) -> dict[str, Any]:
    """The same with other properties of the first feature; None takes one away."""
    data = copy.deepcopy(collection())
    properties = data["features"][0]["properties"]
    for name, value in first.items():
        properties.pop(name, None)
        if value is not None:
            properties[name] = value
    return data


def written(folder: Path, data: Any) -> Path:
    path = folder / "kreise.geojson"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path
