# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small world, people signed in, a day that stands still."""

from tests.casework.conftest import house, key, sign_in

__all__ = ["house", "key", "sign_in"]
