-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Erasing a file whose period is over. Functions of the owner, because what goes lies in tables that nobody may change, and because
-- whoever is responsible (administration, data protection) reads no file. They say again who may, and what is due.

CREATE FUNCTION erase_open(p_carrier uuid, p_today date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT app_kind() = 'staff' AND p_carrier = ANY (app_carriers())
     AND EXISTS (SELECT 1 FROM network_membership m
                  WHERE m.user_id = app_actor() AND m.carrier_id = p_carrier AND m.role IN ('admin', 'protection', 'lead')
                    AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today))
$$;

-- Files of which every participation has ended and whose period is over. p_periods: {project: {file: months, funding: months}};
-- proofs for the funder (documents of p_proofs, the entry questionnaire) stay until their own period is over: stage `file` first,
-- `funding` later, `all` at once where nothing remains. A name stands only where the caller works; `mine` says whether the
-- caller may erase: administration and data protection everything, leads what took part in their projects alone.
CREATE FUNCTION erase_due(p_carrier uuid, p_today date, p_periods jsonb, p_proofs text[], p_person uuid, p_limit int)
RETURNS TABLE (person_id uuid, file_number text, name text, projects uuid[], project text, exited_on date, due_on date, stage text, mine boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_all boolean := EXISTS (SELECT 1 FROM network_membership m
    WHERE m.user_id = app_actor() AND m.carrier_id = p_carrier AND m.role IN ('admin', 'protection')
      AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today));
  v_led uuid[] := ARRAY(SELECT m.project_id FROM network_membership m
    WHERE m.user_id = app_actor() AND m.carrier_id = p_carrier AND m.role = 'lead' AND m.project_id IS NOT NULL
      AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today));
BEGIN
  IF app_kind() <> 'system' AND NOT erase_open(p_carrier, p_today) THEN
    RAISE EXCEPTION 'these periods are out of scope' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
  WITH ended AS (
    SELECT e.person_id, max(e.exited_on) AS exited_on, array_agg(DISTINCT e.project_id) AS projects,
           max(e.exited_on + make_interval(months => (p_periods -> e.project_id::text ->> 'file')::int))::date AS file_until,
           max(e.exited_on + make_interval(months => (p_periods -> e.project_id::text ->> 'funding')::int))::date AS funding_until
      FROM people_enrolment e
     WHERE e.carrier_id = p_carrier AND (p_person IS NULL OR e.person_id = p_person)
     GROUP BY e.person_id
    HAVING bool_and(e.exited_on IS NOT NULL AND p_periods ? e.project_id::text)
       AND max(e.exited_on + make_interval(months => (p_periods -> e.project_id::text ->> 'file')::int)) < p_today),
  found AS (
    SELECT f.*, p.file_number, p.erased_on, p.family_name, p.given_names,
           EXISTS (SELECT 1 FROM people_document d WHERE d.person_id = f.person_id AND d.removed_at IS NULL
                      AND d.category = ANY (p_proofs))
           OR EXISTS (SELECT 1 FROM people_entryquestionnaire q WHERE q.person_id = f.person_id) AS proofs
      FROM ended f JOIN people_person p ON p.id = f.person_id AND p.carrier_id = p_carrier
     WHERE p.merged_into_id IS NULL)
  SELECT f.person_id, f.file_number::text,
         CASE WHEN f.projects && app_projects() AND NOT f.person_id = ANY (coalesce(app_list('hidden'), '{}'))
              THEN concat_ws(', ', nullif(f.family_name, ''), nullif(f.given_names, '')) ELSE '' END,
         f.projects, (SELECT string_agg(g.name, ', ' ORDER BY g.name) FROM network_project g WHERE g.id = ANY (f.projects)),
         f.exited_on, CASE WHEN f.erased_on IS NULL THEN f.file_until ELSE f.funding_until END,
         CASE WHEN f.erased_on IS NOT NULL THEN 'funding' WHEN NOT f.proofs OR f.funding_until < p_today THEN 'all' ELSE 'file' END,
         v_all OR f.projects <@ v_led
    FROM found f
   WHERE (f.erased_on IS NULL OR (f.proofs AND f.funding_until < p_today))
     AND (app_kind() = 'system' OR v_all OR f.projects && v_led)
   ORDER BY 7, 2 LIMIT p_limit;
