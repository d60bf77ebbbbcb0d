# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an accompaniment adds to a talk, talks with several people, needs; what came of which talk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_substitution_and_own"),
        ("network", "0002_enter_and_locks"),
        ("people", "0005_law_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="act",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="attorney",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="Vollmacht"),
        ),
        migrations.AddField(
            model_name="contact",
            name="authority",
            field=models.CharField(blank=True, default="", max_length=160, verbose_name="Stelle"),
        ),
        migrations.AddField(
            model_name="contact",
            name="companion",
            field=models.CharField(blank=True, default="", max_length=160, verbose_name="Begleitung durch"),
        ),
        migrations.AddField(
            model_name="contact",
            name="deadline_on",
            field=models.DateField(blank=True, null=True, verbose_name="Frist"),
        ),
        migrations.AddField(
            model_name="contact",
            name="outcome",
            field=models.TextField(blank=True, default="", max_length=2000, verbose_name="Ergebnis"),
        ),
        migrations.AddField(
            model_name="contact",
            name="papers",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="Unterlagen"),
        ),
        migrations.AddField(
            model_name="contact",
            name="took_part",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="Wer war dabei"),
        ),
        migrations.AddField(
            model_name="goal",
            name="contact",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.contact",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="contact",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.contact",
            ),
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=scharnier.foundation.clock.now)),
                ("field", models.CharField(max_length=40, verbose_name="Feld")),
                ("text", models.CharField(max_length=300, verbose_name="Bedarf")),
                ("urgency", models.CharField(max_length=20, verbose_name="Dringlichkeit")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "offen"), ("met", "gedeckt"), ("dropped", "entfallen")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("established_on", models.DateField(default=scharnier.foundation.clock.today)),
                ("closed_on", models.DateField(null=True)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.contact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.project",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["person", "project"], name="need_by_person"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["project", "field"], name="need_open_by_field"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="casework_need_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on", None), ("state", "open")),
                            models.Q(("state__in", ["met", "dropped"]), ("closed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="need_closed_on_a_day",
                    ),
                ],
            },
        ),
    ]
