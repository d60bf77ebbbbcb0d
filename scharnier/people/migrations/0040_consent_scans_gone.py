# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scans of signed papers have left their rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0039_consent_scans")]

    operations = [
        migrations.RemoveConstraint(model_name="consent", name="consent_signed_as_its_form_says"),
        migrations.RemoveField(model_name="consent", name="scan"),
        migrations.RemoveField(model_name="consent", name="scan_type"),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=(models.Q(form="screen") & ~models.Q(strokes=""))
                | models.Q(form="scan", strokes="", document__isnull=False)
                | models.Q(form__in=["", "paper", "spoken"], strokes="", document=None),
                name="consent_signed_as_its_form_says",
            ),
        ),
    ]
