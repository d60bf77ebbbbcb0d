# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who works here in which role, who stands in for whom, who takes over, who comes and who goes."""
