-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Two organisations that were one. What hangs on the absorbed one follows in every project of the carrier, found by the foreign
-- keys themselves, so that no table can be forgotten. What moved is logged with the merge, to be taken back.

-- The agenda of these organisations as their rows say: subject, name, whose.
CREATE FUNCTION firm_agenda_align(p_carrier uuid, p_firms uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE foundation_agendaitem a SET subject_id = e.id, subject_name = o.name
    FROM work_employercontact c JOIN work_employer e ON e.id = c.employer_id JOIN directory_organisation o ON o.id = e.organisation_id
   WHERE a.carrier_id = p_carrier AND a.kind = 'work.follow_up' AND a.source_id = c.id AND o.id = ANY (p_firms);
  UPDATE foundation_agendaitem a SET subject_id = e.id, subject_name = o.name, owner_id = e.responsible_id
    FROM work_employergoal g JOIN work_employer e ON e.id = g.employer_id JOIN directory_organisation o ON o.id = e.organisation_id
   WHERE a.carrier_id = p_carrier AND a.kind = 'work.goal' AND a.source_id = g.id AND o.id = ANY (p_firms);
  DELETE FROM foundation_agendaitem a USING work_employergoal g JOIN work_employer e ON e.id = g.employer_id
   WHERE a.carrier_id = p_carrier AND a.kind = 'work.goal' AND a.source_id = g.id AND e.organisation_id = ANY (p_firms)
     AND (e.responsible_id IS NULL OR (g.done_on IS NULL AND e.ends IS NOT NULL));
  UPDATE foundation_agendaitem a SET subject_id = coalesce(v.employer_id, v.id), subject_name = o.name
    FROM work_vacancy v JOIN directory_organisation o ON o.id = v.organisation_id
   WHERE a.carrier_id = p_carrier AND a.kind = 'work.vacancy' AND a.source_id = v.id AND o.id = ANY (p_firms);
END $$;
REVOKE ALL ON FUNCTION firm_agenda_align(uuid, uuid[]) FROM PUBLIC;

-- Every row that a foreign key ties to p_from is tied to p_to; returns what moved.
CREATE FUNCTION firm_repoint(p_target regclass, p_carrier uuid, p_from uuid, p_to uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  k record;
  v_ids uuid[];
  v_moved jsonb := '[]';
BEGIN
  FOR k IN
    SELECT c.conrelid::regclass AS tab, a.attname AS col
      FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey) AS n(num)
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = n.num
     WHERE c.contype = 'f' AND c.confrelid = p_target AND a.attname <> 'carrier_id'
       AND c.conrelid NOT IN ('directory_organisation'::regclass, 'directory_organisationmerge'::regclass)
     ORDER BY 1, 2
  LOOP
    EXECUTE format('WITH moved AS (UPDATE %s SET %I = $1 WHERE %I = $2 AND carrier_id = $3 RETURNING id) '
                   'SELECT coalesce(array_agg(id), ''{}'') FROM moved', k.tab, k.col, k.col)
      INTO v_ids USING p_to, p_from, p_carrier;
    IF cardinality(v_ids) > 0 THEN
      v_moved := v_moved || jsonb_build_object('table', k.tab::text, 'column', k.col, 'from', p_from, 'to', p_to, 'ids', to_jsonb(v_ids));
    END IF;
  END LOOP;
  RETURN v_moved;
END $$;
REVOKE ALL ON FUNCTION firm_repoint(regclass, uuid, uuid, uuid) FROM PUBLIC;

-- Takes a merge that the caller has just written down; returns what moved and which cases ended, and keeps it with the merge.
CREATE FUNCTION organisation_merge_apply(p_merge uuid, p_today date) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m directory_organisationmerge;
  e record;
  v_moved jsonb := '[]';
  v_ended uuid[] := '{}';
BEGIN
  SELECT * INTO m FROM directory_organisationmerge
   WHERE id = p_merge AND undone_at IS NULL AND moved = '{}' AND carrier_id = ANY (app_write_carriers()) FOR UPDATE;
  IF m.id IS NULL THEN RAISE EXCEPTION 'this merge is out of scope' USING ERRCODE = '42501'; END IF;
  -- A number that both know stays with the one that is kept.
  UPDATE work_vacancy v SET external_number = '' WHERE v.organisation_id = m.absorbed_id AND v.carrier_id = m.carrier_id
     AND v.external_number <> '' AND EXISTS (SELECT 1 FROM work_vacancy w WHERE w.organisation_id = m.organisation_id
           AND w.carrier_id = m.carrier_id AND w.external_number = v.external_number);
  -- Where both are open cases of one project, the absorbed one's talks, goals and vacancies follow, and it ends.
  FOR e IN
    SELECT gone.id AS gone, kept.id AS kept, gone.begins FROM work_employer gone
      JOIN work_employer kept ON kept.project_id = gone.project_id AND kept.carrier_id = gone.carrier_id AND kept.ends IS NULL
     WHERE gone.organisation_id = m.absorbed_id AND kept.organisation_id = m.organisation_id AND gone.ends IS NULL
       AND gone.carrier_id = m.carrier_id
  LOOP
    v_moved := v_moved || firm_repoint('work_employer', m.carrier_id, e.gone, e.kept);
    UPDATE work_employer SET ends = greatest(p_today, e.begins), end_reason = 'merged', version = version + 1 WHERE id = e.gone;
    UPDATE work_employer k SET last_contact_on = greatest(k.last_contact_on, g.last_contact_on), begins = least(k.begins, g.begins)
      FROM work_employer g WHERE k.id = e.kept AND g.id = e.gone;
    v_ended := v_ended || e.gone;
  END LOOP;
  v_moved := v_moved || firm_repoint('directory_organisation', m.carrier_id, m.absorbed_id, m.organisation_id);
  UPDATE directory_organisation SET merged_into_id = m.organisation_id, version = version + 1 WHERE id = m.absorbed_id;
  UPDATE directory_organisationmerge SET moved = jsonb_build_object('rows', v_moved, 'ended', to_jsonb(v_ended)) WHERE id = m.id;
  PERFORM firm_agenda_align(m.carrier_id, ARRAY[m.organisation_id]);
  RETURN v_moved;
END $$;

-- Everything back where it was, as far as it is still where the merge put it.
CREATE FUNCTION organisation_merge_undo(p_merge uuid, p_user uuid, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m directory_organisationmerge;
  r jsonb;
BEGIN
  SELECT * INTO m FROM directory_organisationmerge
   WHERE id = p_merge AND undone_at IS NULL AND carrier_id = ANY (app_write_carriers()) FOR UPDATE;
  IF m.id IS NULL OR p_user <> app_actor() THEN RETURN false; END IF;
  FOR r IN SELECT x FROM jsonb_array_elements(m.moved -> 'rows') WITH ORDINALITY AS l(x, n) ORDER BY n DESC LOOP
    EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2 AND carrier_id = $3 AND id = ANY ($4)',
                   to_regclass(r ->> 'table'), r ->> 'column', r ->> 'column')
      USING (r ->> 'from')::uuid, (r ->> 'to')::uuid, m.carrier_id, ARRAY(SELECT jsonb_array_elements_text(r -> 'ids')::uuid);
  END LOOP;
  UPDATE work_employer SET ends = NULL, end_reason = '', version = version + 1
   WHERE id = ANY (ARRAY(SELECT jsonb_array_elements_text(m.moved -> 'ended')::uuid)) AND end_reason = 'merged';
  UPDATE directory_organisation SET merged_into_id = NULL, version = version + 1 WHERE id = m.absorbed_id;
  UPDATE directory_organisationmerge SET undone_at = p_now, undone_by_id = p_user WHERE id = m.id;
  PERFORM firm_agenda_align(m.carrier_id, ARRAY[m.organisation_id, m.absorbed_id]);
  RETURN true;
END $$;
