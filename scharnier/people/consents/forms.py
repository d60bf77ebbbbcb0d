# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms of consents and releases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock, signing
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes, purposes
from scharnier.people import fields
from scharnier.people.consents.actions import Given, NewConsent
from scharnier.people.consents.models import Form, Kind, Signer
from scharnier.people.fields import text


def languages(blank: str) -> list[tuple[str, str]]:
    """German alone, or German beside one of the languages there are texts for, by their own names."""
    own = [(code, str(codes.find("language", code).extra["endonym"])) for code in purposes.languages()]
    return [("", blank), *own]


class AskForm(KitForm):
    """What somebody is asked to agree to."""

    what = forms.ChoiceField(label=_("Wofür"), widget=forms.RadioSelect)
    recipient = text(
        _("Gegenüber wem"),
        200,
        hint=_("Bei Vermittlung, Weitergabe und Schweigepflicht nötig: Betrieb, Stelle oder Projekt"),
    )
    matter = text(_("Worum es geht"), 500, hint=_("So eng wie möglich: Bescheid vom 3.11., Anmeldung zum Kurs B1"))
    released = text(
        _("Wer entbunden wird"), 300, hint=_("Nur bei der Schweigepflicht: wer sprechen darf, mit Namen und Stelle")
    )
    language = forms.ChoiceField(label=_("Auch auf"), required=False)
    valid_until = DateField(
        label=_("Gilt bis"), required=False, earliest=clock.today, help_text=_("Leer: bis zum Widerruf")
    )

    def __init__(self, *args: Any, askable: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        lang = fields.language()
        what, language = self.fields["what"], self.fields["language"]
        if isinstance(what, forms.ChoiceField) and isinstance(language, forms.ChoiceField):
            what.choices = [
                (f"{kind}:{code}", f"{Kind(kind).label}: {purposes.name(lang, code)}") for kind, code in askable
            ]
            language.choices = languages(str(_("nur Deutsch")))

    def new(self) -> NewConsent:
        data = self.values()
        kind, _colon, purpose = data.pop("what").partition(":")
        return NewConsent(kind, purpose, **data)


class SignerForm(KitForm):
    """Who signs."""

    signer = forms.ChoiceField(
        label=_("Wer unterschreibt"), widget=forms.RadioSelect, choices=Signer.choices, initial=Signer.PERSON
    )
    signed_by = forms.CharField(
        label=_("Name"), max_length=160, error_messages={"required": _("Schreiben Sie, wer unterschreibt.")}
    )


class ScreenForm(SignerForm):
    strokes = forms.CharField(max_length=signing.LONGEST, required=False, widget=forms.HiddenInput)

    def given(self) -> Given:
        data = self.cleaned_data
        return Given(Form.SCREEN, data["signed_by"], clock.today(), data["signer"], data["strokes"])


class PaperForm(SignerForm):
    """Signed on paper, or said: what there is to show for it."""

    form = forms.ChoiceField(
        label=_("Wie gegeben"),
        widget=forms.RadioSelect,
        choices=[choice for choice in Form.choices if choice[0] != Form.SCREEN],
        initial=Form.SCAN,
    )
    given_on = DateField(label=_("Am"), latest=clock.today)
    scan = forms.FileField(
        label=_("Scan oder Foto"),
        required=False,
        help_text=_("PDF, JPEG oder PNG, höchstens 8 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def given(self) -> Given:
        data = self.cleaned_data
        scan = data["scan"].read(signing.LARGEST_SCAN + 1) if data.get("scan") else None
        return Given(data["form"], data["signed_by"], data["given_on"], data["signer"], scan=scan)


class WithdrawForm(KitForm):
    withdrawal = text(_("Wie mitgeteilt"), 500, hint=_("Zum Beispiel: am Telefon, Brief vom …"))
