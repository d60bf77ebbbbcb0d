-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Households and hard separation: what one member of staff can't see must not be joined, and what is parted leaves no trace.

-- Pairs among these persons that are kept apart, both ways; for pages that show several beside one.
CREATE FUNCTION separated_among(p_persons uuid[]) RETURNS TABLE (one uuid, other uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.person_id, s.other_id FROM people_separation s
   WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers())
     AND s.person_id = ANY (p_persons) AND s.other_id = ANY (p_persons)
  UNION ALL
  SELECT s.other_id, s.person_id FROM people_separation s
   WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers())
     AND s.person_id = ANY (p_persons) AND s.other_id = ANY (p_persons)
$$;

-- Whether somebody who is or was in this household is kept apart from the person.
CREATE FUNCTION household_apart(p_household uuid, p_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM people_householdmember m JOIN people_separation s ON s.carrier_id = m.carrier_id
                    AND ((s.person_id = m.person_id AND s.other_id = p_person) OR (s.other_id = m.person_id AND s.person_id = p_person))
                  WHERE m.household = p_household AND m.carrier_id = ANY (app_carriers()) AND s.lifted_at IS NULL)
$$;

-- Projects of present members who are out of sight, by name and number: whom to ask. Nobody who is hidden, nobody kept apart.
CREATE FUNCTION household_beyond(p_person uuid) RETURNS TABLE (name text, members bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.name::text, count(DISTINCT m.person_id) FROM people_householdmember own
    JOIN people_householdmember m ON m.household = own.household AND m.carrier_id = own.carrier_id AND m.person_id <> own.person_id
     AND m.valid_to IS NULL AND m.family_name = '' AND m.given_names = ''
    JOIN people_enrolment e ON e.person_id = m.person_id AND e.carrier_id = m.carrier_id AND e.exited_on IS NULL
    JOIN network_project g ON g.id = e.project_id
   WHERE own.person_id = p_person AND own.valid_to IS NULL AND own.family_name = '' AND own.given_names = ''
     AND own.carrier_id = ANY (app_carriers()) AND p_person <> ALL (app_list('hidden'))
     AND EXISTS (SELECT 1 FROM people_enrolment mine WHERE mine.person_id = p_person AND mine.project_id = ANY (app_projects()))
     AND NOT EXISTS (SELECT 1 FROM people_enrolment seen WHERE seen.person_id = m.person_id AND seen.project_id = ANY (app_projects()))
     AND m.person_id <> ALL (app_list('hidden')) AND NOT separated(p_person, m.person_id)
   GROUP BY g.name ORDER BY 1
$$;

-- By whatever way a row comes (an undone merge brings old ones back): beside somebody kept apart it stands alone.
CREATE FUNCTION household_keep_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM people_householdmember m JOIN people_separation s ON s.carrier_id = m.carrier_id AND s.lifted_at IS NULL
                AND ((s.person_id = m.person_id AND s.other_id = NEW.person_id) OR (s.other_id = m.person_id AND s.person_id = NEW.person_id))
              WHERE m.household = NEW.household AND m.carrier_id = NEW.carrier_id) THEN
    NEW.household := gen_random_uuid();
    NEW.relations := '{}';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER household_keep_apart BEFORE INSERT OR UPDATE OF household, person_id ON people_householdmember
  FOR EACH ROW EXECUTE FUNCTION household_keep_apart();

-- As before (separation.sql), and the household is parted in the same breath: p_with names the rows that go with the first one;
-- the others stay with the other one.
DROP FUNCTION separation_set(uuid, uuid, uuid, uuid, text, timestamptz);
CREATE FUNCTION separation_set(p_id uuid, p_one uuid, p_other uuid, p_keep uuid, p_reason text, p_now timestamptz, p_with uuid[])
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_carrier uuid;
  v_shared uuid[];
  v_leave uuid;
  v_old uuid;
  v_new uuid;
  v_group uuid[];
