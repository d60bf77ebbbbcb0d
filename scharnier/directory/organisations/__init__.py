# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Firms, authorities, providers: names, sites, contacts with a direct line, cooperation agreements, merging."""
