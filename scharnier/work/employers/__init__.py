# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Employers as cases of their own: concern, goals, contact log, what they wish and offer."""
