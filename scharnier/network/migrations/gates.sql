-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2

-- An accepted invitation becomes a membership. Carrier, project and role come from the grant, never from the caller.
-- Somebody who already holds the role keeps the membership they have.
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
  IF NOT EXISTS (SELECT 1 FROM network_membership m
                  WHERE m.user_id = p_user AND m.carrier_id = g.carrier_id AND m.project_id IS NOT DISTINCT FROM g.project_id
                    AND m.role = g.rights[1] AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)) THEN
    INSERT INTO network_membership (id, created_at, carrier_id, project_id, user_id, role, valid_from)
      VALUES (p_id, p_now, g.carrier_id, g.project_id, p_user, g.rights[1], p_today);
  END IF;
  RETURN true;
END $$;

-- What the page of an invitation shows to whoever holds its link: where, and whether the address has an account already.
CREATE FUNCTION invitation_facts(p_digest bytea, p_now timestamptz)
RETURNS TABLE (carrier text, project text, account uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.name::text, coalesce(p.name, '')::text, u.id
    FROM grant_find(p_digest, p_now) g
    JOIN network_carrier c ON c.id = g.carrier_id
    LEFT JOIN network_project p ON p.id = g.project_id
    LEFT JOIN network_user u ON lower(u.email) = lower(g.recipient)
   WHERE g.purpose = 'invitation'
$$;
