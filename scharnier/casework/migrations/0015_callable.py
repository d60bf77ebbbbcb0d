# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Functions that only other functions call can't be called by the restricted role.

They were taken from everybody, but the role had a right of its own to every function. Whoever could send SQL as that
role could have written events into the audit.
"""

from django.db import migrations

INSIDE = ("audit_write", "merge_log", "audiences_alone", "confidential_readers")

# Whatever the role of this installation is called: everybody but the owner loses the right.
REVOKE = f"""
DO $$
DECLARE
  f regprocedure;
  holder text;
BEGIN
  FOR f, holder IN
    SELECT p.oid::regprocedure, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
           aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
     WHERE n.nspname = 'public' AND a.grantee <> p.proowner
       AND p.proname IN ({", ".join(f"'{name}'" for name in INSIDE)})
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', f, holder);
  END LOOP;
END $$;
"""  # noqa: S608  # names of ours


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0014_drafts"),
        ("people", "0014_merging"),
        ("network", "0010_leaving"),
        ("foundation", "0006_audit_place"),
    ]

    operations = [migrations.RunSQL(REVOKE, migrations.RunSQL.noop)]
