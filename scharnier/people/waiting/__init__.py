# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places of a project, the waiting list when there are none, and enquiries that wait for an answer."""
