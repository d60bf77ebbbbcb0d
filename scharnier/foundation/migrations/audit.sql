-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The audit: append-only, partitioned by month, filled by one trigger, chained by one sealer.

CREATE SEQUENCE audit_event_id;
CREATE TABLE audit_event (
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  id bigint NOT NULL DEFAULT nextval('audit_event_id'),
  kind text NOT NULL,
  actor_id uuid,
  behalf_id uuid,
  request text NOT NULL,
  action text NOT NULL,
  carrier_id uuid,
  subject_id uuid,
  table_name text NOT NULL,
  row_id text NOT NULL,
  columns text[] NOT NULL,
  salt uuid,
  payload jsonb,
  digest bytea NOT NULL,
  PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX audit_event_by_id ON audit_event (id);
CREATE INDEX audit_event_by_subject ON audit_event (subject_id, at) WHERE subject_id IS NOT NULL;
CREATE INDEX audit_event_by_row ON audit_event (table_name, row_id);

CREATE TABLE audit_pending (
  event_id bigint PRIMARY KEY,
  event_at timestamptz NOT NULL
);
CREATE TABLE audit_seal (
  number bigint PRIMARY KEY,
  sealed_at timestamptz NOT NULL,
  event_ids bigint[] NOT NULL,
  digest bytea NOT NULL,
  head bytea NOT NULL
);

-- One partition per month; nobody but the owner reaches a partition except through the parent with its policies.
CREATE FUNCTION audit_partition(p_day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first_day date := date_trunc('month', p_day)::date;
  partition text := 'audit_event_' || to_char(first_day, 'YYYY_MM');
BEGIN
  IF to_regclass(partition) IS NULL THEN
    EXECUTE format('CREATE TABLE %I PARTITION OF audit_event FOR VALUES FROM (%L) TO (%L)',
      partition, first_day::timestamp AT TIME ZONE 'UTC', (first_day + interval '1 month')::timestamp AT TIME ZONE 'UTC');
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', partition);
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'scharnier_app') THEN
      EXECUTE format('REVOKE ALL ON %I FROM scharnier_app', partition);
    END IF;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition);
  END IF;
END $$;

CREATE FUNCTION audit_partitions(p_months int) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT audit_partition((date_trunc('month', now()) + make_interval(months => m))::date) FROM generate_series(-1, p_months) AS m
$$;
SELECT audit_partitions(18);

