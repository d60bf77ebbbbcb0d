# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what in the network room."""

from scharnier.foundation.access import declare

# What a substitution makes of somebody: reads only, or writes in chosen cases and begins no new ones. No role to give.
COVER, STAND_IN = "cover", "stand_in"
MEMBERS = ("caseworker", "placement", "hinge", "lead")
WORKERS = (*MEMBERS, STAND_IN)
READERS = (*WORKERS, "auditor", COVER)

declare("network.desk", *READERS, "admin", "protection", "office")
declare("network.invite", "lead", "admin")
declare("network.staff", *READERS, "admin", "protection")
declare("settings.view", *READERS, "admin", "protection")
declare("settings.change", "lead", "admin")
declare("settings.set_up", "admin")
declare("network.path", *READERS, "admin", "protection", "office")
declare("network.structure", *READERS, "admin", "protection")
declare("network.shape", "lead", "admin")
