# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ``scharnier`` command, also ``python -m scharnier``.

This file stays readable for any Python since 2.7, so that one too old gets a clear line and not a syntax error.
"""

import sys


def main(argv=None):
    # type: (list[str] | None) -> int
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.stderr.write("scharnier needs Python 3.11, 3.12 or 3.13; this is Python " + found + ".\n")
        return 3
    from scharnier.config.cli import main as command

    return command(argv)


if __name__ == "__main__":
    sys.exit(main())
