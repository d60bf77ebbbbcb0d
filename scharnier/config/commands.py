# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which function stands behind each command of ``scharnier``.

A function takes the words after the command's name and returns the exit code; it has an argument parser of its own, so
`--help` works everywhere. `needs` says what the command line prepares before the call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import import_module

Runner = Callable[[Sequence[str]], int]


class Needs(Enum):
    """NOTHING: plain Python. DATABASE: a prepared database, started when it isn't running. PREPARED: the same, and an
    empty home is prepared first. OWN: the command looks after everything itself."""

    NOTHING = "nothing"
    DATABASE = "database"
    PREPARED = "prepared"
    OWN = "own"


@dataclass(frozen=True)
class Command:
    """One command: where it lives (`module:function`), what it needs, and its line in the help."""

    target: str
    needs: Needs
    help: str

    def load(self) -> Runner:
        module, function = self.target.split(":")
        runner: Runner = getattr(import_module(module), function)
        return runner


COMMANDS: dict[str, Command] = {
    "up": Command("scharnier.config.up:run", Needs.OWN, "prepare everything, then serve and work the task queue"),
    "assess": Command("scharnier.knowledge.cli:main_assess", Needs.NOTHING, "labour-market access at a date"),
    "eligibility": Command("scharnier.knowledge.cli:main_eligibility", Needs.NOTHING, "a programme's target group"),
    "indicators": Command("scharnier.knowledge.cli:main_indicators", Needs.NOTHING, "indicators of the social fund"),
    "match": Command("scharnier.knowledge.matching.command:main", Needs.NOTHING, "persons and vacancies, explained"),
    "import participants": Command(
        "scharnier.people.lists.command:run", Needs.PREPARED, "participants from a spreadsheet"
    ),
    "import occupations": Command(
        "scharnier.config.occupations:run", Needs.NOTHING, "the official list of occupations (KldB)"
    ),
    "import boundaries": Command(
        "scharnier.config.boundaries:run", Needs.NOTHING, "boundaries of districts: which postcode lies where"
    ),
    "import travel-times": Command(
        "scharnier.config.travel_times:run", Needs.NOTHING, "minutes of travel between postcodes"
    ),
    "generate": Command("scharnier.config.generate:run", Needs.PREPARED, "an invented network in real proportions"),
    "check": Command("scharnier.config.check:run", Needs.DATABASE, "inconsistencies, projections, audit, warnings"),
    "backup": Command("scharnier.config.backup:run_backup", Needs.OWN, "database and files into a folder"),
    "restore": Command("scharnier.config.restore:run_restore", Needs.OWN, "database and files from a folder"),
    "manage": Command("scharnier.config.manage:run", Needs.OWN, "Django's own commands"),
}
