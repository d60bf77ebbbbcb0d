-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- An event says to which project and to which audience its row belongs, so that whoever may read the audit reads no more
-- of it than of the rows. Both stand beside the chained content: the lock of an event, not part of what it tells.

ALTER TABLE audit_event ADD COLUMN project_id uuid, ADD COLUMN audience_id uuid;
CREATE INDEX audit_event_by_carrier ON audit_event (carrier_id, at, id);
CREATE INDEX audit_event_by_project ON audit_event (project_id, at, id) WHERE project_id IS NOT NULL;

-- Events of before: from their own content, or from the event that made the row.
UPDATE audit_event SET project_id = (payload ->> 'project_id')::uuid, audience_id = (payload ->> 'audience_id')::uuid
 WHERE action IN ('insert', 'delete') AND (payload ->> 'project_id' IS NOT NULL OR payload ->> 'audience_id' IS NOT NULL);
UPDATE audit_event e SET project_id = made.project_id, audience_id = made.audience_id
  FROM audit_event made
 WHERE e.action = 'update' AND made.action = 'insert' AND made.table_name = e.table_name AND made.row_id = e.row_id
   AND (made.project_id IS NOT NULL OR made.audience_id IS NOT NULL);

DROP FUNCTION audit_write(text, uuid, uuid, text, text, text[], jsonb);
CREATE FUNCTION audit_write(p_action text, p_carrier uuid, p_subject uuid, p_table text, p_row text, p_columns text[], p_payload jsonb,
  p_project uuid DEFAULT NULL, p_audience uuid DEFAULT NULL)
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
    salt, payload, digest, project_id, audience_id)
  VALUES (v_at, v_kind, app_actor(), app_behalf(), app_request(), p_action, p_carrier, p_subject, p_table, p_row, p_columns,
    v_salt, p_payload, sha256(uuid_send(v_salt) || convert_to(p_payload::text, 'UTF8')), p_project, p_audience)
  RETURNING id INTO v_id;
  INSERT INTO audit_pending VALUES (v_id, v_at);
END $$;
REVOKE ALL ON FUNCTION audit_write(text, uuid, uuid, text, text, text[], jsonb, uuid, uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
    TG_TABLE_NAME, any_row ->> TG_ARGV[2], ARRAY(SELECT jsonb_object_keys(changed)), changed,
    (any_row ->> 'project_id')::uuid, (any_row ->> 'audience_id')::uuid);
  RETURN NULL;
END $$;
