# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier manage …``: Django's own commands, with the database they need and as the role they need."""

from __future__ import annotations

import os
from collections.abc import Sequence

from scharnier.config import database, steps, validate

WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "makemigrations",
    "version",
}
AS_OWNER = {"migrate", "sqlmigrate", "squashmigrations", "optimizemigration", "createcachetable"}


def run(argv: Sequence[str]) -> int:
    """Exit code of Django's command; schema commands run as the owner of the tables, others as the restricted role."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scharnier.config.settings")
    validate.refuse_faulty_settings()
    name = argv[0] if argv else "help"
    if name in WITHOUT_DATABASE or {"-h", "--help"} & set(argv):
        return _execute(argv)
    if name in AS_OWNER:
        os.environ["SCHARNIER_AS_OWNER"] = "1"
    with database.available(migrated=name not in AS_OWNER):
        before = database.applied_migrations() if name == "migrate" else None
        code = _execute(argv)
        if name == "migrate" and before and code == 0 and database.applied_migrations() != before:
            _correct_projections()
        return code


def _correct_projections() -> None:
    """After an upgrade by hand, as `up` does: what earlier versions have projected otherwise than this one would."""
    os.environ.pop("SCHARNIER_AS_OWNER", None)  # corrected as the restricted role, by a child
    steps.run_step("projections")


def _execute(argv: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line
    from django.db import connections

    try:
        execute_from_command_line(["scharnier manage", *argv])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        connections.close_all()
    return 0
