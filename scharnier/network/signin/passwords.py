# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a password must be, in our words: long and not known already (NIST SP 800-63B), whatever characters it has."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least 12 characters."""

    def __init__(self, min_length: int = 12) -> None:
        super().__init__(min_length)

    def get_error_message(self) -> str:
        return _("Das ist zu kurz: Mindestens %(n)s Zeichen sind nötig.") % {"n": self.min_length}


class NotCommon(CommonPasswordValidator):
    """None of the 20,000 best known."""

    def get_error_message(self) -> str:
        return _("Dieses Kennwort ist allgemein bekannt. Nehmen Sie ein anderes.")


class NotOwnName(UserAttributeSimilarityValidator):
    """Not the name or the address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "display_name"))

    def get_error_message(self) -> str:
        return _("Das Kennwort ähnelt Ihrem Namen oder Ihrer Adresse. Nehmen Sie ein anderes.")
