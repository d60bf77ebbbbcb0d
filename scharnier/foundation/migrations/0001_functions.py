# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Extensions, the functions that read the principal's scope, and German folding."""

from django.db import migrations

SCOPE = """
CREATE FUNCTION app_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.kind', true), '') $$;
CREATE FUNCTION app_actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.actor', true), '')::uuid $$;
CREATE FUNCTION app_behalf() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.behalf', true), '')::uuid $$;
CREATE FUNCTION app_carrier() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.carrier', true), '')::uuid $$;
CREATE FUNCTION app_request() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.request', true), '') $$;
CREATE FUNCTION app_list(name text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('app.' || name, true), ''), '{}')::uuid[] $$;
CREATE FUNCTION app_carriers() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_list('carriers') $$;
CREATE FUNCTION app_write_carriers() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT app_list('write_carriers') $$;
CREATE FUNCTION app_projects() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_list('projects') $$;
CREATE FUNCTION app_writes() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_list('writes') $$;
CREATE FUNCTION app_leads() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_list('leads') $$;
CREATE FUNCTION app_admins() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_list('admins') $$;
CREATE FUNCTION app_audiences() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_list('audiences') $$;

CREATE FUNCTION app_leave() RETURNS void LANGUAGE sql AS $$
  SELECT set_config('app.' || name, '', true) FROM unnest(ARRAY['kind','actor','behalf','carrier','request','carriers',
    'write_carriers','projects','writes','leads','admins','audiences']) AS name
$$;
"""

FOLDING = r"""
-- With RETURN, not with a quoted body: only so does a dump know that one function needs the other.
-- DIN 5007-2 (names): ä sorts as ae; other marks fall off. Immutable, so that generated columns and indexes may use it.
CREATE FUNCTION de_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN lower(public.unaccent('public.unaccent'::regdictionary,
    replace(replace(replace(replace(replace(replace(replace(normalize(t, NFC),
      'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'Ä', 'Ae'), 'Ö', 'Oe'), 'Ü', 'Ue'), 'ß', 'ss'))) COLLATE "C";
-- Wider: ae, oe, ue lose their e, hyphens and apostrophes become spaces, so that Müller, Mueller and Muller meet.
CREATE FUNCTION de_wide(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN regexp_replace(translate(replace(replace(replace(public.de_fold(t), 'ae', 'a'), 'oe', 'o'), 'ue', 'u'),
    '-''’‘`,.', '       '), '\s+', ' ', 'g') COLLATE "C";
CREATE FUNCTION name_sort(family text, given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN public.de_fold(CASE WHEN coalesce(family, '') = '' THEN coalesce(given, '')
    ELSE family || ', ' || coalesce(given, '') END);
CREATE FUNCTION name_match(family text, given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN trim(public.de_wide(coalesce(family, '') || ' ' || coalesce(given, '')));
CREATE FUNCTION search_fold(title text, body text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN trim(public.de_wide(coalesce(title, '') || ' ' || coalesce(body, '')));
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(
            "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS unaccent; "
            "CREATE EXTENSION IF NOT EXISTS btree_gin;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(SCOPE, migrations.RunSQL.noop),
        migrations.RunSQL(FOLDING, migrations.RunSQL.noop),
    ]
