# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The library's forms with our words. What they check stays as it is there."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

MIN_PASSWORD = _("Mindestens 12 Zeichen, kein häufiges Kennwort. Ein ganzer Satz lässt sich gut merken.")


def _word(form: forms.Form, name: str, label: Any, help_text: Any = "", **attributes: str) -> None:
    """Give a field our label and hint, and take its placeholder away: it says the same and vanishes while typing."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class LoginForm(account.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", _("E-Mail"), autocomplete="username webauthn", autocapitalize="none")
        _word(self, "password", _("Kennwort"))


class ResetForm(account.ResetPasswordForm):
    """Where the link to a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "email", _("E-Mail"), autocomplete="username", autocapitalize="none")


def _two_passwords(form: forms.Form) -> None:
    _word(form, "password1", _("Neues Kennwort"), MIN_PASSWORD)
    _word(form, "password2", _("Neues Kennwort noch einmal"))


class NewPasswordForm(account.ResetPasswordKeyForm):
    """After the link of the reset mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _two_passwords(self)


class ChangePasswordForm(account.ChangePasswordForm):
    """Own password, while signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", _("Bisheriges Kennwort"))
        _two_passwords(self)


class ReauthenticateForm(account.ReauthenticateForm):
    """Password once more before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", _("Kennwort"))


def _code(form: forms.Form, help_text: Any = "") -> None:
    _word(form, "code", _("Code"), help_text, inputmode="numeric", autocomplete="one-time-code", autocapitalize="none")


class CodeForm(mfa.AuthenticateForm):
    """Second step of a sign-in: a code of the app or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Sechs Ziffern aus Ihrer Codes-App, oder einer Ihrer Notfallcodes."))


class ReauthenticateCodeForm(mfa.ReauthenticateForm):
    """A code once more before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Sechs Ziffern aus Ihrer Codes-App, oder einer Ihrer Notfallcodes."))


class ActivateAppForm(ActivateTOTPForm):
    """The first code of a new app proves that it works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Die sechs Ziffern, die Ihre App jetzt zeigt."))


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey, or a security key as second factor only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "name", _("Name"), _("Woran Sie das Gerät erkennen, zum Beispiel „Diensthandy“."), maxlength="60")
        _word(
            self,
            "passwordless",
            _("Auch ohne Kennwort anmelden"),
            _("Dann genügt dieses Gerät mit Fingerabdruck, Gesicht oder PIN."),
        )
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "name", _("Name"), maxlength="60")
