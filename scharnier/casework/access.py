# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what in counselling."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.access import declare
from scharnier.network.access import COVER, MEMBERS, READERS, WORKERS

declare("casework.view", *READERS, text=_("Gespräche und Pläne lesen"))
# Whoever examines a project reads it there and takes nothing along.
declare("casework.export", *WORKERS, COVER, text=_("Pläne drucken und speichern"))
declare("casework.write", *WORKERS, text=_("Gespräche und Pläne schreiben"))
declare("casework.advise", *MEMBERS, text=_("Kurzberatung zählen"))
declare("casework.figures", *READERS, text=_("Zahlen eines Projekts ohne Namen sehen"))
declare(
    "casework.wordings", "admin", text=_("Wortlaut von Plan und Textbausteinen in allen Sprachen prüfen und ersetzen")
)
declare("casework.staff_figures", "lead", text=_("Zahlen je Fachkraft sehen, wo die Einstellungen es erlauben"))
