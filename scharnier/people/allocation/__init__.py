# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who could accompany whom: a proposal for those who have nobody yet. A lead edits and confirms it."""
