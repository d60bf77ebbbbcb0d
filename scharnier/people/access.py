# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with persons."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.access import declare
from scharnier.network.access import MEMBERS, READERS, WORKERS

declare("people.view", *READERS, text=_("Akten lesen"))
declare("people.edit", *WORKERS, text=_("Akten schreiben"))
declare("law.view", *READERS, "admin", "protection", "office", text=_("Regeln nachlesen"))
declare("people.new", *MEMBERS, text=_("Akten anlegen"))
declare("people.import", *MEMBERS, text=_("Listen einlesen"))
declare("people.export", *MEMBERS, text=_("Listen von Fällen als Tabelle ausgeben"))
declare("people.package", "lead", text=_("ganze Akten als Paket ausgeben und einlesen"))
declare("people.assign", "lead", text=_("Fälle anderer verteilen"))
declare("people.hand_out", *MEMBERS, text=_("Auskunft nach Art. 15 DSGVO erstellen und aushändigen"))
declare("competence.health", "caseworker", "hinge", "lead", text=_("lesen, was bei der Gesundheit zu beachten ist"))
declare("people.erase", "lead", "admin", "protection", text=_("Akten nach Ablauf der Frist löschen"))
declare("people.merge", *MEMBERS, text=_("doppelte Akten zusammenführen"))
declare("people.separate", *WORKERS, text=_("zwei Personen hart trennen"))
declare("people.unseparate", "lead", text=_("Trennungen lesen und aufheben"))
declare("audit.browse", "lead", "auditor", "protection", text=_("das Protokoll lesen"))
