# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a carrier says on printed plans and in messages, in place of the drafts that come with the software."""
