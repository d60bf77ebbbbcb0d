-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2

-- As before, and with the period of the invitation: rights are {role, first day or '', last day or ''}.
CREATE OR REPLACE FUNCTION membership_accept(p_id uuid, p_digest bytea, p_user uuid, p_now timestamptz, p_today date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  g foundation_grant;
  v_from date;
  v_to date;
BEGIN
  SELECT * INTO g FROM grant_find(p_digest, p_now) WHERE purpose = 'invitation';
  IF NOT FOUND THEN RETURN false; END IF;
  v_from := greatest(p_today, nullif(g.rights[2], '')::date);
  v_to := nullif(g.rights[3], '')::date;
  IF v_to < v_from OR NOT grant_use(p_digest, p_now) THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT 1 FROM network_user WHERE id = p_user AND lower(email) = lower(g.recipient)) THEN
    RAISE EXCEPTION 'the invitation is for somebody else' USING ERRCODE = '42501';
  END IF;
  -- Whoever came back after the sign-in was shut signs in again.
  UPDATE network_user SET is_active = true WHERE id = p_user AND NOT is_active;
  IF NOT EXISTS (SELECT 1 FROM network_membership m
                  WHERE m.user_id = p_user AND m.carrier_id = g.carrier_id AND m.project_id IS NOT DISTINCT FROM g.project_id
                    AND m.role = g.rights[1] AND m.valid_from <= v_from AND (m.valid_to IS NULL OR m.valid_to >= v_from)) THEN
    INSERT INTO network_membership (id, created_at, carrier_id, project_id, user_id, role, valid_from, valid_to)
      VALUES (p_id, p_now, g.carrier_id, g.project_id, p_user, g.rights[1], v_from, v_to);
  END IF;
  RETURN true;
END $$;
