# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier manage …``: Django's own commands, with the database they need and as the role they need."""

from __future__ import annotations

import os
from collections.abc import Sequence

from scharnier.config import database, validate

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
        return _execute(argv)


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
