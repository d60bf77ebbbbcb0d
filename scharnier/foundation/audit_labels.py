# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the foundation's own tables are called in the audit."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.audit_words import chosen, name_action, name_table

PURPOSES = (
    ("own_case", _("eigener Fall")),
    ("cover", _("Vertretung")),
    ("team", _("Team")),
    ("stated", _("mit Begründung")),
    ("audit", _("Prüfung")),
)

name_table(
    "foundation_accessrecord",
    _("Einsicht in eine Akte"),
    {
        "user_name": _("Wer"),
        "behalf_name": _("In Vertretung von"),
        "function": _("Aufgabe"),
        "at": _("Wann"),
        "purpose": _("Wozu"),
        "reason": _("Begründung"),
        "page": _("Seite"),
    },
    {"purpose": chosen(PURPOSES)},
)
name_table("foundation_audience", _("Vertraulicher Kreis"))
name_table(
    "foundation_audiencemember",
    _("Mitglied eines vertraulichen Kreises"),
    {"valid_from": _("gilt ab"), "valid_to": _("gilt bis")},
)
name_table("foundation_grant", _("Einladung oder Freigabe per Link"), {"recipient": _("Für wen")})
name_action("print", _("gedruckt"))
name_action("export", _("ausgegeben"))
name_action("seed", _("bei der Einrichtung angelegt"))
name_action("signin", _("angemeldet"))
name_action("signout", _("abgemeldet"))
name_action("session_ended", _("Sitzung beendet"))
name_action("signin_failed", _("Anmeldung abgewiesen"))
name_action("password_changed", _("Passwort geändert"))
name_action("second_factor_added", _("zweiten Faktor eingerichtet"))
name_action("second_factor_removed", _("zweiten Faktor entfernt"))
name_action("second_factor_reset", _("zweiten Faktor zurückgesetzt"))
name_action("audit_opened", _("bei einer Prüfung geöffnet"))
