# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with organisations. They belong to the carrier: every project of it sees the same ones."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.access import declare
from scharnier.network.access import MEMBERS, READERS, WORKERS

declare("directory.view", *READERS, text=_("Organisationen lesen"))
declare("directory.edit", *WORKERS, text=_("Organisationen schreiben"))
declare("directory.merge", *MEMBERS, text=_("doppelte Organisationen zusammenführen"))
