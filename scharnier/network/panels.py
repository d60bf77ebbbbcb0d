# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this room shows in lower rooms: its place in the rail and in the account menu."""

from django.utils.translation import gettext_lazy as _

from scharnier.foundation.panels import Link, Panel, add_link, add_panel
from scharnier.network.staffing import queries as staffing

add_link(Link("nav", "team", _("Team"), "staff_list", icon="account-circle", order=80, permission="network.staff"))
add_link(
    Link("account", "programme_settings", _("Einstellungen"), "settings_choose", order=5, permission="settings.view")
)
add_link(Link("account", "settings", _("Mein Konto"), "settings", order=10))
add_link(Link("account", "second_factor", _("Zweiter Faktor"), "mfa_index", order=20))
add_link(Link("account", "password", _("Kennwort ändern"), "account_change_password", order=30))
add_link(Link("nav", "network", _("Netzwerk"), "network", icon="phone", order=75, permission="network.path"))
add_link(Link("nav", "structure", _("Struktur"), "structure", icon="tree", order=85, permission="network.structure"))
add_link(Link("account", "cover", _("Vertretung"), "substitutions", order=15, permission="network.cover"))
add_link(Link("more", "rights", _("Rechte"), "rights", icon="lock", order=90, permission="network.rights"))
add_panel(Panel("today.main", "handed", "network/staffing/card_handed.html", staffing.waiting, order=5))
