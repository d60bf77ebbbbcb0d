# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Chosen cases and participants' own rows in the locks."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.cards import card_of

TABLES = (
    "casework_contact casework_followup casework_integrationplan casework_goal casework_step casework_planrevision"
).split()


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_locks"), ("people", "0010_substitution_and_own")]
    operations = [
        *[locks.relock_table(table, card_of(table).lock) for table in TABLES],
    ]
