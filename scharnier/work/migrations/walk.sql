-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The walk of matching.sql in one statement, so that PostgreSQL sets it up once and not once a band, from indexes that hold everything
-- that is asked of a vacancy, so that rows lying next to each other in the order of the walk are read together.
--
-- The best vacancies of one person among those that the caller may read, in the order of the specification: points, doubts,
-- identifier. `p` is what work/matching/sql.py says of a person. All vacancies fall into classes by points for the occupation, by
-- level, German and distance, each with the best sum that one of them can reach. The walk goes through bands of classes from the
-- best down and ends with the first that can't reach the last place any more. `misses` is how many hard rules must be against a
-- vacancy: 0 for suggestions, 1 for what one thing alone keeps closed. `after` is the last row of the page before.
CREATE OR REPLACE FUNCTION match_vacancies(p jsonb, most int) RETURNS TABLE (vacancy uuid, score int, doubts int, against text)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_bitmapscan = off SET enable_material = off SET enable_memoize = off SET jit = off SET join_collapse_limit = 1
SET from_collapse_limit = 1 SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  px int; py int; pz int; p_radius int; p_german int; p_level int; p_from int; p_to int; p_today date; p_since int; p_misses int;
  after_score int; after_doubts int; after_id uuid; m_distance int; m_level int; m_german int; m_hours int; m_offers int;
  no_access boolean; no_residence boolean; no_radius boolean; no_german boolean; no_level boolean; no_licence boolean;
  no_hours boolean; no_exclusion boolean; no_offers boolean;
  p_without uuid[]; p_kinds text[]; p_keys int[]; p_answers boolean[]; p_bound text[]; p_licences text[]; p_offers text[];
  p_employers uuid[]; codes_low int[]; codes_points int[];
  c_cell int[]; c_first int[]; c_last int[]; r_low int[]; r_high int[]; r_first int[]; r_last int[];
  k_base int[]; k_tier int[]; k_ring int[]; k_level int[]; k_least int[]; k_most int[]; b_first int[]; b_last int[]; b_bound int[];
  k_top int[];
