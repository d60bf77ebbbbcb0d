# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The waiting list; an enquiry takes no place."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import scharnier.foundation.clock
import scharnier.foundation.ids
from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people.waiting import records as waiting_records  # noqa: F401  # registers the cards

# An enquiry has no entry yet and takes no place.
USE = """
CREATE OR REPLACE FUNCTION project_use(p_project uuid, p_day date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT e.person_id) FROM people_enrolment e
   WHERE e.project_id = p_project AND (e.project_id = ANY (app_projects()) OR e.carrier_id = ANY (app_admins()))
     AND e.entered_on <= p_day AND (e.exited_on IS NULL OR e.exited_on > p_day)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0011_programme_wide"),
        ("people", "0029_packages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=scharnier.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=scharnier.foundation.clock.now, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("since", models.DateField(default=scharnier.foundation.clock.today, verbose_name="wartet seit")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wartet"),
                            ("offered", "Platz angeboten"),
                            ("taken", "aufgenommen"),
                            ("withdrawn", "beendet"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("offered_until", models.DateField(blank=True, null=True, verbose_name="Antwort bis")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Grund")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="beendet am")),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.carrier"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waiting",
                        to="people.enrolment",
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
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "offered"))),
                        fields=["project", "since", "id"],
                        name="waiting_by_project",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "id"), name="people_waitingentry_tenant"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "offered"))),
                        fields=("carrier", "enrolment"),
                        name="waiting_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on", None), ("state__in", ("waiting", "offered"))),
                            models.Q(("closed_on__isnull", False), ("state__in", ["taken", "withdrawn"])),
                            _connector="OR",
                        ),
                        name="waiting_closed_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offered_until__isnull", False), ("state", "offered")),
                            models.Q(("state", "offered"), _negated=True),
                            _connector="OR",
                        ),
                        name="waiting_offer_until_a_day",
                    ),
                ],
            },
        ),
        locks.lock_table("people_waitingentry", card_of("people_waitingentry").lock),
        locks.audit_table("people_waitingentry", "person_id"),
        locks.tenant_key("people_waitingentry", "person_id", "people_person"),
        locks.tenant_key("people_waitingentry", "project_id", "network_project"),
        locks.tenant_key("people_waitingentry", "enrolment_id", "people_enrolment"),
        migrations.RunSQL(USE, migrations.RunSQL.noop),
    ]
