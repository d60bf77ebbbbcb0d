# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything the environment may say, read once and checked with clear words."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

APP_ROLE = "scharnier_app"
OWNER_ROLE = "scharnier_owner"
DATABASE_NAME = "scharnier"
SOCKET_NAME_LIMIT = 107


class EnvironmentFault(Exception):
    """The surroundings (database, port, folder, Python, setting) are at fault; the command exits with 3."""


class CommandFault(Exception):
    """What a command was given is at fault (a file, a folder of a backup); the command exits with 1."""


def default_home() -> Path:
    """Folder for all data when SCHARNIER_HOME is not set: the platform's user data folder."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "scharnier"


def home() -> Path:
    return Path(os.environ.get("SCHARNIER_HOME") or default_home()).expanduser().absolute()


@dataclass(frozen=True)
class Database:
    """How to reach one database as one role."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str]


def parse_database_url(url: str, variable: str) -> Database:
    """Split a postgresql:// address; `variable` names the setting in the message when it is wrong."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise EnvironmentFault(f"{variable} must look like postgresql://user:password@host:5432/database.")
    options = dict(parse_qsl(parts.query))
    return Database(
        name=unquote(parts.path.strip("/")),
        user=unquote(parts.username or APP_ROLE),
        password=unquote(parts.password or ""),
        host=options.pop("host", unquote(parts.hostname or "")),
        port=options.pop("port", str(parts.port or "")),
        options=options,
    )


def embedded_root() -> Path:
    """Folder of the embedded server: inside the home, or where the file `postgres.location` points.

    The pointer is written when root keeps its home where the server's unprivileged account can't go.
    """
    inside = home() / "postgres"
    pointer = home() / "postgres.location"
    if not inside.exists() and pointer.is_file():
        return Path(pointer.read_text(encoding="utf-8").strip())
    return inside


def embedded_sockets(root: Path) -> Path:
    """Folder of the server's socket. Unix allows it 107 bytes: a long home gets a short folder in /tmp."""
    inside = root / "sock"
    if len(os.fsencode(inside / ".s.PGSQL.5432")) <= SOCKET_NAME_LIMIT:
        return inside
    digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    return Path("/tmp") / f"scharnier-{os.geteuid()}-{digest}"  # noqa: S108  # its owner and mode are checked


def database(owner: bool = False) -> Database:
    """The configured database as the restricted role, or (`owner`) as the role that owns the tables."""
    url = os.environ.get("DATABASE_URL")
    if url:
        if owner:
            owner_url = os.environ.get("DATABASE_OWNER_URL")
            if not owner_url:
                raise EnvironmentFault("DATABASE_OWNER_URL is missing: migrations run as the owner of the tables.")
            return parse_database_url(owner_url, "DATABASE_OWNER_URL")
        return parse_database_url(url, "DATABASE_URL")
    role = OWNER_ROLE if owner else APP_ROLE
    return Database(DATABASE_NAME, role, "", str(embedded_sockets(embedded_root())), "5432", {})


def flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "no", "false", "off"):
        return False
    if value in ("1", "yes", "true", "on"):
        return True
    raise EnvironmentFault(f"{name} must be 1 or 0, not {value!r}.")
