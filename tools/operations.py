# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Runs every command of docs/operations.md, in order, in a scratch folder: `python tools/operations.py`.

Each block marked `sh` is run as it stands, with the paths of a real machine (/srv/scharnier, /etc, /usr/local/bin) and
its ports replaced by ones of the scratch folder. Everything of Scharnier, nginx, logrotate and systemd-analyze is the
real thing. Only what needs a machine of its own has a stand-in, which does what can be done without one: accounts and
owners are left out, packages are taken for installed, `git` and `make setup` bring this tree and its environment, and
`systemctl` reads the installed units itself, starts what they start and stops it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "operations.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACES = ("/srv/scharnier", "/etc/systemd", "/etc/nginx", "/etc/logrotate.d", "/etc/letsencrypt", "/etc/scharnier.env")
NEEDED = ("nginx", "logrotate", "systemd-analyze", "openssl", "curl")
BLOCK_SECONDS = 240
FOLDERS = (
    *("run", "bin", "stand-ins", "tree/deploy", "etc/systemd/system", "etc/logrotate.d"),
    *("etc/nginx/sites-available", "etc/nginx/sites-enabled", "etc/letsencrypt/live/scharnier.example.org"),
)
# Files that somebody has saved before they are imported, in the form of the official ones.
OCCUPATIONS = "code;title\n2;Herstellung\n29;Lebensmittel\n292;Genuss\n2922;Backwaren\n29222;Berufe in der Bäckerei\n"
BOUNDARIES = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"ARS": "14612", "GEN": "Dresden", '
    '"BEZ": "Kreisfreie Stadt"}, "geometry": {"type": "Polygon", "coordinates": [[[13.5, 51], [14, 51], [14, 51.2], '
    "[13.5, 51]]]}}]}"
)
MINUTES = "from;to;minutes\n01067;01069;12\n01069;01067;14\n"
SAVED = {
    "/srv/scharnier/kldb.csv": OCCUPATIONS,
    "/srv/scharnier/kreise.geojson": BOUNDARIES,
    "/srv/scharnier/minutes.csv": MINUTES,
}
NGINX_WRITES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
STAND_INS = {
    "adduser": "exit 0",
    "apt-get": "exit 0",
    "chown": "exit 0",
    "make": '[ "$*" = setup ] || exit 2',
    "runuser": '[ "$1 $2 $3" = "-u scharnier --" ] || exit 2; shift 3; exec "$@"',
    "install": """
words=()
while [ $# -gt 0 ]; do
  case $1 in -o|-g) shift 2 ;; *) words+=("$1"); shift ;; esac
done
exec /usr/bin/install "${words[@]}" """,
    "git": """
case $1 in
  clone) mkdir -p "$3" && cp -a "$SCRATCH/tree/." "$3" ;;
  pull) exit 0 ;;
  *) exit 2 ;;
esac""",
    "nginx": 'exec "$REAL_NGINX" -c "$SCRATCH/nginx.conf" "$@"',
    "systemctl": 'exec "$PYTHON" "$TOOL" systemctl "$@"',
}


@dataclass(frozen=True)
class Scratch:
    """The folder that stands for the machine, and the ports that stand for 8000, 443 and 80."""

    folder: Path
    ports: dict[str, str]

    def replaced(self, text: str) -> str:
        """A text with the places and ports of a real machine, with those of the scratch folder."""
        for place in PLACES:
            text = text.replace(place, f"{self.folder}{place}")
        text = text.replace("/usr/local/bin", f"{self.folder}/bin").replace("su scharnier scharnier", "su root root")
        text = re.sub(r"(127\.0\.0\.1:|--port )8000\b", rf"\g<1>{self.ports['8000']}", text)
        text = re.sub(r"\blisten (443|80)\b", lambda found: f"listen {self.ports[found[1]]}", text)
        return text.replace("https://scharnier.example.org/", f"https://scharnier.example.org:{self.ports['443']}/")


def blocks(page: str) -> list[str]:
    return BLOCK.findall(page)


def missing_programs() -> list[str]:
    return [name for name in NEEDED if shutil.which(name) is None]


