# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line itself: names, help, exit codes, Python versions."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from scharnier.config import cli, commands
from scharnier.config.commands import COMMANDS, Command, Needs
from scharnier.config.environment import CommandFault, EnvironmentFault
from tests.config.running import ROOT, new_home, run


def pretend(monkeypatch: pytest.MonkeyPatch, error: Exception | None) -> None:
    def runner(argv: object) -> int:
        if error:
            raise error
        return 0

    monkeypatch.setattr(Command, "load", lambda self: runner)


@pytest.mark.parametrize(
    ("error", "code"), [(None, 0), (CommandFault("the file is empty"), 1), (EnvironmentFault("no database"), 3)]
)
def test_faults_become_one_line_and_an_exit_code(
    error: Exception | None, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pretend(monkeypatch, error)
    assert cli.main(["assess"]) == code
    assert capsys.readouterr().err == (f"scharnier: {error}\n" if error else "")


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "nonsense"]) == 2
    assert "no command 'import'" in capsys.readouterr().err


def test_no_command_at_all_shows_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert cli.main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in COMMANDS)


def test_every_command_leads_to_a_function() -> None:
    for name, command in COMMANDS.items():
        assert callable(command.load()), name


def test_words_after_the_command_are_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def runner(argv: list[str]) -> int:
        seen.append(argv)
        return 0

    monkeypatch.setattr(Command, "load", lambda self: runner)
    monkeypatch.setitem(commands.COMMANDS, "import participants", Command("x:y", Needs.NOTHING, ""))
    assert cli.main(["import", "participants", "list.xlsx", "--project", "A"]) == 0
    assert seen == [["list.xlsx", "--project", "A"]]


def test_an_old_python_reads_the_first_file_and_is_told() -> None:
    ast.parse((ROOT / "scharnier" / "__main__.py").read_text(), feature_version=(3, 7))
    pretended = (
        "import sys, runpy; sys.version_info = (3, 9, 18, 'final', 0); "
        "runpy.run_module('scharnier', run_name='__main__')"
    )
    commands_to_try = [[sys.executable, "-c", pretended]]
    # Whatever other interpreters lie beside this one are asked for real.
    for other in Path(sys.base_prefix).resolve().parent.glob("*/bin/python"):
        if not other.parent.parent.name.startswith(("3.11", "3.12", "3.13")):
            commands_to_try.append([str(other), "-m", "scharnier"])
    for command in commands_to_try:
        done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 3, command
        assert done.stderr.startswith("scharnier needs Python 3.11")
        assert done.stderr.count("\n") == 1


def test_a_faulty_setting_is_named_before_anything_happens() -> None:
    with new_home() as home:
        done = run(home, "up", "--port", "0", more={"SCHARNIER_WORKERS": "many"})
        assert done.returncode == 3
        assert done.stderr == "scharnier: SCHARNIER_WORKERS must be a whole number from 1 to 32, not 'many'.\n"
        assert not home.exists()


def test_wrong_usage_of_a_command_is_2() -> None:
    with new_home() as home:
        assert run(home, "up", "--port", "ninety").returncode == 2
        assert run(home, "backup").returncode == 2
        assert not home.exists()


def test_commands_without_a_prepared_database_say_what_to_do() -> None:
    with new_home() as home:
        done = run(home, "check")
        assert done.returncode == 3
        assert "run `scharnier up` once" in done.stderr


def test_machine_output_is_json_lines(tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text("[]")
    with new_home() as home:
        done = run(home, "assess", str(cases))
    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == []
