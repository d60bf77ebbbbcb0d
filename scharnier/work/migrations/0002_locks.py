# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The locks of employers and vacancies, their audit, keys that stay within a carrier, the name that sorts lists."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.work.employers import records as employer_records  # noqa: F401  # registers the cards
from scharnier.work.vacancies import records as vacancy_records  # noqa: F401  # registers the card

TABLES = ("work_employer", "work_employergoal", "work_employercontact", "work_vacancy")
KEYS = (
    ("work_employer", "organisation_id", "directory_organisation"),
    ("work_employergoal", "employer_id", "work_employer"),
    ("work_employercontact", "employer_id", "work_employer"),
    ("work_employercontact", "contact_id", "directory_organisationcontact"),
    ("work_vacancy", "organisation_id", "directory_organisation"),
    ("work_vacancy", "employer_id", "work_employer"),
    ("work_vacancy", "contact_id", "directory_organisationcontact"),
    ("work_vacancy", "site_id", "directory_organisationsite"),
)
# The list of employers is sorted by a copy of the organisation's name, whoever writes either of them.
NAME = """
CREATE FUNCTION employer_name() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT o.name_sort INTO NEW.name_sort FROM directory_organisation o
   WHERE o.id = NEW.organisation_id AND o.carrier_id = NEW.carrier_id;
  NEW.name_sort := coalesce(NEW.name_sort, '');
  RETURN NEW;
END $$;
CREATE TRIGGER work_employer_name BEFORE INSERT OR UPDATE OF organisation_id ON work_employer
  FOR EACH ROW EXECUTE FUNCTION employer_name();
CREATE FUNCTION employer_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE work_employer SET name_sort = NEW.name_sort
   WHERE organisation_id = NEW.id AND carrier_id = NEW.carrier_id AND name_sort <> NEW.name_sort;
  RETURN NULL;
END $$;
CREATE TRIGGER directory_organisation_renamed AFTER UPDATE OF name ON directory_organisation
  FOR EACH ROW EXECUTE FUNCTION employer_renamed();
REVOKE ALL ON FUNCTION employer_name() FROM PUBLIC;
REVOKE ALL ON FUNCTION employer_renamed() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial"), ("directory", "0002_locks")]
    operations = [
        *(locks.lock_table(table, card_of(table).lock) for table in TABLES),
        *(locks.audit_table(table) for table in TABLES),
        *(locks.tenant_key(table, "project_id", "network_project") for table in TABLES),
        *(locks.tenant_key(*key) for key in KEYS),
        migrations.RunSQL(NAME, migrations.RunSQL.noop),
    ]
