# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scharnier: the workplace of the networks that help refugees and other migrants into work."""

__version__ = "0.1.0"
