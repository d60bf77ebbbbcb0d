# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m scharnier.knowledge.check [FOLDER]`: prints `file:line: reason` for each fault, then exits 1."""

import sys
from collections.abc import Sequence
from pathlib import Path

from scharnier.knowledge.data import check_data
from scharnier.knowledge.files import DATA


def main(argv: Sequence[str]) -> int:
    """Prints what is wrong with the data files of a folder (default: those of the package)."""
    folder = Path(argv[0]) if argv else DATA
    faults = check_data(folder)
    for fault in faults:
        print(f"{folder / fault.file}:{fault.line}: {fault.reason}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
