-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2

-- An accepted invitation becomes a membership. Carrier, project and role come from the grant, never from the caller.
CREATE FUNCTION membership_accept(p_id uuid, p_digest bytea, p_user uuid, p_now timestamptz, p_today date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  g foundation_grant;
BEGIN
  SELECT * INTO g FROM grant_find(p_digest, p_now) WHERE purpose = 'invitation';
  IF NOT FOUND OR NOT grant_use(p_digest, p_now) THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT 1 FROM network_user WHERE id = p_user AND lower(email) = lower(g.recipient)) THEN
    RAISE EXCEPTION 'the invitation is for somebody else' USING ERRCODE = '42501';
  END IF;
  INSERT INTO network_membership (id, created_at, carrier_id, project_id, user_id, role, valid_from)
    VALUES (p_id, p_now, g.carrier_id, g.project_id, p_user, g.rights[1], p_today);
  RETURN true;
END $$;
