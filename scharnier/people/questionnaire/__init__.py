# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The questionnaire that a funder wants at the entry: answered, printed, signed."""
