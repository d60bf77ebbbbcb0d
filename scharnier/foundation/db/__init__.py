# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The database backend: PostgreSQL, with the principal announced at the start of every transaction."""
