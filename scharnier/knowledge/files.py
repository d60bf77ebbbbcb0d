# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the data files of this package and says which edition of the knowledge they form together."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACKAGE = Path(__file__).parent
DATA = PACKAGE / "data"

# libyaml's loader is twenty times faster; PyYAML without it still works, only slower.
SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The parsed data file `name` (for example "codes.yaml"). Shared between callers: never change what it returns."""
    return read_yaml(DATA / name)


def read_yaml(path: Path) -> Any:
    """The parsed content of a YAML file. Raises OSError, UnicodeDecodeError or yaml.YAMLError."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)


@cache
def edition() -> str:
    """Twelve hex digits naming the state of data and engine: equal editions give equal answers to equal questions."""
    digest = hashlib.sha256()
    for path in sorted([*DATA.glob("*.yaml"), *PACKAGE.glob("*.py")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