def _free_ports(count: int) -> list[str]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [str(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


@contextmanager
def scratch() -> Iterator[Scratch]:
    """A folder with this tree's `deploy` in it; whatever was started for it is stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="scharnier-operations-"))
    folder.chmod(0o711)
    made = Scratch(folder, dict(zip(("8000", "443", "80"), _free_ports(3), strict=True)))
    try:
        _lay_out(made)
        yield made
    finally:
        for unit in sorted((folder / "run").glob("*.pid")):
            stop_unit(unit)
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(made: Scratch) -> None:
    folder = made.folder
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    for path in (folder / "srv", folder / "tree"):
        path.mkdir(exist_ok=True)
        path.chmod(0o711)
    for source in sorted((ROOT / "deploy").iterdir()):
        target = folder / "tree" / "deploy" / source.name
        target.write_text(made.replaced(source.read_text(encoding="utf-8")), encoding="utf-8")
        target.chmod(source.stat().st_mode & 0o777)
    for name in ("scharnier", "docs", "tools"):
        (folder / "tree" / name).symlink_to(ROOT / name)
    # The installed command asks for the tree by a path file: here it is this tree, wherever the environment lies.
    (folder / "tree" / ".venv" / "bin").mkdir(parents=True)
    for name, words in (("scharnier", "-m scharnier "), ("python", "")):
        command = folder / "tree" / ".venv" / "bin" / name
        command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" {words}"$@"\n', encoding="utf-8")
        command.chmod(0o755)
    for name, text in STAND_INS.items():
        path = folder / "stand-ins" / name
        path.write_text(f"#!/bin/bash\nset -eu\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
    places = "".join(f"  {kind}_temp_path {folder}/run/{kind};\n" for kind in NGINX_WRITES)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/run/nginx-own.pid;\nerror_log stderr warn;\nevents {{}}\n"
        f"http {{\n{places}  include {folder}/etc/nginx/sites-enabled/*;\n}}\n",
        encoding="utf-8",
    )
    certificate = folder / "etc/letsencrypt/live/scharnier.example.org"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=scharnier.example.org",
         "-keyout", str(certificate / "privkey.pem"), "-out", str(certificate / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip


def surroundings(made: Scratch) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCHARNIER_", "DATABASE_", "PG"))}
    path = f"{made.folder}/stand-ins:{made.folder}/bin:{kept['PATH']}"
    tool = {"PYTHON": sys.executable, "TOOL": __file__, "REAL_NGINX": shutil.which("nginx") or "nginx"}
    return {**kept, **tool, "SCRATCH": str(made.folder), "HTTPS_PORT": made.ports["443"], "PATH": path}


def run_block(made: Scratch, block: str) -> subprocess.CompletedProcess[str]:
    """One block of the page, line by line, until one fails; `-x` shows which."""
    for path, content in SAVED.items():
        if path in block:
            Path(made.replaced(path)).write_text(content, encoding="utf-8")
    command = ["bash", "-euxo", "pipefail", "-c", made.replaced(block)]
    return subprocess.run(
        command, check=False, env=surroundings(made), cwd=made.folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=BLOCK_SECONDS,
    )  # fmt: skip


# ---------- the stand-in for systemctl ----------


def systemctl(words: Sequence[str]) -> int:
    """`daemon-reload`, `enable --now`, `start`, `stop`, `restart`, `reload`, `is-active` of the scratch's units."""
    folder = Path(os.environ["SCRATCH"])
    verb, names = words[0], [name for name in words[1:] if not name.startswith("--")]
    if verb not in ("daemon-reload", "enable", "start", "stop", "restart", "reload", "is-active", "list-timers"):
        print(f"systemctl: {verb} is not known here", file=sys.stderr)
        return 2
    for name in names:
        name = name if "." in name else f"{name}.service"
        if name == "nginx.service":
            _nginx(folder)
        elif name.endswith(".timer"):
            _unit(folder, name)
        elif verb == "is-active":
            return 0 if _alive(folder / "run" / f"{name}.pid") else 3
        else:
            if verb in ("stop", "restart"):
                stop_unit(folder / "run" / f"{name}.pid")
            if verb in ("start", "restart") or (verb == "enable" and "--now" in words):
                code = _start(folder, name)
                if code:
                    return code
    return 0


def _unit(folder: Path, name: str) -> dict[str, str]:
    text = (folder / "etc/systemd/system" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))


def _start(folder: Path, name: str) -> int:
    unit = _unit(folder, name)
    settings = dict(
        re.findall(r'^([A-Z_]+)="?([^"\n]*)"?$', Path(unit["EnvironmentFile"]).read_text("utf-8"), re.MULTILINE)
    )
    log = (folder / "run" / f"{name}.log").open("wb")
    process = subprocess.Popen(
        unit["ExecStart"].split(), env={**os.environ, **settings}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        start_new_session=True,
    )  # fmt: skip
    if unit.get("Type") == "oneshot":
        code = process.wait()
        if code:
            print((folder / "run" / f"{name}.log").read_text(encoding="utf-8")[-2000:], file=sys.stderr)
        return code
    (folder / "run" / f"{name}.pid").write_text(str(process.pid), encoding="ascii")
    until = time.monotonic() + BLOCK_SECONDS
    while process.poll() is None and time.monotonic() < until:
        if b"ready at" in (folder / "run" / f"{name}.log").read_bytes():
            return 0
        time.sleep(0.2)
    print((folder / "run" / f"{name}.log").read_text(encoding="utf-8")[-2000:], file=sys.stderr)
    return 1


def _nginx(folder: Path) -> None:
    """Started at the first reload, as a package would have started it; reloaded afterwards."""
    pid = folder / "run" / "nginx-own.pid"
    if _alive(pid):
        os.kill(int(pid.read_text(encoding="ascii")), signal.SIGHUP)
        return
    log = (folder / "run" / "nginx.log").open("ab")
    subprocess.Popen(
        [os.environ["REAL_NGINX"], "-c", str(folder / "nginx.conf")], stdin=subprocess.DEVNULL, stdout=log, stderr=log
    )
    until = time.monotonic() + 10
    while not _alive(pid) and time.monotonic() < until:
        time.sleep(0.1)


def _alive(path: Path) -> bool:
    try:
        pid = int(path.read_text(encoding="ascii"))
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] not in "ZX"
    except (OSError, ValueError):
        return False


def stop_unit(path: Path) -> None:
    """End a process that was started here, politely, and wait for it."""
    if not _alive(path):
        return
    pid = int(path.read_text(encoding="ascii"))
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + 30
    while _alive(path) and time.monotonic() < until:
        time.sleep(0.1)
    if _alive(path):
        os.kill(pid, signal.SIGKILL)
    path.unlink(missing_ok=True)


def main() -> int:
    if sys.argv[1:2] == ["systemctl"]:
        return systemctl(sys.argv[2:])
    if missing := missing_programs():
        print(f"operations: not found on this system: {' '.join(missing)} (run `bash tools/packages.sh server`)")
        return 3
    with scratch() as made:
        for number, block in enumerate(blocks(PAGE.read_text(encoding="utf-8")), 1):
            done = run_block(made, block)
            print(f"block {number}: {'ok' if done.returncode == 0 else 'FAILED'}: {block.splitlines()[0]}", flush=True)
            if done.returncode:
                print(done.stdout[-4000:])
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
