-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Separating two persons parts the talks written for both: each half keeps its rows, and nothing tells of the other half. Whoever now
-- lives with the other one stays with them.
CREATE FUNCTION contact_part_acts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_act uuid;
  v_new uuid;
BEGIN
  FOR v_act IN SELECT DISTINCT a.act FROM casework_contact a
                 JOIN casework_contact b ON b.act = a.act AND b.carrier_id = a.carrier_id AND b.person_id = NEW.other_id
                WHERE a.person_id = NEW.person_id AND a.carrier_id = NEW.carrier_id LOOP
    v_new := gen_random_uuid();
    UPDATE casework_contact SET act = v_new
     WHERE act = v_act AND carrier_id = NEW.carrier_id AND person_id <> NEW.person_id
       AND (person_id = NEW.other_id OR person_id IN (
         SELECT m.person_id FROM people_householdmember m JOIN people_householdmember o
             ON o.household = m.household AND o.carrier_id = m.carrier_id WHERE o.person_id = NEW.other_id));
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_part_acts AFTER INSERT ON people_separation FOR EACH ROW EXECUTE FUNCTION contact_part_acts();
