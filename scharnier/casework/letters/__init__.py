# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters people bring: photographed, told apart by sender and matter, with the day by which something must be done."""
