-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Who a transaction serves and what that principal may reach on this day, derived from dated rows alone.

CREATE OR REPLACE FUNCTION app_enter(p_kind text, p_id uuid, p_carrier uuid, p_today date, p_request text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user network_user;
  v_carriers uuid[] := '{}';
  v_write_carriers uuid[] := '{}';
  v_projects uuid[] := '{}';
  v_writes uuid[] := '{}';
  v_leads uuid[] := '{}';
  v_admins uuid[] := '{}';
  v_audiences uuid[] := '{}';
  v_facts jsonb := '{}';
  v_kind text := p_kind;
BEGIN
  IF p_kind NOT IN ('staff', 'programme', 'participant', 'employer', 'volunteer', 'grant', 'public', 'api', 'system', 'signin') THEN
    RAISE EXCEPTION 'unknown kind of principal';
  END IF;
  IF p_kind = 'staff' THEN
    SELECT * INTO v_user FROM network_user WHERE id = p_id AND is_active;
    IF NOT FOUND THEN
      v_kind := 'public';
    ELSE
      WITH reach AS (
        SELECT m.carrier_id, m.project_id, m.role, m.role IN ('caseworker', 'placement', 'hinge', 'lead') AS writes
          FROM network_membership m
         WHERE m.user_id = p_id AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)
        UNION ALL
        SELECT s.carrier_id, s.project_id, 'cover', s.may_write FROM network_substitution s
         WHERE s.cover_id = p_id AND p_today BETWEEN s.valid_from AND s.valid_to
      )
      SELECT coalesce(array_agg(DISTINCT carrier_id) FILTER (WHERE role <> 'office'), '{}'),
             coalesce(array_agg(DISTINCT carrier_id) FILTER (WHERE writes), '{}'),
             coalesce(array_agg(DISTINCT project_id) FILTER (WHERE project_id IS NOT NULL), '{}'),
             coalesce(array_agg(DISTINCT project_id) FILTER (WHERE project_id IS NOT NULL AND writes), '{}'),
             coalesce(array_agg(DISTINCT project_id) FILTER (WHERE role = 'lead'), '{}'),
             coalesce(array_agg(DISTINCT carrier_id) FILTER (WHERE role = 'admin'), '{}')
        INTO v_carriers, v_write_carriers, v_projects, v_writes, v_leads, v_admins
        FROM reach;
      -- A substitution opens the audiences of the absent only when it says so.
      SELECT coalesce(array_agg(DISTINCT a.audience_id), '{}') INTO v_audiences
        FROM foundation_audiencemember a
       WHERE a.valid_from <= p_today AND (a.valid_to IS NULL OR a.valid_to >= p_today)
         AND (a.user_id = p_id OR a.user_id IN (
               SELECT s.absent_id FROM network_substitution s
                WHERE s.cover_id = p_id AND s.with_confidential AND s.carrier_id = a.carrier_id
                  AND p_today BETWEEN s.valid_from AND s.valid_to));
      v_facts := jsonb_build_object(
        'user', jsonb_build_object('id', v_user.id, 'name', v_user.display_name, 'language', v_user.language,
          'theme', v_user.theme, 'single_keys', v_user.single_keys),
        'memberships', coalesce((
          SELECT jsonb_agg(jsonb_build_object('role', m.role, 'carrier', c.id, 'carrier_name', c.short_name, 'project', p.id,
                   'code', p.code, 'name', p.name, 'phase', p.phase, 'labels', g.labels, 'plan_fields', g.plan_fields,
                   'support_months', g.support_months, 'review_months', g.review_months)
                   ORDER BY p.name NULLS LAST, m.role)
            FROM network_membership m
            JOIN network_carrier c ON c.id = m.carrier_id
            LEFT JOIN network_project p ON p.id = m.project_id
            LEFT JOIN network_programme g ON g.id = coalesce(p.programme_id, m.programme_id)
           WHERE m.user_id = p_id AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)), '[]'),
        'covering', coalesce((
          SELECT jsonb_agg(jsonb_build_object('absent', u.id, 'name', u.display_name, 'carrier', c.id, 'carrier_name', c.short_name,
                   'project', p.id, 'code', p.code, 'project_name', p.name, 'phase', p.phase, 'labels', g.labels,
                   'plan_fields', g.plan_fields, 'support_months', g.support_months, 'review_months', g.review_months,
                   'until', s.valid_to, 'may_write', s.may_write)
                   ORDER BY s.valid_to)
            FROM network_substitution s JOIN network_user u ON u.id = s.absent_id
            JOIN network_project p ON p.id = s.project_id
            JOIN network_carrier c ON c.id = s.carrier_id
            JOIN network_programme g ON g.id = p.programme_id
           WHERE s.cover_id = p_id AND p_today BETWEEN s.valid_from AND s.valid_to), '[]'));
    END IF;
  ELSIF p_kind = 'system' AND p_carrier IS NOT NULL THEN
    v_carriers := ARRAY[p_carrier];
    v_write_carriers := v_carriers;
    SELECT coalesce(array_agg(id), '{}') INTO v_projects FROM network_project WHERE carrier_id = p_carrier;
    v_writes := v_projects;
  END IF;
  PERFORM set_config('app.kind', v_kind, true),
          set_config('app.actor', coalesce(p_id::text, ''), true),
          set_config('app.behalf', '', true),
          set_config('app.carrier', coalesce(p_carrier::text, ''), true),
          set_config('app.request', p_request, true),
          set_config('app.carriers', v_carriers::text, true),
          set_config('app.write_carriers', v_write_carriers::text, true),
          set_config('app.projects', v_projects::text, true),
          set_config('app.writes', v_writes::text, true),
          set_config('app.leads', v_leads::text, true),
          set_config('app.admins', v_admins::text, true),
          set_config('app.audiences', v_audiences::text, true);
  RETURN jsonb_build_object('kind', v_kind, 'carriers', to_jsonb(v_carriers), 'projects', to_jsonb(v_projects),
    'writes', to_jsonb(v_writes), 'admins', to_jsonb(v_admins), 'leads', to_jsonb(v_leads),
    'audiences', to_jsonb(v_audiences), 'facts', v_facts);
END $$;
