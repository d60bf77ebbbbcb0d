# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The world of the floor below serves here as well."""

from tests.people.conftest import house, sign_in

__all__ = ["house", "sign_in"]
