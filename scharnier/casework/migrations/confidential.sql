-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- What becomes of confidential notes when somebody leaves: never lost without a word, never opened by whoever asks.

-- Who belongs to a circle today and still works in the project.
CREATE FUNCTION confidential_readers(p_audience uuid, p_project uuid, p_today date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.user_id FROM foundation_audiencemember a JOIN network_user u ON u.id = a.user_id AND u.is_active
   WHERE a.audience_id = p_audience AND a.valid_from <= p_today AND (a.valid_to IS NULL OR a.valid_to >= p_today)
     AND EXISTS (SELECT 1 FROM network_membership m WHERE m.user_id = a.user_id AND m.project_id = p_project
                  AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today))
$$;
REVOKE ALL ON FUNCTION confidential_readers(uuid, uuid, date) FROM PUBLIC;

-- Notes of one case that nobody reads any more: by whom, how many, the last one's day. Nothing of a circle that lives.
CREATE FUNCTION confidential_sealed(p_person uuid, p_project uuid, p_today date)
RETURNS TABLE (author text, notes bigint, latest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_kind() <> 'staff' OR NOT p_project = ANY (app_projects()) THEN RETURN; END IF;
  RETURN QUERY
    SELECT u.display_name::text, count(*), max(n.at)
      FROM casework_confidentialnote n JOIN network_user u ON u.id = n.author_id
     WHERE n.person_id = p_person AND n.project_id = p_project AND n.carrier_id = ANY (app_carriers())
       AND NOT EXISTS (SELECT 1 FROM confidential_readers(n.audience_id, n.project_id, p_today))
     GROUP BY u.id, u.display_name ORDER BY 3 DESC;
END $$;

-- Before somebody leaves: in how many cases of a project they alone can read. For themselves and for leadership.
CREATE FUNCTION confidential_only_read_by(p_user uuid, p_project uuid, p_today date) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT p_project = ANY (app_projects()) OR NOT (app_actor() = p_user OR p_project = ANY (app_leads())) THEN RETURN 0; END IF;
  RETURN (
    SELECT count(DISTINCT n.person_id) FROM casework_confidentialnote n
     WHERE n.project_id = p_project AND n.carrier_id = ANY (app_carriers())
       AND n.audience_id IN (SELECT a.audience_id FROM foundation_audiencemember a WHERE a.user_id = p_user)
       AND ARRAY(SELECT confidential_readers(n.audience_id, n.project_id, p_today)) = ARRAY[p_user]);
END $$;
