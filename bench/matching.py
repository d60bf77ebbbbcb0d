# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Suggestions for one person among many vacancies in SQL beside a sequential scan, and batches in every form.

Started by `run.py` in a process of its own; one JSON line at the end. Vacancies and persons are invented: occupations
and towns in falling shares, one fact in ten unknown. The SQL form is asked by a member of staff behind the row-level
policies, in a database made for measuring: its rows of vacancies are replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

DAY = date(2026, 11, 22)
SQL_MEDIAN_MS, SQL_P95_MS, FASTER = 5, 40, 20
BATCH_SECONDS, BATCH_MB = 600, 4096
KINDS = ("beschaeftigung_sv",) * 7 + ("minijob", "ausbildung_betrieblich", "praktikum_orientierung")
FIRMS = [str(UUID(int=number + 1)) for number in range(5000)]


class Country:
    """Occupations and towns in falling shares, the same for persons and vacancies."""

    def __init__(self, seed: int) -> None:
        from scharnier.knowledge.occupations import all_occupations

        self.chance = random.Random(seed)
        self.codes = sorted({row.code for row in all_occupations()})
        shuffle = random.Random(1)
        shuffle.shuffle(self.codes)
        self.shares = [1 / (place + 8) for place in range(len(self.codes))]
        self.towns = [(shuffle.uniform(47.6, 54.6), shuffle.uniform(6.2, 14.8)) for _ in range(600)]
        self.sizes = [1 / (place + 5) for place in range(len(self.towns))]

    def occupations(self, number: int) -> list[str]:
        return self.chance.choices(self.codes, self.shares, k=number)

    def place(self) -> list[float]:
        north, east = self.chance.choices(self.towns, self.sizes)[0]
        return [north + self.chance.gauss(0, 0.08), east + self.chance.gauss(0, 0.12)]

    def maybe(self, value: Any, share: float = 0.9) -> Any:
        return value if self.chance.random() < share else None


