-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- An enquiry that has come to its end: told so in the file, no exit where exits are counted.

DO $do$
DECLARE
  v_change record;
  v_old text;
  v_new text;
BEGIN
  FOR v_change IN SELECT * FROM (VALUES
    ('person_project(uuid[],boolean)'::regprocedure, '''Austritt'', e.exit_reason', 'CASE WHEN e.entered_on IS NULL THEN ''Anfrage beendet'' ELSE ''Austritt'' END, e.exit_reason'),
    ('people_reach(uuid[],text,jsonb,date)'::regprocedure, '(WHERE e.exited_on BETWEEN', '(WHERE e.entered_on IS NOT NULL AND e.exited_on BETWEEN'),
    ('people_reach(uuid[],text,jsonb,date)'::regprocedure, 'AND e.exited_on IS NOT NULL AND EXISTS', 'AND e.entered_on IS NOT NULL AND e.exited_on IS NOT NULL AND EXISTS')
  ) AS c(name, old, new) LOOP
    v_old := pg_get_functiondef(v_change.name);
    v_new := replace(v_old, v_change.old, v_change.new);
    IF v_new = v_old THEN RAISE EXCEPTION '% says nothing of exits', v_change.name; END IF;
    EXECUTE v_new;
  END LOOP;
END $do$;

-- What was ended on the waiting list before stayed open for ever.
UPDATE people_enrolment e SET exited_on = w.closed_on, exit_reason = 'other', version = e.version + 1
  FROM (SELECT DISTINCT ON (enrolment_id) enrolment_id, carrier_id, state, closed_on FROM people_waitingentry
         ORDER BY enrolment_id, (closed_on IS NULL) DESC, closed_on DESC, id DESC) AS w
 WHERE w.enrolment_id = e.id AND w.carrier_id = e.carrier_id AND w.state = 'withdrawn' AND e.entered_on IS NULL AND e.exited_on IS NULL;
INSERT INTO foundation_timelineentry (id, carrier_id, project_id, subject_id, kind, source_id, at, title, text, author_name)
  SELECT gen_random_uuid(), e.carrier_id, e.project_id, e.person_id, 'exit', e.id,
         (e.exited_on + time '23:59') AT TIME ZONE 'Europe/Berlin', 'Anfrage beendet', e.exit_reason, ''
    FROM people_enrolment e JOIN people_person p ON p.id = e.person_id AND p.carrier_id = e.carrier_id
   WHERE e.entered_on IS NULL AND e.exited_on IS NOT NULL AND p.erased_on IS NULL
  ON CONFLICT (carrier_id, kind, source_id, project_id) DO NOTHING;
DELETE FROM foundation_agendaitem a USING people_enrolment e
 WHERE a.kind = 'residence_expiry' AND a.subject_id = e.person_id AND a.project_id = e.project_id AND a.carrier_id = e.carrier_id
   AND e.entered_on IS NULL AND e.exited_on IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM people_enrolment o WHERE o.person_id = e.person_id AND o.project_id = e.project_id AND o.exited_on IS NULL);
SET CONSTRAINTS ALL IMMEDIATE;
