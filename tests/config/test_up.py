# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`scharnier up` as a person starts, stops and kills it."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scharnier.config import environment as env
from scharnier.config.embedded import Embedded
from tests.config.running import gone_within, new_home, processes_of, run, serving


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home that was prepared once, by the first test that asks for it."""
    with new_home() as folder:
        with serving(folder) as first:
            assert any("Preparing" in line for line in first.lines)
        yield folder


def answer(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as response:
        return str(response.read().decode())


def test_it_serves_and_ctrl_c_stops_everything(home: Path) -> None:
    with serving(home) as house:
        assert answer(f"{house.url}/health/live") == "live\n"
        assert answer(f"{house.url}/health/ready") == "ready\n"
        assert len(processes_of(home)) >= 3
        assert house.stop(signal.SIGINT) < 10
        assert house.process.returncode == 0
    assert gone_within(home, 2)


def test_it_works_the_task_queue(home: Path) -> None:
    with serving(home), Embedded(home / "postgres").connect(user=env.OWNER_ROLE) as connection:
        connection.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args) values ('default', %s, %s)",
            ["builtin:procrastinate.builtin_tasks.remove_old_jobs", '{"max_hours": 100000}'],
        )
        until, status = time.monotonic() + 30, ""
        while status != "succeeded" and time.monotonic() < until:
            time.sleep(0.2)
            row = connection.execute(
                "select status::text from procrastinate_jobs where task_name like '%remove_old_jobs' order by id desc"
            ).fetchone()
            status = row[0] if row else ""
        assert status == "succeeded"


def test_an_empty_house_says_how_somebody_gets_in(home: Path) -> None:
    with serving(home) as house:
        assert house.process.stdout is not None
        assert "Nobody can sign in yet" in house.process.stdout.readline()


def test_a_demo_home_served_without_demo_says_that_its_sign_ins_are_off(home: Path) -> None:
    (home / "demo-signins.json").write_text("[]")
    with serving(home) as house:
        assert house.process.stdout is not None
        line = house.process.stdout.readline()
    (home / "demo-signins.json").unlink()
    assert "sign-ins are off" in line
    assert "invite_admin" in line


def test_sigterm_stops_everything_too(home: Path) -> None:
    with serving(home) as house:
        house.stop(signal.SIGTERM)
        assert house.process.returncode == 0
    assert gone_within(home, 2)


def test_a_second_start_has_nothing_to_prepare(home: Path, record_property: Callable[[str, object], None]) -> None:
    with serving(home) as house:
        assert not any("Preparing" in line for line in house.lines)
        record_property("seconds until ready", house.seconds)
        assert house.seconds < 60  # 2 s on an idle machine; others may be at work on this one


def test_kill_9_leaves_nothing_running_and_the_next_start_works(home: Path) -> None:
    with serving(home) as house:
        os.kill(house.process.pid, signal.SIGKILL)
        house.process.wait(10)
    assert gone_within(home, 8), processes_of(home)
    with serving(home) as house:
        assert answer(f"{house.url}/health/ready") == "ready\n"


def test_a_second_one_on_the_same_home_is_refused(home: Path) -> None:
    with serving(home):
        second = run(home, "up", "--port", "0")
    assert second.returncode == 3
    assert "already running" in second.stderr
    assert second.stderr.count("\n") == 1


def test_a_command_beside_a_running_house_attaches(home: Path) -> None:
    with serving(home) as house:
        beside = run(home, "manage", "migrate", "--check")
        assert beside.returncode == 0, beside.stderr
        assert answer(f"{house.url}/health/ready") == "ready\n"


def test_a_busy_port_is_one_clear_line_and_leaves_no_trace() -> None:
    with new_home() as folder, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(folder, "up", "--port", str(taken.getsockname()[1]))
        assert done.returncode == 3
        assert "Address already in use" in done.stderr
        assert done.stderr.count("\n") == 1
        assert not folder.exists()


def test_a_folder_that_cant_be_written_is_one_clear_line() -> None:
    with new_home() as folder:
        folder.parent.chmod(0o555)
        done = run(folder, "up", "--port", "0", ordinary_user=True)
        folder.parent.chmod(0o755)
        assert done.returncode == 3
        assert "can't be written" in done.stderr
        assert done.stderr.count("\n") == 1
        assert not folder.exists()


def test_a_database_of_another_major_is_refused_with_the_way_out(home: Path) -> None:
    version = Embedded(home / "postgres").data / "PG_VERSION"
    before = version.read_text()
    version.write_text("13\n")
    try:
        done = run(home, "up", "--port", "0")
    finally:
        version.write_text(before)
    assert done.returncode == 3
    assert "PostgreSQL 13" in done.stderr
    assert "scharnier restore" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_lost_audience_key_is_not_silently_replaced(home: Path) -> None:
    key = home / "audience.key"
    key.rename(home / "audience.kept")
    try:
        done = run(home, "up", "--port", "0")
        assert done.returncode == 3
        assert "audience.key is missing" in done.stderr
        assert not key.exists()
    finally:
        (home / "audience.kept").rename(key)


def test_it_works_for_an_ordinary_user() -> None:
    with new_home(ordinary_user=True) as folder:
        with serving(folder, ordinary_user=True) as house:
            assert answer(f"{house.url}/health/ready") == "ready\n"
            assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600
        assert gone_within(folder, 2)


def test_the_request_line_has_a_number_and_no_address(home: Path) -> None:
    with serving(home) as house, pytest.raises(urllib.error.HTTPError) as refused:
        answer(f"{house.url}/nowhere/Haddad/?name=Haddad")
    number = refused.value.headers["X-Request-Id"]
    text = (home / "logs" / "web.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    mine = [line for line in lines if line.get("request_id") == number]
    assert [line["status"] for line in mine if line["event"] == "request"] == [404]
    assert "Haddad" not in text
