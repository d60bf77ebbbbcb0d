-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The participants of one project at a level of access to work; whoever has no outlook is at the level unknown. A function of
-- the owner for the reason that person_speaking gives: row by row behind the policies it would ask for every person's lock.
CREATE FUNCTION person_at_level(p_project uuid, p_level text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.person_id FROM people_enrolment e
    LEFT JOIN people_accessoutlook o ON o.person_id = e.person_id AND o.carrier_id = e.carrier_id
   WHERE e.project_id = p_project AND p_project = ANY (app_projects()) AND e.carrier_id = ANY (app_carriers())
     AND coalesce(o.level, 'unknown') = p_level
$$;
