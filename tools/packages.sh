#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Sees to what the tests need from the system: a Chromium with fonts, libpango for PDF, a second PostgreSQL,
# and what a server in operation has beside Scharnier.
# As root on Debian or Ubuntu what is missing gets installed; otherwise one clear line says what to install.
# Nothing here is skipped: a missing browser fails.
set -euo pipefail

has_browser() {
  local found
  for found in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$found" ] && command -v "$found" >/dev/null; then return 0; fi
  done
  return 1
}
has_pdf() { command -v pdftotext >/dev/null && { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep -q libpangoft2-1.0; }
has_server() { command -v nginx >/dev/null && command -v logrotate >/dev/null && command -v systemd-analyze >/dev/null && command -v curl >/dev/null; }
has_postgresql() { [ -x "${SCHARNIER_TEST_PG_BIN:-/usr/lib/postgresql/15/bin}/postgres" ]; }

packages_browser="chromium fonts-noto-core"
packages_pdf="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils"
packages_postgresql="postgresql-15"
packages_server="nginx-light logrotate systemd openssl curl"

missing=()
for what in "$@"; do
  "has_$what" || missing+=("$what")
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

names=()
for what in "${missing[@]}"; do
  variable="packages_$what"
  names+=(${!variable})
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "tests: not found on this system: ${missing[*]} (Debian: apt-get install ${names[*]})" >&2
  exit 3
fi
export DEBIAN_FRONTEND=noninteractive
# A second PostgreSQL must not start a service of its own.
if [[ " ${missing[*]} " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${names[@]}" >/dev/null
for what in "${missing[@]}"; do
  "has_$what" || { echo "tests: $what is still missing after installing ${names[*]}" >&2; exit 3; }
done
