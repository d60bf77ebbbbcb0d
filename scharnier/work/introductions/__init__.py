# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Introducing a person to a firm: states, agreement, anonymous profile, reasons for a no."""
