-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Moving the rows of two files that are one person's, and back. Functions of the owner, because frozen revisions and decisions
-- that nobody may change move too. Each takes a merge that the caller wrote down and may write in every project of both files.

-- The column of a table that names the person, from its foreign key; tables of the merge itself are none.
CREATE FUNCTION merge_column(p_table text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_column text;
BEGIN
  IF p_table IN ('people_person', 'people_merge', 'people_mergedrow') THEN
    RAISE EXCEPTION 'this table does not move' USING ERRCODE = '42501';
  END IF;
  -- Counted, not linked: its subject may be anybody's.
  IF p_table = 'network_countkey' THEN RETURN 'subject_id'; END IF;
  SELECT a.attname INTO v_column FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
   WHERE c.contype = 'f' AND c.conrelid = to_regclass('public.' || quote_ident(p_table)) AND c.confrelid = 'people_person'::regclass
     AND a.attname IN ('person_id', 'subject_id');
  IF v_column IS NULL THEN RAISE EXCEPTION 'this table does not hang on a person' USING ERRCODE = '42501'; END IF;
  RETURN v_column;
END $$;

-- Projects of two persons in which the caller may not write, by name: whom to ask.
CREATE FUNCTION merge_beyond(p_one uuid, p_other uuid) RETURNS TABLE (name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT g.name::text FROM people_enrolment e JOIN network_project g ON g.id = e.project_id
   WHERE e.person_id IN (p_one, p_other) AND e.carrier_id = ANY (app_write_carriers())
     AND NOT (e.project_id = ANY (app_writes())
              AND (NOT e.project_id = ANY (app_list('narrow')) OR e.person_id = ANY (app_list('cases'))))
     AND EXISTS (SELECT 1 FROM people_enrolment mine WHERE mine.person_id = p_one AND mine.project_id = ANY (app_writes()))
     AND EXISTS (SELECT 1 FROM people_enrolment mine WHERE mine.person_id = p_other AND mine.project_id = ANY (app_writes()))
   ORDER BY 1
$$;

CREATE FUNCTION merge_of(p_merge uuid) RETURNS people_merge
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m people_merge;
BEGIN
  SELECT * INTO m FROM people_merge WHERE id = p_merge AND undone_at IS NULL AND carrier_id = ANY (app_write_carriers());
  IF m.id IS NULL OR EXISTS (
      SELECT 1 FROM people_enrolment e WHERE e.person_id IN (m.person_id, m.absorbed_id)
         AND NOT (e.project_id = ANY (app_writes())
                  AND (NOT e.project_id = ANY (app_list('narrow')) OR e.person_id = ANY (app_list('cases'))))) THEN
    RAISE EXCEPTION 'this merge is out of scope' USING ERRCODE = '42501';
  END IF;
  RETURN m;
END $$;

CREATE FUNCTION merge_log(m people_merge, p_table text, p_rows uuid[], p_content boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO people_mergedrow (id, created_at, carrier_id, person_id, merge_id, table_name, row_id, content) '
    'SELECT gen_random_uuid(), now(), $1, $2, $3, $4, t.id, CASE WHEN $5 THEN to_jsonb(t) END FROM %I t WHERE t.id = ANY ($6)', p_table)
    USING m.carrier_id, m.person_id, m.id, p_table, p_content, p_rows;
END $$;
REVOKE ALL ON FUNCTION merge_log(people_merge, text, uuid[], boolean) FROM PUBLIC;

-- All rows of a table that hang on the absorbed person follow the surviving one.
CREATE FUNCTION merge_move(p_merge uuid, p_table text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m people_merge := merge_of(p_merge);
  v_column text := merge_column(p_table);
  v_rows uuid[];
BEGIN
  EXECUTE format('SELECT array_agg(id) FROM %I WHERE %I = $1 AND carrier_id = $2', p_table, v_column)
    INTO v_rows USING m.absorbed_id, m.carrier_id;
  IF v_rows IS NULL THEN RETURN 0; END IF;
  PERFORM merge_log(m, p_table, v_rows, false);
  EXECUTE format('UPDATE %I SET %I = $1 WHERE id = ANY ($2)', p_table, v_column) USING m.person_id, v_rows;
  RETURN cardinality(v_rows);
END $$;

-- A row of either person for which the file has no room (a second open participation): kept word for word in the log.
CREATE FUNCTION merge_lay_aside(p_merge uuid, p_table text, p_row uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m people_merge := merge_of(p_merge);
  v_column text := merge_column(p_table);
  v_mine boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND %I IN ($2, $3))', p_table, v_column)
    INTO v_mine USING p_row, m.person_id, m.absorbed_id;
  IF NOT v_mine THEN RAISE EXCEPTION 'not a row of these files' USING ERRCODE = '42501'; END IF;
  PERFORM merge_log(m, p_table, ARRAY[p_row], true);
  DELETE FROM foundation_agendaitem WHERE carrier_id = m.carrier_id AND source_id = p_row;
  DELETE FROM foundation_timelineentry WHERE carrier_id = m.carrier_id AND source_id = p_row;
  DELETE FROM foundation_searchentry WHERE carrier_id = m.carrier_id AND source_id = p_row;
  EXECUTE format('DELETE FROM %I WHERE id = $1', p_table) USING p_row;
END $$;

-- What was projected from the absorbed file follows; made anew are only the rows whose source is gone.
CREATE FUNCTION merge_projections(p_merge uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m people_merge := merge_of(p_merge);
BEGIN
  DELETE FROM foundation_timelineentry WHERE carrier_id = m.carrier_id AND source_id = m.absorbed_id;
  UPDATE foundation_agendaitem SET subject_id = m.person_id WHERE carrier_id = m.carrier_id AND subject_id = m.absorbed_id;
  UPDATE foundation_timelineentry SET subject_id = m.person_id WHERE carrier_id = m.carrier_id AND subject_id = m.absorbed_id;
  UPDATE foundation_searchentry SET subject_id = m.person_id WHERE carrier_id = m.carrier_id AND subject_id = m.absorbed_id;
  DELETE FROM people_matchentry WHERE person_id = m.absorbed_id;
  DELETE FROM people_accessoutlook WHERE person_id = m.absorbed_id;
END $$;

-- Everything back: laid-aside rows as they were, moved rows to where they came from, and with them p_later (table, row): rows
-- written since that belong to the absorbed file after all.
CREATE FUNCTION merge_undo(p_merge uuid, p_later jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m people_merge := merge_of(p_merge);
  r record;
  v_column text;
  v_moved uuid[] := '{}';
BEGIN
  -- Moved first: then there is room again for what was laid aside.
  FOR r IN SELECT x.table_name, array_agg(x.row_id) AS rows FROM (
             SELECT table_name, row_id FROM people_mergedrow WHERE merge_id = m.id AND content IS NULL
             UNION SELECT l ->> 'table', (l ->> 'row')::uuid FROM jsonb_array_elements(p_later) AS l) AS x
            GROUP BY x.table_name LOOP
    v_column := merge_column(r.table_name);
    EXECUTE format('UPDATE %I SET %I = $1 WHERE id = ANY ($2) AND %I = $3', r.table_name, v_column, v_column)
      USING m.absorbed_id, r.rows, m.person_id;
    v_moved := v_moved || r.rows;
  END LOOP;
  FOR r IN SELECT table_name, content FROM people_mergedrow WHERE merge_id = m.id AND content IS NOT NULL LOOP
    PERFORM merge_column(r.table_name);
    EXECUTE format('INSERT INTO %I SELECT (jsonb_populate_record(NULL::%I, $1)).*', r.table_name, r.table_name) USING r.content;
  END LOOP;
  UPDATE people_person SET merged_into_id = NULL WHERE id = m.absorbed_id AND merged_into_id = m.person_id;
  UPDATE foundation_agendaitem SET subject_id = m.absorbed_id
   WHERE carrier_id = m.carrier_id AND subject_id = m.person_id AND source_id = ANY (v_moved);
  UPDATE foundation_timelineentry SET subject_id = m.absorbed_id
   WHERE carrier_id = m.carrier_id AND subject_id = m.person_id AND source_id = ANY (v_moved);
  UPDATE foundation_searchentry SET subject_id = m.absorbed_id
   WHERE carrier_id = m.carrier_id AND subject_id = m.person_id AND source_id = ANY (v_moved);
END $$;

-- Where an old link leads: the file into which this one was merged, if the caller sees that one.
CREATE FUNCTION merge_survivor(p_person uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE way(id, step) AS (
    SELECT p.merged_into_id, 1 FROM people_person p WHERE p.id = p_person AND p.carrier_id = ANY (app_carriers())
    UNION ALL
    SELECT p.merged_into_id, w.step + 1 FROM people_person p JOIN way w ON p.id = w.id
     WHERE p.merged_into_id IS NOT NULL AND w.step < 20
  )
  SELECT w.id FROM way w WHERE w.id IS NOT NULL ORDER BY w.step DESC LIMIT 1
$$;
