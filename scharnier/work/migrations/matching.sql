-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Matching as docs/matching.md says it, one small function a rule and a part. true: fits, false: blocked, NULL: to be clarified.
-- They are plain expressions, which PostgreSQL writes into the query that uses them. scharnier/knowledge/matching/spec.py must
-- answer the same; a property test holds both together.

-- Kilometres as the crow flies, rounded up; the square stays below 2^52, so its root is exact.
CREATE FUNCTION match_way(ax int, ay int, az int, bx int, by int, bz int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (floor(sqrt((ax - bx)::float8 * (ax - bx)::float8 + (ay - by)::float8 * (ay - by)::float8
                     + (az - bz)::float8 * (az - bz)::float8))::int + 999) / 1000
$$;

-- `keys` are days of change, each plus 4,000,000 for every kind of work before it in the list; `answers` hold from there on.
CREATE FUNCTION match_access(keys int[], answers boolean[], kind int, day int) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT answers[width_bucket(kind * 4000000 + day, keys)]
$$;

CREATE FUNCTION match_residence(bound_to text[], district text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN bound_to IS NULL THEN NULL WHEN bound_to = '{}' THEN true ELSE district = ANY (bound_to) END
$$;

-- German and requirement level; -1 stands for a vacancy of which nobody knows what it asks for.
CREATE FUNCTION match_enough(has int, needs int) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE needs WHEN 0 THEN true WHEN -1 THEN NULL ELSE has >= needs END
$$;

CREATE FUNCTION match_licence(has text[], needs text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN needs = '{}' THEN true ELSE needs <@ has END
$$;

CREATE FUNCTION match_hours(a_from int, a_to int, b_from int, b_to int) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN a_from + a_to + b_from + b_to IS NULL THEN NULL ELSE a_from <= b_to AND b_from <= a_to END
$$;

CREATE FUNCTION match_points_distance(most int, radius int, way int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN radius > 0 AND way <= radius THEN most * (radius - way) / radius ELSE 0 END
$$;

CREATE FUNCTION match_points_level(most int, has int, needs int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE has - needs WHEN 0 THEN most WHEN 1 THEN most / 2 ELSE 0 END
$$;

CREATE FUNCTION match_points_german(most int, has int, needs int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN needs >= 0 AND has > needs THEN most * least(2, has - needs) / 2 ELSE 0 END
$$;

CREATE FUNCTION match_points_hours(most int, a_from int, a_to int, b_from int, b_to int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN a_from <= b_from AND b_to <= a_to THEN most ELSE 0 END
$$;

-- The vacancy in numbers, while it is open: `cell` is the square of the map (knowledge/matching/grid.py), 0 for no place.
CREATE FUNCTION vacancy_in_numbers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_x int; v_y int; v_z int;
BEGIN
  IF TG_OP <> 'INSERT' THEN DELETE FROM work_vacancyrow r WHERE r.id = OLD.id; END IF;
  IF TG_OP = 'DELETE' OR NEW.status <> 'open' OR NEW.occupation !~ '^\d{4}[1-4]$' THEN RETURN NULL; END IF;
  IF NEW.lat IS NOT NULL AND NEW.lon IS NOT NULL THEN
    v_x := round(6371000 * cos(radians(NEW.lat)) * cos(radians(NEW.lon)));
    v_y := round(6371000 * cos(radians(NEW.lat)) * sin(radians(NEW.lon)));
    v_z := round(6371000 * sin(radians(NEW.lat)));
  END IF;
  INSERT INTO work_vacancyrow (id, created_at, carrier_id, project_id, organisation_id, kind, occupation, level, german, day, until,
      cell, x, y, z, district, licences, hours_from, hours_to, offers)
    VALUES (NEW.id, NEW.created_at, NEW.carrier_id, NEW.project_id, NEW.organisation_id, NEW.kind, NEW.occupation::int, NEW.level,
      coalesce(array_position(ARRAY['none', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2'], NEW.german::text) - 1, -1),
      NEW.starts_on - '0001-01-01'::date + 1, NEW.confirm_until,
      CASE WHEN v_x IS NULL THEN 0 ELSE (floor(v_y / 16000.0)::int + 1000) * 4096 + floor(v_z / 10000.0)::int + 1000 END,
      v_x, v_y, v_z, NEW.district, NEW.licences, NEW.hours_from, NEW.hours_to, NEW.offers);
  RETURN NULL;
END $$;
CREATE TRIGGER work_vacancy_in_numbers AFTER INSERT OR DELETE OR UPDATE OF organisation_id, kind, occupation, level, german, starts_on,
  confirm_until, lat, lon, district, licences, hours_from, hours_to, offers, status ON work_vacancy
  FOR EACH ROW EXECUTE FUNCTION vacancy_in_numbers();

-- The best vacancies of one person among those that the caller may read, in the order of the specification: points, doubts,
-- identifier. `p` is what work/matching/sql.py says of a person. All vacancies fall into classes by points for the occupation, by
-- level, German and distance, each with the best sum that one of them can reach. The walk goes through bands of classes from the
-- best down and ends with the first that can't reach the last place any more. `misses` is how many hard rules must be against a
-- vacancy: 0 for suggestions, 1 for what one thing alone keeps closed. `after` is the last row of the page before.
CREATE FUNCTION match_vacancies(p jsonb, most int) RETURNS TABLE (vacancy uuid, score int, doubts int, against text)
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
  b_ids uuid[] := '{}'; b_scores int[] := '{}'; b_doubts int[] := '{}'; b_against text[] := '{}';
  least_score int := -1; found int := 0;
BEGIN
  SELECT r.x, r.y, r.z, r.radius, r.german, r.level, r.hours_from, r.hours_to, r.today, r.since, r.misses,
         r.after_score, r.after_doubts, r.after_id, r.points[1], r.points[2], r.points[3], r.points[4], r.points[5],
         'access' = ANY (r.off), 'residence' = ANY (r.off), 'radius' = ANY (r.off), 'german' = ANY (r.off), 'level' = ANY (r.off),
         'licence' = ANY (r.off), 'hours' = ANY (r.off), 'exclusion' = ANY (r.off), r.offers = '{}',
         r.without, r.kinds, r.keys, r.answers, r.bound_to, r.licences, r.offers, r.employers, r.codes_low, r.codes_points,
         r.cells, r.ring_first, r.ring_last, r.range_low, r.range_high, r.tier_first, r.tier_last,
         r.class_base, r.class_tier, r.class_ring, r.class_level, r.class_least, r.class_most, r.band_first, r.band_last, r.band_bound
    INTO px, py, pz, p_radius, p_german, p_level, p_from, p_to, p_today, p_since, p_misses,
         after_score, after_doubts, after_id, m_distance, m_level, m_german, m_hours, m_offers,
         no_access, no_residence, no_radius, no_german, no_level, no_licence, no_hours, no_exclusion, no_offers,
         p_without, p_kinds, p_keys, p_answers, p_bound, p_licences, p_offers, p_employers, codes_low, codes_points,
         c_cell, c_first, c_last, r_low, r_high, r_first, r_last,
         k_base, k_tier, k_ring, k_level, k_least, k_most, b_first, b_last, b_bound
    FROM jsonb_to_record(p) AS r (
      x int, y int, z int, radius int, german int, level int, hours_from int, hours_to int, today date, since int, misses int,
      after_score int, after_doubts int, after_id uuid, points int[], off text[], without uuid[], kinds text[], keys int[],
      answers boolean[], bound_to text[], licences text[], offers text[], employers uuid[], codes_low int[], codes_points int[],
      cells int[], ring_first int[], ring_last int[], range_low int[], range_high int[], tier_first int[], tier_last int[],
      class_base int[], class_tier int[], class_ring int[], class_level int[], class_least int[], class_most int[],
      band_first int[], band_last int[], band_bound int[]);
  FOR band IN 1 .. cardinality(b_first) LOOP
    EXIT WHEN found >= most AND b_bound[band] < least_score;
    -- Arrays of a function are unpacked for every row that asks them; as columns of a row they stay as they are.
    WITH given AS MATERIALIZED (
      SELECT p_kinds AS kinds, p_without AS without, p_keys AS keys, p_answers AS answers, p_bound AS bound_to,
             p_licences AS licences, p_offers AS offers, p_employers AS employers, codes_low AS low, codes_points AS points
    ), near AS (
      SELECT v.id, v.x, v.y, v.z, v.german, v.level, v.hours_from, v.hours_to, v.kind, v.day, v.district, v.licences,
             v.offers, v.organisation_id, k_base[k.n] AS base
        FROM given g
        CROSS JOIN generate_series(b_first[band], b_last[band]) AS k (n)
        CROSS JOIN LATERAL generate_series(r_first[k_tier[k.n]], r_last[k_tier[k.n]]) AS r (n)
        CROSS JOIN LATERAL generate_series(c_first[k_ring[k.n]], c_last[k_ring[k.n]]) AS c (n)
        JOIN work_vacancyrow v ON v.cell = c_cell[c.n] AND v.level = k_level[k.n]
          AND v.occupation >= r_low[r.n] AND v.occupation <= r_high[r.n] AND v.german >= k_least[k.n] AND v.german <= k_most[k.n]
       WHERE c_cell IS NOT NULL AND v.until >= p_today AND g.points[width_bucket(v.occupation, g.low)] = k_base[k.n]
         AND v.kind = ANY (g.kinds) AND NOT v.id = ANY (g.without)
      UNION ALL
      SELECT v.id, v.x, v.y, v.z, v.german, v.level, v.hours_from, v.hours_to, v.kind, v.day, v.district, v.licences,
             v.offers, v.organisation_id, k_base[k.n] AS base
        FROM given g
        CROSS JOIN generate_series(b_first[band], b_last[band]) AS k (n)
        CROSS JOIN LATERAL generate_series(r_first[k_tier[k.n]], r_last[k_tier[k.n]]) AS r (n)
        JOIN work_vacancyrow v ON v.level = k_level[k.n]
          AND v.occupation >= r_low[r.n] AND v.occupation <= r_high[r.n] AND v.german >= k_least[k.n] AND v.german <= k_most[k.n]
       WHERE c_cell IS NULL AND v.until >= p_today AND g.points[width_bucket(v.occupation, g.low)] = k_base[k.n]
         AND v.kind = ANY (g.kinds) AND NOT v.id = ANY (g.without)
    ), scored AS (
      SELECT v.*, match_way(px, py, pz, v.x, v.y, v.z) AS way,
             v.base + match_points_level(m_level, p_level, v.level) + match_points_german(m_german, p_german, v.german)
               + match_points_hours(m_hours, p_from, p_to, v.hours_from, v.hours_to)
               + CASE WHEN no_offers THEN 0 ELSE m_offers
                   * (SELECT count(*) FROM unnest(p_offers) AS w WHERE w = ANY (v.offers))::int / cardinality(p_offers) END AS part
        FROM near v
      OFFSET 0
    ), counted AS (
      SELECT v.*, v.part + match_points_distance(m_distance, p_radius, v.way) AS score
        FROM scored v
       WHERE p_misses > 0 OR (v.way <= p_radius) IS NOT FALSE OR no_radius
      OFFSET 0
    ), judged AS (
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
        FROM given g CROSS JOIN counted v
       WHERE v.score >= least_score AND (after_id IS NULL OR v.score <= after_score)
      OFFSET 0
    ), fresh AS (
      SELECT j.id, j.score, num_nulls(access, residence, radius, german, level, licence, hours, exclusion) AS doubts,
             CASE WHEN p_misses = 0 THEN '' WHEN NOT access THEN 'access' WHEN NOT residence THEN 'residence'
               WHEN NOT radius THEN 'radius' WHEN NOT german THEN 'german' WHEN NOT level THEN 'level'
               WHEN NOT licence THEN 'licence' WHEN NOT hours THEN 'hours' ELSE 'exclusion' END AS against
        FROM judged j
       WHERE CASE WHEN p_misses = 0 THEN (access AND residence AND radius AND german AND level AND licence AND hours AND exclusion)
                 IS NOT FALSE
               ELSE (access IS FALSE)::int + (residence IS FALSE)::int + (radius IS FALSE)::int + (german IS FALSE)::int
                 + (level IS FALSE)::int + (licence IS FALSE)::int + (hours IS FALSE)::int + (exclusion IS FALSE)::int = p_misses END
    ), best AS (
      SELECT f.id, f.score, f.doubts, f.against FROM fresh f
       WHERE after_id IS NULL OR (-f.score, f.doubts, f.id) > (-after_score, after_doubts, after_id)
      UNION ALL
      SELECT * FROM unnest(b_ids, b_scores, b_doubts, b_against)
      ORDER BY 2 DESC, 3, 1 LIMIT most
    )
    SELECT coalesce(array_agg(b.id), '{}'), coalesce(array_agg(b.score), '{}'), coalesce(array_agg(b.doubts), '{}'),
           coalesce(array_agg(b.against), '{}')
      INTO b_ids, b_scores, b_doubts, b_against FROM (SELECT * FROM best ORDER BY 2 DESC, 3, 1) AS b;
    found := cardinality(b_ids);
    IF found >= most THEN least_score := b_scores[most]; END IF;
  END LOOP;
  RETURN QUERY SELECT u.id, u.s, u.d, u.a FROM unnest(b_ids, b_scores, b_doubts, b_against) AS u (id, s, d, a);
END $$;
