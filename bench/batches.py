# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The batch of suggestions in other hands: Polars and DuckDB with the same tables and the same whole-number arithmetic.

Both join persons with the vacancies in the squares of their map (or with all), sort out what a rule closes, add up the
points and keep the best of each person. What depends on few values (occupation, first day, licences, district, offers)
comes as a small table a person, answered by the specification, as in the other forms. Invented persons say no to no
employer, so neither asks about it. Neither is part of the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from scharnier.knowledge.matching import edition_at
from scharnier.knowledge.matching.batch import NO, OPEN, _licence, _residence, _Table
from scharnier.knowledge.matching.facts import Person, Vacancy
from scharnier.knowledge.matching.grid import cells

CHUNK, EVERYWHERE = 100, 20
"""Persons at once, and those at once for whom every vacancy comes into question."""
TOP = 20


def _spoken(values: Sequence[Any], ask: Callable[[Any], bool | None]) -> list[int]:
    return [OPEN if answer is None else int(answer) for answer in map(ask, values)]


def _bound(person: Person, district: str | None) -> bool | None:
    return True if person.bound_to == () else _residence(person, district)


class Tables:
    """Vacancies as columns, and what a chunk of persons brings to them."""

    def __init__(self, vacancies: Sequence[Vacancy], day: date) -> None:
        self.ids = [row.id for row in vacancies]
        self.table, self.most = _Table(vacancies), edition_at(day)
        table = self.table
        self.vacancies = {
            "row": table.order.astype(np.int32),
            "name": table.name.astype(np.int32),
            "cell": np.repeat(table.squares, table.last - table.first).astype(np.int32),
            **{axis: table.place[:, at].astype(np.int64) for at, axis in enumerate("xyz")},
            "somewhere": table.somewhere,
            "needs": table.level.astype(np.int32),
            "asks": table.german.astype(np.int32),
            "low": table.low.astype(np.int32),
            "high": table.high.astype(np.int32),
            "code": table.code,
            "start": table.start,
            "district": table.district,
            "licences": table.licences,
            "offers": table.offers,
        }

    def chunks(self, persons: Sequence[Person]) -> Iterator[tuple[bool, dict[str, Any], dict[str, Any]]]:
        """Whether they look everywhere, their rows, and their squares."""
        numbered = list(enumerate(persons))
        for everywhere, size in ((False, CHUNK), (True, EVERYWHERE)):
            some = [each for each in numbered if (each[1].place is None or each[1].radius is None) is everywhere]
            for first in range(0, len(some), size):
                part = some[first : first + size]
                squares = [] if everywhere else [(at, square) for at, one in part for square in _cells(one)]
                yield (
                    everywhere,
                    self._rows(part),
                    {
                        "person": np.array([at for at, _ in squares], dtype=np.int32),
                        "cell": np.array([square for _, square in squares], dtype=np.int32),
                    },
                )

    def _rows(self, part: Sequence[tuple[int, Person]]) -> dict[str, Any]:
        table, nothing = self.table, -1
        rows: dict[str, list[Any]] = {}
        for at, one in part:
            known = one.hours_from is not None and one.hours_to is not None
            accesses = table._accesses(one)
            codes = table._points(one, self.most)
            if one.excludes:
                codes = codes.copy()
                codes[[code.startswith(one.excludes) for code in table.codes]] = -1000
            values = {
                "person": at,
                **dict(zip(("px", "py", "pz"), one.place or (0, 0, 0), strict=True)),
                "placed": one.place is not None,
                "radius": nothing if one.radius is None else one.radius,
                "german": nothing if one.german is None else one.german,
                "level": nothing if one.level is None else one.level,
                "hours_from": one.hours_from if known else nothing,
                "hours_to": one.hours_to if known else nothing,
                "by_code": codes.tolist(),
                "by_start": accesses.tolist(),
                "by_district": _spoken(table.districts, partial(_bound, one)),
                "by_licences": _spoken(table.licence_sets, partial(_licence, one)),
                "by_offers": table._offered(one, self.most).tolist(),
            }
            for name, value in values.items():
                rows.setdefault(name, []).append(value)
        return rows


