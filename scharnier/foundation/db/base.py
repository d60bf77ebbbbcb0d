# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL as Django knows it; an outermost transaction begins by saying whom it serves."""

from __future__ import annotations

from django.db.backends.postgresql import base

from scharnier.foundation import principals


class DatabaseWrapper(base.DatabaseWrapper):
    """One statement more per transaction, and nothing is visible without it."""

    def set_autocommit(
        self,
        autocommit: bool,
        force_begin_transaction_with_broken_autocommit: bool = False,
    ) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        principal = principals.current()
        if not autocommit and principal is not None and self.alias == "default":
            principals.announce(self, principal)
