-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- A talk begun in a file that became part of another is finished there. Whoever has begun one in both finds both texts in one
-- form; two confidential texts can't be joined unread: then the earlier draft stays where it is.

CREATE FUNCTION drafts_follow(p_merge uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m people_merge := merge_of(p_merge);
  v_old text := 'contact:' || m.absorbed_id;
  v_new text := 'contact:' || m.person_id;
BEGIN
  UPDATE foundation_draft d SET key = v_new,
         content = replace(d.content::text, m.absorbed_id::text, m.person_id::text)::jsonb
   WHERE d.key = v_old AND NOT EXISTS (SELECT 1 FROM foundation_draft t WHERE t.user_id = d.user_id AND t.key = v_new);
  WITH gone AS (
    DELETE FROM foundation_draft d USING foundation_draft t
     WHERE d.key = v_old AND t.key = v_new AND t.user_id = d.user_id
       AND NOT (d.content->'fields' ? 'secret' AND t.content->'fields' ? 'secret')
    RETURNING t.id, d.content->'fields' AS fields)
  UPDATE foundation_draft t SET content = jsonb_set(t.content, '{fields}',
         gone.fields || (t.content->'fields') || (
           SELECT coalesce(jsonb_object_agg(name, jsonb_build_array(
                    concat_ws(E'\n\n', t.content->'fields'->name->>0, gone.fields->name->>0))), '{}'::jsonb)
             FROM unnest(ARRAY['note', 'agreed', 'outcome']) AS name
            WHERE gone.fields ? name))
    FROM gone WHERE t.id = gone.id;
END $$;
