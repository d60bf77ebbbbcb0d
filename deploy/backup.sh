#!/bin/sh
# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
#
# A backup of today beside the earlier ones, of which the last fourteen stay. Run by scharnier-backup.service.
set -eu
here=$(dirname "$(readlink -f "$0")")
folder=${SCHARNIER_BACKUPS:?} keep=14
name=$(date +%Y-%m-%dT%H%M%S)
# What was interrupted has no manifest and is no backup.
for old in "$folder"/20*; do
  if [ -d "$old" ] && [ ! -e "$old/manifest.json" ]; then rm -rf "$old"; fi
done
"$here/../.venv/bin/scharnier" backup "$folder/$name"
ln -sfn "$name" "$folder/latest"
ls -d "$folder"/20* | sort -r | tail -n +$((keep + 1)) | while read -r old; do rm -rf "$old"; done
