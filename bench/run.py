# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measures pages, import and print on generated networks of two sizes and writes JSON into bench/results.

Both sizes are asked in turn within one run, so that whatever else the machine does hits both alike. Nothing fails: each
result carries a verdict against the limits that the project has set itself.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
# Limits of decision 14 and of the first landing.
MEDIAN_MS, P95_MS, SEARCH_MS, GROWTH, STATEMENTS, FRAME_STATEMENTS, KIB = 60, 120, 100, 1.3, 14, 6, 60
IMPORT_SECONDS, IMPORT_MB, PDF_MS, GENERATE_SECONDS = 60, 400, 1000, 600
HINT_MS = 80
LIST_PROJECT = "nordsachsen"
EXPORT_FILES, EXPORT_MB = 20_000, 150


@dataclass
class Samples:
    """Measurements of one page at one size."""

    rows: list[dict[str, float]] = field(default_factory=list)
    fault: str = ""

    def figures(self) -> dict[str, Any]:
        """Milliseconds (server, processor, database), statements and bytes; only the fault where there is one."""
        if self.fault or not self.rows:
            return {"fault": self.fault or "never measured"}
        times = sorted(row["ms"] for row in self.rows)
        return {
            "median_ms": round(statistics.median(times), 1),
            "p95_ms": round(times[min(len(times) - 1, int(len(times) * 0.95))], 1),
            "best_ms": times[0],
            "cpu_ms": round(statistics.median(row["cpu_ms"] for row in self.rows), 1),
            "db_ms": round(statistics.median(row["db_ms"] for row in self.rows), 1),
            "statements": int(max(row["statements"] for row in self.rows)),
            "bytes": int(max(row["bytes"] for row in self.rows)),
        }


