# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A key for what is sealed, as every installation has one."""

import base64
import secrets
from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def key(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "audience.key").write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    settings.HOME = tmp_path