BEGIN
  SELECT r.x, r.y, r.z, r.radius, r.german, r.level, r.hours_from, r.hours_to, r.today, r.since, r.misses,
         r.after_score, r.after_doubts, r.after_id, r.points[1], r.points[2], r.points[3], r.points[4], r.points[5],
         'access' = ANY (r.off), 'residence' = ANY (r.off), 'radius' = ANY (r.off), 'german' = ANY (r.off), 'level' = ANY (r.off),
         'licence' = ANY (r.off), 'hours' = ANY (r.off), 'exclusion' = ANY (r.off), r.offers = '{}',
         r.without, r.kinds, r.keys, r.answers, r.bound_to, r.licences, r.offers, r.employers, r.codes_low, r.codes_points,
         r.cells, r.ring_first, r.ring_last, r.range_low, r.range_high, r.tier_first, r.tier_last,
         r.class_base, r.class_tier, r.class_ring, r.class_level, r.class_least, r.class_most, r.band_first, r.band_last, r.band_bound,
         r.class_top
    INTO px, py, pz, p_radius, p_german, p_level, p_from, p_to, p_today, p_since, p_misses,
         after_score, after_doubts, after_id, m_distance, m_level, m_german, m_hours, m_offers,
         no_access, no_residence, no_radius, no_german, no_level, no_licence, no_hours, no_exclusion, no_offers,
         p_without, p_kinds, p_keys, p_answers, p_bound, p_licences, p_offers, p_employers, codes_low, codes_points,
         c_cell, c_first, c_last, r_low, r_high, r_first, r_last,
         k_base, k_tier, k_ring, k_level, k_least, k_most, b_first, b_last, b_bound, k_top
    FROM jsonb_to_record(p) AS r (
      x int, y int, z int, radius int, german int, level int, hours_from int, hours_to int, today date, since int, misses int,
      after_score int, after_doubts int, after_id uuid, points int[], off text[], without uuid[], kinds text[], keys int[],
      answers boolean[], bound_to text[], licences text[], offers text[], employers uuid[], codes_low int[], codes_points int[],
      cells int[], ring_first int[], ring_last int[], range_low int[], range_high int[], tier_first int[], tier_last int[],
      class_base int[], class_tier int[], class_ring int[], class_level int[], class_least int[], class_most int[],
      band_first int[], band_last int[], band_bound int[], class_top int[]);
  RETURN QUERY
  -- Arrays of a function are unpacked for every row that asks them; as columns of a row they stay as they are.
  WITH RECURSIVE given AS MATERIALIZED (
    SELECT p_kinds AS kinds, p_without AS without, p_keys AS keys, p_answers AS answers, p_bound AS bound_to,
           p_licences AS licences, p_offers AS offers, p_employers AS employers, codes_low AS low, codes_points AS points
  ), walk AS (
    SELECT 1 AS band, '{}'::uuid[] AS ids, '{}'::int[] AS scores, '{}'::int[] AS doubts, '{}'::text[] AS against, -1 AS least
    UNION ALL
    SELECT w.band + 1, s.ids, s.scores, s.doubts, s.against, CASE WHEN cardinality(s.ids) >= most THEN s.scores[most] ELSE -1 END
      FROM walk w
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(b.id), '{}') AS ids, coalesce(array_agg(b.score), '{}') AS scores,
               coalesce(array_agg(b.doubts), '{}') AS doubts, coalesce(array_agg(b.against), '{}') AS against
          FROM (
            SELECT f.id, f.score, f.doubts, f.against
              FROM (
        SELECT j.id, j.score, num_nulls(access, residence, radius, german, level, licence, hours, exclusion) AS doubts,
               CASE WHEN p_misses = 0 THEN '' WHEN NOT access THEN 'access' WHEN NOT residence THEN 'residence'
                 WHEN NOT radius THEN 'radius' WHEN NOT german THEN 'german' WHEN NOT level THEN 'level'
                 WHEN NOT licence THEN 'licence' WHEN NOT hours THEN 'hours' ELSE 'exclusion' END AS against
          FROM (
        SELECT v.id, v.score,
               no_access OR match_access(g.keys, g.answers, array_position(g.kinds, v.kind::text), greatest(v.day, p_since + 0 * v.day))
                 AS access,
               no_residence OR match_residence(g.bound_to, nullif(v.district, '')) AS residence,
               no_radius OR v.way <= p_radius AS radius,
               no_german OR match_enough(p_german, v.german) AS german,
               no_level OR match_enough(p_level, v.level) AS level,
               no_licence OR match_licence(g.licences, v.licences) AS licence,
               no_hours OR match_hours(p_from, p_to, v.hours_from, v.hours_to) AS hours,
               no_exclusion OR NOT v.organisation_id = ANY (g.employers) AS exclusion
          FROM given g
          CROSS JOIN LATERAL (
        SELECT v.*, v.part + match_points_distance(m_distance, p_radius, v.way) AS score
          FROM (
        SELECT v.*, match_way(px, py, pz, v.x, v.y, v.z) AS way,
               v.base + match_points_level(m_level, p_level, v.level) + match_points_german(m_german, p_german, v.german)
                 + match_points_hours(m_hours, p_from, p_to, v.hours_from, v.hours_to)
                 + CASE WHEN no_offers THEN 0 ELSE m_offers
                     * (SELECT count(*) FROM unnest(p_offers) AS o WHERE o = ANY (v.offers))::int / cardinality(p_offers) END AS part
          FROM (
          SELECT v.*, k_base[k.n] AS base
            FROM generate_series(b_first[w.band], b_last[w.band]) AS k (n)
            CROSS JOIN LATERAL generate_series(r_first[k_tier[k.n]], r_last[k_tier[k.n]]) AS r (n)
            CROSS JOIN LATERAL generate_series(c_first[k_ring[k.n]], c_last[k_ring[k.n]]) AS c (n)
            CROSS JOIN LATERAL (
              SELECT v.id, v.x, v.y, v.z, v.german, v.level, v.hours_from, v.hours_to, v.kind, v.day, v.district, v.licences, v.offers,
                     v.organisation_id
                FROM work_vacancyrow v
               WHERE v.cell = c_cell[c.n] AND v.level = k_level[k.n] AND v.occupation >= r_low[r.n] AND v.occupation <= r_high[r.n]
                 AND v.german >= k_least[k.n] AND v.german <= k_most[k.n]
                 AND g.points[width_bucket(v.occupation, g.low)] = k_base[k.n]
                 AND k_top[k.n] + match_points_level(m_level, p_level, v.level) + match_points_german(m_german, p_german, v.german)
                     >= w.least
                 AND v.until >= p_today AND v.kind = ANY (g.kinds) AND NOT v.id = ANY (g.without)
                 AND (p_misses > 0 OR no_hours OR match_hours(p_from, p_to, v.hours_from, v.hours_to) IS NOT FALSE)
                 AND (p_misses > 0 OR no_residence OR match_residence(g.bound_to, nullif(v.district, '')) IS NOT FALSE)
                 AND (p_misses > 0 OR no_licence OR match_licence(g.licences, v.licences) IS NOT FALSE)
              OFFSET 0
            ) AS v
           WHERE c_cell IS NOT NULL
          UNION ALL
          SELECT v.*, k_base[k.n] AS base
            FROM generate_series(b_first[w.band], b_last[w.band]) AS k (n)
            CROSS JOIN LATERAL generate_series(r_first[k_tier[k.n]], r_last[k_tier[k.n]]) AS r (n)
            CROSS JOIN LATERAL (
              SELECT v.id, v.x, v.y, v.z, v.german, v.level, v.hours_from, v.hours_to, v.kind, v.day, v.district, v.licences, v.offers,
                     v.organisation_id
                FROM work_vacancyrow v
               WHERE v.level = k_level[k.n] AND v.occupation >= r_low[r.n] AND v.occupation <= r_high[r.n]
                 AND v.german >= k_least[k.n] AND v.german <= k_most[k.n]
                 AND g.points[width_bucket(v.occupation, g.low)] = k_base[k.n]
                 AND k_top[k.n] + match_points_level(m_level, p_level, v.level) + match_points_german(m_german, p_german, v.german)
                     >= w.least
                 AND v.until >= p_today AND v.kind = ANY (g.kinds) AND NOT v.id = ANY (g.without)
                 AND (p_misses > 0 OR no_hours OR match_hours(p_from, p_to, v.hours_from, v.hours_to) IS NOT FALSE)
                 AND (p_misses > 0 OR no_residence OR match_residence(g.bound_to, nullif(v.district, '')) IS NOT FALSE)
                 AND (p_misses > 0 OR no_licence OR match_licence(g.licences, v.licences) IS NOT FALSE)
              OFFSET 0
            ) AS v
           WHERE c_cell IS NULL
          ) AS v
        OFFSET 0
          ) AS v
         WHERE p_misses > 0 OR (v.way <= p_radius) IS NOT FALSE OR no_radius
        OFFSET 0
          ) AS v
         WHERE v.score >= w.least AND (after_id IS NULL OR v.score <= after_score)
        OFFSET 0
          ) AS j
         WHERE CASE WHEN p_misses = 0 THEN (access AND residence AND radius AND german AND level AND licence AND hours AND exclusion)
                   IS NOT FALSE
                 ELSE (access IS FALSE)::int + (residence IS FALSE)::int + (radius IS FALSE)::int + (german IS FALSE)::int
                   + (level IS FALSE)::int + (licence IS FALSE)::int + (hours IS FALSE)::int + (exclusion IS FALSE)::int = p_misses END
              ) AS f
             WHERE after_id IS NULL OR (-f.score, f.doubts, f.id) > (-after_score, after_doubts, after_id)
            UNION ALL
            SELECT * FROM unnest(w.ids, w.scores, w.doubts, w.against)
            ORDER BY 2 DESC, 3, 1 LIMIT most
          ) AS b
      ) AS s
     WHERE b_bound[w.band] >= w.least
  )
  SELECT u.id, u.s, u.d, u.a FROM (SELECT * FROM walk l ORDER BY l.band DESC LIMIT 1) AS l
    CROSS JOIN LATERAL unnest(l.ids, l.scores, l.doubts, l.against) AS u (id, s, d, a);
END $$;
