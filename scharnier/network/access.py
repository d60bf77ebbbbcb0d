# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what in the network room."""

from scharnier.foundation.access import declare

WORKERS = ("caseworker", "placement", "hinge", "lead")
READERS = (*WORKERS, "auditor")

declare("network.desk", *READERS, "admin", "protection", "office")
declare("network.invite", "lead", "admin")
declare("network.staff", *READERS, "admin", "protection")
