-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The history of one file: what was written, by whom, when, before and after. The log itself stays closed; this gate shows a
-- member of staff no more than they may read in the file: their projects, their confidential circles, nobody separated.

CREATE FUNCTION file_history(p_subject uuid, p_tables text[], p_circles text[], p_table text, p_column text, p_actor uuid,
  p_cursor bigint, p_back boolean, p_limit int)
RETURNS TABLE (id bigint, at timestamptz, kind text, actor_id uuid, actor text, behalf text, action text, table_name text,
  row_id text, columns text[], payload jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  v_projects uuid[] := app_projects();
BEGIN
  IF app_kind() <> 'staff' OR coalesce(p_subject = ANY (app_list('hidden')), false) OR NOT EXISTS (
    SELECT 1 FROM people_enrolment n
     WHERE n.person_id = p_subject AND n.carrier_id = ANY (app_carriers()) AND n.project_id = ANY (v_projects)
       AND (NOT coalesce(n.project_id = ANY (app_list('narrow')), false) OR p_subject = ANY (app_list('cases'))))
  THEN RETURN; END IF;
  RETURN QUERY
  WITH cursor_at AS (SELECT c.at, c.id FROM audit_event c WHERE c.id = p_cursor),
  found AS (
    SELECT e.* FROM audit_event e
     WHERE e.subject_id = p_subject AND e.carrier_id = ANY (app_carriers())
       AND e.action IN ('insert', 'update', 'delete') AND e.table_name = ANY (p_tables)
       AND (p_table = '' OR e.table_name = p_table) AND (p_column = '' OR p_column = ANY (e.columns))
       AND (p_actor IS NULL OR e.actor_id = p_actor)
       AND (e.project_id IS NULL OR e.project_id = ANY (v_projects)
            AND (NOT coalesce(e.project_id = ANY (app_list('narrow')), false) OR p_subject = ANY (app_list('cases'))))
       AND (e.audience_id IS NULL AND NOT e.table_name = ANY (p_circles) OR e.audience_id = ANY (app_audiences()))
       AND (p_cursor IS NULL OR CASE WHEN p_back THEN (e.at, e.id) > (SELECT c.at, c.id FROM cursor_at c)
                                     ELSE (e.at, e.id) < (SELECT c.at, c.id FROM cursor_at c) END)
     ORDER BY CASE WHEN p_back THEN e.at END, CASE WHEN p_back THEN e.id END, e.at DESC, e.id DESC
     LIMIT p_limit)
  SELECT f.id, f.at, f.kind, f.actor_id, coalesce(u.display_name, '')::text, coalesce(b.display_name, '')::text, f.action,
         f.table_name, f.row_id, f.columns, f.payload
    FROM found f
    LEFT JOIN network_user u ON u.id = f.actor_id
    LEFT JOIN network_user b ON b.id = f.behalf_id
   ORDER BY f.at DESC, f.id DESC;
END $$;

-- Who has written in a file, for the filter; the same gate.
CREATE FUNCTION file_writers(p_subject uuid) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT u.id, u.display_name::text
    FROM audit_event e JOIN network_user u ON u.id = e.actor_id
   WHERE app_kind() = 'staff' AND e.subject_id = p_subject AND e.carrier_id = ANY (app_carriers())
     AND e.action IN ('insert', 'update', 'delete') AND e.audience_id IS NULL
     AND (e.project_id IS NULL OR e.project_id = ANY (app_projects()))
     AND EXISTS (SELECT 1 FROM people_enrolment n
                  WHERE n.person_id = p_subject AND n.carrier_id = ANY (app_carriers()) AND n.project_id = ANY (app_projects()))
     AND NOT coalesce(p_subject = ANY (app_list('hidden')), false)
$$;
