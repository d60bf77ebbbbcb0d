# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tables of the network are called in the audit, beside the names their models give."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.audit_words import chosen, coded, name_action, name_table
from scharnier.network.models import Role

SINCE, UNTIL = _("gilt ab"), _("gilt bis")
FROM_TO = {"valid_from": SINCE, "valid_to": UNTIL}
ROLES = {"role": chosen(Role.choices)}
RIGHTS = {"may_write": _("darf schreiben"), "with_confidential": _("auch Vertrauliches")}
SETTING = {
    "key": _("Einstellung"),
    "value": _("Wert"),
    "inherits": _("wie das Programm"),
    "reason": _("Grundlage"),
    "withdrawn_at": _("zurückgenommen"),
    **FROM_TO,
}

name_table("network_capacity", _("Kapazität"), FROM_TO)
name_table(
    "network_carrier",
    _("Träger"),
    {
        "name": _("Name"),
        "short_name": _("Kurzer Name"),
        "legal_form": _("Rechtsform"),
        "contact_email": _("Kontakt per E-Mail"),
    },
)
name_table("network_consortium", _("Verbund"), FROM_TO)
name_table(
    "network_consortiummember",
    _("Mitglied des Verbunds"),
    {"confirmed_at": _("bestätigt am"), "confirmed_by_id": _("bestätigt von"), **FROM_TO},
)
name_table("network_countkey", _("Zählschlüssel des Verbunds"), {"key": _("Schlüssel"), "entered_on": _("Eintritt")})
name_table("network_deputy", _("Urlaubsvertretung"), {"user_id": _("Wer"), "deputy_id": _("Vertretung"), **RIGHTS})
name_table("network_handedcase", _("Übergebener Fall"), {"taker_id": _("Wer übernimmt"), "seen_at": _("gesehen am")})
name_table(
    "network_handover",
    _("Übergabe"),
    {"giver_id": _("Wer gibt ab"), "given_by_id": _("Veranlasst von"), "note": _("Hinweis")},
)
name_table(
    "network_jointagreement", _("Vereinbarung gemeinsamer Verantwortlicher"), {"recorded_by_id": _("Erfasst von")}
)
name_table("network_membership", _("Mitarbeit"), {"user_id": _("Wer"), "role": _("Rolle"), **FROM_TO}, ROLES)
name_table(
    "network_portalaccount",
    _("Konto für Teilnehmende"),
    {"login": _("Anmeldename"), "language": _("Sprache"), "password": _("Passwort"), "closed_at": _("geschlossen am")},
    {"language": coded("language")},
)
name_table("network_position", _("Stelle"), {}, ROLES)
name_table("network_positionperiod", _("Zeitraum einer Stelle"), {"holder_id": _("Besetzt mit"), **FROM_TO})
name_table("network_programme", _("Programm"), {"name": _("Name"), "funder": _("Fördermittelgeber"), **FROM_TO})
name_table("network_programmephase", _("Förderphase"), FROM_TO)
name_table("network_programmesetting", _("Einstellung des Programms"), SETTING)
name_table(
    "network_project",
    _("Projekt"),
    {
        "name": _("Name"),
        "code": _("Kürzel"),
        "phase": _("Förderphase"),
        "district": _("Kreis"),
        "state": _("Land"),
        "places": _("Plätze"),
        **FROM_TO,
    },
)
name_table("network_projectdecision", _("Bewilligung"))
name_table("network_projectsetting", _("Einstellung des Projekts"), {**SETTING, "changed_by_id": _("Geändert von")})
name_table("network_responsibility", _("Zuständigkeit für einen Kreis"), FROM_TO)
name_table("network_room", _("Raum"))
name_table("network_site", _("Standort"))
name_table("network_sitehour", _("Sprechzeit"), FROM_TO)
name_table(
    "network_substitution",
    _("Vertretung"),
    {"absent_id": _("Für wen"), "cover_id": _("Vertretung"), "all_cases": _("alle Fälle"), **RIGHTS, **FROM_TO},
)
name_table("network_substitutioncase", _("Vertretener Fall"))
name_table(
    "network_tandem",
    _("Tandem"),
    {"case_manager_id": _("Fallmanagement"), "placement_officer_id": _("Vermittlung"), **FROM_TO},
)
name_table("network_target", _("Ziel"), FROM_TO)
name_table("network_team", _("Team"), {"name": _("Name")})
name_table(
    "network_user",
    _("Konto"),
    {
        "language": _("Sprache"),
        "theme": _("Farben"),
        "single_keys": _("Kurztasten"),
        "is_active": _("aktiv"),
        "password": _("Passwort"),
    },
)
name_table(
    "network_workcontact",
    _("Eintrag im Netzwerk"),
    {"languages": _("Sprachen"), "topics": _("Themen"), "deputy_id": _("Vertretung")},
    {"languages": coded("language")},
)
name_action("settings_exported", _("Einstellungen ausgegeben"))
name_action("settings_imported", _("Einstellungen eingelesen"))
name_action("departure", _("ausgeschieden"))
name_action("consortium_counted", _("Personen im Verbund gezählt"))
name_action("second_factor", _("zweiter Faktor"))
