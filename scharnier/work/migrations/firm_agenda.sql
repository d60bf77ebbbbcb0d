-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- The agenda follows a firm that is merged or renamed, in every project of the carrier, agreements included.

-- The agenda of these organisations as their rows say: subject, name, whose.
CREATE OR REPLACE FUNCTION firm_agenda_align(p_carrier uuid, p_firms uuid[]) RETURNS void
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
  UPDATE foundation_agendaitem a SET subject_id = o.id, subject_name = o.name
    FROM directory_cooperation c JOIN directory_organisation o ON o.id = c.organisation_id
   WHERE a.carrier_id = p_carrier AND a.kind = 'directory.cooperation' AND a.source_id = c.id AND o.id = ANY (p_firms);
END $$;

CREATE OR REPLACE FUNCTION employer_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.name = OLD.name THEN RETURN NULL; END IF;
  UPDATE work_employer SET name_sort = NEW.name_sort
   WHERE organisation_id = NEW.id AND carrier_id = NEW.carrier_id AND name_sort <> NEW.name_sort;
  UPDATE foundation_agendaitem SET subject_name = NEW.name
   WHERE carrier_id = NEW.carrier_id AND (
     subject_id = NEW.id
     OR subject_id IN (SELECT e.id FROM work_employer e WHERE e.organisation_id = NEW.id)
     OR subject_id IN (SELECT v.id FROM work_vacancy v WHERE v.organisation_id = NEW.id));
  RETURN NULL;
END $$;
