# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who lives in a district, from an index."""

from django.db import migrations, models

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0045_offers_on_today")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["carrier", "postcode"],
                include=["id"],
                condition=~models.Q(postcode=""),
                name="person_by_postcode",
            ),
        ),
        migrations.RunSQL(sql("living", __file__), "DROP FUNCTION person_living(uuid, text[])"),
    ]
