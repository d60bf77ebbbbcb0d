-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Reading the audit. The log itself stays closed; this is the one gate, and it asks who is there.

-- Whether the caller may read the audit of a project (lead, audit) or, with p_project null, of a whole carrier (protection).
CREATE FUNCTION trail_open(p_carrier uuid, p_project uuid, p_today date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT app_kind() = 'staff' AND p_carrier = ANY (app_carriers())
     AND (p_project IS NULL OR p_project = ANY (app_projects()))
     AND EXISTS (SELECT 1 FROM network_membership m
                  WHERE m.user_id = app_actor() AND m.carrier_id = p_carrier
                    AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)
                    AND CASE WHEN p_project IS NULL THEN m.role = 'protection' AND m.project_id IS NULL
                             ELSE m.role IN ('lead', 'auditor') AND m.project_id = p_project END)
$$;

-- Events, the latest first; with p_back the ones next after the cursor. What belongs to a project is that of the
-- project; what hangs on a person alone (data, residence) belongs to every project the person takes part in; notes of other
-- projects' colleagues about that person don't. Confidential circles and separated persons are left out. Without p_project
-- the content is that of p_plain alone: tables that say nothing about persons.
CREATE FUNCTION trail(p_carrier uuid, p_project uuid, p_today date, p_from timestamptz, p_until timestamptz, p_actor uuid,
  p_tables text[], p_plain text[], p_circles text[], p_one bigint, p_cursor bigint, p_back boolean, p_limit int)
RETURNS TABLE (id bigint, at timestamptz, kind text, actor_id uuid, actor text, behalf text, action text, subject_id uuid,
  file_number text, table_name text, row_id text, columns text[], payload jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
  IF NOT trail_open(p_carrier, p_project, p_today) THEN
    RAISE EXCEPTION 'this audit is out of scope' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
  WITH cursor_at AS (SELECT c.at, c.id FROM audit_event c WHERE c.id = p_cursor),
  found AS (
    SELECT e.* FROM audit_event e
     WHERE e.carrier_id = p_carrier AND e.at >= p_from AND e.at < p_until
       AND (p_one IS NULL OR e.id = p_one)
       AND (p_actor IS NULL OR e.actor_id = p_actor)
       AND (p_tables IS NULL OR e.table_name = ANY (p_tables))
       AND (p_cursor IS NULL OR CASE WHEN p_back THEN (e.at, e.id) > (SELECT c.at, c.id FROM cursor_at c)
                                     ELSE (e.at, e.id) < (SELECT c.at, c.id FROM cursor_at c) END)
       AND (e.audience_id IS NULL AND NOT e.table_name = ANY (p_circles) OR e.audience_id = ANY (app_audiences()))
       AND NOT coalesce(e.subject_id = ANY (app_list('hidden')), false)
       AND (p_project IS NULL OR e.project_id = p_project
            OR e.project_id IS NULL AND (
              (e.table_name = 'network_project' AND e.row_id = p_project::text)
              OR (e.subject_id IS NOT NULL
                  AND EXISTS (SELECT 1 FROM people_enrolment n
                               WHERE n.person_id = e.subject_id AND n.carrier_id = p_carrier AND n.project_id = p_project)
                  AND (e.action IN ('insert', 'update', 'delete', 'erase') OR EXISTS (
                    SELECT 1 FROM network_membership m WHERE m.user_id = e.actor_id AND m.project_id = p_project)))))
     ORDER BY CASE WHEN p_back THEN e.at END, CASE WHEN p_back THEN e.id END, e.at DESC, e.id DESC
     LIMIT p_limit)
  SELECT f.id, f.at, f.kind, f.actor_id, coalesce(u.display_name, '')::text, coalesce(b.display_name, '')::text, f.action, f.subject_id,
         coalesce(p.file_number, '')::text, f.table_name, f.row_id, f.columns,
         CASE WHEN p_project IS NOT NULL OR f.table_name = ANY (p_plain) THEN f.payload END
    FROM found f
    LEFT JOIN network_user u ON u.id = f.actor_id
    LEFT JOIN network_user b ON b.id = f.behalf_id
    LEFT JOIN people_person p ON p.id = f.subject_id AND p.carrier_id = p_carrier
   ORDER BY f.at DESC, f.id DESC;
END $$;

-- Whether the caller may read a row that an event is about: asked of the table's own locks, as the caller.
CREATE FUNCTION trail_readable(p_table text, p_row text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = public, pg_temp AS $$
DECLARE
  found boolean;
BEGIN
  IF to_regclass(p_table) IS NULL THEN RETURN false; END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id::text = $1)', p_table) INTO found USING p_row;
  RETURN found;
END $$;
