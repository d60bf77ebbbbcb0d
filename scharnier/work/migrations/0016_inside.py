# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What merging of firms moves is moved by the functions of merging alone; see casework 0015 and people 0042."""

from django.db import migrations

INSIDE = ("firm_repoint", "firm_agenda_align")
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
    dependencies = [("work", "0015_walk_index")]

    operations = [migrations.RunSQL(REVOKE, migrations.RunSQL.noop)]
