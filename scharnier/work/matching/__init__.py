# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Suggestions for a person and for a vacancy, with what is missing, and what people say to them."""
