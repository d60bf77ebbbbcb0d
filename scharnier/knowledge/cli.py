# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands `scharnier assess`, `eligibility` and `indicators`: cases in, JSON lines out. No database, no Django.

Every case that can be answered is; one that cannot gives one line on stderr with file and case, and the exit status 1.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from scharnier.knowledge.access import assess, next_change
from scharnier.knowledge.eligibility import criteria, eligibility, programmes
from scharnier.knowledge.files import SafeLoader
from scharnier.knowledge.indicators import compute, indicator_set, set_codes
from scharnier.knowledge.inputs import InputError, read_date, unknown_names
from scharnier.knowledge.rules import all_inputs, law

Case = Mapping[str, Any]
Warn = Callable[[str], None]


class CaseFileError(Exception):
    """The file as a whole cannot be used. The message is the line to show."""


def main_assess(argv: Sequence[str] | None = None) -> int:
    """`scharnier assess FILE`: labour-market access for each case. 0: all answered, 1: some not, 2: wrong usage."""
    parser = argparse.ArgumentParser(
        prog="scharnier assess",
        description="Labour-market access for each case of FILE (YAML or JSON): a list, or cases:, of "
        "{id, person: {…}, date, activity}. Prints one JSON line a case. Not legal advice.",
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    options = parser.parse_args(argv)

    def answer(case: Case, warn: Warn) -> dict[str, Any]:
        person, day, activity = _person(case), _date(case), case.get("activity")
        if not isinstance(activity, str):
            raise InputError("activity", "is missing" if activity is None else f"unknown code {activity!r}")
        _warn_of_unknown(person, law().inputs, warn)
        found = assess(person, day, activity).as_json()
        change = next_change(person, day, activity)
        following = None if change is None else {"date": change.date.isoformat(), "level": change.level.value}
        return {**found, "next_change": following}

    return _run(options.file, answer)


def main_eligibility(argv: Sequence[str] | None = None) -> int:
    """`scharnier eligibility PROGRAMME FILE`: target group of a programme for each case. Exits as main_assess."""
    parser = argparse.ArgumentParser(
        prog="scharnier eligibility",
        description="Whether each case of FILE (YAML or JSON: a list, or cases:, of {id, person: {…}, date}) belongs "
        f"to the target group of PROGRAMME (one of {', '.join(programmes())}). Prints one JSON line a case.",
    )
    parser.add_argument("programme", metavar="PROGRAMME")
    parser.add_argument("file", metavar="FILE", type=Path)
    options = parser.parse_args(argv)
    if options.programme not in programmes():
        return _fail(f"unknown programme {options.programme!r} (known: {', '.join(programmes())})")

    def answer(case: Case, warn: Warn) -> dict[str, Any]:
        person = _person(case)
        judged = {criterion.name: criterion for criterion in criteria().values()}
        _warn_of_unknown(person, {**all_inputs(), **judged}, warn)
        return eligibility(options.programme, person, _date(case), case.get("group")).as_json()

    return _run(options.file, answer)


def main_indicators(argv: Sequence[str] | None = None) -> int:
    """`scharnier indicators SET FILE [--as-of DATE]`: indicators of each record. Exit status as main_assess."""
    parser = argparse.ArgumentParser(
        prog="scharnier indicators",
        description="The indicators of SET each record of FILE (YAML or JSON) counts for: a list, or cases:, of "
        f"{{id, record: {{…}}}}. SET: {', '.join(set_codes())}. Prints one JSON line a case.",
    )
    parser.add_argument("set", metavar="SET")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--as-of", metavar="DATE", type=_day_argument, help="day of computation (default: today)")
    options = parser.parse_args(argv)
    if options.set not in set_codes():
        return _fail(f"unknown indicator set {options.set!r} (known: {', '.join(set_codes())})")
    as_of = options.as_of or _today()
    items = indicator_set(options.set).items

    def answer(case: Case, warn: Warn) -> dict[str, Any]:
        record = case.get("record")
        if not isinstance(record, Mapping):
            raise InputError("record", "is missing" if record is None else "is not a mapping of data items")
        _warn_of_unknown(record, items, warn)
        return compute(options.set, record, as_of).as_json()

    return _run(options.file, answer)


def _run(path: Path, answer: Callable[[Case, Warn], dict[str, Any]]) -> int:
    """Answers every case of a file; 1 if one could not be answered."""
    try:
        cases = list(_cases(path))
    except CaseFileError as problem:
        return _fail(str(problem))
    failed = False
    for number, case in enumerate(cases, 1):
        place = f"{path}: case {number}"
        if not isinstance(case, Mapping):
            failed = True
            _say(f"{place}: is not a mapping")
            continue
        if case.get("id") is not None:
            place = f"{path}: case {case['id']}"
        try:
            found = answer(case, partial(_note, place))
        except InputError as problem:
            failed = True
            _say(f"{place}: {problem}")
            continue
        print(json.dumps({"id": case.get("id"), **found}, ensure_ascii=False, default=str))
    return 1 if failed else 0


def _cases(path: Path) -> Iterator[Any]:
    """The cases of a file, read as YAML (of which JSON is a part). Raises CaseFileError."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_CaseLoader)
    except FileNotFoundError:
        raise CaseFileError(f"{path}: there is no such file") from None
    except OSError as problem:
        raise CaseFileError(f"{path}: cannot be read ({problem.strerror})") from None
    except UnicodeDecodeError:
        raise CaseFileError(f"{path}: is not UTF-8 text") from None
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise CaseFileError(f"{path}{where}: {problem.problem}") from None
    except (yaml.YAMLError, ValueError) as problem:
        raise CaseFileError(f"{path}: {' '.join(str(problem).split())}") from None
    if isinstance(content, Mapping) and "cases" in content:
        content = content["cases"]
    if not isinstance(content, list):
        raise CaseFileError(f"{path}: holds no list of cases (a list, or cases: with a list)")
    yield from content


# Leaves a day that is not in the calendar (2026-02-30) as text, so that only its own case fails.
_CaseLoader: Any = type("_CaseLoader", (SafeLoader,), {})


def _day_or_text(loader: Any, node: yaml.ScalarNode) -> Any:
    try:
        return yaml.SafeLoader.construct_yaml_timestamp(loader, node)
    except ValueError:
        return node.value


_CaseLoader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_text)


def _person(case: Case) -> Mapping[str, Any]:
    person = case.get("person")
    if not isinstance(person, Mapping):
        raise InputError("person", "is missing" if person is None else "is not a mapping of inputs")
    return person


def _date(case: Case) -> date:
    if case.get("date") is None:
        raise InputError("date", "is missing")
    return read_date("date", case["date"])


def _warn_of_unknown(values: Mapping[str, Any], known: Mapping[str, Any], warn: Warn) -> None:
    for line in unknown_names(values, known):
        warn(line)


def _day_argument(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day of the calendar (write 2026-11-22)") from None


def _today() -> date:
    return datetime.now(ZoneInfo("Europe/Berlin")).date()


def _fail(line: str) -> int:
    _say(line)
    return 1


def _note(place: str, line: str) -> None:
    _say(f"{place}: note: {line}")


def _say(line: str) -> None:
    print(line, file=sys.stderr)
