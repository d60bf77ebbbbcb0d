# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of a household: how somebody belongs, who has no file, who else lives at this address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField
from scharnier.foundation.ui.forms import KitForm
from scharnier.people import rules, words
from scharnier.people.fields import BirthField, chosen, coded, named, written_precision
from scharnier.people.household.actions import Belonging, Relative
from scharnier.people.household.models import HouseholdMember
from scharnier.people.household.queries import Member
from scharnier.people.matching.likeness import Facts
from scharnier.people.models import Precision

OTHERS = "for_"


class BelongingForm(KitForm):
    """What somebody is for the person of the page and for the other members, since when, until when."""

    mostly_optional = True

    relation = chosen(_("Verhältnis"), coded("household_relation", blank="–"))
    since = DateField(label=_("Dabei seit"), required=False, earliest=rules.EARLIEST_BIRTH, latest=clock.today)
    until = DateField(label=_("Dabei bis"), required=False, earliest=rules.EARLIEST_BIRTH, latest=clock.today)
    reason = chosen(_("Grund"), coded("household_exit", blank="–"))
    contact = forms.BooleanField(label=_("Ansprechperson des Haushalts: für Briefe und Anrufe"), required=False)

    def __init__(
        self, *args: Any, name: str, others: Sequence[Member] = (), ends: bool = False, **options: Any
    ) -> None:
        """`name` is the person of the page; `others` are further members, `ends` offers the end."""
        super().__init__(*args, **options)
        self.fields["relation"].label = gettext("Ist für %(name)s") % {"name": name}
        self.others = [each.row.pk for each in others]
        for each in others:
            field = chosen(
                gettext("Ist für %(name)s") % {"name": each.row.full_name}, coded("household_relation", blank="–")
            )
            self.fields[f"{OTHERS}{each.row.pk}"] = field
        if not ends:
            del self.fields["until"], self.fields["reason"]
        order = ["family_name", "given_names", "birth_date", "country", "relation"]
        order += [name for name in self.fields if name.startswith(OTHERS)]
        self.order_fields([*order, "since", "until", "reason", "contact"])

    def belonging(self) -> Belonging:
        values = self.cleaned_data
        return Belonging(
            relation=values["relation"],
            others={pk: values[f"{OTHERS}{pk}"] for pk in self.others if f"{OTHERS}{pk}" in self.fields},
            since=values["since"],
            until=values.get("until"),
            reason=values.get("reason", ""),
            contact=values["contact"],
        )


class RelativeForm(BelongingForm):
    """Somebody without a file: as little as is needed."""

    family_name = named(_("Familienname"), 80)
    given_names = named(_("Vornamen"), 80)
    birth_date = BirthField()
    country = chosen(
        _("Lebt in"),
        coded("nationality", blank="–"),
        hint=_("Nur wenn die Person nicht hier lebt, zum Beispiel im Ausland."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("family_name") and not values.get("given_names") and not self.errors:
            self.add_error("given_names", gettext("Tragen Sie einen Namen ein, wenigstens einen Teil."))
        return values

    def relative(self) -> Relative:
        values = self.cleaned_data
        precision = written_precision(self.data.get("birth_date", "")) or Precision.DAY
        return Relative(
            values["family_name"],
            values["given_names"],
            values["birth_date"],
            precision if values["birth_date"] else Precision.DAY,
            values["country"],
        )

    def facts(self) -> Facts:
        """As much as is needed to look for somebody alike."""
        who = self.relative()
        exact = who.birth_precision == Precision.DAY
        return Facts(family=who.family_name, given=who.given_names, birth=who.birth_date, birth_exact=exact)


def said(row: HouseholdMember, relation: str, others: dict[UUID, str]) -> dict[str, Any]:
    """What the form shows of a member."""
    found: dict[str, Any] = {
        "relation": relation,
        "since": row.valid_from,
        "until": row.valid_to,
        "reason": row.reason,
        "contact": row.contact,
        "version": row.version,
        **{f"{OTHERS}{pk}": code for pk, code in others.items()},
    }
    if not row.on_file:
        found |= {name: getattr(row, name) for name in ("family_name", "given_names", "country")}
        exact = row.birth_precision == Precision.DAY
        found["birth_date"] = row.birth_date if exact else words.show_birth(row)
    return found


class HomeForm(KitForm):
    """Who else lives at the address of this person."""

    who = forms.MultipleChoiceField(
        label=_("Wer wohnt auch dort?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wählen Sie, wer dort wohnt.")},
    )
    since = DateField(
        label=_("Seit"),
        required=False,
        help_text=_("Leer: wie in dieser Akte"),
        earliest=rules.EARLIEST_BIRTH,
        latest=clock.today,
    )

    def __init__(self, *args: Any, members: Sequence[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["who"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(each.row.pk), each.name) for each in members]
