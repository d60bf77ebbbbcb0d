# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with persons."""

from scharnier.foundation.access import declare
from scharnier.network.access import MEMBERS, READERS, WORKERS

declare("people.view", *READERS)
declare("people.edit", *WORKERS)
declare("law.view", *READERS, "admin", "protection", "office")
declare("people.new", *MEMBERS)
declare("people.import", *MEMBERS)
declare("people.assign", "lead")
declare("people.merge", *MEMBERS)
