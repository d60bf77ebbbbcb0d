# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Aufnahme: step by step, saved as it goes, asking what the programme and the rules need and nothing else."""
