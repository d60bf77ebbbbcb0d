-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The participants of one project for whom something open is due until a day, or at all; what only an audience may know doesn't
-- count. Read from the index agenda_open_by_project alone, for the reason that person_speaking gives.
CREATE FUNCTION person_due(p_project uuid, p_until date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT a.subject_id FROM foundation_agendaitem a
   WHERE a.project_id = p_project AND p_project = ANY ((SELECT app_projects())::uuid[])
     AND a.carrier_id = ANY ((SELECT app_carriers())::uuid[])
     AND a.done_at IS NULL AND a.due_on <= coalesce(p_until, 'infinity') AND a.audience_id IS NULL
$$;
