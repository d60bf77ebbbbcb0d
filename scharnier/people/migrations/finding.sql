-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Finding people again. Trigram indexes are not used behind row-level policies, so these functions apply the caller's scope
-- themselves, by the same settings as the policies.

-- Who might be the same person, within the caller's projects. Alike names count in either order of family and given names;
-- a common telephone counts alone; a common day of birth counts beside a similar name, 1 January (written for people whose
-- birthday nobody knows) never.
CREATE FUNCTION person_twins(p_family text, p_given text, p_phone text, p_birth date, p_limit int)
RETURNS TABLE (person_id uuid, likeness real, same_phone boolean, same_birth boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_name text := name_match(p_family, p_given);
  v_birth date := CASE WHEN to_char(p_birth, 'MM-DD') <> '01-01' THEN p_birth END;
  v_carriers uuid[] := app_carriers();
  v_projects uuid[] := app_projects();
BEGIN
  -- Here and not as a clause of the function, which only a superuser may write before pg_trgm is loaded (as in a restore).
  PERFORM set_config('pg_trgm.similarity_threshold', '0.55', true);
  RETURN QUERY
    WITH candidate AS (
      SELECT p.id FROM people_person p
        WHERE v_name <> '' AND p.name_match % v_name AND p.carrier_id = ANY (v_carriers)
      UNION
      SELECT p.id FROM people_person p WHERE p_phone <> '' AND p.phone = p_phone AND p.carrier_id = ANY (v_carriers)
      UNION
      SELECT p.id FROM people_person p
        WHERE p.birth_date = v_birth AND p.carrier_id = ANY (v_carriers) AND similarity(p.name_match, v_name) >= 0.3
    )
    SELECT p.id, similarity(p.name_match, v_name), p_phone <> '' AND p.phone = p_phone, coalesce(p.birth_date = v_birth, false)
      FROM candidate c JOIN people_person p ON p.id = c.id
     WHERE p.merged_into_id IS NULL
       AND EXISTS (SELECT 1 FROM people_enrolment e
                    WHERE e.person_id = p.id AND e.carrier_id = p.carrier_id AND e.project_id = ANY (v_projects))
     ORDER BY similarity(p.name_match, v_name) + CASE WHEN p_phone <> '' AND p.phone = p_phone THEN 0.5 ELSE 0 END
       + CASE WHEN p.birth_date = v_birth THEN 0.4 WHEN p.birth_date IS NOT NULL AND v_birth IS NOT NULL THEN -0.3 ELSE 0 END
       DESC, p.id
     LIMIT p_limit;
END $$;

-- The participants of one project whose entry contains every word of the query.
CREATE FUNCTION person_matches(p_query text, p_project uuid, p_limit int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_words text[] := ARRAY(SELECT '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'
                          FROM unnest(string_to_array(trim(de_wide(p_query)), ' ')) AS w WHERE w <> '');
BEGIN
  IF cardinality(v_words) = 0 OR NOT p_project = ANY (app_projects()) THEN RETURN; END IF;
  RETURN QUERY
    SELECT s.subject_id FROM foundation_searchentry s
     WHERE s.project_id = p_project AND s.folded LIKE ALL (v_words) AND s.kind = 'person'
       AND s.carrier_id = ANY (app_carriers())
     LIMIT p_limit;
END $$;

-- The participants of one project who speak a language. Row by row behind the policies this would ask for the lock of every
-- person of the project.
CREATE FUNCTION person_speaking(p_project uuid, p_language text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.person_id FROM people_enrolment e JOIN people_person p ON p.id = e.person_id AND p.carrier_id = e.carrier_id
   WHERE e.project_id = p_project AND p_project = ANY (app_projects()) AND e.carrier_id = ANY (app_carriers())
     AND p.speaks @> ARRAY[p_language]::varchar[]
$$;

-- The participants of one project whose stay of today has one of these codes, or ends by a day.
CREATE FUNCTION person_staying(p_project uuid, p_codes text[], p_until date, p_today date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.person_id FROM people_enrolment e CROSS JOIN LATERAL (
      SELECT r.code, r.valid_to FROM people_residencestatus r
       WHERE r.person_id = e.person_id AND r.carrier_id = e.carrier_id AND (r.valid_from IS NULL OR r.valid_from <= p_today)
       ORDER BY r.valid_from DESC NULLS LAST, r.id DESC LIMIT 1) AS stay
   WHERE e.project_id = p_project AND p_project = ANY (app_projects()) AND e.carrier_id = ANY (app_carriers())
     AND (p_codes IS NULL OR stay.code = ANY (p_codes)) AND (p_until IS NULL OR stay.valid_to <= p_until)
$$;

-- Carrier and project say the same: without knowing it the planner takes a project for a handful of rows and sorts them all.
CREATE STATISTICS people_enrolment_place (dependencies) ON carrier_id, project_id FROM people_enrolment;

-- Who changed a row last and when, for the page that tells two editors apart. The audit itself stays closed.
CREATE FUNCTION row_last_change(p_table text, p_row uuid) RETURNS TABLE (name text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(u.display_name, ''), e.at FROM audit_event e LEFT JOIN network_user u ON u.id = e.actor_id
   WHERE e.table_name = p_table AND e.row_id = p_row::text AND e.carrier_id = ANY (app_carriers())
   ORDER BY e.at DESC LIMIT 1
$$;
