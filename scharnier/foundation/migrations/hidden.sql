-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Persons kept from a principal although they take part in the same project: a room says who they are (separated persons).

CREATE OR REPLACE FUNCTION app_leave() RETURNS void LANGUAGE sql AS $$
  SELECT set_config('app.' || name, '', true) FROM unnest(ARRAY['kind','actor','behalf','carrier','request','carriers',
    'write_carriers','projects','writes','leads','admins','audiences','narrow','cases','cover_audiences','told_projects',
    'told_cases','own','covered','hidden']) AS name
$$;

-- Nobody, until a room says otherwise.
CREATE FUNCTION app_hidden_persons(p_today date) RETURNS uuid[] LANGUAGE sql STABLE AS $$ SELECT '{}'::uuid[] $$;

-- Called right after app_enter, in the same statement: works the list out, keeps it for the policies, tells it.
CREATE FUNCTION app_hide(p_today date) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_hidden uuid[] := CASE WHEN app_kind() = 'staff' THEN app_hidden_persons(p_today) ELSE '{}' END;
BEGIN
  PERFORM set_config('app.hidden', v_hidden::text, true);
  RETURN to_jsonb(v_hidden);
END $$;
