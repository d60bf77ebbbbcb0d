# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A separation blackens the other one's name in what was written for both files.

What only the trigger calls is taken from everybody as in 0015.
"""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql

INSIDE = ("parted_log", "parted_talk", "parted_letters")
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
    dependencies = [("casework", "0022_by_file"), ("people", "0043_parting")]

    operations = [
        migrations.RunSQL(sql("parted", __file__), migrations.RunSQL.noop),
        migrations.RunSQL(REVOKE, migrations.RunSQL.noop),
    ]