CREATE FUNCTION audit_write(p_action text, p_carrier uuid, p_subject uuid, p_table text, p_row text, p_columns text[], p_payload jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_kind text := app_kind();
  v_salt uuid := gen_random_uuid();
  v_id bigint;
  v_at timestamptz := clock_timestamp();
BEGIN
  IF v_kind = '' THEN
    IF NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
      RAISE EXCEPTION 'no principal: % on % refused', p_action, p_table USING ERRCODE = '42501';
    END IF;
    v_kind := 'owner';
  END IF;
  INSERT INTO audit_event (at, kind, actor_id, behalf_id, request, action, carrier_id, subject_id, table_name, row_id, columns,
    salt, payload, digest)
  VALUES (v_at, v_kind, app_actor(), app_behalf(), app_request(), p_action, p_carrier, p_subject, p_table, p_row, p_columns,
    v_salt, p_payload, sha256(uuid_send(v_salt) || convert_to(p_payload::text, 'UTF8')))
  RETURNING id INTO v_id;
  INSERT INTO audit_pending VALUES (v_id, v_at);
END $$;
REVOKE ALL ON FUNCTION audit_write(text, uuid, uuid, text, text, text[], jsonb) FROM PUBLIC;

-- Arguments: carrier column, subject column, key column, columns whose content is not repeated here (comma-separated).
CREATE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  any_row jsonb := coalesce(new_row, old_row);
  hidden text[] := string_to_array(coalesce(TG_ARGV[3], ''), ',');
  changed jsonb;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(n.key, CASE WHEN n.key = ANY (hidden) THEN 'null'::jsonb ELSE jsonb_build_array(o.value, n.value) END)
      INTO changed
      FROM jsonb_each(new_row) n JOIN jsonb_each(old_row) o USING (key) WHERE n.value IS DISTINCT FROM o.value;
    IF changed IS NULL THEN RETURN NULL; END IF;
  ELSE
    SELECT jsonb_object_agg(e.key, CASE WHEN e.key = ANY (hidden) THEN 'null'::jsonb ELSE e.value END) INTO changed
      FROM jsonb_each(any_row) e WHERE e.value <> 'null'::jsonb;
  END IF;
  PERFORM audit_write(lower(TG_OP), (any_row ->> nullif(TG_ARGV[0], ''))::uuid, (any_row ->> nullif(TG_ARGV[1], ''))::uuid,
    TG_TABLE_NAME, any_row ->> TG_ARGV[2], ARRAY(SELECT jsonb_object_keys(changed)), changed);
  RETURN NULL;
END $$;

-- What is not a change of a row: a sign-in, an export, a print. The caller's carrier must be within its scope.
CREATE FUNCTION audit_note(p_action text, p_carrier uuid, p_subject uuid, p_table text, p_row text, p_payload jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_action IN ('insert', 'update', 'delete', 'erase') THEN
    RAISE EXCEPTION 'audit_note can''t pretend a change of a row';
  END IF;
  IF p_carrier IS NOT NULL AND NOT p_carrier = ANY (app_carriers()) THEN
    RAISE EXCEPTION 'this carrier is out of scope' USING ERRCODE = '42501';
  END IF;
  PERFORM audit_write(p_action, p_carrier, p_subject, p_table, p_row, ARRAY(SELECT jsonb_object_keys(p_payload)), p_payload);
END $$;

CREATE FUNCTION audit_leaf(e audit_event) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(concat_ws('|', e.id, extract(epoch FROM e.at), e.kind, e.actor_id, e.behalf_id, e.request, e.action,
    e.carrier_id, e.subject_id, e.table_name, e.row_id, e.columns), 'UTF8') || e.digest)
$$;

-- Chain what has been committed since the last seal. Returns the number of events and the new head.
CREATE FUNCTION audit_seal_pending(p_limit int DEFAULT 20000) RETURNS TABLE (sealed int, number bigint, head bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_ids bigint[];
  v_digest bytea;
  v_last audit_seal;
BEGIN
  IF app_kind() <> 'system' THEN RAISE EXCEPTION 'only the system seals' USING ERRCODE = '42501'; END IF;
  LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE;
  SELECT array_agg(event_id ORDER BY event_id) INTO v_ids
    FROM (SELECT event_id FROM audit_pending ORDER BY event_id LIMIT p_limit) AS waiting;
  SELECT * INTO v_last FROM audit_seal ORDER BY audit_seal.number DESC LIMIT 1;
  IF v_ids IS NULL THEN
    RETURN QUERY SELECT 0, coalesce(v_last.number, 0), coalesce(v_last.head, ''::bytea);
    RETURN;
  END IF;
  SELECT sha256(string_agg(audit_leaf(e), ''::bytea ORDER BY e.id)) INTO v_digest FROM audit_event e WHERE e.id = ANY (v_ids);
  INSERT INTO audit_seal VALUES (coalesce(v_last.number, 0) + 1, clock_timestamp(), v_ids, v_digest,
    sha256(coalesce(v_last.head, ''::bytea) || v_digest));
  DELETE FROM audit_pending WHERE event_id = ANY (v_ids);
  RETURN QUERY SELECT cardinality(v_ids), s.number, s.head FROM audit_seal s ORDER BY s.number DESC LIMIT 1;
END $$;

-- Everything that is wrong with the chain, one line each: changed, removed, inserted events and broken links.
CREATE FUNCTION audit_verify() RETURNS TABLE (problem text, event_id bigint, seal bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s audit_seal;
  v_head bytea := ''::bytea;
  v_number bigint := 0;
  v_digest bytea;
BEGIN
  RETURN QUERY SELECT 'payload changed'::text, e.id, NULL::bigint FROM audit_event e
    WHERE e.payload IS NOT NULL AND (e.salt IS NULL OR sha256(uuid_send(e.salt) || convert_to(e.payload::text, 'UTF8')) <> e.digest);
  FOR s IN SELECT * FROM audit_seal ORDER BY audit_seal.number LOOP
    v_number := v_number + 1;
    IF s.number <> v_number THEN
      RETURN QUERY SELECT 'seal missing'::text, NULL::bigint, v_number;
      v_number := s.number;
    END IF;
    RETURN QUERY SELECT 'event removed'::text, i, s.number FROM unnest(s.event_ids) AS i
      WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = i);
    SELECT sha256(string_agg(audit_leaf(e), ''::bytea ORDER BY e.id)) INTO v_digest FROM audit_event e WHERE e.id = ANY (s.event_ids);
    IF v_digest IS DISTINCT FROM s.digest THEN
      RETURN QUERY SELECT 'events changed'::text, NULL::bigint, s.number;
    END IF;
    v_head := sha256(v_head || s.digest);
    IF v_head <> s.head THEN
      RETURN QUERY SELECT 'chain broken'::text, NULL::bigint, s.number;
      v_head := s.head;
    END IF;
  END LOOP;
  RETURN QUERY SELECT 'event inserted'::text, e.id, NULL::bigint FROM audit_event e
    LEFT JOIN audit_pending p ON p.event_id = e.id
    LEFT JOIN (SELECT unnest(x.event_ids) AS id FROM audit_seal x) AS sealed ON sealed.id = e.id
    WHERE p.event_id IS NULL AND sealed.id IS NULL;
END $$;

-- Erasure: the content of all events about a person goes, the digests stay, and the erasure is itself an event.
CREATE FUNCTION audit_erase(p_subject uuid, p_carrier uuid) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  n int;
BEGIN
  IF NOT p_carrier = ANY (app_carriers()) THEN RAISE EXCEPTION 'this carrier is out of scope' USING ERRCODE = '42501'; END IF;
  UPDATE audit_event SET payload = NULL, salt = NULL WHERE subject_id = p_subject AND carrier_id = p_carrier AND payload IS NOT NULL;
  GET DIAGNOSTICS n = ROW_COUNT;
  PERFORM audit_write('erase', p_carrier, p_subject, 'audit_event', p_subject::text, ARRAY['payload'], jsonb_build_object('events', n));
  RETURN n;
END $$;
