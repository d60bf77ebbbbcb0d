# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what in the network room."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.access import declare

# What a substitution makes of somebody: reads only, or writes in chosen cases and begins no new ones. No role to give.
COVER, STAND_IN = "cover", "stand_in"
MEMBERS = ("caseworker", "placement", "hinge", "lead")
WORKERS = (*MEMBERS, STAND_IN)
READERS = (*WORKERS, "auditor", COVER)

declare("network.desk", *READERS, "admin", "protection", "office", text=_("sich anmelden und die eigene Arbeit sehen"))
declare("network.take_away", *WORKERS, COVER, "admin", "protection", "office", text=_("drucken und Dateien mitnehmen"))
declare("network.invite", "lead", "admin", text=_("einladen, Rollen ändern, Mitarbeit beenden"))
declare("network.cover", *MEMBERS, "admin", text=_("Vertretung eintragen"))
declare("network.rights", "lead", "admin", "protection", text=_("nachlesen, wer was darf"))
declare("network.reset_factor", "admin", text=_("verlorenen zweiten Faktor zurücksetzen"))
declare("network.staff", *READERS, "admin", "protection", text=_("das Team sehen"))
declare("settings.view", *READERS, "admin", "protection", text=_("Einstellungen lesen"))
declare("settings.change", "lead", "admin", text=_("Einstellungen ändern"))
declare("settings.programme", "admin", text=_("Einstellungen eines ganzen Programms ändern, wenn der Träger es führt"))
declare("settings.set_up", "admin", text=_("Projekte einrichten"))
declare("network.path", *READERS, "admin", "protection", "office", text=_("nachsehen, wer was wo macht"))
declare("network.structure", *READERS, "admin", "protection", text=_("die Struktur sehen"))
declare("network.shape", "lead", "admin", text=_("die Struktur ändern"))