END $$;

-- What a column becomes: nothing, or a year, or the region of a postcode.
CREATE FUNCTION erase_value(p_table regclass, p_column text, p_coarsen boolean) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  v_type text;
  v_array boolean;
  v_needed boolean;
  v_derived boolean;
BEGIN
  SELECT format_type(a.atttypid, NULL), t.typcategory = 'A', a.attnotnull, a.attgenerated <> '' INTO v_type, v_array, v_needed, v_derived
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
   WHERE a.attrelid = p_table AND a.attname = p_column AND a.attnum > 0 AND NOT a.attisdropped;
  IF v_type IS NULL OR p_column IN ('id', 'carrier_id', 'person_id', 'subject_id', 'project_id') THEN
    RAISE EXCEPTION 'this column is not erased' USING ERRCODE = '42501';
  END IF;
  IF v_derived THEN RETURN NULL; END IF;
  IF p_coarsen THEN
    RETURN CASE WHEN v_type = 'date' THEN format('date_trunc(''year'', %I)::date', p_column) ELSE format('left(%I, 2)', p_column) END;
  END IF;
  RETURN CASE WHEN NOT v_needed THEN 'NULL' WHEN v_array THEN '''{}'''
    WHEN v_type = 'jsonb' THEN format('CASE jsonb_typeof(%I) WHEN ''array'' THEN ''[]''::jsonb ELSE ''{}''::jsonb END', p_column)
    WHEN v_type IN ('text', 'character varying', 'character', 'bytea') THEN '''''' ELSE format('%I', p_column) END;
END $$;

-- One file, in the transaction of the caller. p_plan, from the record cards: [{table, subject, stage, delete, empty, coarsen, set}].
-- Returns the documents whose files have to go. The audit is emptied last, so that it doesn't keep what this very act took away.
CREATE FUNCTION erase_person(p_id uuid, p_carrier uuid, p_person uuid, p_today date, p_periods jsonb, p_proofs text[], p_plan jsonb, p_reason text)
RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_due record;
  v_people uuid[];
  v_files uuid[];
  v_step jsonb;
  v_table regclass;
  v_where text;
  v_set text;
  v_rows text[];
  v_one uuid;
