# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Migrations are in order: per room one line without branches, numbered without gaps."""

from __future__ import annotations

import re
import sys

import django
from django.apps import apps
from django.db.migrations.loader import MigrationLoader


def problems() -> list[str]:
    loader = MigrationLoader(None)
    found = [
        f"{app}: several last migrations: {', '.join(sorted(names))}"
        for app, names in loader.detect_conflicts().items()
    ]
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("scharnier.")}
    for app in sorted(ours):
        numbers = []
        for label, name in sorted(loader.disk_migrations):
            if label != app:
                continue
            if not (match := re.match(r"(\d{4})_[a-z0-9_]+$", name)):
                found.append(f"{app}.{name}: a name begins with four digits and continues in lower case")
            else:
                numbers.append(int(match[1]))
        if numbers != list(range(1, len(numbers) + 1)):
            found.append(f"{app}: numbers have a gap or a double: {numbers}")
    return found


if __name__ == "__main__":
    django.setup()
    found = problems()
    print("\n".join(found))
    sys.exit(1 if found else 0)
