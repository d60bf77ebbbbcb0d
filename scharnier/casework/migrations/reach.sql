-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- What a change of a setting reaches among plans, follow-ups and what files lack, as numbers; see reach.sql of the room below.

CREATE FUNCTION casework_reach(p_projects uuid[], p_what text, p jsonb, p_today date) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_in uuid[] := settings_decided(p_projects, p_today);
BEGIN
  RETURN CASE p_what
    WHEN 'plans' THEN (SELECT jsonb_build_object('plans', count(*), 'due', count(*) FILTER (WHERE i.review_due_on IS NOT NULL))
      FROM casework_integrationplan i WHERE i.project_id = ANY (v_in) AND EXISTS (
        SELECT 1 FROM people_enrolment e WHERE e.person_id = i.person_id AND e.project_id = i.project_id AND e.exited_on IS NULL))
    WHEN 'frozen' THEN (SELECT jsonb_build_object('frozen', count(*)) FROM casework_planrevision r
      WHERE r.project_id = ANY (v_in) AND r.frozen_at >= (p ->> 'since')::date)
    WHEN 'goals' THEN (SELECT jsonb_build_object('goals', count(*)) FROM casework_goal g
      WHERE g.project_id = ANY (v_in) AND g.state = 'open' AND g.field = ANY (ARRAY(SELECT jsonb_array_elements_text(p -> 'fields'))))
    WHEN 'follow_ups' THEN (SELECT jsonb_build_object('open', count(*)) FROM casework_followup f
      WHERE f.project_id = ANY (v_in) AND f.done_at IS NULL)
    WHEN 'hours' THEN (SELECT jsonb_build_object('waiting', count(*), 'full', count(*) FILTER (WHERE x.minutes >= (p ->> 'hours')::int * 60))
      FROM (SELECT (SELECT coalesce(sum(c.minutes), 0) FROM casework_contact c
                     WHERE c.person_id = e.person_id AND c.project_id = e.project_id) AS minutes
              FROM people_enrolment e WHERE e.project_id = ANY (v_in) AND e.exited_on IS NULL AND e.entered_on IS NULL) x)
    WHEN 'unsigned' THEN (SELECT jsonb_build_object('lacking', count(*)) FROM people_enrolment e
      WHERE e.project_id = ANY (v_in) AND e.exited_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM casework_plansignature s WHERE s.person_id = e.person_id AND s.project_id = e.project_id))
    -- One pair of phase and need a row: how many files in that phase would miss it.
    WHEN 'needs' THEN (SELECT jsonb_build_object('lacking', count(DISTINCT e.id)) FROM people_enrolment e
      JOIN people_person q ON q.id = e.person_id AND q.carrier_id = e.carrier_id
      JOIN jsonb_to_recordset(p -> 'needs') AS n(phase text, need text) ON n.phase = e.phase
      WHERE e.project_id = ANY (v_in) AND e.exited_on IS NULL AND NOT CASE n.need
        WHEN 'entry' THEN e.entered_on IS NOT NULL
        WHEN 'residence' THEN EXISTS (SELECT 1 FROM people_residencestatus r WHERE r.person_id = q.id AND r.carrier_id = q.carrier_id)
        WHEN 'german' THEN q.german_level <> ''
        WHEN 'occupation' THEN q.occupation <> ''
        WHEN 'contact' THEN e.last_contact_on IS NOT NULL
        WHEN 'plan' THEN EXISTS (SELECT 1 FROM casework_goal g WHERE g.person_id = e.person_id AND g.project_id = e.project_id)
        WHEN 'revision' THEN EXISTS (SELECT 1 FROM casework_planrevision r WHERE r.person_id = e.person_id AND r.project_id = e.project_id)
        ELSE true END)
    ELSE '{}'::jsonb END;
END $$;
