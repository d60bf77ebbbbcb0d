-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Places at which two separated persons could meet, for leads alone. Each function of a room that knows places (here, and
-- separation_firms in work) answers in one shape: the separation, what kind of place, which, and since when both stand there.

-- Separations in force of projects that the reader leads; none of which one side is kept from the reader.
CREATE FUNCTION separations_led() RETURNS TABLE (id uuid, carrier_id uuid, one uuid, two uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.carrier_id, s.person_id, s.other_id FROM people_separation s
   WHERE s.lifted_at IS NULL AND s.carrier_id = ANY (app_carriers())
     AND NOT s.person_id = ANY (app_list('hidden')) AND NOT s.other_id = ANY (app_list('hidden'))
     AND EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id IN (s.person_id, s.other_id) AND e.carrier_id = s.carrier_id
                    AND e.project_id = ANY (app_leads()))
$$;

-- The same address, and courses attended today under the same name at the same provider.
CREATE FUNCTION separation_homes(p_today date) RETURNS TABLE (separation uuid, kind text, place text, since date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, 'address', concat_ws(', ', p.street, nullif(concat_ws(' ', nullif(p.postcode, ''), nullif(p.place, '')), '')), NULL::date
    FROM separations_led() s
    JOIN people_person p ON p.id = s.one AND p.carrier_id = s.carrier_id
    JOIN people_person q ON q.id = s.two AND q.carrier_id = s.carrier_id
   WHERE p.street <> '' AND lower(btrim(p.street)) = lower(btrim(q.street)) AND p.postcode = q.postcode
     AND lower(p.place) = lower(q.place)
  UNION ALL
  SELECT DISTINCT s.id, 'course', concat_ws(', ', nullif(c.title, ''), c.provider), greatest(c.created_at, d.created_at)::date
    FROM separations_led() s
    JOIN people_courseattended c ON c.person_id = s.one AND c.carrier_id = s.carrier_id
    JOIN people_courseattended d ON d.person_id = s.two AND d.carrier_id = s.carrier_id AND d.kind = c.kind
   WHERE c.provider <> '' AND lower(btrim(c.provider)) = lower(btrim(d.provider)) AND lower(btrim(c.title)) = lower(btrim(d.title))
     AND c.state IN ('planned', 'running') AND d.state IN ('planned', 'running')
     AND (c.ended_on IS NULL OR c.ended_on >= p_today) AND (d.ended_on IS NULL OR d.ended_on >= p_today)
$$;
