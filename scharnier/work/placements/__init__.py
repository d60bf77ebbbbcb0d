# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Jobs and steps on the way: dates, hours, adequacy, the way to the permission, support that pays."""
