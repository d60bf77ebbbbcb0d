# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A checked list keeps the rows it will write, so that the workbook is read once."""

from django.db import migrations, models

from scharnier.foundation import locks

# A list checked or being written by the release before has no rows kept: it is checked once more (files made already
# are recognised).
CHECK_AGAIN = "UPDATE people_importrun SET state = 'uploaded' WHERE state IN ('checked', 'running')"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_access_level")]
    operations = [
        migrations.AddField("importrun", "accepted", models.BinaryField(default=b"")),
        migrations.RunSQL("DROP TRIGGER people_importrun_audit ON people_importrun", migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_AGAIN, migrations.RunSQL.noop),
        locks.audit_table("people_importrun", hidden="content,accepted,problems"),
    ]
