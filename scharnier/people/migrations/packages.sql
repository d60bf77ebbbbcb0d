-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- Which of these file numbers the carrier has given out already: of files that the caller may not see too, and no more of them.
CREATE FUNCTION file_numbers_taken(p_carrier uuid, p_numbers text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.file_number FROM people_person p
   WHERE p.carrier_id = p_carrier AND p_carrier = ANY (app_write_carriers()) AND p.file_number = ANY (p_numbers)
$$;
