# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small world on a day that stands still, and people signed in to it."""

from tests.people.conftest import NOW, TODAY, SignIn, house, sign_in, statements

__all__ = ["NOW", "TODAY", "SignIn", "house", "sign_in", "statements"]
