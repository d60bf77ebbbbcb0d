# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a network is made of: consortia, phases, sites, regions, positions, capacity, targets; all of it dated."""
