# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Persons kept from a principal: in every policy of a table that hangs on a person, and in the search."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.migrations._sql import sql

SCOPED = "AND x.carrier_id = ANY (app_carriers())"


def searching() -> str:
    """app_search as it was, without the hidden."""
    text = sql("substitution", __file__)
    begin = text.index("CREATE OR REPLACE FUNCTION app_search")
    found = text[begin:]
    if SCOPED not in found:
        raise RuntimeError("substitution.sql has changed")
    return found.replace(SCOPED, f"{SCOPED} AND NOT x.subject_id = ANY (app_list('hidden'))")


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_substitution_and_own")]
    operations = [
        migrations.RunSQL(sql("hidden", __file__), migrations.RunSQL.noop),
        migrations.RunSQL(searching(), migrations.RunSQL.noop),
        locks.hide_everywhere(),
    ]
