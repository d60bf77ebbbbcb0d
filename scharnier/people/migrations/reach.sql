-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- What a change of a setting reaches among the participations of some projects, as numbers. Whoever decides counts without
-- seeing files; other projects than the ones one decides for count nothing.

CREATE FUNCTION people_reach(p_projects uuid[], p_what text, p jsonb, p_today date) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_in uuid[] := settings_decided(p_projects, p_today);
  v_since date := (p ->> 'since')::date;
  v_months int := (p ->> 'months')::int;
BEGIN
  RETURN CASE p_what
    WHEN 'open' THEN (SELECT jsonb_build_object(
        'open', count(*) FILTER (WHERE e.exited_on IS NULL),
        'entered', count(*) FILTER (WHERE e.entered_on BETWEEN v_since AND p_today),
        'left', count(*) FILTER (WHERE e.exited_on BETWEEN v_since AND p_today))
      FROM people_enrolment e WHERE e.project_id = ANY (v_in))
    WHEN 'support' THEN (SELECT jsonb_build_object(
        'open', count(*), 'decided', count(*) FILTER (WHERE x.decided), 'moved', count(*) FILTER (WHERE NOT x.decided AND x.entered),
        'over', count(*) FILTER (WHERE NOT x.decided AND x.ends < greatest(p_today, v_since)))
      FROM (SELECT e.entered_on IS NOT NULL AS entered, (e.entered_on + make_interval(months => v_months))::date - 1 AS ends,
              EXISTS (SELECT 1 FROM people_supportdecision d WHERE d.enrolment_id = e.id AND d.carrier_id = e.carrier_id) AS decided
              FROM people_enrolment e WHERE e.project_id = ANY (v_in) AND e.exited_on IS NULL) x)
    WHEN 'exceptional' THEN (SELECT jsonb_build_object('beyond', count(*)) FROM people_enrolment e
      WHERE e.project_id = ANY (v_in) AND e.exited_on IS NULL
        AND e.support_until >= (e.entered_on + make_interval(months => v_months))::date)
    WHEN 'warning' THEN (SELECT jsonb_build_object(
        'before', count(*) FILTER (WHERE e.support_until <= p_today + (p ->> 'before')::int),
        'after', count(*) FILTER (WHERE e.support_until <= p_today + (p ->> 'after')::int))
      FROM people_enrolment e WHERE e.project_id = ANY (v_in) AND e.exited_on IS NULL)
    WHEN 'phases' THEN (SELECT jsonb_build_object('left_out', count(*)) FROM people_enrolment e
      WHERE e.project_id = ANY (v_in) AND e.exited_on IS NULL
        AND NOT e.phase = ANY (ARRAY(SELECT jsonb_array_elements_text(p -> 'phases'))))
    WHEN 'waiting' THEN (SELECT jsonb_build_object('waiting', count(*)) FROM people_enrolment e
      WHERE e.project_id = ANY (v_in) AND e.exited_on IS NULL AND e.entered_on IS NULL)
    WHEN 'ended' THEN (SELECT jsonb_build_object('ended', count(DISTINCT e.person_id)) FROM people_enrolment e
      WHERE e.project_id = ANY (v_in) AND e.exited_on + make_interval(months => v_months) < p_today)
    WHEN 'checks' THEN (SELECT jsonb_build_object('checks', count(*)) FROM people_enrolment e
      WHERE e.project_id = ANY (v_in) AND e.exited_on IS NOT NULL AND EXISTS (
        SELECT 1 FROM jsonb_array_elements_text(p -> 'spans') AS s WHERE (e.exited_on + s::interval)::date >= p_today))
    WHEN 'agenda' THEN (SELECT jsonb_build_object('items', count(*)) FROM foundation_agendaitem a
      WHERE a.project_id = ANY (v_in) AND a.done_at IS NULL AND a.audience_id IS NULL
        AND a.kind = ANY (ARRAY(SELECT jsonb_array_elements_text(p -> 'kinds'))))
    WHEN 'lists' THEN (SELECT jsonb_build_object('lists', count(*)) FROM people_importrun r
      WHERE r.project_id = ANY (v_in) AND r.state IN ('uploaded', 'checked', 'running'))
    ELSE '{}'::jsonb END;
END $$;
DROP FUNCTION support_reach(uuid);
