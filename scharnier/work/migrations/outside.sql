-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2
-- What people outside see of a vacancy: anybody, if the firm agrees and while it is open; the firm itself by its link.

CREATE FUNCTION vacancy_public(p_vacancy uuid, p_today date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object('id', v.id, 'title', v.title, 'description', v.description, 'firm', o.name, 'website', o.website,
      'kind', v.kind, 'occupation', v.occupation, 'german', v.german, 'starts_on', v.starts_on, 'hours_from', v.hours_from,
      'hours_to', v.hours_to, 'shifts', v.shifts, 'licences', v.licences, 'places', v.places - v.filled,
      'pay_amount', v.pay_amount, 'pay_unit', v.pay_unit, 'postal_code', v.postal_code, 'place', v.place, 'offers', v.offers,
      'number', v.external_number, 'posted_on', v.created_at::date, 'until', v.confirm_until,
      'project', p.name, 'carrier', c.name, 'email', c.contact_email)
    FROM work_vacancy v JOIN directory_organisation o ON o.id = v.organisation_id
    JOIN network_project p ON p.id = v.project_id JOIN network_carrier c ON c.id = v.carrier_id
   WHERE v.id = p_vacancy AND v.public AND v.status = 'open' AND v.confirm_until >= p_today
$$;

-- The vacancy that a link asks about; `digest` is that of a grant for this purpose alone.
CREATE FUNCTION vacancy_asked(p_digest bytea, p_now timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object('id', v.id, 'carrier', v.carrier_id, 'title', v.title, 'firm', o.name, 'place', v.place,
      'until', v.confirm_until, 'status', v.status, 'used', g.used_at IS NOT NULL, 'project', p.name)
    FROM grant_find(p_digest, p_now) g JOIN work_vacancy v ON v.id = g.record_id AND v.carrier_id = g.carrier_id
    JOIN directory_organisation o ON o.id = v.organisation_id JOIN network_project p ON p.id = v.project_id
   WHERE g.purpose = 'vacancy' AND g.record_table = 'work_vacancy'
$$;
