-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- What a programme and a project say over the programme's template on a day: {key: value}; the project's word counts.
CREATE FUNCTION settings_rows(p_programme uuid, p_project uuid, p_day date) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT jsonb_object_agg(s.key, s.value) FROM network_programmesetting s
                    WHERE s.programme_id = p_programme AND s.withdrawn_at IS NULL AND NOT s.inherits
                      AND s.valid_from <= p_day AND (s.valid_to IS NULL OR s.valid_to >= p_day)), '{}')
      || coalesce((SELECT jsonb_object_agg(s.key, s.value) FROM network_projectsetting s
                    WHERE s.project_id = p_project AND s.withdrawn_at IS NULL AND NOT s.inherits
                      AND s.valid_from <= p_day AND (s.valid_to IS NULL OR s.valid_to >= p_day)), '{}')
$$;

-- Who a transaction serves and what that principal may reach on this day, derived from dated rows alone.
-- A substitution lasts while the absent works in its project and the cover somewhere in the carrier. One for chosen cases
-- narrows the project to them, unless the cover reaches the project in another way.

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
  v_narrow uuid[] := '{}';
  v_cases uuid[] := '{}';
  v_cover_audiences uuid[] := '{}';
  v_told_projects uuid[] := '{}';
  v_told_cases uuid[] := '{}';
  v_own uuid[] := '{}';
  v_covers network_substitution[] := '{}';
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
      SELECT coalesce(array_agg(s), '{}') INTO v_covers FROM network_substitution s
       WHERE s.cover_id = p_id AND p_today BETWEEN s.valid_from AND s.valid_to
         AND EXISTS (SELECT 1 FROM network_membership m
                      WHERE m.user_id = s.absent_id AND m.project_id = s.project_id AND m.carrier_id = s.carrier_id
                        AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today))
         AND EXISTS (SELECT 1 FROM network_membership m
                      WHERE m.user_id = p_id AND m.carrier_id = s.carrier_id
                        AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today));
      WITH reach AS (
        SELECT m.carrier_id, m.project_id, m.role, m.role IN ('caseworker', 'placement', 'hinge', 'lead') AS writes,
               true AS whole
          FROM network_membership m
         WHERE m.user_id = p_id AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)
        UNION ALL
        SELECT s.carrier_id, s.project_id, 'cover', s.may_write, s.all_cases FROM unnest(v_covers) s
      ), place AS (
        -- Several substitutions for chosen cases of one project: the least of them counts for writing.
        SELECT carrier_id, project_id, bool_or(whole) AS whole,
               bool_or(writes AND whole) OR (NOT bool_or(whole) AND bool_and(writes)) AS writes
          FROM reach WHERE project_id IS NOT NULL GROUP BY carrier_id, project_id
      )
      SELECT (SELECT coalesce(array_agg(DISTINCT carrier_id) FILTER (WHERE role <> 'office'), '{}') FROM reach),
             (SELECT coalesce(array_agg(DISTINCT project_id) FILTER (WHERE role = 'lead'), '{}') FROM reach),
             (SELECT coalesce(array_agg(DISTINCT carrier_id) FILTER (WHERE role = 'admin'), '{}') FROM reach),
             (SELECT coalesce(array_agg(DISTINCT project_id), '{}') FROM place),
             (SELECT coalesce(array_agg(DISTINCT project_id) FILTER (WHERE writes), '{}') FROM place),
             (SELECT coalesce(array_agg(DISTINCT carrier_id) FILTER (WHERE writes), '{}') FROM place),
             (SELECT coalesce(array_agg(DISTINCT project_id) FILTER (WHERE NOT whole), '{}') FROM place)
        INTO v_carriers, v_leads, v_admins, v_projects, v_writes, v_write_carriers, v_narrow;
      SELECT coalesce(array_agg(DISTINCT a.audience_id), '{}') INTO v_audiences
        FROM foundation_audiencemember a
       WHERE a.user_id = p_id AND a.valid_from <= p_today AND (a.valid_to IS NULL OR a.valid_to >= p_today);
      IF cardinality(v_covers) > 0 THEN
        SELECT coalesce(array_agg(DISTINCT c.subject_id), '{}'),
               coalesce(array_agg(DISTINCT c.subject_id) FILTER (WHERE s.with_confidential), '{}')
          INTO v_cases, v_told_cases
          FROM unnest(v_covers) s JOIN network_substitutioncase c ON c.substitution_id = s.id AND c.carrier_id = s.carrier_id
         WHERE NOT s.all_cases;
        SELECT coalesce(array_agg(DISTINCT s.project_id), '{}') INTO v_told_projects
          FROM unnest(v_covers) s WHERE s.with_confidential AND s.all_cases;
        -- A substitution opens the audiences of the absent only when it says so.
        SELECT coalesce(array_agg(DISTINCT a.audience_id), '{}') INTO v_cover_audiences
          FROM foundation_audiencemember a JOIN unnest(v_covers) s ON s.absent_id = a.user_id AND s.carrier_id = a.carrier_id
         WHERE s.with_confidential AND a.valid_from <= p_today AND (a.valid_to IS NULL OR a.valid_to >= p_today)
           AND NOT a.audience_id = ANY (v_audiences);
        v_audiences := v_audiences || v_cover_audiences;
      END IF;
      v_facts := jsonb_build_object(
        'user', jsonb_build_object('id', v_user.id, 'name', v_user.display_name, 'language', v_user.language,
          'theme', v_user.theme, 'single_keys', v_user.single_keys),
        'memberships', coalesce((
          SELECT jsonb_agg(jsonb_build_object('role', m.role, 'carrier', c.id, 'carrier_name', c.short_name, 'project', p.id,
                   'code', p.code, 'name', p.name, 'phase', p.phase, 'programme', g.code,
                   'settings', settings_rows(g.id, p.id, p_today), 'until', m.valid_to)
                   ORDER BY p.name NULLS LAST, m.role)
            FROM network_membership m
            JOIN network_carrier c ON c.id = m.carrier_id
            LEFT JOIN network_project p ON p.id = m.project_id
            LEFT JOIN network_programme g ON g.id = coalesce(p.programme_id, m.programme_id)
           WHERE m.user_id = p_id AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)), '[]'),
        'covering', coalesce((
          SELECT jsonb_agg(jsonb_build_object('absent', u.id, 'name', u.display_name, 'carrier', c.id, 'carrier_name', c.short_name,
                   'project', p.id, 'code', p.code, 'project_name', p.name, 'phase', p.phase,
                   'programme', g.code, 'settings', settings_rows(g.id, p.id, p_today),
                   'until', s.valid_to, 'may_write', s.may_write,
                   'with_confidential', s.with_confidential, 'cases', CASE WHEN NOT s.all_cases THEN (
                     SELECT coalesce(jsonb_agg(x.subject_id), '[]') FROM network_substitutioncase x
                      WHERE x.substitution_id = s.id AND x.carrier_id = s.carrier_id) END)
                   ORDER BY s.valid_to)
            FROM unnest(v_covers) s JOIN network_user u ON u.id = s.absent_id
            JOIN network_project p ON p.id = s.project_id
            JOIN network_carrier c ON c.id = s.carrier_id
            JOIN network_programme g ON g.id = p.programme_id), '[]'));
    END IF;
  ELSIF p_kind = 'system' AND p_carrier IS NOT NULL THEN
    v_carriers := ARRAY[p_carrier];
    v_write_carriers := v_carriers;
    SELECT coalesce(array_agg(id), '{}') INTO v_projects FROM network_project WHERE carrier_id = p_carrier;
    v_writes := v_projects;
    v_facts := jsonb_build_object('settings', coalesce((
      SELECT jsonb_object_agg(p.id, jsonb_build_object('programme', g.code, 'rows', settings_rows(g.id, p.id, p_today)))
        FROM network_project p JOIN network_programme g ON g.id = p.programme_id WHERE p.carrier_id = p_carrier), '{}'));
  ELSIF p_kind = 'participant' THEN
    SELECT array_agg(a.subject_id) INTO v_own FROM network_portalaccount a WHERE a.id = p_id AND a.closed_at IS NULL;
    IF v_own IS NULL THEN
      v_own := '{}';
      v_kind := 'public';
    END IF;
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
          set_config('app.audiences', v_audiences::text, true),
          set_config('app.narrow', v_narrow::text, true),
          set_config('app.cases', v_cases::text, true),
          set_config('app.cover_audiences', v_cover_audiences::text, true),
          set_config('app.told_projects', v_told_projects::text, true),
          set_config('app.told_cases', v_told_cases::text, true),
          set_config('app.own', v_own::text, true),
          set_config('app.covered', (SELECT coalesce(array_agg(s.absent_id), '{}')::text FROM unnest(v_covers) s), true);
  RETURN jsonb_build_object('kind', v_kind, 'carriers', to_jsonb(v_carriers), 'projects', to_jsonb(v_projects),
    'writes', to_jsonb(v_writes), 'admins', to_jsonb(v_admins), 'leads', to_jsonb(v_leads),
    'audiences', to_jsonb(v_audiences), 'narrow', to_jsonb(v_narrow), 'cases', to_jsonb(v_cases),
    'cover_audiences', to_jsonb(v_cover_audiences), 'told_projects', to_jsonb(v_told_projects),
    'told_cases', to_jsonb(v_told_cases), 'own', to_jsonb(v_own), 'facts', v_facts);
END $$;
