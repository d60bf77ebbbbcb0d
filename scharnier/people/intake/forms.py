# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The short form for somebody new; everything else grows in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.network.middleware import Place
from scharnier.people import rules
from scharnier.people.actions import NewParticipant, NewStay
from scharnier.people.fields import BirthField, PhoneField, chosen, coded, named, statuses, written_precision
from scharnier.people.matching.likeness import Facts
from scharnier.people.models import Precision
from scharnier.people.record.forms import staff_choices
from scharnier.people.waiting.places import PlacesReason, places_reason


class NewPersonForm(PlacesReason):
    """Name, language, telephone: a person is on file in a minute."""

    mostly_optional = True

    family_name = named(_("Familienname"), 80)
    given_names = named(_("Vornamen"), 80)
    birth_date = BirthField()
    sex = chosen(_("Geschlecht"), coded("sex"), radio=True)
    nationality = chosen(_("Staatsangehörigkeit"), coded("nationality", blank="–"))
    phone = PhoneField()
    language = chosen(_("Sprache"), coded("language", blank="–"))
    code = chosen(_("Aufenthaltsstatus"), statuses)
    valid_to = DateField(
        label=_("Gültig bis"),
        required=False,
        help_text=_("Wie es auf dem Dokument steht"),
        earliest=rules.EARLIEST_BIRTH,
    )
    entered_on = DateField(label=_("Eintritt"), required=False, help_text=_("Leer: vor dem Eintritt"))
    over_places = places_reason()
    staff = forms.TypedChoiceField(
        label=_("Fachkraft"), required=False, coerce=UUID, empty_value=None, widget=forms.Select()
    )

    def __init__(
        self,
        *args: Any,
        staff: Mapping[UUID, str],
        me: UUID,
        so_far: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        """`so_far`: what was typed before the rules asked; it is shown again, not judged."""
        mine = me if me in staff else None
        usual = {"staff": mine, "entered_on": clock.today()}
        kept = {name: so_far[name] for name in self.base_fields if name in so_far} if so_far is not None else usual
        super().__init__(*args, initial=kept, **options)
        field = self.fields["staff"]
        if isinstance(field, forms.ChoiceField):
            field.choices = staff_choices(staff, gettext("noch niemand"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("valid_to") and not values.get("code") and "code" not in self.errors:
            self.add_error("code", gettext("Zu welchem Status gehört das Datum?"))
        return values

    def participant(self, place: Place, project: UUID, endorsement: str = "") -> NewParticipant:
        """`endorsement` is what stands on the document, word for word."""
        values = self.values()
        stay = (NewStay(values["code"], None, values["valid_to"], endorsement),) if values["code"] else ()
        return NewParticipant(
            carrier=place.carrier,
            project=project,
            family_name=values["family_name"],
            given_names=values["given_names"],
            birth_date=values["birth_date"],
            birth_precision=written_precision(self.data.get("birth_date", "")) or Precision.DAY,
            sex=values["sex"],
            nationality=values["nationality"],
            phone=values["phone"],
            speaks=(values["language"],) if values["language"] else (),
            entered_on=values["entered_on"],
            over_places=values["over_places"],
            staff=values["staff"],
            stays=stay,
        )


class LikenessForm(forms.Form):
    """As much of a new person as is needed to look for somebody alike; what can't be read yet is left out."""

    family_name = named("", 80)
    given_names = named("", 80)
    birth_date = BirthField()
    phone = PhoneField()

    def facts(self) -> Facts:
        self.is_valid()
        known = self.cleaned_data
        return Facts(
            family=known.get("family_name") or "",
            given=known.get("given_names") or "",
            birth=known.get("birth_date"),
            birth_exact=written_precision(self.data.get("birth_date", "")) is None,
            sex=str(self.data.get("sex", "")),
            phone=known.get("phone") or "",
        )

    def enough(self) -> bool:
        """Two letters of a name or a telephone number."""
        facts = self.facts()
        return len(facts.family + facts.given) > 1 or bool(facts.phone)
