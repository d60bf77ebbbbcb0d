# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Organisations: every firm, authority and provider that the network knows. Offers come with a later issue."""
