# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys under which records of one person meet, instead of trigrams of the name."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.people import records  # noqa: F401  # registers the cards
from scharnier.people.matching import records as matching_records  # noqa: F401
from scharnier.people.matching.keys import digests, keys
from scharnier.people.matching.likeness import Facts

BATCH = 2000


def write_keys(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Keys for everybody who is on file already."""
    person, enrolment = apps.get_model("people", "Person"), apps.get_model("people", "Enrolment")
    entry = apps.get_model("people", "MatchEntry")
    waiting: list[models.Model] = []
    for row in person.objects.order_by("id").iterator(chunk_size=BATCH):
        facts = Facts(
            row.family_name,
            row.given_names,
            row.own_script_name,
            row.former_names,
            row.birth_date,
            row.birth_precision == "day",
            row.sex,
            row.phone,
        )
        places = enrolment.objects.filter(person_id=row.pk).values_list("carrier_id", "project_id").distinct()
        waiting += [
            entry(carrier_id=carrier, project_id=project, person_id=row.pk, keys=keys(facts), digests=digests(facts))
            for carrier, project in places
        ]
        if len(waiting) >= BATCH:
            entry.objects.bulk_create(waiting)
            waiting = []
    entry.objects.bulk_create(waiting)


class Migration(migrations.Migration):
    dependencies = [("network", "0005_staffing"), ("people", "0010_substitution_and_own")]

    operations = [
        migrations.CreateModel(
            name="MatchEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "digests",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField(), default=list, size=None),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_match_trgm",
        ),
        migrations.RemoveField(
            model_name="person",
            name="name_match",
        ),
        migrations.AddField(
            model_name="matchentry",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="matchentry",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="matchentry",
            name="project",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.project"
            ),
        ),
        migrations.AddIndex(
            model_name="matchentry",
            index=models.Index(fields=["person"], name="match_entry_by_person"),
        ),
        migrations.AddConstraint(
            model_name="matchentry",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_matchentry_tenant"),
        ),
        migrations.AddConstraint(
            model_name="matchentry",
            constraint=models.UniqueConstraint(fields=("carrier", "project", "person"), name="match_entry_once"),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
        locks.lock_table("people_matchentry", card_of("people_matchentry").lock),
        locks.tenant_key("people_matchentry", "person_id", "people_person"),
        locks.tenant_key("people_matchentry", "project_id", "network_project"),
        migrations.RunSQL(sql("matching", __file__), migrations.RunSQL.noop),
    ]
