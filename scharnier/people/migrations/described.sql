-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The participants of one project of a sex, born between two days, living in a town or under a postcode that begins so; what is
-- empty leaves nobody out. A function of the owner for the reason that person_speaking gives.
CREATE FUNCTION person_described(p_project uuid, p_sex text, p_born_from date, p_born_to date, p_place text, p_postcode text)
RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.person_id FROM people_enrolment e JOIN people_person p ON p.id = e.person_id AND p.carrier_id = e.carrier_id
   WHERE e.project_id = p_project AND p_project = ANY (app_projects()) AND e.carrier_id = ANY (app_carriers())
     AND (p_sex = '' OR p.sex = p_sex)
     AND (p_born_from IS NULL OR p.birth_date BETWEEN p_born_from AND p_born_to)
     AND (p_place = '' OR lower(p.place) = lower(p_place))
     AND (p_postcode = '' OR starts_with(p.postcode, p_postcode))
$$;
