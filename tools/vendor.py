# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""For maintainers: copy pinned front-end files out of npm packages into the tree.

The result is committed, so nobody else needs Node. Each package is accepted only when its hash is the one in
`vendor.lock.json`; a new version is taken over with `--relock`, and the change of the lock file is reviewed like code.

    python tools/vendor.py            fetch, check against the lock, write the files
    python tools/vendor.py --relock   fetch, write the files and a new lock
    python tools/vendor.py --check    no network: are the committed files still those that were written?
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "scharnier" / "foundation" / "static" / "vendor"
LOCK = VENDOR / "vendor.lock.json"
ETHIOPIC = "noto-sans-ethiopic-ethiopic-wght-normal.woff2"
WEIGHTS = ("Regular", "Italic", "Medium", "SemiBold", "Bold")

# package@version: {path in the tarball: path below static/vendor}
PACKAGES: dict[str, dict[str, str]] = {
    "@kern-ux/native@2.7.2": {
        "package/dist/kern.css": "kern/kern.css",
        "package/LICENSE.md": "kern/LICENSE.md",
        **{f"package/dist/fonts/fira-sans/FiraSans-{w}.woff2": f"fonts/FiraSans-{w}.woff2" for w in WEIGHTS},
    },
    "htmx.org@2.0.11": {"package/dist/htmx.min.js": "htmx/htmx.min.js", "package/LICENSE": "htmx/LICENSE"},
    # Only its licence text: the font files themselves are those that KERN was drawn with.
    "@fontsource/fira-sans@5.3.0": {"package/LICENSE": "fonts/LICENSE-FiraSans"},
    "@fontsource-variable/noto-sans-arabic@5.3.0": {
        "package/files/noto-sans-arabic-arabic-wght-normal.woff2": "fonts/noto-sans-arabic-arabic-wght-normal.woff2",
        "package/LICENSE": "fonts/LICENSE-NotoSansArabic",
    },
    "@fontsource-variable/noto-sans-ethiopic@5.3.0": {
        f"package/files/{ETHIOPIC}": f"fonts/{ETHIOPIC}",
        "package/LICENSE": "fonts/LICENSE-NotoSansEthiopic",
    },
}

SIDE = {"left": "inline-start", "right": "inline-end"}
CORNER = {"top": "start", "bottom": "end", "left": "start", "right": "end"}
MARK = (
    "/* @kern-ux/native 2.7.2, EUPL-1.2. Modified for Scharnier: physical properties rewritten to logical ones,\n"
    "   so that one file serves left-to-right and right-to-left (tools/vendor.py). */\n"
)


class VendorFault(Exception):
    """A package or a file is not what the lock says; nothing has been written."""


def logical(css: str) -> str:
    """Physical CSS properties as logical ones; text in values, comments and addresses stays as it is."""
    css = re.sub(r"\b(margin|padding)-(left|right)(?=\s*:)", lambda m: f"{m[1]}-{SIDE[m[2]]}", css)
    css = re.sub(
        r"\bborder-(left|right)((?:-(?:width|color|style))?)(?=\s*:)", lambda m: f"border-{SIDE[m[1]]}{m[2]}", css
    )
    css = re.sub(
        r"\bborder-(top|bottom)-(left|right)-radius(?=\s*:)",
        lambda m: f"border-{CORNER[m[1]]}-{CORNER[m[2]]}-radius",
        css,
    )
    css = re.sub(r"(?<=[;{\s])(left|right)(?=\s*:)", lambda m: f"inset-{SIDE[m[1]]}", css)
    css = re.sub(r"\btext-align(\s*:\s*)(left|right)\b", lambda m: f"text-align{m[1]}{CORNER[m[2]]}", css)
    return re.sub(r"\bfloat(\s*:\s*)(left|right)\b", lambda m: f"float{m[1]}{SIDE[m[2]]}", css)


def integrity(data: bytes) -> str:
    """Subresource-integrity notation, as npm itself records it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def fetch(spec: str, folder: Path) -> bytes:
    """The tarball of one pinned package, through npm's own client and whatever registry it is set to."""
    before = set(folder.iterdir())
    subprocess.run(["npm", "pack", "--silent", spec], cwd=folder, check=True, capture_output=True, timeout=120)
    (tarball,) = set(folder.iterdir()) - before
    return tarball.read_bytes()


def unpack(tarball: Path, wanted: dict[str, str]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    with tarfile.open(tarball) as archive:
        for source, target in wanted.items():
            member = archive.extractfile(source)
            if member is None:
                raise VendorFault(f"{source} is not in {tarball.name}.")
            data = member.read()
            files[target] = (MARK + logical(data.decode())).encode() if target.endswith(".css") else data
    return files


def vendor(relock: bool) -> None:
    """Fetch all packages, check every hash, and only then write."""
    locked: dict[str, str] = {} if relock else json.loads(LOCK.read_text())["packages"]
    packages: dict[str, str] = {}
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for spec, wanted in PACKAGES.items():
            data = fetch(spec, folder)
            packages[spec] = integrity(data)
            if not relock and packages[spec] != locked.get(spec):
                raise VendorFault(f"{spec} has hash {packages[spec]}, the lock says {locked.get(spec)}.")
            tarball = folder / "package.tgz"
            tarball.write_bytes(data)
            files |= unpack(tarball, wanted)
            tarball.unlink()
    for target, data in files.items():
        path = VENDOR / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    record = {"packages": packages, "files": {target: integrity(data) for target, data in sorted(files.items())}}
    LOCK.write_text(json.dumps(record, indent=1) + "\n")


def changed() -> list[str]:
    """Committed files that differ from the lock, are missing, or that the lock does not know."""
    recorded: dict[str, str] = json.loads(LOCK.read_text())["files"]
    present = {str(p.relative_to(VENDOR)) for p in VENDOR.rglob("*") if p.is_file() and p != LOCK}
    wrong = [f for f in present & recorded.keys() if integrity((VENDOR / f).read_bytes()) != recorded[f]]
    return sorted(wrong + list(present ^ recorded.keys()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--relock", action="store_true", help="accept the packages as they are and write a new lock")
    parser.add_argument("--check", action="store_true", help="compare the committed files with the lock, no network")
    options = parser.parse_args()
    try:
        if options.check:
            if wrong := changed():
                raise VendorFault("not as locked: " + ", ".join(wrong))
        else:
            vendor(options.relock)
    except VendorFault as fault:
        print(f"vendor: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
