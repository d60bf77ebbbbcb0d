# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with employers and vacancies: every project of a carrier reads them, the own one is written in."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.access import declare
from scharnier.network.access import COVER, MEMBERS, READERS, WORKERS

declare("employers.view", *READERS, text=_("Betriebe lesen"))
declare("employers.edit", *WORKERS, text=_("Betriebe schreiben"))
declare("vacancies.view", *READERS, text=_("Stellen lesen"))
declare("vacancies.edit", *WORKERS, text=_("Stellen schreiben"))
declare("placement.view", *READERS, text=_("Vermittlung und Nachbetreuung lesen"))
declare("placement.write", *WORKERS, text=_("Vermittlung und Nachbetreuung schreiben"))
declare("placement.export", *WORKERS, COVER, text=_("Profile und Erklärungen drucken"))
declare("vacancies.import", *MEMBERS, text=_("Stellen aus Listen einlesen"))
declare("fairness.view", "lead", "admin", "protection", text=_("Fairness der Vermittlung lesen und vergleichen lassen"))
declare("matching.view", *READERS, text=_("Vorschläge lesen"))
declare("matching.decide", *WORKERS, text=_("Über Vorschläge entscheiden"))
