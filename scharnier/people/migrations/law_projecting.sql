-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Agenda items for the next change of somebody's access to work: 90, 60 and 30 days before, unless that day had passed when
-- the change was first noted; if all three had, one on the day itself. A function of the owner for the reason that
-- projecting.sql gives. It takes nothing but ids of persons whom the caller may write, and tells nothing.
-- `people/law/outlook.py` derives the same a second time, for `check`.
CREATE FUNCTION access_project(p_persons uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_ids uuid[] := ARRAY(
    SELECT p.id FROM people_person p
     WHERE p.id = ANY (p_persons) AND p.carrier_id = ANY (app_write_carriers())
       AND EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id = p.id AND e.carrier_id = p.carrier_id
                     AND e.project_id = ANY (app_writes())));
BEGIN
  WITH wanted AS MATERIALIZED (
    SELECT p.carrier_id, e.project_id, p.id AS subject_id, o.id AS source_id, k.key, o.summary AS detail,
           coalesce((o.reminders -> k.key ->> 'owner')::uuid, e.staff_id) AS owner_id,
           coalesce((o.reminders -> k.key ->> 'due_on')::date, o.changes_on - rung.days) AS due_on,
           concat_ws(', ', nullif(p.family_name, ''), nullif(p.given_names, '')) AS subject_name,
           (o.reminders -> k.key ->> 'done_at')::timestamptz AS done_at,
           (o.reminders -> k.key ->> 'done_by')::uuid AS done_by_id
      FROM people_person p
      JOIN people_accessoutlook o ON o.person_id = p.id AND o.carrier_id = p.carrier_id
      JOIN people_enrolment e ON e.person_id = p.id AND e.carrier_id = p.carrier_id AND e.exited_on IS NULL
      JOIN LATERAL (
        SELECT d AS days FROM unnest(ARRAY[90, 60, 30]) AS d WHERE o.changes_on - d >= o.noted_on
        UNION ALL
        SELECT 0 WHERE o.changes_on - 30 < o.noted_on) AS rung ON true
      CROSS JOIN LATERAL (SELECT rung.days || ':' || e.project_id AS key) AS k
     WHERE p.id = ANY (v_ids) AND o.changes_on IS NOT NULL
  ), gone AS (
    DELETE FROM foundation_agendaitem a USING people_person p
     WHERE p.id = ANY (v_ids) AND a.carrier_id = p.carrier_id AND a.subject_id = p.id AND a.kind = 'access_change'
       AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.source_id = a.source_id AND w.key = a.key)
  )
  INSERT INTO foundation_agendaitem (id, carrier_id, project_id, subject_id, kind, source_id, key, owner_id, due_on,
      subject_name, title, detail, done_at, done_by_id)
    SELECT gen_random_uuid(), w.carrier_id, w.project_id, w.subject_id, 'access_change', w.source_id, w.key, w.owner_id,
           w.due_on, w.subject_name, 'Zugang zum Arbeitsmarkt ändert sich', w.detail, w.done_at, w.done_by_id
      FROM wanted w
    ON CONFLICT (carrier_id, kind, source_id, key) DO UPDATE SET owner_id = excluded.owner_id, due_on = excluded.due_on,
      subject_name = excluded.subject_name, detail = excluded.detail, done_at = excluded.done_at, done_by_id = excluded.done_by_id;
END $$;
