# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in: what the sign-in library is told about our words, our mails, our second factor and our audit."""
