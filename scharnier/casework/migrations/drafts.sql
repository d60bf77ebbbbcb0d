-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Drafts are read by nobody but who wrote them. At a hand-over they are counted for whoever arranges it, and passed on by the
-- writer alone.

CREATE FUNCTION drafts_held(p_user uuid, p_carrier uuid, p_project uuid, p_subjects uuid[]) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT d.id) FROM foundation_draft d
    JOIN people_enrolment e ON d.key = 'contact:' || e.person_id
   WHERE d.user_id = p_user AND e.project_id = p_project AND e.carrier_id = p_carrier
     AND (p_subjects IS NULL OR e.person_id = ANY (p_subjects))
     AND (app_actor() = p_user OR p_project = ANY (app_leads()) OR p_carrier = ANY (app_admins()))
$$;

-- Whoever has begun a note of their own for the same person keeps it; the giver's draft then stays where it is.
CREATE FUNCTION drafts_pass(p_taker uuid, p_project uuid, p_subjects uuid[], p_today date) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH passed AS (
    UPDATE foundation_draft d SET user_id = p_taker
     WHERE d.user_id = app_actor() AND p_project = ANY (app_writes())
       AND d.key IN (SELECT 'contact:' || e.person_id FROM people_enrolment e
                      WHERE e.project_id = p_project AND e.person_id = ANY (p_subjects))
       AND EXISTS (SELECT 1 FROM network_membership m
                    WHERE m.user_id = p_taker AND m.project_id = p_project AND m.role IN ('caseworker', 'placement', 'hinge', 'lead')
                      AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today))
       AND NOT EXISTS (SELECT 1 FROM foundation_draft t WHERE t.user_id = p_taker AND t.key = d.key)
    RETURNING 1)
  SELECT count(*) FROM passed
$$;
