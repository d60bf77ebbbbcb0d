-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- How many people take part in a project on a day: a number, for who works there or administers its carrier.
CREATE FUNCTION project_use(p_project uuid, p_day date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT e.person_id) FROM people_enrolment e
   WHERE e.project_id = p_project AND (e.project_id = ANY (app_projects()) OR e.carrier_id = ANY (app_admins()))
     AND (e.entered_on IS NULL OR e.entered_on <= p_day) AND (e.exited_on IS NULL OR e.exited_on > p_day)
$$;
