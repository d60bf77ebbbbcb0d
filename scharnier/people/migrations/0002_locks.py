# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Locks, audit and tenant keys of persons; the name that a caseload is sorted by follows the person."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.cards import card_of
from scharnier.people import records  # noqa: F401  # registers the cards

TABLES = (
    "people_person people_enrolment people_residencestatus people_importrun people_importedrow people_importmapping"
).split()

# A trigger, because every way in (form, list, merge, restore) must keep the copy right.
NAME_SORT = """
CREATE FUNCTION enrolment_name() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT p.name_sort INTO NEW.name_sort FROM people_person p
   WHERE p.id = NEW.person_id AND p.carrier_id = NEW.carrier_id;
  NEW.name_sort := coalesce(NEW.name_sort, '');
  RETURN NEW;
END $$;
CREATE TRIGGER enrolment_name BEFORE INSERT OR UPDATE OF person_id ON people_enrolment
  FOR EACH ROW EXECUTE FUNCTION enrolment_name();
CREATE FUNCTION person_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE people_enrolment SET name_sort = NEW.name_sort WHERE person_id = NEW.id AND carrier_id = NEW.carrier_id;
  RETURN NULL;
END $$;
CREATE TRIGGER person_name AFTER UPDATE OF family_name, given_names ON people_person
  FOR EACH ROW EXECUTE FUNCTION person_name();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("network", "0002_enter_and_locks")]
    operations = [
        migrations.RunSQL(NAME_SORT, migrations.RunSQL.noop),
        *[locks.lock_table(table, card_of(table).lock) for table in TABLES],
        locks.audit_table("people_person", "id"),
        locks.audit_table("people_enrolment", "person_id"),
        locks.audit_table("people_residencestatus", "person_id"),
        locks.audit_table("people_importrun", hidden="content,problems"),
        locks.audit_table("people_importedrow", "person_id"),
        locks.audit_table("people_importmapping"),
        *[
            locks.tenant_key(table, "project_id", "network_project")
            for table in ("people_enrolment", "people_importrun", "people_importedrow")
        ],
        locks.tenant_key("people_person", "merged_into_id", "people_person"),
        *[
            locks.tenant_key(table, "person_id", "people_person")
            for table in ("people_enrolment", "people_residencestatus", "people_importedrow")
        ],
        locks.tenant_key("people_importedrow", "run_id", "people_importrun"),
    ]
