# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the firm was called when an introduction began."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("work", "0007_outside"),
    ]

    operations = [
        migrations.AddField(
            model_name="introduction",
            name="where",
            field=models.CharField(db_default="", default="", max_length=160, verbose_name="Betrieb"),
        ),
    ]
