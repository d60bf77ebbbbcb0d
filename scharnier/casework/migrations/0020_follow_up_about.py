# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which hint of *Today* a follow-up answers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0019_plan_scans_gone")]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="about",
            field=models.CharField(db_default="", default="", editable=False, max_length=20),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("about", ""), _negated=True), fields=["person", "about"], name="follow_up_of_hint"
            ),
        ),
    ]
