# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody empties the audit of a person at will: only the function that erases a file whose period is over does.

Taken from everybody as in casework 0015: the restricted role has a right of its own to every function.
"""

from django.db import migrations

INSIDE = ("audit_erase", "erase_value")
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
    dependencies = [("people", "0041_enquiries"), ("foundation", "0006_audit_place")]

    operations = [migrations.RunSQL(REVOKE, migrations.RunSQL.noop)]
