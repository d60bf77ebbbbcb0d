# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Circumstances of life from one day to another: who stands up for a minor, school, what somebody lives on."""
