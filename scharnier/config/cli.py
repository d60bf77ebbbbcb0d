# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ``scharnier`` command: finds the command, prepares what it needs, turns faults into one line and an exit code.

Exit codes: 0 done, 1 a domain error, 2 wrong usage, 3 the environment (database, port, folder, Python) is at fault.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from scharnier import __version__
from scharnier.config.commands import COMMANDS, Command, Needs
from scharnier.config.environment import CommandFault, EnvironmentFault

USAGE = "usage: scharnier COMMAND …   (scharnier COMMAND --help)"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; `argv` without the program's name."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0 if words else 2
    if words[0] == "--version":
        print(f"scharnier {__version__}")
        return 0
    found = _find(words)
    if found is None:
        print(f"scharnier: there is no command {words[0]!r}.\n{USAGE}", file=sys.stderr)
        return 2
    command, rest = found
    try:
        return _run(command, rest)
    except EnvironmentFault as fault:
        print(f"scharnier: {fault}", file=sys.stderr)
        return 3
    except CommandFault as fault:
        print(f"scharnier: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _find(words: list[str]) -> tuple[Command, list[str]] | None:
    """The command of two words before the command of one."""
    for length in (2, 1):
        if command := COMMANDS.get(" ".join(words[:length])):
            return command, words[length:]
    return None


def _run(command: Command, rest: list[str]) -> int:
    if command.needs is Needs.NOTHING or command.needs is Needs.OWN:
        return command.load()(rest)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scharnier.config.settings")
    from scharnier.config import database, validate

    validate.refuse_faulty_settings()
    if {"-h", "--help"} & set(rest):
        return _with_django(command, rest)
    with database.available(prepare=command.needs is Needs.PREPARED):
        return _with_django(command, rest)


def _with_django(command: Command, rest: list[str]) -> int:
    import django
    from django.db import connections

    django.setup()
    try:
        return command.load()(rest)
    finally:
        connections.close_all()


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items()]
    return "\n".join([USAGE, "", *lines, "", "All data lives under SCHARNIER_HOME; see docs/operations.md."])
