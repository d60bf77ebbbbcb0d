# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of introductions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people.fields import chosen, coded, text
from scharnier.work.introductions import profile, queries
from scharnier.work.introductions.actions import FURTHEST, Happened
from scharnier.work.introductions.models import Introduction


class ProposeForm(KitForm):
    """What somebody is proposed for, when, and whether they agree."""

    work = text(_("Tätigkeit"), 160, required=True)
    on = DateField(label=_("Tag"), initial=clock.today)
    agreed = forms.BooleanField(
        label=_("Die Person weiß davon und ist einverstanden"),
        required=False,
        help_text=_("Ohne Einverständnis geht nichts an den Betrieb, auch kein Profil ohne Namen."),
    )
    note = text(_("Notiz"), 500, area=True)


class RecordForm(KitForm):
    """What happened: one form for every step, also for those recorded afterwards."""

    mostly_optional = True

    to = forms.ChoiceField(
        label=_("Was ist passiert?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, was passiert ist.")},
    )
    on = DateField(
        label=_("Tag"),
        initial=clock.today,
        latest=lambda: clock.today() + FURTHEST,
        help_text=_("Gespräch und Probetag auch im Voraus, alles andere auch nachträglich."),
    )
    agreed = forms.BooleanField(label=_("Die Person ist einverstanden"), required=False)
    reason_person = chosen(_("Grund der Person"), coded("person_declines", blank="–"))
    reason_employer = chosen(_("Grund des Betriebs"), coded("employer_declines", blank="–"))
    reason_text = text(_("Zum Grund"), 300)
    note = text(_("Notiz"), 500, area=True)
    next_on = DateField(label=_("Nachfassen am"), required=False, help_text=_("Leer: nach ein paar Tagen von selbst."))

    def __init__(self, *args: Any, row: Introduction, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": row.version, "on": clock.today()}, **kwargs)
        self.fields["to"].choices = queries.choices(row)  # type: ignore[attr-defined]  # a choice field
        if row.agreed_on is not None:
            del self.fields["agreed"]

    def happened(self) -> Happened:
        values = self.cleaned_data
        person = values["to"] == "no_person"
        return Happened(
            values["to"],
            values["on"],
            values["note"],
            values["reason_person" if person else "reason_employer"],
            values["reason_text"],
            values.get("agreed", False),
            values["next_on"],
        )

    def add_error(self, field: str | None, error: Any) -> None:
        """The action knows one reason; the form has one for each side."""
        if field == "reason":
            field = "reason_person" if self.data.get("to") == "no_person" else "reason_employer"
        super().add_error(field if field in self.fields else None, error)


class ProfileForm(KitForm):
    """A sentence to the profile, without the name."""

    note = text(_("Ein Satz dazu"), 300, hint=_("Was diese Person ausmacht. Kein Name, keine Herkunft."), area=True)

    def __init__(self, *args: Any, row: Introduction, **kwargs: Any) -> None:
        super().__init__(*args, initial={"note": row.profile.get("note", "")}, **kwargs)
        self.row = row

    def clean_note(self) -> str:
        said: str = self.cleaned_data["note"]
        names = profile.names_in(said, self.row.person)
        if names:
            raise forms.ValidationError(
                gettext("Im Satz steht der Name (%(names)s). Das Profil geht ohne ihn an den Betrieb.")
                % {"names": ", ".join(names)}
            )
        return said
