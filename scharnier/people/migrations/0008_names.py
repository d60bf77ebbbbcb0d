# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names in any script and former ones, several nationalities and reading languages."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.people import records  # noqa: F401  # registers the cards
from scharnier.people.names import records as name_records  # noqa: F401

# The same as names/text.py: fold_script.
SCRIPT_FOLD = r"""
CREATE FUNCTION script_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN translate(regexp_replace(t, '[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]', '', 'g'),
    'أإآٱىیېئؤةکۀھە', 'ااااييييوهكههه');
"""
OWN = "nullif(p.own_script_name, ''), nullif(p.former_names, '')"
FOLDED = f"nullif(script_fold(p.own_script_name), p.own_script_name), {OWN}"


def projecting() -> str:
    """person_project once more, with the folded spelling beside the name in its own script."""
    old = sql("projecting", __file__)
    if OWN not in old:
        raise RuntimeError("projecting.sql has changed")
    return old.replace(OWN, FOLDED).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_enter_and_locks"),
        ("people", "0007_import_accepted"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("birth", "Geburtsname"),
                            ("earlier", "früherer Name"),
                            ("spelling", "andere Schreibweise"),
                            ("called", "Rufname"),
                        ],
                        default="earlier",
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="bis")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="Quelle")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="person",
            name="also_reads",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=8), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="further_nationalities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="messenger",
            field=models.CharField(blank=True, max_length=80, verbose_name="Messenger"),
        ),
        migrations.AlterField(
            model_name="person",
            name="former_names",
            field=models.CharField(blank=True, editable=False, max_length=4000, verbose_name="Frühere Namen"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("further_nationalities", []),
                    models.Q(("nationality__in", ["", "stateless", "unresolved"]), _negated=True),
                    _connector="OR",
                ),
                name="person_further_nationality_after_a_first",
            ),
        ),
        migrations.AddField(
            model_name="formername",
            name="carrier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
            ),
        ),
        migrations.AddField(
            model_name="formername",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="names",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            model_name="formername",
            index=models.Index(fields=["person"], name="former_name_by_person"),
        ),
        migrations.AddConstraint(
            model_name="formername",
            constraint=models.UniqueConstraint(fields=("carrier", "id"), name="people_formername_tenant"),
        ),
        migrations.AddConstraint(
            model_name="formername",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["birth", "earlier", "spelling", "called"])),
                name="former_name_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="formername",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="former_name_says_something"
            ),
        ),
        locks.lock_table("people_formername", card_of("people_formername").lock),
        locks.audit_table("people_formername", "person_id"),
        locks.tenant_key("people_formername", "person_id", "people_person"),
        migrations.RunSQL(SCRIPT_FOLD, migrations.RunSQL.noop),
        migrations.RunSQL(projecting(), migrations.RunSQL.noop),
    ]
