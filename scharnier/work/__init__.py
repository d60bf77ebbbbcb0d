# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a firm on the phone to a lasting job: employers, vacancies, introductions, placements."""
