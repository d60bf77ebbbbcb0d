# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What makes a whole file unusable."""


class ImportFault(Exception):
    """The file can't be read as a participant list: `reason_code` and `message_args` of the message table."""

    def __init__(self, reason_code: str, message_args: dict[str, str] | None = None) -> None:
        self.reason_code = reason_code
        self.message_args = message_args or {}
        super().__init__(reason_code)
