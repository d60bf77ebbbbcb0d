# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody empties the audit of a person at will: only the function that erases a file whose period is over does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0008_agenda_read_from_its_index")]

    operations = [
        migrations.RunSQL("REVOKE ALL ON FUNCTION audit_erase(uuid, uuid) FROM PUBLIC", migrations.RunSQL.noop),
    ]
