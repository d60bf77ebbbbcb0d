# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is open in this room when a file is erased: a follow-up nobody can see to any more."""

from scharnier.people.erasing.queries import settle

settle("casework_followup", done_at="now", done_by_id="actor")