BEGIN
  PERFORM 1 FROM people_person WHERE id = p_person AND carrier_id = p_carrier FOR UPDATE;
  SELECT * INTO v_due FROM erase_due(p_carrier, p_today, p_periods, p_proofs, p_person, 1);
  IF v_due.person_id IS NULL OR NOT v_due.mine OR app_kind() <> 'staff' THEN
    RAISE EXCEPTION 'this file is not due' USING ERRCODE = '42501';
  END IF;
  -- What was merged into this file goes with it.
  WITH RECURSIVE one AS (
    SELECT p_person AS id UNION SELECT p.id FROM people_person p JOIN one ON p.merged_into_id = one.id WHERE p.carrier_id = p_carrier)
  SELECT array_agg(id) INTO v_people FROM one;
  v_files := ARRAY(SELECT d.id FROM people_document d WHERE d.person_id = ANY (v_people) AND d.removed_at IS NULL
    AND (v_due.stage <> 'file' OR NOT d.category = ANY (p_proofs)));
  UPDATE people_person SET erased_on = coalesce(erased_on, p_today) WHERE id = ANY (v_people) AND carrier_id = p_carrier;
  UPDATE people_enrolment SET erased_on = coalesce(erased_on, p_today) WHERE person_id = ANY (v_people) AND carrier_id = p_carrier;
  FOR v_step IN SELECT * FROM jsonb_array_elements(p_plan) LOOP
    CONTINUE WHEN v_due.stage <> 'all' AND v_step ->> 'stage' <> v_due.stage AND v_step ->> 'table' <> 'people_document';
    v_table := to_regclass('public.' || quote_ident(v_step ->> 'table'));
    IF v_table IS NULL OR v_table = 'audit_event'::regclass OR NOT v_step ->> 'subject' IN ('person_id', 'subject_id', 'id')
       OR (v_step ->> 'subject' = 'id') <> (v_table = 'people_person'::regclass) THEN
      RAISE EXCEPTION 'this table does not hang on a person' USING ERRCODE = '42501';
    END IF;
    v_where := format('%I = ANY ($1) AND carrier_id = $2', v_step ->> 'subject');
    IF v_table = 'people_document'::regclass THEN v_where := v_where || ' AND (removed_at IS NOT NULL OR id = ANY ($3))'; END IF;
    IF (v_step ->> 'delete')::boolean THEN
      EXECUTE format('DELETE FROM %s WHERE %s', v_table, v_where) USING v_people, p_carrier, v_files;
      CONTINUE;
    END IF;
    SELECT string_agg(format('%I = %s', s.name, s.value), ', ') INTO v_set FROM (
      SELECT c AS name, erase_value(v_table, c, false) AS value FROM jsonb_array_elements_text(v_step -> 'empty') AS c
      UNION ALL SELECT c, erase_value(v_table, c, true) FROM jsonb_array_elements_text(v_step -> 'coarsen') AS c
      UNION ALL SELECT c.key, CASE c.value WHEN 'now' THEN format('coalesce(%I, now())', c.key)
                                           WHEN 'actor' THEN format('coalesce(%I, app_actor())', c.key) ELSE quote_literal(c.value) END
        FROM jsonb_each_text(v_step -> 'set') AS c) AS s
     WHERE s.value IS NOT NULL;
    IF v_set IS NOT NULL THEN
      EXECUTE format('UPDATE %s SET %s WHERE %s', v_table, v_set, v_where) USING v_people, p_carrier, v_files;
    END IF;
  END LOOP;
  -- Rows that name two persons, or many in a list, hang on none of them.
  v_rows := ARRAY(SELECT s.id::text FROM people_separation s WHERE s.carrier_id = p_carrier AND (s.person_id = ANY (v_people) OR s.other_id = ANY (v_people)));
  DELETE FROM people_separation WHERE id::text = ANY (v_rows);
  UPDATE audit_event SET payload = NULL, salt = NULL WHERE table_name = 'people_separation' AND row_id = ANY (v_rows) AND payload IS NOT NULL;
  v_rows := ARRAY(SELECT DISTINCT r.run_id::text FROM people_importedrow r WHERE r.person_id = ANY (v_people) AND r.carrier_id = p_carrier);
  UPDATE people_importrun SET filename = '', content = '', accepted = '', mapping = '{}', values = '{}', problems = '[]', summary = '{}', message = ''
   WHERE id::text = ANY (v_rows) AND (filename <> '' OR content <> '' OR accepted <> '');
  UPDATE audit_event SET payload = NULL, salt = NULL WHERE table_name = 'people_importrun' AND row_id = ANY (v_rows) AND payload IS NOT NULL;
  INSERT INTO people_erasure (id, created_at, carrier_id, person_id, stage, due_on, reason, erased_by_id)
  VALUES (p_id, now(), p_carrier, p_person, v_due.stage, v_due.due_on, p_reason, app_actor());
  FOREACH v_one IN ARRAY v_people LOOP PERFORM audit_erase(v_one, p_carrier); END LOOP;
  PERFORM audit_write('erase_file', p_carrier, p_person, 'people_erasure', p_id::text, ARRAY['stage', 'reason'],
    jsonb_build_object('stage', v_due.stage, 'reason', p_reason, 'due_on', v_due.due_on));
  RETURN v_files;
END $$;
REVOKE ALL ON FUNCTION erase_value(regclass, text, boolean) FROM PUBLIC;

-- Nothing is projected of an erased file any more: neither search nor agenda nor the keys by which duplicates are found.
DO $do$
DECLARE
  v_name regprocedure;
  v_old text;
  v_new text;
BEGIN
  FOREACH v_name IN ARRAY ARRAY['person_project(uuid[],boolean)', 'access_project(uuid[])', 'person_keys(jsonb)']::regprocedure[] LOOP
    v_old := pg_get_functiondef(v_name);
    v_new := replace(v_old, 'p.carrier_id = ANY (app_write_carriers())', 'p.erased_on IS NULL AND p.carrier_id = ANY (app_write_carriers())');
    IF v_new = v_old THEN RAISE EXCEPTION '% says nothing of the carriers', v_name; END IF;
    EXECUTE v_new;
  END LOOP;
END $do$;
