# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this room shows in lower rooms."""

from django.utils.translation import gettext_lazy as _

from scharnier.directory.organisations.queries import hits
from scharnier.foundation.panels import Link, add_link
from scharnier.people.finding.queries import add_finder

add_link(Link("nav", "organisations", _("Adressbuch"), "organisations", "form", order=37, permission="directory.view"))
add_link(Link("new", "o", _("Organisation"), "organisation_new", "firm", order=45, permission="directory.edit"))
add_finder(_("Organisationen"), hits)
