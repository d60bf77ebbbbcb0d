# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two organisations that were one: cases, vacancies and whatever is on the way follow the one that stays."""
