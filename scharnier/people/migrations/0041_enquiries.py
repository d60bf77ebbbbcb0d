# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An enquiry ends on a day and for a reason; whoever is taken in beyond the places has one too."""

from django.db import migrations, models

from scharnier.foundation.migrations._sql import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0040_consent_scans_gone")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="over_places",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="Trotz voller Plätze, weil"
            ),
        ),
        migrations.RemoveConstraint(model_name="enrolment", name="enrolment_exit_needs_entry"),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(("exited_on", None), ("entered_on__isnull", False), _connector="OR")
                | ~models.Q(exit_reason=""),
                name="enrolment_exit_needs_entry_or_reason",
            ),
        ),
        migrations.RunSQL(sql("enquiries", __file__), migrations.RunSQL.noop),
    ]
