#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Makes the environment in the folder given: a suitable Python, uv (pinned and hashed), then the locked and hashed
# dependencies. The project itself is put on the path and not built, so nothing unhashed is ever fetched.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}
unset PYTHONDONTWRITEBYTECODE

fail() { echo "setup: $1" >&2; exit 3; }

suits() { command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

choose_python() {
  if [ -n "${PYTHON:-}" ]; then
    suits "$PYTHON" || fail "PYTHON=$PYTHON is not Python 3.11, 3.12 or 3.13."
    echo "$PYTHON"
    return
  fi
  for candidate in python3 python3.13 python3.12 python3.11; do
    if suits "$candidate"; then echo "$candidate"; return; fi
  done
  fail "Python 3.11, 3.12 or 3.13 is needed; python3 is $(python3 --version 2>&1 || true). Set PYTHON=/path/to/python."
}

make_environment() {
  local python=$1
  "$python" -m venv "$venv" >/dev/null 2>&1 && return
  # Debian ships Python without its venv module.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    "$python" -m venv --clear "$venv" && return
  fi
  fail "$python can't make an environment in $venv: install its venv module (Debian: python3-venv) or check the folder."
}

if [ -x "$venv/bin/python" ] && ! suits "$venv/bin/python"; then fail "$venv holds another Python: remove the folder."; fi
if [ ! -x "$venv/bin/python" ] || [ ! -x "$venv/bin/pip" ]; then
  python=$(choose_python)
  make_environment "$python"
fi

"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.lock.txt ||
  fail "uv could not be installed: is the package index reachable?"
# uv doesn't read pip's configuration: a mirror named there is handed on.
if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
  mirror=${PIP_INDEX_URL:-$("$venv/bin/python" -m pip config get global.index-url 2>/dev/null || true)}
  if [ -n "$mirror" ]; then export UV_DEFAULT_INDEX=$mirror; fi
fi
VIRTUAL_ENV=$PWD/$venv "$venv/bin/uv" pip install --quiet --require-hashes -r requirements-dev.lock ||
  fail "the dependencies could not be installed from requirements-dev.lock."

"$venv/bin/python" - "$PWD" <<'PYTHON_END'
import stat
import sys
import sysconfig
from pathlib import Path

root = Path(sys.argv[1])
(Path(sysconfig.get_path("purelib")) / "scharnier.pth").write_text(f"{root}\n", encoding="utf-8")
command = Path(sysconfig.get_path("scripts")) / "scharnier"
# Through sh, because the kernel cuts a long interpreter line and one with a blank in it.
command.write_text(
    f"""#!/bin/sh
'''exec' "{sys.executable}" "$0" "$@"
' '''
import sys

from scharnier.__main__ import main

sys.exit(main())
""",
    encoding="utf-8",
)
command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
PYTHON_END
"$venv/bin/python" tools/translations.py
