# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Locks, audit and tenant keys of the structure; the gates that count, look up regions and find colleagues."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.foundation.migrations._sql import sql
from scharnier.network.path import records as path  # noqa: F401  # registers the cards
from scharnier.network.structure import records as structure  # noqa: F401  # registers the cards

TABLES = (
    "network_consortium network_consortiummember network_jointagreement network_countkey network_programmephase "
    "network_projectdecision network_tandem network_room network_sitehour network_responsibility network_position "
    "network_positionperiod network_capacity network_target network_workcontact"
).split()
OF_A_PROJECT = (
    "network_countkey network_projectdecision network_tandem network_room network_sitehour network_position "
    "network_positionperiod network_capacity network_target"
).split()
# A room was one word at its site; the site gets rooms. The keys are checked at once: the tables change further below.
MOVE_ROOMS = """
INSERT INTO network_room (id, created_at, carrier_id, project_id, site_id, name, note)
  SELECT gen_random_uuid(), s.created_at, s.carrier_id, s.project_id, s.id, s.room, ''
    FROM network_site s WHERE s.room <> '';
SET CONSTRAINTS ALL IMMEDIATE;
"""
# Leads change their sites too, so the lock of the table is put on anew.
UNLOCK_SITES = "".join(
    f"DROP POLICY IF EXISTS network_site_{command} ON network_site;"
    for command in ("read", "insert", "update", "delete")
)
# A responsibility names the programme of its project; the key sees to it that it is the right one.
SAME_PROGRAMME = """
ALTER TABLE network_project ADD CONSTRAINT network_project_programme UNIQUE (carrier_id, id, programme_id);
ALTER TABLE network_responsibility ADD CONSTRAINT network_responsibility_project_id_tenant
  FOREIGN KEY (carrier_id, project_id, programme_id) REFERENCES network_project (carrier_id, id, programme_id)
  DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0003_structure"), ("foundation", "0003_audit_gates_locks")]
    operations = [
        migrations.RunSQL(MOVE_ROOMS, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="site", name="room"),
        migrations.RunSQL(sql("structure", __file__), migrations.RunSQL.noop),
        migrations.RunSQL(UNLOCK_SITES, migrations.RunSQL.noop),
        locks.lock_table("network_site", card_of("network_site").lock),
        *[locks.lock_table(table, card_of(table).lock) for table in TABLES],
        *[locks.audit_table(table) for table in TABLES if table != "network_countkey"],
        locks.audit_table("network_countkey", "subject_id", hidden="key"),
        *[locks.tenant_key(table, "project_id", "network_project") for table in OF_A_PROJECT],
        migrations.RunSQL(SAME_PROGRAMME, migrations.RunSQL.noop),
        locks.tenant_key("network_consortiummember", "consortium_id", "network_consortium"),
        locks.tenant_key("network_jointagreement", "consortium_id", "network_consortium"),
        locks.tenant_key("network_programmephase", "successor_id", "network_programmephase"),
        locks.tenant_key("network_projectdecision", "phase_id", "network_programmephase"),
        locks.tenant_key("network_tandem", "team_id", "network_team"),
        locks.tenant_key("network_room", "site_id", "network_site"),
        locks.tenant_key("network_sitehour", "site_id", "network_site"),
        locks.tenant_key("network_sitehour", "room_id", "network_room"),
        locks.tenant_key("network_positionperiod", "position_id", "network_position"),
        locks.tenant_key("network_workcontact", "site_id", "network_site"),
    ]
