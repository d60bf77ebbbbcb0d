-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The few ways across carriers: each tells one thing that the network may know.

-- Consortia in which one of the caller's carriers is a partner.
CREATE FUNCTION app_consortia() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT m.consortium_id), '{}') FROM network_consortiummember m
   WHERE m.partner_id = ANY (app_carriers())
$$;

-- Carriers of the installation by name, for whoever administers one: a consortium is made of them. Nothing personal.
CREATE FUNCTION carriers_of_the_network() RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.name::text FROM network_carrier c WHERE app_kind() = 'staff' AND app_admins() <> '{}' ORDER BY c.name
$$;

-- The other partner agrees to belong to a consortium (or takes it back): only somebody who administers it may say so.
CREATE FUNCTION consortium_confirm(p_member uuid, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  n int;
BEGIN
  UPDATE network_consortiummember SET confirmed_at = p_now, confirmed_by_id = CASE WHEN p_now IS NULL THEN NULL ELSE app_actor() END
   WHERE id = p_member AND partner_id = ANY (app_admins()) AND (confirmed_at IS NULL) <> (p_now IS NULL);
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n = 1;
END $$;

-- How many persons a consortium has taken in between two days: each counts once, whoever took them in; those who can't be
-- compared (name, date of birth or sex missing) count once for each carrier. Numbers only, only for partners, and only with
-- an agreement of the joint controllers on record. `entries` counts participations, `here` persons of the caller's carriers.
CREATE FUNCTION consortium_count(p_consortium uuid, p_from date, p_to date)
RETURNS TABLE (persons bigint, entries bigint, incomparable bigint, here bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_kind() <> 'staff' OR NOT EXISTS (
       SELECT 1 FROM network_consortiummember m
        WHERE m.consortium_id = p_consortium AND m.partner_id = ANY (app_carriers()) AND m.confirmed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'this consortium is out of scope' USING ERRCODE = '42501';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM network_jointagreement a WHERE a.consortium_id = p_consortium) THEN RETURN; END IF;
  RETURN QUERY
    SELECT count(DISTINCT k.key) + count(DISTINCT (k.carrier_id, k.subject_id)) FILTER (WHERE k.key IS NULL),
           count(*),
           count(DISTINCT (k.carrier_id, k.subject_id)) FILTER (WHERE k.key IS NULL),
           count(DISTINCT (k.carrier_id, k.subject_id)) FILTER (WHERE k.carrier_id = ANY (app_carriers()))
      FROM network_countkey k
     WHERE k.consortium_id = p_consortium
       AND (p_from IS NULL OR k.entered_on >= p_from) AND (p_to IS NULL OR k.entered_on <= p_to)
       AND EXISTS (SELECT 1 FROM network_consortiummember m
                    WHERE m.consortium_id = k.consortium_id AND m.partner_id = k.carrier_id AND m.confirmed_at IS NOT NULL);
END $$;

-- Who answers for a district: in all programmes, or in one. Carriers, projects and days, nothing personal.
CREATE FUNCTION region_holders(p_district text, p_programme uuid, p_from date, p_to date)
RETURNS TABLE (id uuid, carrier text, project text, programme text, duty text, note text, valid_from date, valid_to date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, c.short_name::text, p.name::text, g.name::text, r.duty::text, r.note::text, r.valid_from, r.valid_to
    FROM network_responsibility r
    JOIN network_project p ON p.id = r.project_id
    JOIN network_carrier c ON c.id = r.carrier_id
    JOIN network_programme g ON g.id = r.programme_id
   WHERE app_kind() = 'staff' AND r.district = p_district AND (p_programme IS NULL OR r.programme_id = p_programme)
     AND daterange(r.valid_from, r.valid_to, '[]') && daterange(p_from, p_to, '[]')
   ORDER BY g.name, r.duty, p.name, r.valid_from
$$;