def _cells(person: Person) -> list[int]:
    return cells(person.place, person.radius) if person.place is not None and person.radius is not None else []


def polars(persons: Sequence[Person], vacancies: Sequence[Vacancy], day: date) -> list[list[str]]:
    """The lists of everybody by Polars."""
    import polars as pl

    tables = Tables(vacancies, day)
    right = pl.DataFrame(tables.vacancies)
    found: list[list[str]] = [[] for _ in persons]
    col, most = pl.col, tables.most
    lists = ("by_code", "by_start", "by_district", "by_licences", "by_offers")
    for everywhere, rows, squares in tables.chunks(persons):
        left = pl.DataFrame({name: value for name, value in rows.items() if name not in lists})
        small = {
            name: pl.DataFrame({"person": rows["person"], name: rows[name]}, schema_overrides={"person": pl.Int32})
            .explode(name)
            .with_columns(index=pl.int_range(pl.len()).over("person").cast(pl.Int32))
            for name in lists
        }
        left = left.with_columns(col("person").cast(pl.Int32))
        pairs = (
            left.lazy().join(right.lazy(), how="cross")
            if everywhere
            else pl.DataFrame(squares).lazy().join(right.lazy(), on="cell").join(left.lazy(), on="person")
        )
        square = (col("x") - col("px")) ** 2 + (col("y") - col("py")) ** 2 + (col("z") - col("pz")) ** 2
        way = (square.cast(pl.Float64).sqrt().cast(pl.Int64) + 999) // 1000
        both = (col("hours_from") >= 0) & (col("low") >= 0) & (col("high") >= 0)
        meet = pl.max_horizontal("hours_from", "low") <= pl.min_horizontal("hours_to", "high")
        pairs = (
            pairs.filter((col("german") < 0) | (col("asks") <= col("german")))
            .filter((col("level") < 0) | (col("needs") <= col("level")))
            .filter(~both | meet)
            .with_columns(way=pl.when(col("placed") & col("somewhere")).then(way).otherwise(-1))
            .filter((col("way") < 0) | (col("radius") < 0) | (col("way") <= col("radius")))
        )
        for name, by in (
            ("by_start", "start"),
            ("by_licences", "licences"),
            ("by_district", "district"),
            ("by_code", "code"),
            ("by_offers", "offers"),
        ):
            pairs = pairs.join(small[name].lazy(), left_on=["person", by], right_on=["person", "index"])
            pairs = pairs.filter(col(name) != NO) if name in lists[1:4] else pairs.filter(col(name) >= 0)
        margin = pl.min_horizontal(col("german") - col("asks"), pl.lit(2))
        score = (
            col("by_code")
            + col("by_offers")
            + pl.when(both & (col("hours_from") <= col("low")) & (col("high") <= col("hours_to")))
            .then(most["hours"])
            .otherwise(0)
            + pl.when((col("radius") > 0) & (col("way") >= 0))
            .then(most["distance"] * (col("radius") - col("way")) // pl.max_horizontal("radius", pl.lit(1)))
            .otherwise(0)
            + pl.when(col("level") < 0)
            .then(0)
            .when(col("level") == col("needs"))
            .then(most["level"])
            .when(col("level") == col("needs") + 1)
            .then(most["level"] // 2)
            .otherwise(0)
            + pl.when((col("german") < 0) | (col("asks") < 0)).then(0).otherwise(most["german"] * margin // 2)
        )
        doubts = (
            (col("by_start") == OPEN).cast(pl.Int64)
            + (col("by_licences") == OPEN)
            + (col("by_district") == OPEN)
            + ~both
            + ((col("way") < 0) | (col("radius") < 0))
            + ((col("asks") < 0) | ((col("asks") > 0) & (col("german") < 0)))
            + (col("level") < 0)
        )
        key = (score.cast(pl.Int64) * 16 - doubts) * len(tables.ids) - col("name")
        best = (
            pairs.select("person", "row", key=key)
            .group_by("person")
            .agg(col("row").sort_by("key", descending=True).head(TOP))
            .collect()
        )
        for person, chosen in best.iter_rows():
            found[person] = [tables.ids[place] for place in chosen]
    return found


DUCK = """
SELECT person, list(row ORDER BY key DESC) FROM (
  SELECT person, row, ((by_code + by_offers
      + CASE WHEN known AND hours_from <= low AND high <= hours_to THEN {hours} ELSE 0 END
      + CASE WHEN radius > 0 AND way >= 0 THEN {distance} * (radius - way) // greatest(radius, 1) ELSE 0 END
      + CASE WHEN level < 0 THEN 0 WHEN level = needs THEN {level} WHEN level = needs + 1 THEN {level} // 2 ELSE 0 END
      + CASE WHEN german < 0 OR asks < 0 THEN 0 ELSE {german} * least(german - asks, 2) // 2 END)::BIGINT * 16
    - ((by_start = 2)::INT + (by_licences = 2)::INT + (by_district = 2)::INT + (NOT known)::INT
       + (way < 0 OR radius < 0)::INT + (asks < 0 OR (asks > 0 AND german < 0))::INT + (level < 0)::INT)) * {number}
    - name AS key
  FROM (
    SELECT *, CASE WHEN placed AND somewhere
               THEN (floor(sqrt(((x - px) * (x - px) + (y - py) * (y - py) + (z - pz) * (z - pz))::DOUBLE))::BIGINT
                 + 999) // 1000
               ELSE -1 END AS way,
           hours_from >= 0 AND low >= 0 AND high >= 0 AS known
      FROM {source}
     WHERE (german < 0 OR asks <= german) AND (level < 0 OR needs <= level)
  ) JOIN by_code USING (person, code) JOIN by_start USING (person, start) JOIN by_district USING (person, district)
    JOIN by_licences USING (person, licences) JOIN by_offers USING (person, offers)
   WHERE (way < 0 OR radius < 0 OR way <= radius)
     AND (NOT known OR greatest(hours_from, low) <= least(hours_to, high))
  QUALIFY row_number() OVER (PARTITION BY person ORDER BY key DESC) <= {top}
) GROUP BY person
"""


def duckdb(persons: Sequence[Person], vacancies: Sequence[Vacancy], day: date) -> list[list[str]]:
    """The lists of everybody by DuckDB. Raises ImportError where it isn't installed.

    What a rule closes is left out of the small tables, so that the joins sort it out.
    """
    import polars as pl

    duck = import_module("duckdb")

    tables = Tables(vacancies, day)
    found: list[list[str]] = [[] for _ in persons]
    most: Mapping[str, int] = tables.most
    connection = duck.connect()
    near = "square JOIN vacancy USING (cell) JOIN person USING (person)"
    with TemporaryDirectory() as folder:

        def put(name: str, columns: Mapping[str, Any]) -> None:
            path = f"{folder}/{name}.parquet"
            pl.DataFrame(columns).write_parquet(path)
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM '{path}'")

        put("vacancy", tables.vacancies)
        for everywhere, rows, squares in tables.chunks(persons):
            put("person", {name: value for name, value in rows.items() if not name.startswith("by_")})
            put("square", squares)
            for name in SMALL:
                put(name, _small(rows["person"], rows[name], name))
            source = "person CROSS JOIN vacancy" if everywhere else near
            text = DUCK.format(**most, number=len(tables.ids), top=TOP, source=source)
            for person, chosen in connection.execute(text).fetchall():
                found[person] = [tables.ids[place] for place in chosen]
    return found


SMALL = {"by_code": None, "by_start": NO, "by_district": NO, "by_licences": NO, "by_offers": None}
"""What a person brings to few values, and the answer that closes a vacancy; points below zero close it, too."""


def _small(persons: Sequence[int], values: Sequence[Sequence[int]], name: str) -> dict[str, Any]:
    wide = np.array(values, dtype=np.int32)
    kept = wide != SMALL[name] if SMALL[name] is not None else wide >= 0
    at, index = np.nonzero(kept)
    return {
        "person": np.array(persons, dtype=np.int64)[at],
        name.removeprefix("by_"): index.astype(np.int32),
        name: wide[kept],
    }
