# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit, the gate functions and the locks of the foundation's tables."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.migrations._sql import sql
from scharnier.foundation.records import AUDIENCES, GRANTS, MEMBERS, OPENINGS

LOCKED = {
    "foundation_accessrecord": OPENINGS,
    "foundation_agendaitem": locks.AUDIENCE,
    "foundation_timelineentry": locks.AUDIENCE,
    "foundation_searchentry": locks.AUDIENCE,
    "foundation_audience": AUDIENCES,
    "foundation_audiencemember": MEMBERS,
    "foundation_grant": GRANTS,
    "foundation_draft": locks.OWN,
    "foundation_submission": locks.OWN,
    "foundation_outboxmail": locks.OUTBOX,
    "audit_event": locks.LOG,
    "audit_seal": locks.LOG,
    "audit_pending": locks.LOG,
}


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_tables")]
    operations = [
        migrations.RunSQL(sql("audit"), migrations.RunSQL.noop),
        migrations.RunSQL(sql("gates"), migrations.RunSQL.noop),
        *[locks.lock_table(table, lock) for table, lock in LOCKED.items()],
        locks.audit_table("foundation_accessrecord", "subject_id"),
        locks.audit_table("foundation_audience"),
        locks.audit_table("foundation_audiencemember"),
        locks.audit_table("foundation_grant", hidden="secret_digest"),
        locks.tenant_key("foundation_audiencemember", "audience_id", "foundation_audience"),
    ]
