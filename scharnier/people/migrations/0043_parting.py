# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A separation reaches texts that both files had in common, copies made before, hits of a search, other projects.

`names_apart` gives names to other functions only; taken from everybody as in casework 0015.
"""

from django.db import migrations

from scharnier.foundation.migrations._sql import sql

REVOKE = """
DO $$
DECLARE
  f regprocedure;
  holder text;
BEGIN
  FOR f, holder IN
    SELECT p.oid::regprocedure, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
           aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
     WHERE n.nspname = 'public' AND a.grantee <> p.proowner AND p.proname = 'names_apart'
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', f, holder);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0042_inside")]

    operations = [
        migrations.RunSQL(sql("parting", __file__), migrations.RunSQL.noop),
        migrations.RunSQL(REVOKE, migrations.RunSQL.noop),
    ]
