-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Agenda, timeline and search of persons, written anew from their rows. A function of the owner, because one person may take
-- part in projects that the writer doesn't see, and a changed name must be found there too. It takes nothing but ids of
-- persons whom the caller may write, and tells nothing. `people/projected.py` derives the same a second time, for `check`.
CREATE FUNCTION person_project(p_persons uuid[], p_renamed boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_ids uuid[] := ARRAY(
    SELECT p.id FROM people_person p
     WHERE p.id = ANY (p_persons) AND p.carrier_id = ANY (app_write_carriers())
       AND EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = p.id AND e.carrier_id = p.carrier_id
                     AND e.project_id = ANY (app_writes())));
BEGIN
  -- Search: one entry per participation.
  INSERT INTO foundation_searchentry (id, carrier_id, project_id, subject_id, kind, source_id, title, text)
    SELECT gen_random_uuid(), e.carrier_id, e.project_id, p.id, 'person', e.id,
           concat_ws(', ', nullif(p.family_name, ''), nullif(p.given_names, '')),
           concat_ws(' ', nullif(p.own_script_name, ''), nullif(p.former_names, ''), p.file_number,
             nullif(e.external_number, ''), nullif(p.phone, ''),
             CASE WHEN p.phone LIKE '+49%' THEN '0' || substr(p.phone, 4) END)
      FROM people_enrolment e JOIN people_person p ON p.id = e.person_id AND p.carrier_id = e.carrier_id
     WHERE p.id = ANY (v_ids)
    ON CONFLICT (carrier_id, kind, source_id, project_id) DO UPDATE SET title = excluded.title, text = excluded.text
     WHERE (foundation_searchentry.title, foundation_searchentry.text) IS DISTINCT FROM (excluded.title, excluded.text);

  -- Timeline: the file was made, entries and exits.
  DELETE FROM foundation_timelineentry t USING people_enrolment e
   WHERE t.source_id = e.id AND t.carrier_id = e.carrier_id AND t.subject_id = ANY (v_ids) AND e.person_id = ANY (v_ids)
     AND ((t.kind = 'entry' AND e.entered_on IS NULL) OR (t.kind = 'exit' AND e.exited_on IS NULL));
  INSERT INTO foundation_timelineentry (id, carrier_id, project_id, subject_id, kind, source_id, at, title, text, author_name)
    SELECT gen_random_uuid(), f.carrier_id, f.project_id, f.person_id, f.kind, f.source_id, f.at, f.title, f.text, ''
      FROM (
        SELECT e.carrier_id, e.project_id, e.person_id, 'entry' AS kind, e.id AS source_id,
               e.entered_on::timestamp AT TIME ZONE 'Europe/Berlin' AS at, 'Eintritt' AS title, '' AS text
          FROM people_enrolment e WHERE e.person_id = ANY (v_ids) AND e.entered_on IS NOT NULL
        UNION ALL
        SELECT e.carrier_id, e.project_id, e.person_id, 'exit', e.id,
               (e.exited_on + time '23:59') AT TIME ZONE 'Europe/Berlin', 'Austritt', e.exit_reason
          FROM people_enrolment e WHERE e.person_id = ANY (v_ids) AND e.exited_on IS NOT NULL
        UNION ALL
        SELECT p.carrier_id, first.project_id, p.id, 'file_new', p.id, p.created_at, 'Akte angelegt', ''
          FROM people_person p CROSS JOIN LATERAL (
            SELECT e.project_id FROM people_enrolment e WHERE e.person_id = p.id AND e.carrier_id = p.carrier_id
             ORDER BY e.id LIMIT 1) AS first
         WHERE p.id = ANY (v_ids)) AS f
    ON CONFLICT (carrier_id, kind, source_id, project_id) DO UPDATE SET at = excluded.at, text = excluded.text
     WHERE (foundation_timelineentry.at, foundation_timelineentry.text) IS DISTINCT FROM (excluded.at, excluded.text);

  -- Agenda: the last document of everybody who takes part expires; reminders 90, 60 and 30 days before, unless that day had
  -- passed when the document was recorded. If all three had, one stands on the day of expiry itself.
  WITH wanted AS MATERIALIZED (
    SELECT p.carrier_id, e.project_id, p.id AS subject_id, r.id AS source_id, k.key,
           coalesce((r.reminders -> k.key ->> 'owner')::uuid, e.staff_id) AS owner_id,
           coalesce((r.reminders -> k.key ->> 'due_on')::date, r.valid_to - rung.days) AS due_on,
           concat_ws(', ', nullif(p.family_name, ''), nullif(p.given_names, '')) AS subject_name,
           'gültig bis ' || to_char(r.valid_to, 'DD.MM.YYYY') AS detail,
           (r.reminders -> k.key ->> 'done_at')::timestamptz AS done_at,
           (r.reminders -> k.key ->> 'done_by')::uuid AS done_by_id
      FROM people_person p
      CROSS JOIN LATERAL (
        SELECT x.* FROM people_residencestatus x WHERE x.person_id = p.id AND x.carrier_id = p.carrier_id
         ORDER BY x.valid_from DESC NULLS LAST, x.id DESC LIMIT 1) AS r
      JOIN people_enrolment e ON e.person_id = p.id AND e.carrier_id = p.carrier_id AND e.exited_on IS NULL
      JOIN LATERAL (
        SELECT d AS days FROM unnest(ARRAY[90, 60, 30]) AS d
         WHERE r.valid_to - d >= (r.created_at AT TIME ZONE 'Europe/Berlin')::date
        UNION ALL
        SELECT 0 WHERE r.valid_to - 30 < (r.created_at AT TIME ZONE 'Europe/Berlin')::date) AS rung ON true
      CROSS JOIN LATERAL (SELECT rung.days || ':' || e.project_id AS key) AS k
     WHERE p.id = ANY (v_ids) AND r.valid_to IS NOT NULL
  ), gone AS (
    DELETE FROM foundation_agendaitem a USING people_residencestatus r
     WHERE r.person_id = ANY (v_ids) AND a.carrier_id = r.carrier_id AND a.kind = 'residence_expiry' AND a.source_id = r.id
       AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.source_id = a.source_id AND w.key = a.key)
  )
  INSERT INTO foundation_agendaitem (id, carrier_id, project_id, subject_id, kind, source_id, key, owner_id, due_on,
      subject_name, title, detail, done_at, done_by_id)
    SELECT gen_random_uuid(), w.carrier_id, w.project_id, w.subject_id, 'residence_expiry', w.source_id, w.key, w.owner_id,
           w.due_on, w.subject_name, 'Aufenthaltsdokument verlängern', w.detail, w.done_at, w.done_by_id
      FROM wanted w
    ON CONFLICT (carrier_id, kind, source_id, key) DO UPDATE SET owner_id = excluded.owner_id, due_on = excluded.due_on,
      subject_name = excluded.subject_name, detail = excluded.detail, done_at = excluded.done_at, done_by_id = excluded.done_by_id;

  -- Whatever other rooms have put on the agenda carries the name of today.
  IF p_renamed THEN
    UPDATE foundation_agendaitem a SET subject_name = concat_ws(', ', nullif(p.family_name, ''), nullif(p.given_names, ''))
      FROM people_person p
     WHERE p.id = a.subject_id AND a.carrier_id = p.carrier_id AND a.subject_id = ANY (v_ids);
  END IF;
END $$;