BEGIN
  SELECT p.carrier_id INTO v_carrier FROM people_person p JOIN people_person q ON q.id = p_other AND q.carrier_id = p.carrier_id
   WHERE p.id = p_one AND p.id <> q.id AND p.carrier_id = ANY (app_write_carriers())
     AND EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = p.id AND e.project_id = ANY (app_writes()))
     AND EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = q.id AND e.project_id = ANY (app_writes()));
  IF v_carrier IS NULL OR app_kind() <> 'staff' OR p_one = ANY (app_list('hidden')) OR p_other = ANY (app_list('hidden')) THEN
    RAISE EXCEPTION 'these persons are out of scope' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT 1 FROM people_separation s WHERE s.lifted_at IS NULL AND s.carrier_id = v_carrier
              AND ((s.person_id = p_one AND s.other_id = p_other) OR (s.person_id = p_other AND s.other_id = p_one))) THEN
    RETURN 'already';
  END IF;
  SELECT array_agg(x.staff) INTO v_shared FROM (
    SELECT unnest(ARRAY[e.staff_id, e.second_staff_id]) AS staff FROM people_enrolment e WHERE e.person_id = p_one
    INTERSECT
    SELECT unnest(ARRAY[e.staff_id, e.second_staff_id]) FROM people_enrolment e WHERE e.person_id = p_other) AS x
   WHERE x.staff IS NOT NULL;
  IF v_shared IS NOT NULL THEN
    IF p_keep IS NULL OR p_keep NOT IN (p_one, p_other) THEN RETURN 'same_staff'; END IF;
    v_leave := CASE WHEN p_keep = p_one THEN p_other ELSE p_one END;
    UPDATE people_enrolment SET second_staff_id = NULL, version = version + 1
     WHERE person_id = v_leave AND carrier_id = v_carrier AND second_staff_id = ANY (v_shared);
    UPDATE people_enrolment SET staff_id = second_staff_id, second_staff_id = NULL, version = version + 1
     WHERE person_id = v_leave AND carrier_id = v_carrier AND staff_id = ANY (v_shared);
    UPDATE foundation_agendaitem a SET owner_id = e.staff_id FROM people_enrolment e
     WHERE a.subject_id = v_leave AND a.carrier_id = v_carrier AND a.owner_id = ANY (v_shared) AND a.done_at IS NULL
       AND e.person_id = v_leave AND e.project_id = a.project_id AND e.exited_on IS NULL;
  END IF;
  -- Every household that the two share or shared becomes two. No member has anything in common with the other half
  -- afterwards, in the past neither.
  FOR v_old IN SELECT DISTINCT m.household FROM people_householdmember m JOIN people_householdmember o
                  ON o.household = m.household AND o.carrier_id = m.carrier_id AND o.person_id = p_other
                WHERE m.person_id = p_one AND m.carrier_id = v_carrier LOOP
    v_new := gen_random_uuid();
    SELECT array_agg(DISTINCT x.id) || p_one INTO v_group FROM (
      SELECT m.person_id AS id FROM people_householdmember m WHERE m.household = v_old AND m.carrier_id = v_carrier
         AND m.id = ANY (p_with) AND m.family_name = '' AND m.given_names = '' AND m.person_id <> p_other) AS x;
    -- Whoever has no file is known from one of the half with which they stay.
    UPDATE people_householdmember SET household = v_new, version = version + 1,
           person_id = CASE WHEN person_id = ANY (v_group) THEN person_id ELSE p_one END
     WHERE household = v_old AND carrier_id = v_carrier AND (family_name <> '' OR given_names <> '')
       AND (id = ANY (p_with) OR (valid_to IS NOT NULL AND person_id = ANY (v_group)));
    UPDATE people_householdmember SET person_id = p_other, version = version + 1
     WHERE household = v_old AND carrier_id = v_carrier AND (family_name <> '' OR given_names <> '') AND person_id = ANY (v_group);
    UPDATE people_householdmember SET household = v_new, version = version + 1
     WHERE household = v_old AND carrier_id = v_carrier AND person_id = ANY (v_group);
    UPDATE people_householdmember m SET relations = (
             SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(m.relations) AS e
              WHERE EXISTS (SELECT 1 FROM people_householdmember k WHERE k.id::text = e.key AND k.household = m.household))
     WHERE m.household IN (v_old, v_new) AND m.carrier_id = v_carrier AND m.relations <> '{}';
  END LOOP;
  -- Noted without a file, one still stands with a name in the other's household.
  DELETE FROM people_householdmember m USING people_person p
   WHERE m.carrier_id = v_carrier AND (m.family_name <> '' OR m.given_names <> '')
     AND name_sort(m.family_name, m.given_names) = name_sort(p.family_name, p.given_names)
     AND ((p.id = p_other AND m.household IN (SELECT household FROM people_householdmember WHERE person_id = p_one))
          OR (p.id = p_one AND m.household IN (SELECT household FROM people_householdmember WHERE person_id = p_other)));
  INSERT INTO people_separation (id, created_at, carrier_id, person_id, other_id, reason, set_at, set_by_id, lift_reason)
    VALUES (p_id, p_now, v_carrier, p_one, p_other, p_reason, p_now, app_actor(), '');
  RETURN '';
END $$;
