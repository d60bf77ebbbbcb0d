-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Finding organisations again. Trigram indexes are not used behind row-level policies, so these functions apply the caller's
-- carriers themselves.

CREATE INDEX organisation_folded ON directory_organisation USING gin (folded gin_trgm_ops);

-- What might be the same organisation: an alike name, in which the legal form doesn't count, or the same telephone.
CREATE FUNCTION organisation_core(p_folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN trim(regexp_replace(p_folded, '\m(gmbh|ggmbh|mbh|ug|haftungsbeschrankt|ag|kg|ohg|gbr|ev|eg|co|inh|inhaber)\M|[^a-z0-9 ]', ' ', 'g'));

CREATE FUNCTION organisation_alike(p_name text, p_phone text, p_limit int)
RETURNS TABLE (organisation_id uuid, likeness real, same_phone boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_name text := organisation_core(search_fold(p_name, ''));
  v_carriers uuid[] := app_carriers();
BEGIN
  -- Here and not as a clause of the function, which only a superuser may write before pg_trgm is loaded (as in a restore).
  PERFORM set_config('pg_trgm.similarity_threshold', '0.3', true);
  RETURN QUERY
    WITH candidate AS (
      SELECT o.id FROM directory_organisation o
       WHERE length(v_name) > 2 AND o.folded % v_name AND o.carrier_id = ANY (v_carriers) AND o.merged_into_id IS NULL
      UNION
      SELECT o.id FROM directory_organisation o
       WHERE p_phone <> '' AND o.phone = p_phone AND o.carrier_id = ANY (v_carriers) AND o.merged_into_id IS NULL
    )
    SELECT o.id, similarity(organisation_core(o.folded), v_name), p_phone <> '' AND o.phone = p_phone
      FROM candidate c JOIN directory_organisation o ON o.id = c.id
     WHERE similarity(organisation_core(o.folded), v_name) >= 0.5 OR (p_phone <> '' AND o.phone = p_phone)
     ORDER BY 3 DESC, 2 DESC, 1
     LIMIT p_limit;
END $$;

-- The organisations of the caller's carriers whose name holds every word of the query.
CREATE FUNCTION organisation_matches(p_query text, p_limit int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_words text[] := ARRAY(SELECT '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'
                          FROM unnest(string_to_array(trim(de_wide(p_query)), ' ')) AS w WHERE w <> '');
BEGIN
  IF cardinality(v_words) = 0 THEN RETURN; END IF;
  RETURN QUERY
    SELECT o.id FROM directory_organisation o
     WHERE o.folded LIKE ALL (v_words) AND o.carrier_id = ANY (app_carriers()) AND o.merged_into_id IS NULL
     ORDER BY o.name_sort LIMIT p_limit;
END $$;
