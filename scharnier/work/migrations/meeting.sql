-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- A hard separation at work (docs/decisions/0013): suggestions leave out firms at which somebody kept apart stands, and leads see
-- where both do.

-- Where somebody stands: firms to which they are on the way, and at which they are or will be placed.
CREATE FUNCTION standing_at(p_person uuid, p_carrier uuid, p_today date) RETURNS TABLE (organisation_id uuid, place text, since date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.organisation_id, i."where"::text, i.created_at::date FROM work_introduction i
   WHERE i.person_id = p_person AND i.carrier_id = p_carrier AND i.closed_on IS NULL
  UNION ALL
  SELECT p.organisation_id, p."where", p.created_at::date FROM work_placement p
   WHERE p.person_id = p_person AND p.carrier_id = p_carrier AND (p.ended_on IS NULL OR p.ended_on >= p_today)
     AND (p.ends IS NULL OR p.ends >= p_today)
$$;

-- For a lead: firms at which both stand (people/migrations/meeting.sql); also those that only have the same name.
CREATE FUNCTION separation_firms(p_today date) RETURNS TABLE (separation uuid, kind text, place text, since date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, 'firm', min(a.place), max(greatest(a.since, b.since)) FROM separations_led() s
   CROSS JOIN LATERAL standing_at(s.one, s.carrier_id, p_today) a
   CROSS JOIN LATERAL standing_at(s.two, s.carrier_id, p_today) b
   WHERE a.organisation_id = b.organisation_id OR lower(btrim(a.place)) = lower(btrim(b.place))
   GROUP BY s.id, lower(btrim(a.place))
$$;

-- Open vacancies of firms at which somebody kept apart from this person stands. To leave them out, never to show them.
CREATE FUNCTION vacancies_apart(p_person uuid, p_today date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.id FROM people_separation s
   CROSS JOIN LATERAL standing_at(CASE WHEN s.person_id = p_person THEN s.other_id ELSE s.person_id END, s.carrier_id, p_today) a
    JOIN work_vacancy v ON v.organisation_id = a.organisation_id AND v.carrier_id = s.carrier_id AND v.closed_on IS NULL
   WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers()) AND p_person IN (s.person_id, s.other_id)
$$;

-- What matching is asked (matching.sql), with those among the vacancies that it leaves out.
CREATE FUNCTION match_apart(p_asked jsonb, p_person uuid, p_today date) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT jsonb_set(p_asked, '{without}', (p_asked -> 'without') || coalesce((SELECT jsonb_agg(v) FROM vacancies_apart(p_person, p_today) v), '[]'))
$$;

-- Persons kept apart from somebody who stands at this firm. To leave them out, never to show them.
CREATE FUNCTION persons_apart(p_organisation uuid, p_today date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.two FROM (
    SELECT s.carrier_id, s.person_id AS one, s.other_id AS two FROM people_separation s
     WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers())
    UNION ALL
    SELECT s.carrier_id, s.other_id, s.person_id FROM people_separation s
     WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers())) AS a
   WHERE EXISTS (SELECT 1 FROM standing_at(a.one, a.carrier_id, p_today) x WHERE x.organisation_id = p_organisation)
$$;
