# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vacancies of all placement types: written down on the phone, confirmed by a link, imported from lists."""
