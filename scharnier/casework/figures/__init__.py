# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zahlen: how much was talked, planned and reached in a project and a period, without names."""
