-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Whom a member of staff doesn't see: persons separated from somebody whose case is theirs or whom they stand in for; never
-- somebody whose own case is theirs.
CREATE OR REPLACE FUNCTION app_hidden_persons(p_today date) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH apart AS (
    SELECT s.carrier_id, s.person_id AS one, s.other_id AS two FROM people_separation s
     WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers())
    UNION ALL
    SELECT s.carrier_id, s.other_id, s.person_id FROM people_separation s
     WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers())
  )
  SELECT coalesce(array_agg(DISTINCT a.two), '{}') FROM apart a
   WHERE EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = a.one AND e.carrier_id = a.carrier_id
                    AND (e.staff_id = app_actor() OR e.second_staff_id = app_actor()
                         OR e.staff_id = ANY (app_list('covered')) OR e.second_staff_id = ANY (app_list('covered'))))
     AND NOT EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = a.two AND e.carrier_id = a.carrier_id
                    AND (e.staff_id = app_actor() OR e.second_staff_id = app_actor()))
$$;

-- Separate two persons. The caller writes in a project of each. Whoever is responsible for both keeps the case of p_keep and
-- leaves the other (a lead gives it to somebody else). Says what is missing: 'same_staff', 'already', or nothing.
CREATE FUNCTION separation_set(p_id uuid, p_one uuid, p_other uuid, p_keep uuid, p_reason text, p_now timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_carrier uuid;
  v_shared uuid[];
  v_leave uuid;
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
  INSERT INTO people_separation (id, created_at, carrier_id, person_id, other_id, reason, set_at, set_by_id, lift_reason)
    VALUES (p_id, p_now, v_carrier, p_one, p_other, p_reason, p_now, app_actor(), '');
  RETURN '';
END $$;

-- Whether anything keeps these two apart: for merges and whatever else sets one file beside another.
CREATE FUNCTION separated(p_one uuid, p_other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM people_separation s WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers())
                  AND ((s.person_id = p_one AND s.other_id = p_other) OR (s.person_id = p_other AND s.other_id = p_one)))
$$;

-- Persons who are kept apart from one, for pages that suggest others beside them.
CREATE FUNCTION separated_from(p_person uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN s.person_id = p_person THEN s.other_id ELSE s.person_id END FROM people_separation s
   WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers()) AND p_person IN (s.person_id, s.other_id)
$$;

-- Whether somebody of p_staff is responsible for a person who is kept apart from this one.
CREATE FUNCTION staff_apart(p_person uuid, p_staff uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM people_separation s JOIN people_enrolment e ON e.carrier_id = s.carrier_id
       AND e.person_id = CASE WHEN s.person_id = p_person THEN s.other_id ELSE s.person_id END
     WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers()) AND p_person IN (s.person_id, s.other_id)
       AND (e.staff_id = ANY (p_staff) OR e.second_staff_id = ANY (p_staff)))
$$;

-- Nobody becomes responsible for both, by whatever way: it would hide both from each other's member of staff.
CREATE FUNCTION enrolment_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM people_separation s JOIN people_enrolment e ON e.carrier_id = s.carrier_id
       AND e.person_id = CASE WHEN s.person_id = NEW.person_id THEN s.other_id ELSE s.person_id END
     WHERE s.lifted_at IS NULL AND s.carrier_id = NEW.carrier_id AND NEW.person_id IN (s.person_id, s.other_id)
       AND (e.staff_id IN (NEW.staff_id, NEW.second_staff_id) OR e.second_staff_id IN (NEW.staff_id, NEW.second_staff_id))) THEN
    RAISE EXCEPTION 'enrolment_apart' USING ERRCODE = '23514', CONSTRAINT = 'enrolment_apart';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER enrolment_apart BEFORE INSERT OR UPDATE OF staff_id, second_staff_id, person_id ON people_enrolment
  FOR EACH ROW EXECUTE FUNCTION enrolment_apart();
