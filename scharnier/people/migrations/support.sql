-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- How many cases a setting of a project reaches, for whoever decides about it: the administration counts without seeing files.

CREATE FUNCTION support_reach(p_project uuid) RETURNS TABLE (open_cases bigint, decided bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*), count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM people_supportdecision d WHERE d.enrolment_id = e.id AND d.carrier_id = e.carrier_id))
    FROM network_project p LEFT JOIN people_enrolment e
      ON e.project_id = p.id AND e.carrier_id = p.carrier_id AND e.exited_on IS NULL
   WHERE p.id = p_project AND (p.carrier_id = ANY (app_admins()) OR p.id = ANY (app_leads()))
  HAVING count(p.id) > 0
$$;
