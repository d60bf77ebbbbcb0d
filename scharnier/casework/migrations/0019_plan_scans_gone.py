# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scans of signed papers have left their rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_plan_scans")]

    operations = [
        migrations.RemoveConstraint(model_name="plansignature", name="signature_drawn_or_scanned"),
        migrations.RemoveField(model_name="plansignature", name="scan"),
        migrations.RemoveField(model_name="plansignature", name="scan_type"),
        migrations.AddConstraint(
            model_name="plansignature",
            constraint=models.CheckConstraint(
                condition=models.Q(strokes="", document__isnull=False)
                | (~models.Q(strokes="") & models.Q(document=None)),
                name="signature_drawn_or_scanned",
            ),
        ),
    ]
