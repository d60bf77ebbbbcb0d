# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Once a year: does matching open as much to one group as to another? Groups are read here and never by matching."""
