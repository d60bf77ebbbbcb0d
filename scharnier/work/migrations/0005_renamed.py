# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An organisation that is renamed is renamed on the agenda, too, in every project of its carrier."""

from django.db import migrations

RENAMED = """
CREATE OR REPLACE FUNCTION employer_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.name = OLD.name THEN RETURN NULL; END IF;
  UPDATE work_employer SET name_sort = NEW.name_sort
   WHERE organisation_id = NEW.id AND carrier_id = NEW.carrier_id AND name_sort <> NEW.name_sort;
  UPDATE foundation_agendaitem SET subject_name = NEW.name
   WHERE carrier_id = NEW.carrier_id AND (
     subject_id IN (SELECT e.id FROM work_employer e WHERE e.organisation_id = NEW.id)
     OR subject_id IN (SELECT v.id FROM work_vacancy v WHERE v.organisation_id = NEW.id));
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0004_introduction_locks"), ("foundation", "0007_agenda_by_owner")]
    operations = [migrations.RunSQL(RENAMED, migrations.RunSQL.noop)]
