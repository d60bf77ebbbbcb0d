-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The network's directory: published work contacts of people who work somewhere today, with names of carrier, projects and sites.
-- A deputy or stand-in appears to other carriers only when published as well.
--
-- p_words: [{"like": folded word, "languages": […], "topics": […], "districts": […]}], each of which must fit somewhere.
-- p_fuzzy also lets words fit that are nearly the same. p_only asks for one contact; p_from is the cursor, p_back turns round.
CREATE FUNCTION short_path(p_today date, p_words jsonb, p_fuzzy boolean, p_district text, p_place text, p_language text,
                           p_topic text, p_only uuid, p_from uuid, p_back boolean, p_limit int)
RETURNS TABLE (id uuid, name text, function text, roles text[], phone text, email text, carrier text, projects text[],
               districts text[], site text, street text, postcode text, place text, languages text[], topics text[],
               response text, reachable text, deputy_id uuid, deputy text, deputy_phone text, cover text, cover_phone text,
               updated_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH published AS (
    SELECT w.*, u.display_name, u.email, coalesce(nullif(w.phone, ''), u.phone) AS line, c.short_name, c.name AS carrier_name,
           de_fold(u.display_name) AS sort
      FROM network_workcontact w
      JOIN network_user u ON u.id = w.user_id AND u.is_active
      JOIN network_carrier c ON c.id = w.carrier_id
     WHERE app_kind() = 'staff' AND w.published
  ), known AS (
    SELECT w.*, m.roles, m.projects, m.ids, s.places, s.site_districts, r.districts
      FROM published w
      JOIN LATERAL (
        SELECT array_agg(DISTINCT m.role::text) AS roles, array_agg(DISTINCT p.name::text) FILTER (WHERE p.id IS NOT NULL) AS projects,
               coalesce(array_agg(DISTINCT p.id) FILTER (WHERE p.id IS NOT NULL), '{}') AS ids
          FROM network_membership m LEFT JOIN network_project p ON p.id = m.project_id
         WHERE m.user_id = w.user_id AND m.carrier_id = w.carrier_id AND m.role <> 'auditor'
           AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)
        HAVING count(*) > 0) m ON true
      LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT s.place::text) FILTER (WHERE s.place <> '') AS places,
               array_agg(DISTINCT s.district::text) FILTER (WHERE s.district <> '') AS site_districts
          FROM network_site s WHERE s.project_id = ANY (m.ids) AND (s.valid_to IS NULL OR s.valid_to >= p_today)) s ON true
      LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT r.district::text ORDER BY r.district::text) AS districts FROM network_responsibility r
         WHERE r.project_id = ANY (m.ids) AND r.valid_from <= p_today AND (r.valid_to IS NULL OR r.valid_to >= p_today)) r ON true
  ), fitting AS (
    SELECT k.* FROM known k
     WHERE (p_only IS NULL OR k.id = p_only)
       AND (p_district IS NULL OR p_district = ANY (coalesce(k.districts, '{}') || coalesce(k.site_districts, '{}')))
       AND (p_place IS NULL OR p_place = ANY (coalesce(k.places, '{}')))
       AND (p_language IS NULL OR p_language = ANY (k.languages))
       AND (p_topic IS NULL OR p_topic = ANY (k.topics))
       AND NOT EXISTS (
         SELECT 1 FROM jsonb_array_elements(p_words) AS w
          CROSS JOIN LATERAL (
            SELECT de_wide(concat_ws(' ', k.display_name, k.function, k.short_name, k.carrier_name, array_to_string(k.projects, ' '),
                                     array_to_string(k.places, ' '), regexp_replace(k.line, '\D', '', 'g'))) AS text) AS t
          WHERE NOT (t.text LIKE '%' || replace(replace(replace(w ->> 'like', '\', '\\'), '%', '\%'), '_', '\_') || '%'
                     OR (p_fuzzy AND word_similarity(w ->> 'like', t.text) >= 0.4)
                     OR k.languages && ARRAY(SELECT jsonb_array_elements_text(w -> 'languages'))::varchar[]
                     OR k.topics && ARRAY(SELECT jsonb_array_elements_text(w -> 'topics'))::varchar[]
                     OR coalesce(k.districts, '{}') && ARRAY(SELECT jsonb_array_elements_text(w -> 'districts'))))
  ), here AS (
    SELECT f.* FROM fitting f LEFT JOIN published c ON c.id = p_from
     WHERE p_from IS NULL OR c.id IS NULL
        OR CASE WHEN p_back THEN (f.sort, f.id) < (c.sort, c.id) ELSE (f.sort, f.id) > (c.sort, c.id) END
     ORDER BY CASE WHEN p_back THEN NULL ELSE f.sort END, CASE WHEN p_back THEN f.sort END DESC,
              CASE WHEN p_back THEN NULL ELSE f.id END, CASE WHEN p_back THEN f.id END DESC
     LIMIT p_limit
  )
  SELECT h.id, h.display_name::text, h.function::text, h.roles, h.line::text, h.email::text, h.short_name::text,
         coalesce(h.projects, '{}'), coalesce(h.districts, '{}'), s.name::text, s.street::text, s.postcode::text, s.place::text,
         h.languages::text[], h.topics::text[], h.response::text, h.reachable::text,
         d.id, d.display_name::text, d.line::text, v.display_name::text, v.line::text, h.updated_at
    FROM here h
    LEFT JOIN network_site s ON s.id = h.site_id AND (s.valid_to IS NULL OR s.valid_to >= p_today)
    LEFT JOIN published d ON d.user_id = h.deputy_id AND d.carrier_id = h.carrier_id
    LEFT JOIN LATERAL (
      SELECT x.cover_id FROM network_substitution x
       WHERE x.absent_id = h.user_id AND x.carrier_id = h.carrier_id AND p_today BETWEEN x.valid_from AND x.valid_to
       ORDER BY x.valid_to DESC LIMIT 1) a ON true
    LEFT JOIN published v ON v.user_id = a.cover_id AND v.carrier_id = h.carrier_id
   ORDER BY h.sort, h.id
$$;

-- What the directory can be narrowed to: only what occurs.
CREATE FUNCTION short_path_choices(p_today date) RETURNS TABLE (kind text, code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH published AS (
    SELECT w.languages, w.topics, ARRAY(
             SELECT m.project_id FROM network_membership m
              WHERE m.user_id = w.user_id AND m.carrier_id = w.carrier_id AND m.project_id IS NOT NULL
                AND m.valid_from <= p_today AND (m.valid_to IS NULL OR m.valid_to >= p_today)) AS ids
      FROM network_workcontact w WHERE app_kind() = 'staff' AND w.published
  ), projects AS (SELECT DISTINCT unnest(ids) AS id FROM published)
  SELECT 'language', x FROM (SELECT DISTINCT unnest(languages)::text AS x FROM published) l
  UNION ALL SELECT 'topic', x FROM (SELECT DISTINCT unnest(topics)::text AS x FROM published) t
  UNION ALL SELECT DISTINCT 'place', s.place::text FROM network_site s
    WHERE s.place <> '' AND s.project_id IN (SELECT id FROM projects) AND (s.valid_to IS NULL OR s.valid_to >= p_today)
  UNION ALL SELECT DISTINCT 'district', r.district::text FROM network_responsibility r
    WHERE app_kind() = 'staff' AND r.valid_from <= p_today AND (r.valid_to IS NULL OR r.valid_to >= p_today)
$$;
