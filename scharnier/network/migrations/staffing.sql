-- SPDX-FileCopyrightText: 2026 Scharnier contributors
-- SPDX-License-Identifier: EUPL-1.2

-- Confidential notes are opened by whoever wrote them: by their own entry, or by having named a standing deputy for them.
CREATE FUNCTION substitution_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.with_confidential AND app_kind() = 'staff' AND app_actor() <> NEW.absent_id AND NOT EXISTS (
       SELECT 1 FROM network_deputy d WHERE d.carrier_id = NEW.carrier_id AND d.project_id = NEW.project_id
          AND d.user_id = NEW.absent_id AND d.deputy_id = NEW.cover_id AND d.with_confidential) THEN
    RAISE EXCEPTION 'confidential notes are for the absent colleague to open' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER substitution_told BEFORE INSERT OR UPDATE ON network_substitution
  FOR EACH ROW EXECUTE FUNCTION substitution_told();
