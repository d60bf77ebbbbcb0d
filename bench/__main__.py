# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench` (or `make bench`): see run.py."""

import sys

from bench.run import main

sys.exit(main(sys.argv[1:]))
