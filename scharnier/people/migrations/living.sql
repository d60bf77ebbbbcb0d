-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Participants of a project who live under one of these postcodes; a district is a list of them (knowledge/districts.py). Applies the
-- reader's scope itself. The carrier is said plainly, so that the index person_by_postcode alone answers.
CREATE FUNCTION person_living(p_project uuid, p_postcodes text[])
RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.person_id FROM people_person p JOIN people_enrolment e ON e.person_id = p.id AND e.carrier_id = p.carrier_id
   WHERE e.project_id = p_project AND p_project = ANY ((SELECT app_projects())::uuid[])
     AND e.carrier_id = ANY ((SELECT app_carriers())::uuid[])
     AND p.carrier_id = (SELECT carrier_id FROM network_project WHERE id = p_project)
     AND p.postcode <> '' AND p.postcode = ANY (p_postcodes)
$$;