class Worker:
    """A process that asks for pages of one database."""

    def __init__(self, home: Path) -> None:
        self._log = home / "logs" / "bench.log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bench.worker"],
                cwd=ROOT,
                env=_environment(home),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("The process could not be started.")
        self._tasks: IO[str] = self.process.stdin
        self._answers: IO[str] = self.process.stdout

    def ask(self, **task: Any) -> dict[str, Any]:
        self._tasks.write(json.dumps(task) + "\n")
        self._tasks.flush()
        line = self._answers.readline()
        if not line:
            last = self._log.read_text(encoding="utf-8").strip().splitlines()[-1:]
            raise RuntimeError(f"The process that asks for pages ended early: {last}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        self._tasks.close()
        self.process.wait(60)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCHARNIER_", "DATABASE_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    # Demo mode only because it shows Server-Timing; nobody signs in with a password here.
    return {
        **kept,
        "SCHARNIER_HOME": str(home),
        "SCHARNIER_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "scharnier.config.settings",
    }


def command(home: Path, *words: str) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """Run a `scharnier` command; its JSON lines, and seconds and peak megabytes of that process."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "scharnier", *words], cwd=ROOT, env=_environment(home), stdout=subprocess.PIPE, text=True
    )
    lines = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    rows = [json.loads(line) for line in lines.splitlines() if line.startswith("{")]
    cost = {
        "seconds": round(time.monotonic() - began, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_mb": round(used.ru_maxrss / 1024, 1),
        "exit": float(process.returncode),
    }
    return rows, cost


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    """A folder for the databases: a kept one is used again, a temporary one goes away."""
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen
        return
    made = Path(tempfile.mkdtemp(prefix="scharnier-bench-"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def generate(folder: Path, size: int) -> dict[str, Any]:
    """A database with that many participants, unless the folder has it; what it took."""
    home, note = folder / str(size), folder / f"{size}.json"
    if note.exists():
        known: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
        return known
    shutil.rmtree(home, ignore_errors=True)
    rows, cost = command(home, "generate", "--participants", str(size), "--seed", "1")
    made = {"participants": size, **cost, **(rows[-1] if rows else {})}
    if cost["exit"] == 0:
        note.write_text(json.dumps(made), encoding="utf-8")
    return made


def measure_pages(folder: Path, sizes: Sequence[int], rounds: int) -> dict[str, Any]:
    """Every page at every size, in turn, `rounds` times after a warm-up."""
    workers = {size: Worker(folder / str(size)) for size in sizes}
    try:
        pages = next(iter(workers.values())).ask(do="pages")["pages"]
        samples = {page: {size: Samples() for size in sizes} for page in pages}
        for number in range(rounds + 2):
            for page in pages:
                if page.startswith("plan-pdf") and number > 7:
                    continue
                for size, worker in workers.items():
                    answer = worker.ask(do="measure", page=page)
                    if "fault" in answer:
                        samples[page][size].fault = answer["fault"]
                    elif number >= 2:
                        samples[page][size].rows.append(answer)
            print(f"round {number + 1} of {rounds + 2}", file=sys.stderr, flush=True)
    finally:
        for worker in workers.values():
            worker.stop()
    return {page: _page(page, by_size) for page, by_size in samples.items()}


def _page(page: str, by_size: dict[int, Samples]) -> dict[str, Any]:
    found: dict[str, Any] = {str(size): samples.figures() for size, samples in by_size.items()}
    small, large = (found[str(size)] for size in (min(by_size), max(by_size)))
    if "fault" in small or "fault" in large:
        return found | {"verdicts": {"answered": False}}
    kind = page.split("/", maxsplit=1)[0]
    limits = {"plan-pdf": PDF_MS, "search-name": SEARCH_MS, "search-part": SEARCH_MS, "search-phone": SEARCH_MS}
    limit = {**limits, "hint": HINT_MS}.get(kind, MEDIAN_MS)
    verdicts = {f"median under {limit} ms": small["median_ms"] < limit}
    if kind == "hint":
        verdicts[f"p95 under {limit} ms at the larger size"] = large["p95_ms"] < limit
    if limit == MEDIAN_MS:
        verdicts[f"p95 under {P95_MS} ms"] = small["p95_ms"] < P95_MS
    most = FRAME_STATEMENTS if kind == "frame" else STATEMENTS
    verdicts[f"at most {most} statements"] = large["statements"] <= most
    verdicts["same statements at both sizes"] = small["statements"] == large["statements"]
    if kind != "plan-pdf":
        verdicts[f"at most {KIB} KiB"] = large["bytes"] <= KIB * 1024
        growth = large["median_ms"] / small["median_ms"]
        found["growth"] = round(growth, 2)
        verdicts[f"at most {GROWTH} times the time"] = growth <= GROWTH
    return found | {"verdicts": verdicts}


def measure_import(folder: Path, size: int, rows: int) -> dict[str, Any]:
    """A list of that many rows into one project of the smaller database: time and memory of the command."""
    home = folder / str(size)
    path = folder / "liste.xlsx"
    command(home, "generate", "--list", str(path), "--rows", str(rows))
    lines, cost = command(home, "import", "participants", str(path), "--project", LIST_PROJECT, "--accept-valid")
    summary: dict[str, Any] = next((line["summary"] for line in lines if "summary" in line), {})
    return {
        "rows": rows,
        **cost,
        "summary": summary,
        "verdicts": {
            f"under {IMPORT_SECONDS} s": cost["seconds"] < IMPORT_SECONDS,
            f"under {IMPORT_MB} MB": cost["peak_mb"] < IMPORT_MB,
            "finished": cost["exit"] == 0,
        },
    }


def measure_export(folder: Path, size: int) -> dict[str, Any]:
    """All files of the smaller database as packages, one a project: memory of the process that writes them."""
    process = subprocess.run(
        [sys.executable, "-m", "bench.exporting"],
        cwd=ROOT,
        env=_environment(folder / str(size)),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    lines = [line for line in process.stdout.splitlines() if line.startswith("{")]
    found: dict[str, Any] = json.loads(lines[-1]) if lines else {"fault": f"exit {process.returncode}"}
    found["verdicts"] = {
        "finished": bool(lines),
        f"at least {min(size, EXPORT_FILES) * 9 // 10} files": found.get("files", 0)
        >= min(size, EXPORT_FILES) * 9 // 10,
        f"under {EXPORT_MB} MB": found.get("peak_mb", EXPORT_MB) < EXPORT_MB,
    }
    return found


def measure_matching(folder: Path, size: int, small: bool) -> dict[str, Any]:
    """Suggestions for one person in SQL beside a scan, and batches in the other forms."""
    tasks = {
        "one_person": ["one", *(["100000", "100"] if small else ["1000000", "300"])],
        "batch": ["batch", *(["1000", "10000", "5"] if small else ["20000", "100000", "10"])],
    }
    found: dict[str, Any] = {}
    for name, words in tasks.items():
        process = subprocess.run(
            [sys.executable, "-m", "bench.matching", *words],
            cwd=ROOT,
            env=_environment(folder / str(size)),
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        lines = [line for line in process.stdout.splitlines() if line.startswith("{")]
        found[name] = json.loads(lines[-1]) if lines else {"fault": f"exit {process.returncode}"}
    return found


def measure_duplicates(*, fit: bool = False) -> None:
    """Precision and recall of the duplicate hint beside two baselines; needs no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scharnier.config.settings")
    from bench import duplicates

    found = duplicates.measure(fit=fit)
    _write("duplicates", found)
    _print_verdicts("duplicates", found)


def _machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": len(os.sched_getaffinity(0)),
        "load_average": [round(value, 1) for value in os.getloadavg()],
        "peak_mb_of_children": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
        "day": time.strftime("%Y-%m-%d"),
    }


