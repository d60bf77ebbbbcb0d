-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Gates for whoever comes and goes: each does one thing that no policy allows, and asks who wants it.

-- Audiences of one project (and, with p_subjects, of these cases) that nobody but p_user can read any more. How many, for
-- p_user and for whoever leads there; which and what about stays closed.
CREATE FUNCTION audiences_alone(p_user uuid, p_carrier uuid, p_project uuid, p_subjects uuid[], p_today date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT t.audience_id FROM foundation_timelineentry t
    JOIN foundation_audiencemember a ON a.audience_id = t.audience_id AND a.carrier_id = t.carrier_id AND a.user_id = p_user
     AND (a.valid_to IS NULL OR a.valid_to >= p_today)
   WHERE t.carrier_id = p_carrier AND t.project_id = p_project AND (p_subjects IS NULL OR t.subject_id = ANY (p_subjects))
     AND NOT EXISTS (
       SELECT 1 FROM foundation_audiencemember o JOIN network_membership m ON m.user_id = o.user_id AND m.carrier_id = o.carrier_id
        WHERE o.audience_id = t.audience_id AND o.user_id <> p_user AND (o.valid_to IS NULL OR o.valid_to >= p_today)
          AND (m.valid_to IS NULL OR m.valid_to >= p_today))
$$;
REVOKE ALL ON FUNCTION audiences_alone(uuid, uuid, uuid, uuid[], date) FROM PUBLIC;

CREATE FUNCTION audiences_held(p_user uuid, p_carrier uuid, p_project uuid, p_subjects uuid[], p_today date) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (app_actor() = p_user OR p_project = ANY (app_leads()) OR p_carrier = ANY (app_admins()) OR app_kind() = 'system') THEN
    RAISE EXCEPTION 'this colleague is out of scope' USING ERRCODE = '42501';
  END IF;
  RETURN (SELECT count(*) FROM audiences_alone(p_user, p_carrier, p_project, p_subjects, p_today));
END $$;

-- Whoever hands over their own cases lets the new owner into what would otherwise be lost with them. Nobody else can: then
-- it stays sealed.
CREATE FUNCTION audiences_pass(p_user uuid, p_taker uuid, p_carrier uuid, p_project uuid, p_subjects uuid[], p_today date)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  n bigint;
BEGIN
  IF app_actor() <> p_user THEN RETURN 0; END IF;
  IF NOT EXISTS (SELECT 1 FROM network_membership m WHERE m.user_id = p_taker AND m.project_id = p_project
                   AND m.carrier_id = p_carrier AND m.role IN ('caseworker', 'placement', 'hinge', 'lead')
                   AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)) THEN
    RAISE EXCEPTION 'the taker does not work in this project' USING ERRCODE = '42501';
  END IF;
  INSERT INTO foundation_audiencemember (id, carrier_id, audience_id, user_id, valid_from)
    SELECT gen_random_uuid(), p_carrier, a, p_taker, p_today
      FROM audiences_alone(p_user, p_carrier, p_project, p_subjects, p_today) AS a;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;

-- Somebody leaves: the sign-in is shut when no membership lasts beyond a day, sessions end, nothing of theirs stays open.
-- For whoever leads or administers where they worked; the system does it for everybody, every night. True when it was shut.
CREATE FUNCTION signin_shut(p_user uuid, p_after date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_kind() <> 'system' AND NOT EXISTS (
       SELECT 1 FROM network_membership m WHERE m.user_id = p_user
          AND (m.carrier_id = ANY (app_admins()) OR m.project_id = ANY (app_leads()))) THEN
    RAISE EXCEPTION 'this colleague is out of scope' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT 1 FROM network_membership m WHERE m.user_id = p_user AND (m.valid_to IS NULL OR m.valid_to > p_after)) THEN
    RETURN false;
  END IF;
  UPDATE network_user SET is_active = false WHERE id = p_user AND is_active;
  DELETE FROM django_session d USING usersessions_usersession s WHERE s.user_id = p_user AND d.session_key = s.session_key;
  DELETE FROM usersessions_usersession WHERE user_id = p_user;
  RETURN true;
