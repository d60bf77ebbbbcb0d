# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room; Django finds models only from here."""

from scharnier.directory.organisations import models as organisations  # noqa: F401
