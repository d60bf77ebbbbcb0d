# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Functions that only other functions call can't be called by the restricted role.

They were taken from everybody, but the role had a right of its own to every function. Whoever could send SQL as that
role could have written events into the audit.
"""

from django.db import migrations

from scharnier.foundation import locks


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0014_drafts"),
        ("people", "0014_merging"),
        ("network", "0010_leaving"),
        ("foundation", "0006_audit_place"),
    ]

    operations = [locks.keep_inside("audit_write", "merge_log", "audiences_alone", "confidential_readers")]
