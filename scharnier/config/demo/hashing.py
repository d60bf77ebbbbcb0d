# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passwords that work in demo mode only.

They are stored under a name of their own. The settings know this hasher in demo mode alone (then as the first, so that
every password set there is a demo password); a server in any other mode takes such a row for an unusable password.
"""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class DemoPasswordHasher(Argon2PasswordHasher):
    """Argon2 under the name `demo`."""

    algorithm = "demo"
