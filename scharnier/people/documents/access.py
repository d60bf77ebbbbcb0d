# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with documents."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.access import declare
from scharnier.network.access import COVER, READERS, WORKERS

declare("documents.view", *READERS, text=_("Dokumente ansehen"))
# Whoever examines a project reads it there and takes nothing along.
declare("documents.export", *WORKERS, COVER, text=_("Dokumente herunterladen"))
declare("documents.write", *WORKERS, text=_("Dokumente hochladen, ändern und löschen"))
