# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody needs, by field and urgency; later the ground of every referral."""
