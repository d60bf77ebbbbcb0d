# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What rows of this room keep when a file is erased: that there was something, not what."""

from scharnier.people.erasing.queries import settle

settle("work_introduction", basis="gelöscht")
settle("work_matchruling", reason="gelöscht")
settle("work_placement", where="gelöscht")
