-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Gate functions: the few ways past the policies, each doing one thing.

CREATE UNLOGGED TABLE foundation_cache (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX foundation_cache_expires ON foundation_cache (expires);

CREATE INDEX searchentry_folded ON foundation_searchentry USING gin (project_id, folded gin_trgm_ops);

-- Search within the caller's scope. Trigram indexes are not used behind row-level policies (their operators aren't
-- leakproof), so the scope is applied here, by the same settings. p_words are folded words, all of which must occur.
CREATE FUNCTION app_search(p_query text, p_limit int) RETURNS SETOF foundation_searchentry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_query text := trim(de_wide(p_query));
  v_words text[] := ARRAY(SELECT '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'
                          FROM unnest(string_to_array(v_query, ' ')) AS w WHERE w <> '');
BEGIN
  IF cardinality(v_words) = 0 THEN RETURN; END IF;
  RETURN QUERY
    SELECT s.* FROM unnest(app_projects()) AS p(id)
    CROSS JOIN LATERAL (
      SELECT x.* FROM foundation_searchentry x
      WHERE x.project_id = p.id AND x.folded LIKE ALL (v_words)
        AND x.carrier_id = ANY (app_carriers())
        AND (x.audience_id IS NULL OR x.audience_id = ANY (app_audiences()))
      ORDER BY starts_with(x.folded, v_query) DESC, x.folded
      LIMIT p_limit
    ) AS s
    ORDER BY starts_with(s.folded, v_query) DESC, s.folded
    LIMIT p_limit;
END $$;

-- A new audience whose first member is whoever opens it.
CREATE FUNCTION audience_open(p_id uuid, p_member uuid, p_carrier uuid, p_purpose text, p_today date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_kind() <> 'staff' OR NOT p_carrier = ANY (app_write_carriers()) THEN
    RAISE EXCEPTION 'this carrier is out of scope' USING ERRCODE = '42501';
  END IF;
  INSERT INTO foundation_audience (id, carrier_id, purpose, created_at) VALUES (p_id, p_carrier, p_purpose, now());
  INSERT INTO foundation_audiencemember (id, carrier_id, audience_id, user_id, valid_from)
    VALUES (p_member, p_carrier, p_id, app_actor(), p_today);
  PERFORM set_config('app.audiences', (app_audiences() || p_id)::text, true);
END $$;

-- A grant by the digest of its secret: the only reading of a grant before it is known whom it serves.
CREATE FUNCTION grant_find(p_digest bytea, p_now timestamptz) RETURNS SETOF foundation_grant
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM foundation_grant WHERE secret_digest = p_digest AND revoked_at IS NULL AND expires_at > p_now
$$;
CREATE FUNCTION grant_use(p_digest bytea, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  n int;
BEGIN
  UPDATE foundation_grant SET used_at = p_now
    WHERE secret_digest = p_digest AND revoked_at IS NULL AND expires_at > p_now AND used_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n = 1;
END $$;

-- Nobody but their writer reads drafts; the system only throws old ones away.
CREATE FUNCTION forms_forget(p_drafts timestamptz, p_submissions timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app_kind() <> 'system' THEN RAISE EXCEPTION 'only the system tidies up' USING ERRCODE = '42501'; END IF;
  DELETE FROM foundation_draft WHERE updated_at < p_drafts;
  DELETE FROM foundation_submission WHERE at < p_submissions;
END $$;
