# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kurzberatung: a question answered without a file, counted by topic and language."""
