#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Everything that can be judged without running the tests. All checks run; the first line of each failure says which.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
export SCHARNIER_HOME
SCHARNIER_HOME=$(mktemp -d)
trap 'rm -rf "$SCHARNIER_HOME"' EXIT
unset DATABASE_URL DATABASE_OWNER_URL
export DJANGO_SETTINGS_MODULE=scharnier.config.settings
failed=()

check() {
  local name=$1 output
  shift
  local begun=$SECONDS
  if output=$("$@" 2>&1); then
    echo "ok      $name ($((SECONDS - begun)) s)"
    # What passed with a reservation still says so.
    grep -E '^(NOT |WARNING)' <<<"$output" || true
  else
    echo "FAILED  $name"
    echo "$output" | tail -n 60
    failed+=("$name")
  fi
}

sources=()
for folder in scharnier tests tools bench; do
  if compgen -G "$folder/*.py" >/dev/null; then sources+=("$folder"); fi
done

check "format" $bin/ruff format --check "${sources[@]}"
check "lint" $bin/ruff check "${sources[@]}"
check "types" $bin/mypy "${sources[@]}"
check "import contracts" $bin/lint-imports --no-cache
check "migrations complete" $bin/python -m django makemigrations --check --dry-run
check "migrations in one line" $bin/python tools/migrations.py
check "templates" $bin/djlint scharnier --lint --quiet
check "templates compile, no inline script or style" $bin/python tools/templates.py
check "translations" $bin/python tools/messages.py --check
check "record cards" $bin/python -m django recordcards
check "knowledge" $bin/python -m scharnier.knowledge.check
check "licences" $bin/reuse lint --lines
check "locked dependencies" $bin/python tools/audit.py

if [ ${#failed[@]} -gt 0 ]; then
  echo
  echo "check: ${#failed[@]} failed: $(IFS=,; echo "${failed[*]}")"
  exit 1
fi
echo "check: all passed"