END $$;

-- Whose last membership has ended and whose sign-in is still open.
CREATE FUNCTION signin_leavers(p_today date) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_kind() <> 'system' THEN RAISE EXCEPTION 'only the system looks for leavers' USING ERRCODE = '42501'; END IF;
  RETURN QUERY
    SELECT u.id FROM network_user u
     WHERE u.is_active AND EXISTS (SELECT 1 FROM network_membership m WHERE m.user_id = u.id)
       AND NOT EXISTS (SELECT 1 FROM network_membership m
                        WHERE m.user_id = u.id AND (m.valid_to IS NULL OR m.valid_to >= p_today));
END $$;

-- A lost second factor: taken away by somebody who administers a carrier for which the colleague works today, never by
-- themselves. Signed-in browsers end. Returns whom to tell: the colleague and everybody else who administers their carriers.
CREATE FUNCTION second_factor_reset(p_user uuid, p_today date) RETURNS TABLE (email text, language text, colleague boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_kind() <> 'staff' OR p_user = app_actor() OR NOT EXISTS (
       SELECT 1 FROM network_membership m WHERE m.user_id = p_user AND m.carrier_id = ANY (app_admins())
          AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)) THEN
    RAISE EXCEPTION 'this colleague is out of scope' USING ERRCODE = '42501';
  END IF;
  DELETE FROM mfa_authenticator WHERE user_id = p_user;
  DELETE FROM django_session d USING usersessions_usersession s WHERE s.user_id = p_user AND d.session_key = s.session_key;
  DELETE FROM usersessions_usersession WHERE user_id = p_user;
  RETURN QUERY
    SELECT u.email::text, u.language::text, true FROM network_user u WHERE u.id = p_user
    UNION
    SELECT a.email::text, a.language::text, false FROM network_user a
      JOIN network_membership m ON m.user_id = a.id AND m.role = 'admin'
      JOIN network_membership theirs ON theirs.carrier_id = m.carrier_id AND theirs.user_id = p_user
     WHERE a.id NOT IN (p_user, app_actor()) AND a.is_active
       AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)
       AND theirs.valid_from <= p_today AND (theirs.valid_to IS NULL OR theirs.valid_to >= p_today);
END $$;

-- A participant accepts the invitation to the own file: the account that the grant names gets its password.
CREATE FUNCTION portal_accept(p_digest bytea, p_password text, p_now timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  g foundation_grant;
  v_account uuid;
BEGIN
  SELECT * INTO g FROM grant_find(p_digest, p_now) WHERE purpose = 'portal' AND record_table = 'network_portalaccount';
  IF NOT FOUND OR NOT grant_use(p_digest, p_now) THEN RETURN NULL; END IF;
  UPDATE network_portalaccount SET password = p_password
   WHERE id = g.record_id AND carrier_id = g.carrier_id AND closed_at IS NULL RETURNING id INTO v_account;
  RETURN v_account;
END $$;

-- Whoever administers a carrier sees no file, and still has to know how much somebody holds who leaves. Between these two
-- calls the project counts as in sight; nothing but numbers is asked for (staffing/holdings.py).
CREATE FUNCTION app_count_in(p_carrier uuid, p_project uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_project = ANY (app_projects()) THEN RETURN false; END IF;
  IF NOT p_carrier = ANY (app_admins())
     OR NOT EXISTS (SELECT 1 FROM network_project p WHERE p.id = p_project AND p.carrier_id = p_carrier) THEN
    RAISE EXCEPTION 'this project is out of scope' USING ERRCODE = '42501';
  END IF;
  PERFORM set_config('app.projects', (app_projects() || p_project)::text, true);
  RETURN true;
END $$;
CREATE FUNCTION app_count_out(p_project uuid) RETURNS void LANGUAGE sql AS $$
  SELECT set_config('app.projects', array_remove(app_projects(), p_project)::text, true)
$$;
