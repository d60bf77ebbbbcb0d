# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this room shows in lower rooms and on its own pages.

Rooms above add tabs (people.file.tabs), buttons (people.file.actions) and cards (people.file.main, people.file.side)
to a file; the `load` of such a card gets `file`, a FileHeader.
"""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.panels import Link, add_link

add_link(Link("people.file.tabs", "overview", _("Überblick"), "person", order=10))
