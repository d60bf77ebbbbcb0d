# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``python -m scharnier`` is the same as the ``scharnier`` command."""

import sys

from scharnier.config.cli import main

sys.exit(main())
