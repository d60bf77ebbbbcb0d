-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Somebody alike. Indexes on arrays are not used behind row-level policies, so these functions apply the caller's scope
-- themselves, by the same settings as the policies.
CREATE INDEX match_entry_keys ON people_matchentry USING gin (project_id, keys);
CREATE INDEX match_entry_digests ON people_matchentry USING gin (digests);

-- Persons of the caller's projects who share a key or the telephone, those who share most first. Judged is elsewhere.
CREATE FUNCTION person_alike(p_keys text[], p_phone text, p_birth date, p_limit int) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_carriers uuid[] := app_carriers();
  v_projects uuid[] := app_projects();
  v_narrow uuid[] := app_list('narrow');
  v_cases uuid[] := app_list('cases');
  v_hidden uuid[] := app_list('hidden');
BEGIN
  RETURN QUERY
    WITH met AS (
      SELECT hit.person_id, hit.keys FROM unnest(v_projects) AS place(id)
      CROSS JOIN LATERAL (
        SELECT m.person_id, m.keys FROM people_matchentry m
         WHERE m.project_id = place.id AND m.keys && p_keys AND m.carrier_id = ANY (v_carriers)
           AND (NOT m.project_id = ANY (v_narrow) OR m.person_id = ANY (v_cases)) LIMIT 2000) AS hit
    ), known AS (
      SELECT m.person_id, max((SELECT count(*) FROM unnest(m.keys) AS k WHERE k = ANY (p_keys))) AS shared
        FROM met m GROUP BY m.person_id ORDER BY 2 DESC LIMIT p_limit * 5
    ), called AS (
      SELECT p.id FROM people_person p
       WHERE p_phone <> '' AND p.phone = p_phone AND p.carrier_id = ANY (v_carriers)
         AND EXISTS (SELECT 1 FROM people_enrolment e
                      WHERE e.person_id = p.id AND e.carrier_id = p.carrier_id AND e.project_id = ANY (v_projects)
                        AND (NOT e.project_id = ANY (v_narrow) OR e.person_id = ANY (v_cases)))
       LIMIT p_limit
    )
    SELECT p.id FROM people_person p LEFT JOIN known k ON k.person_id = p.id
     WHERE p.id IN (SELECT k2.person_id FROM known k2 UNION SELECT c.id FROM called c) AND p.merged_into_id IS NULL
       AND NOT p.id = ANY (v_hidden)
     ORDER BY (p_phone <> '' AND p.phone = p_phone) DESC, coalesce(p.birth_date = p_birth, false) DESC,
       coalesce(k.shared, 0) DESC, p.id
     LIMIT p_limit;
END $$;

-- Projects out of the caller's sight whose people have one of these digests. A digest is an HMAC over name and day of birth, or
-- over name and telephone: whoever asks must know both, and learns the name of the project and nothing else.
CREATE FUNCTION person_elsewhere(p_digests bytea[]) RETURNS TABLE (name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_kind() <> 'staff' OR cardinality(app_writes()) = 0 THEN RETURN; END IF;
  RETURN QUERY
    SELECT DISTINCT g.name::text FROM people_matchentry m JOIN network_project g ON g.id = m.project_id
      JOIN people_person p ON p.id = m.person_id AND p.carrier_id = m.carrier_id
     WHERE m.digests && p_digests AND p.merged_into_id IS NULL AND NOT m.person_id = ANY (app_list('hidden'))
       AND NOT EXISTS (SELECT 1 FROM people_matchentry mine WHERE mine.person_id = m.person_id
                        AND mine.project_id = ANY (app_projects())
                        AND (NOT mine.project_id = ANY (app_list('narrow')) OR mine.person_id = ANY (app_list('cases'))))
     ORDER BY 1 LIMIT 3;
END $$;

-- Keys of persons, for all their projects, also those that the writer doesn't see. Takes [{person, keys, digests (hexadecimal)}]
-- of persons whom the caller may write, and tells nothing.
CREATE FUNCTION person_keys(p_rows jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  WITH given AS MATERIALIZED (
    SELECT (r ->> 'person')::uuid AS person, ARRAY(SELECT jsonb_array_elements_text(r -> 'keys')) AS keys,
           ARRAY(SELECT decode(d, 'hex') FROM jsonb_array_elements_text(r -> 'digests') AS d) AS digests
      FROM jsonb_array_elements(p_rows) AS r
  ), allowed AS MATERIALIZED (
    SELECT g.* FROM given g JOIN people_person p ON p.id = g.person
     WHERE p.carrier_id = ANY (app_write_carriers())
       AND EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = p.id AND e.carrier_id = p.carrier_id
                     AND e.project_id = ANY (app_writes()))
  ), gone AS (
    DELETE FROM people_matchentry m USING allowed a WHERE m.person_id = a.person
      AND NOT EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = a.person AND e.project_id = m.project_id)
  )
  INSERT INTO people_matchentry (id, created_at, carrier_id, project_id, person_id, keys, digests)
    SELECT gen_random_uuid(), now(), e.carrier_id, e.project_id, a.person, a.keys, a.digests
      FROM allowed a
      CROSS JOIN LATERAL (
        SELECT DISTINCT x.carrier_id, x.project_id FROM people_enrolment x WHERE x.person_id = a.person) AS e
    ON CONFLICT (carrier_id, project_id, person_id) DO UPDATE SET keys = excluded.keys, digests = excluded.digests
     WHERE (people_matchentry.keys, people_matchentry.digests) IS DISTINCT FROM (excluded.keys, excluded.digests);
END $$;
DROP FUNCTION person_twins(text, text, text, date, int);
