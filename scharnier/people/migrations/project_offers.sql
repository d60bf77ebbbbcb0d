-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Places of a project that are offered on a day and not yet answered: how many, the first day of an answer, and whether
-- one is offered to a person. Numbers and a day, for who works there, also where the other person isn't shown.
CREATE FUNCTION project_offers(p_project uuid, p_day date, p_person uuid, OUT offered bigint, OUT until date, OUT own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*), min(w.offered_until), coalesce(bool_or(w.person_id = p_person), false) FROM people_waitingentry w
    JOIN people_enrolment e ON e.carrier_id = w.carrier_id AND e.id = w.enrolment_id AND e.exited_on IS NULL
   WHERE w.project_id = p_project AND (w.project_id = ANY (app_projects()) OR w.carrier_id = ANY (app_admins()))
     AND w.state = 'offered' AND w.offered_until >= p_day
$$;
