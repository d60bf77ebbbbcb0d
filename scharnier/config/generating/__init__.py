# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An invented network at any size: the same people again for the same seed on the same day."""
