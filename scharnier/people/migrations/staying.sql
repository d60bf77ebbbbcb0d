-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- As before (finding.sql); who holds a certificate that an old title goes on (p_continuing) is found under that title as well: the
-- last stay by the day that was more than a paper (p_papers), or what was stated where no such stay is on file.
DROP FUNCTION person_staying(uuid, text[], date, date);
CREATE FUNCTION person_staying(
  p_project uuid, p_codes text[], p_until date, p_today date, p_continuing text[], p_papers text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.person_id FROM people_enrolment e CROSS JOIN LATERAL (
      SELECT r.code, r.valid_to FROM people_residencestatus r
       WHERE r.person_id = e.person_id AND r.carrier_id = e.carrier_id AND (r.valid_from IS NULL OR r.valid_from <= p_today)
       ORDER BY r.valid_from DESC NULLS LAST, r.id DESC LIMIT 1) AS stay
    LEFT JOIN LATERAL (
      SELECT coalesce(
        (SELECT r.code FROM people_residencestatus r
          WHERE r.person_id = e.person_id AND r.carrier_id = e.carrier_id AND (r.valid_from IS NULL OR r.valid_from <= p_today)
            AND NOT r.code = ANY (p_papers)
          ORDER BY r.valid_from DESC NULLS LAST, r.id DESC LIMIT 1),
        (SELECT l.facts ->> 'previous_status' FROM people_legalfacts l
          WHERE l.person_id = e.person_id AND l.carrier_id = e.carrier_id)) AS code
       WHERE stay.code = ANY (p_continuing)) AS held ON true
   WHERE e.project_id = p_project AND p_project = ANY (app_projects()) AND e.carrier_id = ANY (app_carriers())
     AND (p_codes IS NULL OR stay.code = ANY (p_codes) OR held.code = ANY (p_codes))
     AND (p_until IS NULL OR stay.valid_to <= p_until)
$$;
