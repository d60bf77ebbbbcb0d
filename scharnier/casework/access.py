# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what in counselling."""

from scharnier.foundation.access import declare
from scharnier.network.access import READERS, WORKERS

declare("casework.view", *READERS)
declare("casework.write", *WORKERS)
