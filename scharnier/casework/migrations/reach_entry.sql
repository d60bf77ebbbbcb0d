-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- How many who have entered, and not left, have no signed questionnaire of their entry; see reach.sql.

CREATE FUNCTION casework_reach_entry(p_projects uuid[], p_today date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM people_enrolment e
   WHERE e.project_id = ANY (settings_decided(p_projects, p_today)) AND e.entered_on IS NOT NULL AND e.exited_on IS NULL
     AND NOT EXISTS (SELECT 1 FROM people_entryquestionnaire q WHERE q.enrolment_id = e.id AND q.signed_on IS NOT NULL)
$$;
