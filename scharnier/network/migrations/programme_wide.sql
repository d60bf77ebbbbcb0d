-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Deciding for a whole programme. The administration of the carrier that leads a consortium of the programme does, and that of
-- a carrier that carries out the programme alone; the operator always may, by command.

CREATE FUNCTION programme_decided(p_today date) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(g.id), '{}') FROM network_programme g
   WHERE app_kind() = 'staff' AND cardinality(app_admins()) > 0 AND (
     EXISTS (SELECT 1 FROM network_consortium c
              WHERE c.programme_id = g.id AND c.carrier_id = ANY (app_admins())
                AND c.valid_from <= p_today AND (c.valid_to IS NULL OR c.valid_to >= p_today))
     OR (EXISTS (SELECT 1 FROM network_project p WHERE p.programme_id = g.id)
         AND NOT EXISTS (SELECT 1 FROM network_project p WHERE p.programme_id = g.id AND NOT p.carrier_id = ANY (app_admins()))))
$$;

-- Of these projects the ones whose settings the caller may decide: only there is counted what a change reaches.
CREATE FUNCTION settings_decided(p_projects uuid[], p_today date) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(p.id), '{}') FROM network_project p
   WHERE p.id = ANY (p_projects)
     AND (p.carrier_id = ANY (app_admins()) OR p.id = ANY (app_leads()) OR p.programme_id = ANY (programme_decided(p_today)))
$$;

-- The projects of a programme with what each says itself about one setting on a day, for whoever decides.
CREATE FUNCTION programme_projects(p_programme uuid, p_key text, p_day date, p_today date)
RETURNS TABLE (id uuid, carrier_id uuid, carrier text, name text, own boolean, value jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.carrier_id, c.short_name::text, p.name::text, s.id IS NOT NULL AND NOT s.inherits, s.value
    FROM network_project p JOIN network_carrier c ON c.id = p.carrier_id
    LEFT JOIN network_projectsetting s ON s.project_id = p.id AND s.carrier_id = p.carrier_id AND s.key = p_key
      AND s.withdrawn_at IS NULL AND s.valid_from <= p_day AND (s.valid_to IS NULL OR s.valid_to >= p_day)
   WHERE p.programme_id = p_programme AND p_programme = ANY (programme_decided(p_today))
     AND (p.valid_to IS NULL OR p.valid_to >= least(p_day, p_today))
   ORDER BY c.short_name, p.name, p.id
$$;

-- How many projects of a programme say otherwise today, by setting.
CREATE FUNCTION programme_deviations(p_programme uuid, p_today date) RETURNS TABLE (key text, projects bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.key::text, count(DISTINCT p.id) FROM network_project p
    JOIN network_projectsetting s ON s.project_id = p.id AND s.carrier_id = p.carrier_id
   WHERE p.programme_id = p_programme AND p_programme = ANY (programme_decided(p_today))
     AND (p.valid_to IS NULL OR p.valid_to >= p_today) AND s.withdrawn_at IS NULL AND NOT s.inherits
     AND s.valid_from <= p_today AND (s.valid_to IS NULL OR s.valid_to >= p_today)
   GROUP BY s.key
$$;

-- One change for a whole programme: what begins later is withdrawn, what runs ends the day before, nothing is overwritten.
CREATE FUNCTION programme_setting_change(p_id uuid, p_programme uuid, p_key text, p_value jsonb, p_inherits boolean, p_since date,
  p_reason text, p_seen uuid, p_today date, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_last uuid;
BEGIN
  IF NOT p_programme = ANY (programme_decided(p_today)) THEN
    RAISE EXCEPTION 'this programme is out of scope' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('settings ' || p_programme, 0));
  SELECT s.id INTO v_last FROM network_programmesetting s
   WHERE s.programme_id = p_programme AND s.key = p_key AND s.withdrawn_at IS NULL ORDER BY s.created_at DESC, s.id DESC LIMIT 1;
  IF v_last IS DISTINCT FROM p_seen THEN RETURN false; END IF;
  UPDATE network_programmesetting SET withdrawn_at = p_now
   WHERE programme_id = p_programme AND key = p_key AND withdrawn_at IS NULL AND valid_from >= p_since;
  UPDATE network_programmesetting SET valid_to = p_since - 1
   WHERE programme_id = p_programme AND key = p_key AND withdrawn_at IS NULL AND (valid_to IS NULL OR valid_to >= p_since);
  INSERT INTO network_programmesetting (id, created_at, programme_id, key, value, inherits, valid_from, reason)
  VALUES (p_id, p_now, p_programme, p_key, p_value, p_inherits, p_since, p_reason);
  RETURN true;
END $$;
