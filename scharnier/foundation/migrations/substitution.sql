-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2

CREATE OR REPLACE FUNCTION app_leave() RETURNS void LANGUAGE sql AS $$
  SELECT set_config('app.' || name, '', true) FROM unnest(ARRAY['kind','actor','behalf','carrier','request','carriers',
    'write_carriers','projects','writes','leads','admins','audiences','narrow','cases','cover_audiences','told_projects',
    'told_cases','own','covered']) AS name
$$;

-- From here to the end of the transaction everything is done on behalf of a colleague for whom the actor stands in today.
CREATE FUNCTION app_act_for(p_absent uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT p_absent = ANY (app_list('covered')) THEN
    RAISE EXCEPTION 'nobody stands in for this colleague' USING ERRCODE = '42501';
  END IF;
  PERFORM set_config('app.behalf', p_absent::text, true);
END $$;

-- As before, and within what a substitution leaves of a project.
CREATE OR REPLACE FUNCTION app_search(p_query text, p_limit int) RETURNS SETOF foundation_searchentry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_query text := trim(de_wide(p_query));
  v_words text[] := ARRAY(SELECT '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'
                          FROM unnest(string_to_array(v_query, ' ')) AS w WHERE w <> '');
  v_narrow uuid[] := app_list('narrow');
  v_cases uuid[] := app_list('cases');
  v_told uuid[] := app_list('cover_audiences');
BEGIN
  IF cardinality(v_words) = 0 THEN RETURN; END IF;
  RETURN QUERY
    SELECT s.* FROM unnest(app_projects()) AS p(id)
    CROSS JOIN LATERAL (
      SELECT x.* FROM foundation_searchentry x
      WHERE x.project_id = p.id AND x.folded LIKE ALL (v_words)
        AND x.carrier_id = ANY (app_carriers())
        AND (NOT x.project_id = ANY (v_narrow) OR x.subject_id = ANY (v_cases))
        AND (x.audience_id IS NULL OR x.audience_id = ANY (app_audiences()))
        AND (x.audience_id IS NULL OR NOT x.audience_id = ANY (v_told)
             OR x.project_id = ANY (app_list('told_projects')) OR x.subject_id = ANY (app_list('told_cases')))
      ORDER BY starts_with(x.folded, v_query) DESC, x.folded
      LIMIT p_limit
    ) AS s
    ORDER BY starts_with(s.folded, v_query) DESC, s.folded
    LIMIT p_limit;
END $$;