def vacancy_rows(number: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    from scharnier.work.vacancies.models import activity_of

    country = Country(seed)
    chance = country.chance
    activities = {kind: activity_of(kind) for kind in set(KINDS)}
    for _ in range(number):
        code = country.occupations(1)[0]
        kind = chance.choice(KINDS)
        hours = chance.choice([(None, None), (20, 40), (35, 40), (40, 40), (15, 25), (10, 15)])
        yield {
            "id": str(UUID(int=chance.getrandbits(128))),
            "kind": kind,
            "activity": activities[kind],
            "occupation": code,
            "start": country.maybe((DAY + timedelta(days=chance.randrange(200))).isoformat()),
            "german": chance.choice([None, "none", "A1", "A2", "A2", "B1", "B1", "B1", "B2", "B2", "C1"]),
            "place": country.maybe(country.place(), 0.97),
            "district": chance.choice(["14713", "14521", "05111"]),
            "licences": chance.choice([None, [], [], [], ["B"], ["B"], ["C"]]),
            "hours_from": hours[0],
            "hours_to": hours[1],
            "offers": chance.choice([[], ["buddy"], ["buddy", "housing"], ["shifts"]]),
            "employer": chance.choice(FIRMS),
        }


def person_rows(number: int, seed: int = 11) -> Iterator[dict[str, Any]]:
    country = Country(seed)
    chance = country.chance
    stays: list[dict[str, Any]] = [{}, {"status": "ae_25_2_1"}, {"status": "ae_25_2_1"}, {"status": "duldung_60b"}]
    for place in range(number):
        waiting = {"status": "gestattung", "stay_since": (DAY - timedelta(days=chance.randrange(400))).isoformat()}
        yield {
            "id": f"{place:06}",
            "residence": chance.choice([*stays, waiting]),
            "bound_to": chance.choice([None, [], [], [], ["14713"]]),
            "place": country.maybe(country.place(), 0.95),
            "radius": chance.choice([None, 15, 20, 30, 30, 30, 40, 50, 50, 80]),
            "german": chance.choice([None, "none", "A1", "A2", "A2", "B1", "B1", "B2"]),
            "level": chance.choice([None, 1, 2, 2, 3]),
            "licences": chance.choice([None, [], [], ["B"]]),
            "hours_from": chance.choice([None, 10, 20]),
            "hours_to": chance.choice([20, 30, 40]),
            "occupations": country.occupations(chance.choice([1, 1, 2, 3])),
            "wishes": country.occupations(chance.choice([0, 1, 1, 2])),
            "offers": chance.choice([[], [], [], ["buddy"]]),
        }


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _share(values: Sequence[float], share: float) -> float:
    return round(sorted(values)[min(len(values) - 1, int(len(values) * share))], 1)


# ---- one person among many vacancies ---------------------------------------------------------------------------------


def fill(cursor: Any, rows: Iterator[dict[str, Any]], carrier: UUID, project: UUID) -> None:
    """Rows in numbers, as the trigger of the vacancies writes them."""
    from scharnier.knowledge import codes
    from scharnier.knowledge.matching.facts import read_place
    from scharnier.knowledge.matching.grid import cell

    columns = (
        "id, created_at, carrier_id, project_id, organisation_id, kind, occupation, level, german, day, until, cell, "
        "x, y, z, district, licences, hours_from, hours_to, offers"
    )
    cefr = codes.codes("cefr")
    with cursor.copy(f"COPY work_vacancyrow ({columns}) FROM STDIN") as copy:
        for row in rows:
            place = read_place("place", row["place"])
            start = row["start"] and date.fromisoformat(row["start"]).toordinal()
            german = -1 if row["german"] is None else cefr.index(row["german"])
            head = (row["id"], DAY, carrier, project, row["employer"], row["kind"], int(row["occupation"]))
            tail = (row["district"], row["licences"], row["hours_from"], row["hours_to"], row["offers"])
            level = int(row["occupation"][-1])
            copy.write_row((*head, level, german, start, "2027-12-31", cell(place), *(place or (None,) * 3), *tail))


def _lead() -> Any:
    """Somebody who leads a project, and may therefore see its vacancies."""
    from scharnier.foundation import clock, principals
    from scharnier.network.models import Membership, Role

    with principals.entering(principals.SYSTEM):
        rows = Membership.objects.filter(role=Role.LEAD, project__isnull=False, valid_to=None)
        return rows.filter(valid_from__lte=clock.today()).order_by("id")[0]


def load(number: int, lead: Any) -> float:
    """Replace all rows of vacancies by so many invented ones; seconds."""
    import psycopg

    from scharnier.config import environment as env

    target = env.database(owner=True)
    owner = psycopg.connect(dbname=target.name, user=target.user, host=target.host, port=target.port, autocommit=True)
    began = time.monotonic()
    names = ["vacancyrow_by_cell", "vacancyrow_by_occupation"]
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY (%s)", [names])
        indexes = [str(row[0]) for row in cursor.fetchall()]
        with owner.transaction():
            cursor.execute("TRUNCATE work_vacancyrow")
            cursor.execute("DROP INDEX vacancyrow_by_cell, vacancyrow_by_occupation")
            fill(cursor, vacancy_rows(number), lead.carrier_id, lead.project_id)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no index is made while keys are still to be checked
            for statement in indexes:
                cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE work_vacancyrow")
    return round(time.monotonic() - began, 1)


def one_person(number: int, persons: int) -> dict[str, Any]:
    """Median and p95 of the walk and of a scan of the whole table, asked in turn."""
    from django.db import connection

    from scharnier.foundation import principals
    from scharnier.knowledge.matching import read_person
    from scharnier.work.matching.sql import Question, asked
    from scharnier.work.vacancies.models import activity_of

    lead = _lead()
    loaded = load(number, lead)
    kinds = {kind: activity_of(kind) for kind in sorted(set(KINDS))}
    question = Question(DAY, kinds, DAY)
    texts = [asked(read_person(row), question) for row in person_rows(persons)]
    walks, processor, scans, same = [], [], [], 0
    with principals.entering(principals.staff(lead.user_id)), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = int(cursor.fetchone()[0])
        for place, text in enumerate([*texts[:20], *texts]):
            spent, start = _processor_ms(pid), time.perf_counter()
            cursor.execute("SELECT vacancy, score, doubts FROM match_vacancies(%s::jsonb, 20)", [text])
            found = cursor.fetchall()
            taken = (time.perf_counter() - start) * 1000
            if place < 20:
                continue  # a warm-up
            walks.append(taken)
            processor.append(_processor_ms(pid) - spent)
            if place % 15 == 0:
                start = time.perf_counter()
                cursor.execute(SCAN, [text])
                scans.append((time.perf_counter() - start) * 1000)
                same += int(cursor.fetchall() == found)
    median, scan = _share(walks, 0.5), statistics.median(scans)
    return {
        "vacancies": number,
        "persons": len(walks),
        "load_seconds": loaded,
        "walk_median_ms": median,
        "walk_p95_ms": _share(walks, 0.95),
        "walk_processor_median_ms": _share(processor, 0.5),
        "walk_processor_p95_ms": _share(processor, 0.95),
        "scan_median_ms": round(scan, 1),
        "scans_with_the_same_list": f"{same} of {len(scans)}",
        "verdicts": {
            f"median under {SQL_MEDIAN_MS} ms": median < SQL_MEDIAN_MS,
            f"p95 under {SQL_P95_MS} ms": _share(walks, 0.95) < SQL_P95_MS,
            f"{FASTER} times faster than a scan": scan / median >= FASTER,
            "the same lists as a scan": same == len(scans),
        },
    }


def _processor_ms(pid: int) -> float:
    """Milliseconds of processor time that the backend has used; 0 where the system doesn't tell."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6
    except OSError:
        return 0.0


# The same rules without the walk: every row judged, then sorted.
SCAN = """
WITH p AS MATERIALIZED (SELECT r.* FROM jsonb_to_record(%s::jsonb) AS r (
  x int, y int, z int, radius int, german int, level int, hours_from int, hours_to int, today date, since int,
  points int[], kinds text[], keys int[], answers boolean[], bound_to text[],
  licences text[], offers text[], employers uuid[],
  codes_low int[], codes_points int[])),
judged AS (
  SELECT v.id, p.codes_points[width_bucket(v.occupation, p.codes_low)] AS base,
    match_points_distance(p.points[1], p.radius, match_way(p.x, p.y, p.z, v.x, v.y, v.z))
      + match_points_level(p.points[2], p.level, v.level) + match_points_german(p.points[3], p.german, v.german)
      + match_points_hours(p.points[4], p.hours_from, p.hours_to, v.hours_from, v.hours_to)
      + CASE WHEN p.offers = '{}' THEN 0 ELSE p.points[5]
          * (SELECT count(*) FROM unnest(p.offers) AS w WHERE w = ANY (v.offers))::int
          / cardinality(p.offers) END AS rest,
    match_access(p.keys, p.answers, array_position(p.kinds, v.kind::text),
      greatest(v.day, p.since + 0 * v.day)) AS access,
    match_residence(p.bound_to, nullif(v.district, '')) AS residence,
    match_way(p.x, p.y, p.z, v.x, v.y, v.z) <= p.radius AS radius,
    match_enough(p.german, v.german) AS german, match_enough(p.level, v.level) AS level,
    match_licence(p.licences, v.licences) AS licence,
    match_hours(p.hours_from, p.hours_to, v.hours_from, v.hours_to) AS hours,
    NOT v.organisation_id = ANY (p.employers) AS exclusion
  FROM work_vacancyrow v CROSS JOIN p WHERE v.until >= p.today AND v.kind = ANY (p.kinds))
SELECT id, base + rest, num_nulls(access, residence, radius, german, level, licence, hours, exclusion) FROM judged
 WHERE base >= 0
   AND (access AND residence AND radius AND german AND level AND licence AND hours AND exclusion) IS NOT FALSE
 ORDER BY 2 DESC, 3, 1 LIMIT 20
"""


# ---- batches ---------------------------------------------------------------------------------------------------------


FORMS = ("columns", "sql", "polars", "duckdb", "matrices", "specification")


def batches(persons: int, vacancies: int, sample: int) -> dict[str, Any]:
    """All persons against all vacancies in every form, each in a process of its own; the slow two on a sample."""
    found: dict[str, Any] = {"persons": persons, "vacancies": vacancies}
    for name in FORMS:
        words = [sys.executable, "-m", "bench.matching", "form", name, *map(str, (persons, vacancies, sample))]
        answer = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False)
        lines = [line for line in answer.stdout.splitlines() if line.startswith("{")]
        found[name] = json.loads(lines[-1]) if lines else {"fault": f"exit {answer.returncode}"}
        print(name, {key: value for key, value in found[name].items() if key != "digests"}, file=sys.stderr, flush=True)
    right = found["columns"].get("digests", {})
    verdicts: dict[str, bool] = {}
    for name in FORMS[1:]:
        digests = found[name].get("digests")
        if digests is None:
            continue  # not installed, or failed: said where it stands
        number = found[name]["persons"]
        verdicts[f"{name}: the same {number} lists"] = digests[str(number)] == right.get(str(number))
    for name in FORMS[:4]:
        if "seconds" in found[name]:
            verdicts[f"{name}: under {BATCH_SECONDS} s"] = found[name]["seconds"] < BATCH_SECONDS
            verdicts[f"{name}: under {BATCH_MB} MB"] = found[name]["peak_mb"] < BATCH_MB
    for name in FORMS:
        found[name].pop("digests", None)
    return found | {"verdicts": verdicts}


def form(name: str, persons: int, vacancies: int, sample: int) -> dict[str, Any]:
    """One form: seconds, peak of this process (and of the database's), digests of the first lists and of all."""
    from bench import batches as others
    from scharnier.knowledge.matching import read_person, read_vacancy, suggestions
    from scharnier.knowledge.matching.batch import best
    from scharnier.knowledge.matching.columns import blocks

    numbers = {"matrices": sample * 8, "specification": sample}
    left = [read_person(row) for row in person_rows(persons)][: numbers.get(name, persons)]
    right = [] if name == "sql" else [read_vacancy(row) for row in vacancy_rows(vacancies)]
    busy_machine = os.getloadavg()[0]
    more: dict[str, Any] = {}

    def matrices() -> list[list[str]]:
        return [
            [answer.vacancy for answer in block.top(row, 20)]
            for block in blocks(left, right, DAY, rows=16)
            for row in range(len(block.persons))
        ]

    def in_sql() -> list[list[str]]:
        lists, spent = _batch_in_sql(left, vacancies)
        more.update(spent)
        return lists

    works: dict[str, Callable[[], list[list[str]]]] = {
        "columns": lambda: [[answer.vacancy for answer in answers] for answers in best(left, right, DAY)],
        "sql": in_sql,
        "polars": lambda: others.polars(left, right, DAY),
        "duckdb": lambda: others.duckdb(left, right, DAY),
        "matrices": matrices,
        "specification": lambda: [[one.vacancy for one in suggestions(person, right, DAY)] for person in left],
    }
    try:
        began, busy = time.monotonic(), time.process_time()
        lists = works[name]()
    except ImportError as fault:
        return {"absent": str(fault)}
    cost = {"seconds": round(time.monotonic() - began, 1), "processor_seconds": round(time.process_time() - busy, 1)}
    digests = {
        str(number): hashlib.sha256(json.dumps(lists[:number]).encode()).hexdigest()
        for number in (sample, sample * 8, persons)
        if number <= len(lists)
    }
    return {
        "persons": len(lists),
        **cost,
        "peak_mb": _peak_mb(),
        "load": round(busy_machine, 1),
        **more,
        "digests": digests,
    }


def _batch_in_sql(persons: Sequence[Any], vacancies: int) -> tuple[list[list[str]], dict[str, Any]]:
    """The lists of everybody by match_vacancies, 200 persons a statement; `seconds` without loading the rows."""
    from django.db import connection

    from scharnier.foundation import principals
    from scharnier.work.matching.sql import Question, asked
    from scharnier.work.vacancies.models import activity_of

    lead = _lead()
    loaded = load(vacancies, lead)
    question = Question(DAY, {kind: activity_of(kind) for kind in sorted(set(KINDS))}, DAY)
    lists: list[list[str]] = []
    began = time.monotonic()
    with principals.entering(principals.staff(lead.user_id)), connection.cursor() as cursor:
        for first in range(0, len(persons), 200):
            texts = [asked(person, question) for person in persons[first : first + 200]]
            cursor.execute(BATCH, [texts])
            lists += [[str(one) for one in row[0]] for row in cursor.fetchall()]
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status").read_text(encoding="ascii")
    return lists, {
        "seconds": round(time.monotonic() - began, 1),
        "load_seconds": loaded,
        "database_peak_mb": round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1),
    }


BATCH = """
SELECT coalesce(array_agg(m.vacancy ORDER BY m.place) FILTER (WHERE m.place IS NOT NULL), '{}')
  FROM unnest(%s::jsonb[]) WITH ORDINALITY AS a (p, n)
  LEFT JOIN LATERAL match_vacancies(a.p, 20) WITH ORDINALITY AS m (vacancy, score, doubts, against, place) ON true
 GROUP BY a.n ORDER BY a.n
"""


def main(words: Sequence[str]) -> None:
    """`one VACANCIES PERSONS`, `batch PERSONS VACANCIES SAMPLE`, or one form of it. SCHARNIER_HOME: the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scharnier.config.settings")
    answers, sys.stdout = sys.stdout, sys.stderr
    import django

    what, name = words[0], words[1] if words[0] == "form" else ""
    numbers = [int(word) for word in words[2 if name else 1 :]]
    with ExitStack() as stack:
        if what == "one" or name == "sql":
            from scharnier.config import database

            stack.enter_context(database.available(prepare=True))
        django.setup()
        from django.conf import settings

        settings.LOGGING_CONFIG = None
        if name:
            found = form(name, *numbers)
        elif what == "one":
            found = one_person(*numbers)
        else:
            found = batches(*numbers)
        print(json.dumps(found), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