def _write(name: str, content: dict[str, Any]) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    text = json.dumps({"machine": _machine(), **content}, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")
    print(f"bench/results/{path.name}", file=sys.stderr, flush=True)


def _print_verdicts(name: str, found: dict[str, Any]) -> None:
    for verdict, held in found.get("verdicts", {}).items():
        print(f"{'ok  ' if held else 'MISS'} {name}: {verdict}", flush=True)


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000], help="participants of the databases")
    parser.add_argument("--rounds", type=int, default=30, help="measurements of each page (default 30)")
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the imported list (default 10000)")
    parser.add_argument("--folder", type=Path, help="keep the databases there and use them again")
    parts = ["generate", "pages", "import", "export", "duplicates", "matching"]
    parser.add_argument("--only", choices=parts, nargs="+", help="leave out the rest")
    parser.add_argument("--small", action="store_true", help="matching with a tenth of the vacancies and persons")
    parser.add_argument("--fit", action="store_true", help="find new weights for the duplicate hint and print them")
    chosen = parser.parse_args(list(argv))
    wanted = set(chosen.only or parts)
    if "duplicates" in wanted:
        measure_duplicates(fit=chosen.fit)
    if not wanted - {"duplicates"}:
        return 0
    with _folder(chosen.folder) as folder:
        sizes = chosen.sizes if wanted & {"generate", "pages"} else [min(chosen.sizes)]
        made = {str(size): generate(folder, size) for size in sizes}
        if "generate" in wanted:
            for size, found in made.items():
                limit = max(60.0, GENERATE_SECONDS * int(size) / 200_000)
                found["verdicts"] = {f"under {limit:.0f} s": found["seconds"] < limit}
                _print_verdicts(f"generate {size}", found)
            _write("generate", {"sizes": made})
        if "pages" in wanted:
            pages = measure_pages(folder, chosen.sizes, chosen.rounds)
            _write("pages", {"rounds": chosen.rounds, "pages": pages})
            for page, found in pages.items():
                _print_verdicts(page, found)
        if "import" in wanted:
            imported = measure_import(folder, min(chosen.sizes), chosen.rows)
            _write("import", {"import": imported})
            _print_verdicts("import", imported)
        if "matching" in wanted:
            matched = measure_matching(folder, min(chosen.sizes), chosen.small)
            _write("matching", matched)
            for name, measured in matched.items():
                _print_verdicts(name, measured)
        if "export" in wanted:
            exported = measure_export(folder, min(chosen.sizes))
            _write("export", {"export": exported})
            _print_verdicts("export", exported)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
