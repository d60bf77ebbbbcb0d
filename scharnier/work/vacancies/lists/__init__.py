# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vacancies from lists: XLSX, CSV and JobPosting (JSON-LD), with the reason for every row that is refused."""
