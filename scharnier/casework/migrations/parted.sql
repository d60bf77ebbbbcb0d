-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- As before (household.sql), and in what was written for both files the name of the other one is blackened: in the talk, in the
-- follow-ups that came of it, in a letter that stands in both. What somebody wrote for one file alone stays as it is.

-- The log keeps no text in which a name was blackened; the digests stay, and so does the chain.
CREATE FUNCTION parted_log(p_carrier uuid, p_table text, p_rows uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE audit_event SET payload = NULL, salt = NULL
   WHERE carrier_id = p_carrier AND table_name = p_table AND row_id = ANY (p_rows::text[]) AND payload IS NOT NULL
     AND subject_id IN (SELECT person_id FROM casework_contact WHERE id = ANY (p_rows)
                        UNION SELECT person_id FROM casework_followup WHERE id = ANY (p_rows)
                        UNION SELECT person_id FROM casework_letter WHERE id = ANY (p_rows)
                        UNION SELECT person_id FROM people_document WHERE id = ANY (p_rows))
$$;

-- Blackens somebody's name in the rows of one talk.
CREATE FUNCTION parted_talk(p_carrier uuid, p_act uuid, p_name_of uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_row record;
  v_task uuid;
  v_talks uuid[] := '{}';
  v_tasks uuid[] := '{}';
BEGIN
  FOR v_row IN SELECT c.id, names_apart(p_name_of, c.person_id) AS words,
                      concat_ws(' ', c.note, c.agreed, c.took_part, c.place, c.companion, c.papers, c.outcome) AS said
                 FROM casework_contact c WHERE c.act = p_act AND c.carrier_id = p_carrier LOOP
    IF names_out(v_row.said, v_row.words) <> v_row.said THEN
      UPDATE casework_contact SET note = names_out(note, v_row.words), agreed = names_out(agreed, v_row.words),
             took_part = names_out(took_part, v_row.words), place = names_out(place, v_row.words),
             companion = names_out(companion, v_row.words), papers = names_out(papers, v_row.words),
             outcome = names_out(outcome, v_row.words), version = version + 1 WHERE id = v_row.id;
      UPDATE foundation_timelineentry t SET text = CASE
               WHEN right(t.text, 1) = '…' AND length(c.said) > length(t.text) THEN left(c.said, length(t.text) - 1) || '…'
               ELSE names_out(t.text, v_row.words) END
        FROM (SELECT coalesce(nullif(note, ''), agreed) AS said FROM casework_contact WHERE id = v_row.id) AS c
       WHERE t.carrier_id = p_carrier AND t.kind = 'casework.contact' AND t.source_id = v_row.id;
      v_talks := v_talks || v_row.id;
    END IF;
    FOR v_task IN SELECT f.id FROM casework_followup f
                   WHERE f.contact_id = v_row.id AND names_out(f.title, v_row.words) <> f.title LOOP
      UPDATE casework_followup SET title = names_out(title, v_row.words), version = version + 1 WHERE id = v_task;
      UPDATE foundation_agendaitem SET title = names_out(title, v_row.words)
       WHERE carrier_id = p_carrier AND kind = 'casework.follow_up' AND source_id = v_task;
      v_tasks := v_tasks || v_task;
    END LOOP;
  END LOOP;
  PERFORM parted_log(p_carrier, 'casework_contact', v_talks), parted_log(p_carrier, 'casework_followup', v_tasks);
END $$;

-- Blackens somebody's name in the letters of another that stand in both files, and in the titles of their papers.
CREATE FUNCTION parted_letters(p_carrier uuid, p_person uuid, p_name_of uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_words text[] := names_apart(p_name_of, p_person);
  v_letters uuid[];
  v_papers uuid[];
BEGIN
  SELECT array_agg(l.id), array_agg(l.document_id) INTO v_letters, v_papers FROM casework_letter l
   WHERE l.person_id = p_person AND l.carrier_id = p_carrier
     AND EXISTS (SELECT 1 FROM casework_letter o WHERE o.person_id = p_name_of AND o.carrier_id = p_carrier
                   AND (o.elsewhere OR l.elsewhere) AND o.sender = l.sender AND o.matter = l.matter
                   AND (o.dated, o.served, o.stated) IS NOT DISTINCT FROM (l.dated, l.served, l.stated));
  IF v_letters IS NULL THEN RETURN; END IF;
  UPDATE casework_letter SET subject = names_out(subject, v_words), sender_name = names_out(sender_name, v_words),
         version = version + 1
   WHERE id = ANY (v_letters) AND names_out(subject || ' ' || sender_name, v_words) <> subject || ' ' || sender_name;
  UPDATE people_document SET title = names_out(title, v_words), name = names_out(name, v_words)
   WHERE id = ANY (v_papers) AND names_out(title || ' ' || name, v_words) <> title || ' ' || name;
  UPDATE foundation_agendaitem SET title = names_out(title, v_words), detail = names_out(detail, v_words)
   WHERE carrier_id = p_carrier AND subject_id = p_person AND source_id = ANY (v_letters || v_papers);
  UPDATE foundation_timelineentry SET title = names_out(title, v_words), text = names_out(text, v_words)
   WHERE carrier_id = p_carrier AND subject_id = p_person AND source_id = ANY (v_letters || v_papers);
  UPDATE foundation_searchentry SET title = names_out(title, v_words), text = names_out(text, v_words)
   WHERE carrier_id = p_carrier AND subject_id = p_person AND source_id = ANY (v_letters || v_papers);
  PERFORM parted_log(p_carrier, 'casework_letter', v_letters), parted_log(p_carrier, 'people_document', v_papers);
END $$;

CREATE OR REPLACE FUNCTION contact_part_acts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_act uuid;
  v_new uuid;
BEGIN
  FOR v_act IN SELECT DISTINCT a.act FROM casework_contact a
                 JOIN casework_contact b ON b.act = a.act AND b.carrier_id = a.carrier_id AND b.person_id = NEW.other_id
                WHERE a.person_id = NEW.person_id AND a.carrier_id = NEW.carrier_id LOOP
    v_new := gen_random_uuid();
    UPDATE casework_contact SET act = v_new
     WHERE act = v_act AND carrier_id = NEW.carrier_id AND person_id <> NEW.person_id
       AND (person_id = NEW.other_id OR person_id IN (
         SELECT m.person_id FROM people_householdmember m JOIN people_householdmember o
             ON o.household = m.household AND o.carrier_id = m.carrier_id WHERE o.person_id = NEW.other_id));
    PERFORM parted_talk(NEW.carrier_id, v_act, NEW.other_id), parted_talk(NEW.carrier_id, v_new, NEW.person_id);
  END LOOP;
  PERFORM parted_letters(NEW.carrier_id, NEW.person_id, NEW.other_id),
          parted_letters(NEW.carrier_id, NEW.other_id, NEW.person_id);
  RETURN NULL;
END $$;
