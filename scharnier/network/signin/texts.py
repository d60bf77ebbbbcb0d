# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the sign-in mails and messages. Mails name nobody and no device: mailboxes are read by others, too."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def mail_text(template_prefix: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a mail that the library wants to send, by its name for it."""
    name = template_prefix.rpartition("/")[2]
    if name == "password_reset_key":
        return _("Neues Kennwort für Scharnier"), _paragraphs(
            _("für Ihr Konto bei Scharnier wurde ein neues Kennwort angefordert. Hier legen Sie es fest:"),
            context["password_reset_url"],
            _("Waren Sie das nicht, dann löschen Sie diese Mail. Ihr Kennwort bleibt, wie es ist."),
        )
    if name.startswith("email_confirmation"):
        return _("E-Mail-Adresse bestätigen"), _paragraphs(
            _("bestätigen Sie mit diesem Link, dass Scharnier Sie unter dieser Adresse erreicht:"),
            context["activate_url"],
            _("Haben Sie damit nichts zu tun, dann löschen Sie diese Mail."),
        )
    what = _happened(name)
    return _("Ihr Konto bei Scharnier"), _paragraphs(
        what,
        _("Waren Sie das nicht, dann ändern Sie sofort Ihr Kennwort und sagen Sie Ihrer Projektleitung Bescheid."),
    )


def _happened(name: str) -> str:
    known = {
        "password_changed": _("Ihr Kennwort wurde geändert."),
        "password_reset": _("Ihr Kennwort wurde zurückgesetzt."),
        "password_set": _("für Ihr Konto wurde ein Kennwort festgelegt."),
        "totp_activated": _("für Ihre Anmeldung wurde eine Codes-App eingerichtet."),
        "totp_deactivated": _("die Codes-App wurde von Ihrer Anmeldung entfernt."),
        "webauthn_added": _("für Ihre Anmeldung wurde ein Passkey eingerichtet."),
        "webauthn_removed": _("ein Passkey wurde von Ihrer Anmeldung entfernt."),
        "recovery_codes_generated": _("für Ihr Konto wurden neue Notfallcodes erzeugt."),
    }
    return known.get(name, _("an Ihrer Anmeldung hat sich etwas geändert."))


def _paragraphs(*parts: str) -> str:
    return "\n\n".join([_("Guten Tag,"), *parts, _("Scharnier")]) + "\n"


def invitation_mail(where: str, link: str, days: int) -> tuple[str, str]:
    """Subject and text of an invitation; `where` names a project or a carrier, never a person."""
    return _("Einladung zu Scharnier"), _paragraphs(
        _("Sie sind eingeladen, bei „%(where)s“ mit Scharnier zu arbeiten. Nehmen Sie die Einladung hier an:")
        % {"where": where},
        link,
        _("Der Link gilt %(days)s Tage und nur für diese Adresse.") % {"days": days},
    )


def factor_reset_mail(own: bool) -> tuple[str, str]:
    """Subject and text when a second factor was taken away by an administrator: for its owner, or for another one."""
    if own:
        return _("Ihr Konto bei Scharnier"), _paragraphs(
            _("die Verwaltung Ihres Trägers hat Ihren zweiten Faktor entfernt und alle Ihre Anmeldungen beendet."),
            _("Bei der nächsten Anmeldung richten Sie einen neuen ein."),
            _("Haben Sie nicht darum gebeten, dann sagen Sie sofort der Verwaltung oder dem Datenschutz Bescheid."),
        )
    return _("Zweiter Faktor entfernt"), _paragraphs(
        _("die Verwaltung Ihres Trägers hat den zweiten Faktor einer Person entfernt. Mehr steht im Protokoll."),
        _("Wissen Sie nichts davon, dann fragen Sie nach."),
    )


def message_text(template: str) -> str:
    """What the page says after a step; empty where the next page says it anyway."""
    name = template.rpartition("/")[2].removesuffix(".txt")
    known = {
        "password_changed": _("Ihr neues Kennwort gilt ab jetzt."),
        "password_set": _("Ihr Kennwort gilt ab jetzt."),
        "totp_deactivated": _("Die Codes-App ist entfernt."),
        "webauthn_removed": _("Der Passkey ist entfernt."),
        "recovery_codes_generated": _("Ihre alten Notfallcodes gelten nicht mehr."),
        "logged_out": _("Sie sind abgemeldet."),
        "email_confirmed": _("Ihre E-Mail-Adresse ist bestätigt."),
    }
    return known.get(name, "")
