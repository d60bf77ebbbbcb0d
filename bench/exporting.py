# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""All files of every project out of one database as packages.

Started by `run.py` in a process of its own, whose peak of memory is the measure; one JSON line at the end. What is
written for the measurement is thrown away again.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import time
from typing import Any


def _leads() -> list[tuple[Any, Any, Any]]:
    """Carrier, project and somebody who leads it, for every project with files."""
    from scharnier.foundation import clock, principals
    from scharnier.network.models import Membership, Role

    with principals.entering(principals.SYSTEM):
        rows = Membership.objects.filter(
            role=Role.LEAD, valid_from__lte=clock.today(), valid_to=None, project__isnull=False
        )
        found = rows.order_by("project_id", "user_id").values_list("carrier_id", "project_id", "user_id")
        return list({row[1]: row for row in found}.values())


def _out(carrier: Any, project: Any, lead: Any) -> tuple[int, int, Any]:
    """Files, bytes and the open package of one project."""
    from scharnier.foundation import principals
    from scharnier.foundation.writes import DomainError
    from scharnier.people.packages import leaving
    from scharnier.people.packages.models import PackageRun

    def acting() -> Any:
        return principals.entering(principals.staff(lead))

    try:
        with acting() as scope:
            asked = leaving.ask(scope, carrier, project, persons=[], whole=True, reason="Messung der Ausgabe")
    except DomainError:  # a project without files
        return 0, 0, None
    leaving.write(run_id=asked.pk, acting=acting)
    with acting() as scope:
        run = PackageRun.objects.get(pk=asked.pk)
        made = leaving.take(scope, run, "", "Messung", "lead")
        leaving.forget(run)
        files = run.total
    return files, made.seek(0, io.SEEK_END), made


def measure() -> dict[str, Any]:
    began, files, size, largest = time.monotonic(), 0, 0, 0
    for carrier, project, lead in _leads():
        number, length, made = _out(carrier, project, lead)
        files, size, largest = files + number, size + length, max(largest, number)
        if made is not None:
            made.close()
    return {
        "files": files,
        "largest_package": largest,
        "megabytes": round(size / 2**20, 1),
        "export_seconds": round(time.monotonic() - began, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scharnier.config.settings")
    answers, sys.stdout = sys.stdout, sys.stderr
    from scharnier.config import database

    with database.available(prepare=True):
        import django

        django.setup()
        from django.conf import settings

        settings.LOGGING_CONFIG = None
        print(json.dumps(measure()), file=answers, flush=True)


if __name__ == "__main__":
    main()
