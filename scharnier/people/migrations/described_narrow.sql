-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- As described.sql, but read from the index person_by_description alone: the carrier is said plainly, because a condition that only
-- joins the two tables makes the database visit every row of every person. What a project's row says of its carrier holds for its
-- participations too (tenant key). The reader's scope is asked for once, not for each row.
CREATE OR REPLACE FUNCTION person_described(
  p_project uuid, p_sex text, p_born_from date, p_born_to date, p_place text, p_postcode text
) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.person_id FROM people_enrolment e JOIN people_person p ON p.id = e.person_id AND p.carrier_id = e.carrier_id
   WHERE e.project_id = p_project AND p_project = ANY ((SELECT app_projects())::uuid[])
     AND e.carrier_id = ANY ((SELECT app_carriers())::uuid[])
     AND e.carrier_id = (SELECT carrier_id FROM network_project WHERE id = p_project)
     AND p.carrier_id = (SELECT carrier_id FROM network_project WHERE id = p_project)
     AND (p_sex = '' OR p.sex = p_sex)
     AND (p_born_from IS NULL OR p.birth_date BETWEEN p_born_from AND p_born_to)
     AND (p_place = '' OR lower(p.place) = lower(p_place))
     AND (p_postcode = '' OR starts_with(p.postcode, p_postcode))
$$;
