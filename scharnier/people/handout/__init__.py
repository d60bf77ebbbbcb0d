# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file on paper, and everything about a person for that person (Art. 15 GDPR), both from the record cards."""
