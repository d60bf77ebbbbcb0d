# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The signed questionnaire as a document."""

import django.db.models.deletion
from django.db import migrations, models

from scharnier.foundation import locks


class Migration(migrations.Migration):
    dependencies = [("people", "0034_questionnaire")]

    operations = [
        migrations.AddField(
            model_name="entryquestionnaire",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.document",
            ),
        ),
        locks.tenant_key("people_entryquestionnaire", "document_id", "people_document"),
    ]
