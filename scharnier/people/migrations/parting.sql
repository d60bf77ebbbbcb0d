-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- What a separation reaches beside the rows that joined two persons: words of a name in texts that both files had in common,
-- copies that were made before, hits of a search and questions to other projects.

-- The words of somebody's name that another one doesn't bear as well: a common family name says of nobody else.
CREATE FUNCTION names_apart(p_of uuid, p_beside uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH word AS (
    SELECT p.id, w FROM people_person p
     CROSS JOIN unnest(regexp_split_to_array(concat_ws(' ', p.family_name, p.given_names, p.own_script_name), '[\s,-]+')) AS w
     WHERE p.id IN (p_of, p_beside) AND length(w) > 2)
  SELECT coalesce(array_agg(DISTINCT w), '{}') FROM word
   WHERE id = p_of AND NOT lower(w) IN (SELECT lower(o.w) FROM word o WHERE o.id = p_beside)
$$;

-- A text with these words blackened, letter by letter, so that what is cut to a length is cut at the same place.
CREATE FUNCTION names_out(p_text text, p_words text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
  v_word text;
BEGIN
  FOREACH v_word IN ARRAY p_words LOOP
    p_text := regexp_replace(p_text,
      CASE WHEN v_word ~ '^[A-Za-z]' THEN '\m' ELSE '' END
        || regexp_replace(v_word, '([.*+?^${}()|[\]\\])', '\\\1', 'g')
        || CASE WHEN v_word ~ '[A-Za-z]$' THEN '(?=s?\M)' ELSE '' END,
      repeat('█', length(v_word)), 'gi');
  END LOOP;
  RETURN p_text;
END $$;

-- Whether a text in somebody's file names a person who is kept apart from them. Says yes or no, never who.
CREATE FUNCTION names_separated(p_person uuid, p_text text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM people_separation s
     WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers()) AND p_person IN (s.person_id, s.other_id)
       AND names_out(p_text, names_apart(CASE WHEN s.person_id = p_person THEN s.other_id ELSE s.person_id END, p_person)) <> p_text)
$$;

-- As before (matching.sql); p_but are persons of whom not even the project may be told.
DROP FUNCTION person_elsewhere(bytea[]);
CREATE FUNCTION person_elsewhere(p_digests bytea[], p_but uuid[]) RETURNS TABLE (name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_kind() <> 'staff' OR cardinality(app_writes()) = 0 THEN RETURN; END IF;
  RETURN QUERY
    SELECT DISTINCT g.name::text FROM people_matchentry m JOIN network_project g ON g.id = m.project_id
      JOIN people_person p ON p.id = m.person_id AND p.carrier_id = m.carrier_id
     WHERE m.digests && p_digests AND p.merged_into_id IS NULL AND NOT m.person_id = ANY (app_list('hidden'))
       AND NOT m.person_id = ANY (p_but)
       AND NOT EXISTS (SELECT 1 FROM people_matchentry mine WHERE mine.person_id = m.person_id
                        AND mine.project_id = ANY (app_projects())
                        AND (NOT mine.project_id = ANY (app_list('narrow')) OR mine.person_id = ANY (app_list('cases'))))
     ORDER BY 1 LIMIT 3;
END $$;

-- Copies that were made before and lie ready: packages in which both are, and what was put together for either of them to
-- take along. They are made again without what joined the two.
CREATE FUNCTION separation_copies() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_runs uuid[];
BEGIN
  SELECT array_agg(r.id) INTO v_runs FROM people_packagerun r
   WHERE r.carrier_id = NEW.carrier_id AND r.direction = 'out' AND r.persons @> jsonb_build_array(NEW.person_id, NEW.other_id);
  UPDATE people_packagerun SET persons = '[]', manifest = '{}', found = '{}' WHERE id = ANY (v_runs);
  DELETE FROM people_packagepart WHERE run_id = ANY (v_runs);
  -- One that is being made right now is waited for.
  PERFORM 1 FROM people_subjectaccess a WHERE a.person_id IN (NEW.person_id, NEW.other_id) AND a.state = 'queued' FOR UPDATE;
  UPDATE people_subjectaccess SET state = 'over', content = NULL, sealed_key = '', size = 0
   WHERE person_id IN (NEW.person_id, NEW.other_id) AND carrier_id = NEW.carrier_id AND state = 'ready';
  RETURN NULL;
END $$;
CREATE TRIGGER separation_copies AFTER INSERT ON people_separation FOR EACH ROW EXECUTE FUNCTION separation_copies();

-- What has lain long enough: exports that nobody took (parts, list of persons) and uploads that nobody decided about. That there
-- was one stays on record. Called every hour by the system of a carrier.
CREATE FUNCTION packages_forget(p_out timestamptz, p_in timestamptz, p_message text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_runs uuid[];
BEGIN
  IF app_kind() <> 'system' THEN RAISE EXCEPTION 'only the system tidies' USING ERRCODE = '42501'; END IF;
  SELECT coalesce(array_agg(r.id), '{}') INTO v_runs FROM people_packagerun r
   WHERE r.carrier_id = ANY (app_carriers()) AND r.direction = 'out' AND r.created_at < p_out AND r.persons <> '[]';
  UPDATE people_packagerun SET persons = '[]', manifest = '{}', found = '{}' WHERE id = ANY (v_runs);
  DELETE FROM people_packagepart p WHERE p.carrier_id = ANY (app_carriers())
     AND (p.run_id = ANY (v_runs) OR p.created_at < p_out);
  UPDATE people_packagerun SET state = 'failed', message = p_message, manifest = '{}', found = '{}'
   WHERE carrier_id = ANY (app_carriers()) AND direction = 'in' AND state IN ('waiting', 'checked') AND created_at < p_in;
  UPDATE people_packagerun r SET found = r.found - 'known'
   WHERE r.carrier_id = ANY (app_carriers()) AND r.direction = 'in' AND r.state IN ('done', 'failed') AND r.found ? 'known';
  RETURN cardinality(v_runs);
END $$;
